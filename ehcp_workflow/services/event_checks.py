"""What may be recorded: each event checked against the list of events, and its dates against sense."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.oddities import NEED_WORDS
from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.law.rules import CountsFrom
from ehcp_workflow.law.vocabulary import EventKind
from ehcp_workflow.law.when import When
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store.casebook import NewCase

EARLIEST = date(1990, 1, 1)
"""Before anybody was born who can have a plan today."""
LONGEST_NAME = 200
FURTHEST_AHEAD = timedelta(days=3653)
OURS = re.compile(r"\s*EHC-\d{4}-\d{4,}\s*", re.IGNORECASE)
"""How our references are written; one's own are written otherwise, so that each name means one case."""
SPAN = frozenset({"from", "to"})
"""The dates of an event that span a time, like a closure, and so may lie ahead of the day it is recorded."""
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class NewEvent:
    """An event as somebody reports it.

    Attributes:
        kind: what happened: a name from the list of events.
        on: the day it happened.
        dates: other dates where they differ: sent, served, received, issued.
        about: which of several it concerns.
        options: what else is said of it.
        note: free text, kept sealed.
        source: where it is known from, for example a letter's reference or an address.
    """

    kind: str
    on: When
    dates: Mapping[CountsFrom, When] = field(default_factory=dict)
    about: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    note: str | None = None
    source: str | None = None


def check_event(installation: Installation, new: NewEvent) -> Event:
    """The event to record, checked against the list of events.

    Raises:
        BadInput: the event, one of its dates or options is not known, or a date cannot be meant; or it does not say
            what it would be useless without.
        Refused: it is in the future.
    """
    kind = installation.rulebook.events.get(new.kind)
    if kind is None:
        near = get_close_matches(new.kind, installation.rulebook.events, n=1)
        meant = f" Did you mean {near[0]}?" if near else ""
        raise BadInput(f"'{new.kind}' is not a kind of event.{meant} `ehcp case event --kinds` lists them all.")
    _check_options(kind, new)
    today = installation.today()
    event = Event(
        id=new_id(),
        kind=kind.kind,
        on=_check_date(new.on, today, ahead=kind.ahead),
        dates={which: _check_date(when, today, ahead=which in SPAN) for which, when in new.dates.items()},
        about=new.about,
        options=dict(new.options),
        recorded_at=installation.now(),
    )
    _check_needs(kind, event)
    _check_span(event)
    return event


def check_new_case(new: NewCase, today: date) -> None:
    """Check what is known of a case when it is opened.

    Raises:
        BadInput: the date of birth lies ahead or too far back, or a name is too long to be one.
    """
    if new.birth_date and not EARLIEST <= new.birth_date <= today:
        raise BadInput(f"A date of birth of {new.birth_date} cannot be meant. Correct the year.")
    if len(new.child_name or "") > LONGEST_NAME:
        raise BadInput(f"A name of over {LONGEST_NAME} letters cannot be meant. Shorten it.")
    if OURS.fullmatch(new.their_reference or ""):
        raise BadInput(f"'{new.their_reference}' is written as our references are. Give the one you use yourself.")


def new_id() -> str:
    """A name for a new record."""
    return uuid.uuid4().hex


def _check_options(kind: EventKind, new: NewEvent) -> None:
    for which in new.dates:
        if which not in kind.dates:
            known = ", ".join(kind.dates) or "none"
            raise BadInput(f"{kind.kind} has no date '{which}'. Further dates it may have: {known}.")
    for option, value in new.options.items():
        values = kind.options.get(option)
        if values is None or value not in values:
            raise BadInput(f"{kind.kind} cannot have {option} '{value}'. Choose from: {dict(kind.options) or 'none'}.")
    if new.about and not kind.about:
        raise BadInput(f"{kind.kind} is not about one of several. Leave 'about' out.")
    if new.about and not _CODE.fullmatch(new.about):
        # It is kept in clear, so that answers can be paired: the value itself is not repeated here.
        raise BadInput("'about' must be a code such as health or school_1, never a name. Put the name into the note.")


def _check_needs(kind: EventKind, event: Event) -> None:
    """Refuse a record that nothing could ever follow from, with what to add to it."""
    lacking = [need for need in kind.needs if not event.says(need)]
    if lacking:
        what = " and ".join(NEED_WORDS.get(need, need) for need in lacking)
        how = " ".join(_how_to_say(kind, need) for need in lacking)
        raise BadInput(f"{kind.kind} is useless without {what}. Add {how}.")


def _check_span(event: Event) -> None:
    first, last = event.dates.get("from"), event.dates.get("to")
    if first and last and not first.may_precede(last):
        raise BadInput(f"{last.in_words()} comes before {first.in_words()}, so it cannot be the last day. Correct one.")


def _how_to_say(kind: EventKind, need: str) -> str:
    if need == "on":
        return "the day, the month or a range of days"
    if need == "about":
        return "--about with a code such as speech_therapy"
    if need in kind.dates:
        return f"--date {need}=2026-11-20"
    return f"--option {need}={'|'.join(kind.options[need])}"


def _check_date(when: When, today: date, *, ahead: bool) -> When:
    if when.earliest is None or when.latest is None:
        return when
    if when.earliest < EARLIEST:
        raise BadInput(f"{when.in_words()} is too long ago to be meant. Correct the year.")
    if ahead and when.latest > today + FURTHEST_AHEAD:
        raise BadInput(f"{when.in_words()} is too far ahead to be meant. Correct the year.")
    if not ahead and when.earliest > today:
        raise Refused(f"{when.in_words()} is in the future. Record an event once it has happened.")
    # The present month, known only as a month, is the longest range that reaches past today.
    if not ahead and when.latest > today + timedelta(days=31):
        raise Refused(f"{when.in_words()} reaches far into the future. End the range today, or earlier.")
    return when
