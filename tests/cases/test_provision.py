"""Provision that lapsed: since when, whether it grew, and when it was put right."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.provision import lapses
from ehcp_workflow.law.rulebook import Rulebook

from stories import case_of, happened, small_cases, the_rulebook

SPEECH, TEACHING = "speech_therapy", "teaching"
Shown = tuple[str, str, tuple[str, ...], str | None]


def lapsed(on: str, line: str | None = SPEECH) -> Event:
    return happened("provision_lapsed", on, line)


def grew(on: str, line: str = SPEECH) -> Event:
    return happened("provision_shortfall_grew", on, line)


def right(on: str, line: str = SPEECH) -> Event:
    return happened("provision_put_right", on, line)


def found(rulebook: Rulebook, *events: Event) -> list[Shown]:
    said = lapses(case_of(*events).events(rulebook.event_order))
    return [
        (one.line, str(one.since), tuple(map(str, one.grew)), str(one.put_right) if one.put_right else None)
        for one in said
    ]


@pytest.mark.parametrize(
    ("events", "shown"),
    [
        ((), []),
        ((lapsed("2026-01-12"),), [(SPEECH, "2026-01-12", (), None)]),
        ((lapsed("2026-01-12", None),), [("", "2026-01-12", (), None)]),
        ((lapsed("2026-01-12"), right("2026-02-02")), [(SPEECH, "2026-01-12", (), "2026-02-02")]),
        ((lapsed("2026-01-12"), right("2026-01-12")), [(SPEECH, "2026-01-12", (), "2026-01-12")]),
        (
            (lapsed("2026-01-12"), grew("2026-01-19"), grew("2026-01-26")),
            [(SPEECH, "2026-01-12", ("2026-01-19", "2026-01-26"), None)],
        ),
        ((grew("2026-01-19"),), [(SPEECH, "2026-01-19", (), None)]),  # whatever grows has begun
        ((lapsed("2026-01-12"), lapsed("2026-01-19")), [(SPEECH, "2026-01-12", (), None)]),  # the same lapse
        (
            (lapsed("2026-01-12"), right("2026-01-19"), lapsed("2026-02-02")),
            [(SPEECH, "2026-02-02", (), None)],  # another lapse
        ),
        (
            (lapsed("2026-01-12"), grew("2026-01-19"), right("2026-01-26"), grew("2026-02-02")),
            [(SPEECH, "2026-02-02", (), None)],
        ),
        ((right("2026-01-12"),), []),
        ((lapsed("2026-01-12"), right("2026-01-19"), right("2026-02-02")), [(SPEECH, "2026-01-12", (), "2026-01-19")]),
        (
            (lapsed("2026-01-12"), lapsed("2026-01-13", TEACHING), right("2026-01-19", TEACHING)),
            [(SPEECH, "2026-01-12", (), None), (TEACHING, "2026-01-13", (), "2026-01-19")],
        ),
    ],
)
def test_the_latest_lapse_of_each_line_is_shown(events: tuple[Event, ...], shown: list[Shown], rulebook: Rulebook):
    assert found(rulebook, *events) == shown


@pytest.mark.parametrize("over", ["plan_ceased", "plan_transferred"])
def test_a_lapse_ends_with_the_plan_and_one_put_right_before_stays_on_record(over: str, rulebook: Rulebook):
    events = (lapsed("2026-01-12"), lapsed("2026-01-12", TEACHING), right("2026-01-19", TEACHING))
    assert found(rulebook, *events, happened(over, "2026-02-02")) == [(TEACHING, "2026-01-12", (), "2026-01-19")]


def test_a_lapse_known_to_the_month_is_narrowed_by_what_is_known_later(rulebook: Rulebook):
    month = lapsed("2026-01")
    assert found(rulebook, month) == [(SPEECH, "2026-01", (), None)]
    narrowed = "2026-01-01/2026-01-19"
    assert found(rulebook, month, grew("2026-01-19")) == [(SPEECH, narrowed, ("2026-01-19",), None)]
    assert found(rulebook, month, lapsed("2026-01-19")) == [(SPEECH, narrowed, (), None)]
    assert found(rulebook, month, grew("2026-02-02")) == [(SPEECH, "2026-01", ("2026-02-02",), None)]


def test_what_was_put_right_some_day_of_the_month_ends_a_lapse_within_it(rulebook: Rulebook):
    month = right("2026-01")
    assert found(rulebook, lapsed("2026-01-12"), month) == [(SPEECH, "2026-01-12", (), "2026-01")]
    assert found(rulebook, lapsed("2026-02-02"), month) == [(SPEECH, "2026-02-02", (), None)]
    # It ended the lapse before, so the one that followed is another.
    assert found(rulebook, lapsed("2025-12-08"), month, lapsed("2026-01-12")) == [(SPEECH, "2026-01-12", (), None)]


def test_what_has_no_date_says_nothing_of_a_lapse(rulebook: Rulebook):
    assert found(rulebook, lapsed("unknown")) == []
    assert found(rulebook, lapsed("2026-01-12"), right("unknown")) == [(SPEECH, "2026-01-12", (), None)]


@given(small_cases(most=10), st.dates(date(2025, 6, 1), date(2026, 8, 1)))
def test_a_line_lapses_once_at_a_time_and_grows_after_it_began(case: Case, today: date):
    said = lapses(case.as_at(today).events(the_rulebook().event_order))
    assert len({one.line for one in said}) == len(said)
    for one in said:
        assert one.since.is_known
        assert all(one.since.may_precede(day) for day in one.grew)
        assert one.put_right is None or one.since.may_precede(one.put_right)
