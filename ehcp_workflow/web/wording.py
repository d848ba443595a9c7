"""The words and colours of states and dates. A colour never stands without its word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup, escape

from ehcp_workflow.cases.clocks import Clock, ClockState
from ehcp_workflow.cases.findings import Severity
from ehcp_workflow.cases.picture.limits import how_it_stands
from ehcp_workflow.cases.stages import StageState
from ehcp_workflow.law.rules import Rule
from ehcp_workflow.law.verdict import Verdict
from ehcp_workflow.law.when import When, day_in_words
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.messages.words import relative
from ehcp_workflow.today import LONDON


@dataclass(frozen=True)
class Tag:
    """A state as a reader sees it: a word, and the name of a colour in the style sheet."""

    words: str
    colour: str


STAGE_COLOURS = {
    StageState.STALLED: "red",
    StageState.DUE_SOON: "yellow",
    StageState.WAITING: "blue",
    StageState.NOT_STARTED: "grey",
    StageState.DONE_LATE: "orange",
    StageState.REFUSED: "purple",
    StageState.DONE: "green",
    StageState.WITHDRAWN: "grey",
}
"""In the order in which an adviser asks for them."""

_CLOCK_TAGS = {
    ClockState.RUNNING: Tag("Not yet due", "blue"),
    ClockState.DUE_SOON: Tag("Due soon", "yellow"),
    ClockState.OVERDUE: Tag("Overdue", "red"),
    ClockState.CANNOT_TELL: Tag("Cannot tell", "yellow"),
    ClockState.WAIVED: Tag("As soon as practicable, if the exemption holds", "yellow"),
    ClockState.MET: Tag("Done on time", "green"),
    ClockState.MET_LATE: Tag("Done late", "orange"),
    ClockState.SUPERSEDED: Tag("Replaced", "grey"),
    ClockState.ENDED: Tag("Ended", "grey"),
}
# Guidance cannot be broken, only departed from, so its words differ.
_GUIDANCE_TAGS = {
    ClockState.OVERDUE: Tag("Past the guidance date", "yellow"),
    ClockState.MET_LATE: Tag("Done after the guidance date", "grey"),
}
_SEVERITY_TAGS = {
    Severity.NOTE: Tag("Note", "grey"),
    Severity.PRACTICE: Tag("Good practice missed", "grey"),
    Severity.CHECK: Tag("To check", "yellow"),
    Severity.PROBLEM: Tag("Problem", "red"),
}


BY_CHANNEL = {
    Channel.EMAIL: "by e-mail",
    Channel.SMS: "by text message",
    Channel.WHATSAPP: "on WhatsApp",
    Channel.SIGNAL: "on Signal",
    Channel.NTFY: "to the phone",
    Channel.SLACK: "on Slack",
}
"""How a message goes to a person."""


def by_channel(channel: str | None) -> str:
    """How a message goes, by the code of its channel; nothing where there is none, or it is not one of ours."""
    return BY_CHANNEL[Channel(channel)] if channel in set(Channel) else ""


def stage_tag(state: StageState) -> Tag:
    """The state of a stage."""
    return Tag(state.value.capitalize(), STAGE_COLOURS[state])


def clock_tag(rule: Rule, state: ClockState) -> Tag:
    """The state of a clock; guidance is never called overdue, because nobody is bound by it."""
    if not rule.authority.binds and state in _GUIDANCE_TAGS:
        return _GUIDANCE_TAGS[state]
    return _CLOCK_TAGS[state]


def tag_of(clock: Clock, state: ClockState, as_at: date) -> Tag:
    """The state of a clock, where more is known of it: done but perhaps late, owed now, or a right not used."""
    if state is ClockState.MET and clock.facts.judgement(as_at).verdict is not Verdict.ON_TIME:
        return Tag("Done, cannot tell if late", "grey")
    if state is ClockState.RUNNING and clock.facts.undated:
        return Tag("Owed now", "blue")
    if state is ClockState.ENDED and clock.ended_by is None:
        return Tag("Time has passed", "grey")
    return clock_tag(clock.rule, state)


def severity_tag(severity: Severity) -> Tag:
    """How much a finding matters."""
    return _SEVERITY_TAGS[severity]


def verdict_in_words(clock: Clock, as_at: date) -> str:
    """How late, or why nobody can tell; nothing where the tag says it all, or the limit no longer counts."""
    if clock.judgement(as_at).days_late is None:
        return ""
    words = how_it_stands(clock, as_at)
    return words[:1].upper() + words[1:]


def how_far(when: When, today: date) -> str:
    """How far away a date is: `in 9 days`, `3 days ago`, `in 4 to 34 days`; shown beside the date, never alone."""
    if when.earliest is None or when.latest is None:
        return ""
    if when.exact:
        return relative(when.exact, today)
    near, far = (when.earliest - today).days, (when.latest - today).days
    if near >= 0:
        return f"in {near} to {far} days"
    return f"{-far} to {-near} days ago" if far < 0 else "may have passed"


def moment_in_words(instant: datetime) -> str:
    """An instant in London: `Tuesday 1 December 2026 at 09:30`."""
    local = instant.astimezone(LONDON)
    return f"{day_in_words(local.date())} at {local:%H:%M}"


def plain_name(code: str) -> str:
    """A name from the data as words: `educational_psychology` becomes `educational psychology`."""
    return code.replace("_", " ")


def with_code(text: str) -> Markup:
    """Text in which what stands between backticks is shown as a command to type."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped just before


def with_case_links(text: str, web_url: str) -> Markup:
    """Text in which the addresses of our own case pages, and no others, can be followed."""
    ours = re.escape(str(escape(f"{web_url}/cases/")))
    return Markup(re.sub(rf"({ours}([\w-]+))", r'<a href="/cases/\2">\1</a>', str(escape(text))))  # noqa: S704 - as above
