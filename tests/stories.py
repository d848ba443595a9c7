"""Small cases for tests, told in one line an event; and random ones for properties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import get_args

from hypothesis import strategies as st

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.policy import Policy, load_policy
from ehcp_workflow.law.loading import load_rulebook
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import CountsFrom
from ehcp_workflow.law.when import UNKNOWN, When

CONFIG = Path(__file__).parent.parent / "config"


@cache
def the_rulebook() -> Rulebook:
    """The rulebook of this repository; for properties, which print what they are given when they fail."""
    return load_rulebook(CONFIG)


@cache
def the_policy() -> Policy:
    """The house policy of this repository."""
    return load_policy(CONFIG / "policy.yaml")


def happened(kind: str, on: str, /, about: str | None = None, **more: str) -> Event:
    """An event; its id is its kind and date. `sent_on=` and the like are dates, and whatever else is an option."""
    dates: dict[CountsFrom, When] = {}
    options: dict[str, str] = {}
    for name, value in more.items():
        if name in get_args(CountsFrom):
            dates[name] = When.parse(value)  # type: ignore[index]
        else:
            options[name] = value
    return Event(f"{kind}@{on}@{about or ''}", kind, When.parse(on), dates, about, options)


def corrected(old: Event, on: str, **more: str) -> tuple[Event, Event]:
    """An event and the record that corrects it, which has a name of its own."""
    new = happened(old.kind, on, old.about, **{**old.options, **{k: str(v) for k, v in old.dates.items()}, **more})
    return old, replace(new, id=f"{new.id}, corrected", corrects=old.id)


def case_of(*events: Event) -> Case:
    """A case in which these events were recorded, in this order."""
    return Case("EHC-2026-0001", events)


FIRST = date(2025, 6, 1)
_ABOUT: Mapping[str, tuple[str | None, ...]] = {
    "advice_request_received": ("health", "social_care"),
    "advice_received": ("health", "social_care"),
    "placement_consulted": ("school_a", "school_b"),
    "placement_response": ("school_a", "school_b"),
    "provision_lapsed": ("speech_therapy", "teaching"),
    "provision_shortfall_grew": ("speech_therapy", "teaching"),
    "provision_put_right": ("speech_therapy", "teaching"),
}
_SAID: Mapping[str, tuple[str, ...]] = {"of": ("final_plan", "advice", "reply")}
"""Options of which only some values are drawn, so that events often speak of the same thing."""
_KINDS = (
    "concern_raised",
    "school_asked_to_request",
    "request_received",
    "la_became_responsible",
    "request_withdrawn",
    "decision_to_assess_notified",
    "refusal_to_assess_notified",
    "refusal_withdrawn",
    "advice_request_received",
    "advice_received",
    "decision_to_issue",
    "refusal_to_issue_notified",
    "draft_plan_sent",
    "representations_made",
    "placement_consulted",
    "placement_response",
    "final_plan_sent",
    "review_meeting_held",
    "review_decision_notified",
    "amendment_notice_sent",
    "no_amendment_notified",
    "amended_plan_sent",
    "plan_ceased",
    "adviser_contacted",
    "certificate_issued",
    "appeal_received",
    "promise_made",
    "promise_made",
    "promise_kept",
    "provision_lapsed",
    "provision_shortfall_grew",
    "provision_put_right",
)
_days = st.integers(0, 300).map(lambda n: FIRST + timedelta(days=n))
_whens = st.one_of(
    _days.map(When.day),
    _days.map(When.day),
    _days.map(lambda day: When.month(day.year, day.month)),
    st.tuples(_days, st.integers(1, 40)).map(lambda pair: When(pair[0], pair[0] + timedelta(days=pair[1]))),
    st.just(UNKNOWN),
)


@st.composite
def _events(draw: st.DrawFn, number: int) -> Event:
    """A random event: most often of a kind that happens often, now and then of any kind there is."""
    rare = draw(st.integers(0, 3)) == 0
    kind = draw(st.sampled_from(sorted(the_rulebook().events) if rare else _KINDS))
    known = the_rulebook().events[kind]
    dates: dict[CountsFrom, When] = {"sent_on": draw(_whens)} if draw(st.integers(0, 5)) == 0 else {}
    if "to" in known.dates:
        dates["to"] = draw(_whens)
    about = draw(st.sampled_from(_ABOUT.get(kind, ("health",) if known.about else (None,))))
    options = {name: draw(st.sampled_from(_SAID.get(name, values))) for name, values in known.options.items()}
    return Event(f"e{number}", kind, draw(_whens), dates, about, options)


@st.composite
def small_cases(draw: st.DrawFn, most: int = 7) -> Case:
    """A random small case: any events in any order, some dates partly known, some events corrected or taken back."""
    events = [draw(_events(number)) for number in range(draw(st.integers(0, most)))]
    if events and draw(st.booleans()):
        old = draw(st.sampled_from(events))
        when, withdrawn = draw(_whens), draw(st.booleans())
        events.append(Event("c", old.kind, when, old.dates, old.about, old.options, old.id, withdrawn))
    return Case("EHC-2026-0001", tuple(events))


_BEGINNINGS = (
    "concern_raised",
    "school_asked_to_request",
    "request_received",
    "advice_request_received",
    "refusal_to_assess_notified",
    "draft_plan_sent",
    "placement_consulted",
    "review_meeting_held",
    "amendment_notice_sent",
    "certificate_issued",
    "promise_made",
    "provision_lapsed",
    "provision_shortfall_grew",
)


def _beginning(draw: st.DrawFn, id_: str, kind: str) -> Event:
    promise = kind == "promise_made"
    dates: dict[CountsFrom, When] = {"to": draw(_whens)} if promise else {}
    options = {"of": draw(st.sampled_from(_SAID["of"]))} if promise else {}
    return Event(id_, kind, draw(_whens), dates, draw(st.sampled_from(_ABOUT.get(kind, (None,)))), options)


@st.composite
def quiet_cases(draw: st.DrawFn) -> Case:
    """A random case in which things begin and nothing answers them, so that time has the most to change."""
    events = [
        _beginning(draw, f"e{number}", kind)
        for number, kind in enumerate(draw(st.lists(st.sampled_from(_BEGINNINGS), min_size=1, max_size=4)))
    ]
    return Case("EHC-2026-0001", tuple(events))
