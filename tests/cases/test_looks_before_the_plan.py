"""Between two looks nothing changes by time alone: a stall, a review missed, a term without a meeting."""

from __future__ import annotations

from datetime import date, timedelta

from cases.term_dates import case_in_solihull
from hypothesis import given, settings
from hypothesis import strategies as st

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.position import Position, take_position

from stories import case_of, happened, the_policy, the_rulebook

FIRST = date(2025, 9, 1)
_KINDS = (
    "concern_raised",
    "sen_register_added",
    "sen_register_removed",
    "support_plan_started",
    "support_plan_reviewed",
    "parents_met",
    "needs_identified",
    "school_asked_to_request",
    "school_answered_request",
)
_TO = frozenset({"support_plan_started", "support_plan_reviewed"})


@st.composite
def events(draw: st.DrawFn) -> tuple[Event, ...]:
    """Some events of the first two terms; support plans say by when they are to be reviewed."""
    found = []
    for kind in draw(st.lists(st.sampled_from(_KINDS), min_size=1, max_size=6)):
        on = FIRST + timedelta(days=draw(st.integers(0, 200)))
        more = {"to": str(on + timedelta(days=draw(st.integers(0, 120))))} if kind in _TO else {}
        found.append(happened(kind, str(on), "iep_1" if kind in _TO else None, **more))
    return tuple(found)


def said(position: Position) -> tuple[object, ...]:
    """What people see of a position that time alone may change."""
    alerts = [alert.key for alert in position.alerts]
    return [(stage.state, stage.words) for stage in position.stages], alerts, position.findings


@settings(max_examples=200)
@given(events(), st.integers(0, 330), st.booleans())
def test_nothing_changes_before_the_next_look(recorded: tuple[Event, ...], days: int, terms_known: bool):
    case = case_in_solihull(*recorded) if terms_known else case_of(*recorded)
    today = FIRST + timedelta(days=days)
    now = take_position(the_rulebook(), the_policy(), case, today)
    following = min(now.next_clock_look, now.next_silence_look, today + timedelta(days=250))
    for day in range(1, (following - today).days):
        later = take_position(the_rulebook(), the_policy(), case, today + timedelta(days=day))
        assert said(later) == said(now)
