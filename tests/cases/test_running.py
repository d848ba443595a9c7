"""Which clocks run in a case: what starts, meets, ends, resumes and overtakes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.clocks import Clock, ClockFacts, ClockState
from ehcp_workflow.cases.findings import Severity
from ehcp_workflow.cases.running import Course, run_clocks
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.when import UNKNOWN, When

from stories import case_of, happened, small_cases, the_rulebook

TODAY = date(2027, 2, 1)


def _run(rulebook: Rulebook, *events: Event) -> Course:
    return run_clocks(rulebook, case_of(*events))


def _clocks(rulebook: Rulebook, ref: str, *events: Event) -> list[Clock]:
    return [clock for clock in _run(rulebook, *events).clocks if clock.rule.ref == ref]


def _state(clock: Clock, today: date = TODAY) -> ClockState:
    return clock.facts.state(today, 14)


def test_answers_are_paired_with_the_adviser_they_are_about(rulebook: Rulebook):
    health, care = _clocks(
        rulebook,
        "ASM-02",
        happened("advice_request_received", "2026-09-08", about="health"),
        happened("advice_request_received", "2026-09-08", about="social_care"),
        happened("advice_received", "2026-09-25", about="social_care"),
    )
    assert (health.met_by, _state(health)) == (None, ClockState.OVERDUE)
    assert (str(care.facts.met), _state(care)) == ("2026-09-25", ClockState.MET)


def test_a_second_start_after_the_answer_is_a_new_clock(rulebook: Rulebook):
    first, second = _clocks(
        rulebook,
        "ASM-02",
        happened("advice_request_received", "2026-09-08", about="health"),
        happened("advice_received", "2026-09-25", about="health"),
        happened("advice_request_received", "2026-11-02", about="health"),
    )
    assert (first.over, second.over) == (When.parse("2026-09-25"), None)


def test_a_request_repeated_while_one_is_open_is_a_note_even_when_both_are_withdrawn_later(rulebook: Rulebook):
    course = _run(
        rulebook,
        happened("request_received", "2026-09-08"),
        happened("request_received", "2026-09-11"),
        happened("request_withdrawn", "2026-10-01"),
    )
    assert {clock.rule.ref for clock in course.clocks if not clock.facts.undated} == {"REQ-02", "ASM-03", "ASM-10"}
    assert {finding.severity for finding in course.findings} == {Severity.NOTE}
    assert len(course.findings) == 1


def test_each_review_meeting_has_its_own_clock(rulebook: Rulebook):
    clocks = _clocks(
        rulebook,
        "REV-09",
        happened("review_meeting_held", "2026-03-10"),
        happened("review_decision_notified", "2026-04-07", outcome="keep"),
        happened("review_meeting_held", "2026-11-26"),
    )
    assert [_state(clock) for clock in clocks] == [ClockState.MET, ClockState.OVERDUE]


def test_a_changed_draft_overtakes_the_window_of_the_first(rulebook: Rulebook):
    first, second = _clocks(
        rulebook, "ASM-06", happened("draft_plan_sent", "2027-01-20"), happened("draft_plan_sent", "2027-01-27")
    )
    assert (_state(first), _state(second)) == (ClockState.SUPERSEDED, ClockState.DUE_SOON)


def test_an_answered_window_is_not_overtaken(rulebook: Rulebook):
    first, second = _clocks(
        rulebook,
        "ASM-06",
        happened("draft_plan_sent", "2027-01-04"),
        happened("representations_made", "2027-01-12"),
        happened("draft_plan_sent", "2027-01-27"),
    )
    assert (_state(first), _state(second)) == (ClockState.MET, ClockState.DUE_SOON)


def test_a_refusal_ends_the_clock_of_the_plan_and_its_withdrawal_resumes_it(rulebook: Rulebook):
    events = (
        happened("request_received", "2026-11-23"),
        happened("refusal_to_assess_notified", "2027-01-04"),
        happened("refusal_withdrawn", "2027-01-18"),
    )
    (ended,) = _clocks(rulebook, "ASM-10", *events[:2])
    assert (ended.ended_by, ended.over, _state(ended)) == (events[1], events[1].on, ClockState.ENDED)
    (resumed,) = _clocks(rulebook, "ASM-10", *events)
    assert (resumed.ended_by, _state(resumed)) == (None, ClockState.RUNNING)


def test_a_decision_after_a_new_request_does_not_resume_the_clock_of_the_old_one(rulebook: Rulebook):
    old, new = _clocks(
        rulebook,
        "ASM-10",
        happened("request_received", "2026-05-05"),
        happened("refusal_to_assess_notified", "2026-06-16"),
        happened("request_received", "2026-11-23"),
        happened("decision_to_assess_notified", "2026-12-18"),
    )
    assert (_state(old), _state(new)) == (ClockState.ENDED, ClockState.RUNNING)


def test_an_undated_decision_meets_the_clock_before_it_and_not_the_one_after(rulebook: Rulebook):
    undated, dated = _clocks(
        rulebook,
        "REV-02",
        happened("review_decision_notified", "unknown", outcome="keep"),
        happened("review_decision_notified", "2026-10-01", outcome="keep"),
    )
    assert (undated.facts.due, _state(undated)) == (UNKNOWN, ClockState.MET)
    assert (dated.met_by, _state(dated)) == (None, ClockState.RUNNING)


def test_an_answer_known_to_the_month_may_follow_a_request_known_to_the_day(rulebook: Rulebook):
    (clock,) = _clocks(
        rulebook,
        "REQ-02",
        happened("request_received", "2026-11-23"),
        happened("decision_to_assess_notified", "2026-11"),
    )
    assert _state(clock) is ClockState.MET


def test_an_answer_from_before_the_request_does_not_meet_it(rulebook: Rulebook):
    (clock,) = _clocks(
        rulebook,
        "REQ-02",
        happened("request_received", "2026-11-23"),
        happened("decision_to_assess_notified", "2026-10-05"),
    )
    assert clock.met_by is None


def test_a_decision_to_keep_ends_the_twelve_weeks(rulebook: Rulebook):
    meeting = happened("review_meeting_held", "2026-11-26")
    for outcome, state in (("keep", "ended"), ("cease", "ended"), ("amend", "running")):
        decision = happened("review_decision_notified", "2026-12-18", outcome=outcome)
        (clock,) = _clocks(rulebook, "REV-13", meeting, decision)
        assert _state(clock, date(2027, 1, 4)) == state


def test_a_decision_without_its_outcome_is_a_finding(rulebook: Rulebook):
    course = _run(rulebook, happened("review_decision_notified", "2026-12-18"))
    assert [clock.rule.ref for clock in course.clocks] == ["REV-02"]  # reviewed it was, whatever was decided
    (finding,) = course.findings
    assert "the outcome is not recorded, so the dates that depend on it are not shown" in finding.message


def test_an_event_of_a_kind_nobody_knows_starts_nothing(rulebook: Rulebook):
    assert _run(rulebook, happened("something_else", "2026-12-18")).clocks == ()


def test_a_start_before_the_law_is_a_finding_and_no_clock(rulebook: Rulebook):
    course = _run(rulebook, happened("placement_consulted", "2014-08-31", about="school_a"))
    assert course.clocks == ()
    assert [f.message for f in course.findings] == ["ASM-09 was not in force on Sunday 31 August 2014."]


def test_a_start_nobody_knows_is_a_finding_and_a_clock_without_a_date(rulebook: Rulebook):
    event = happened("placement_consulted", "unknown", about="school_a")
    course = _run(rulebook, event)
    assert [clock.due for clock in course.clocks] == [UNKNOWN]
    (finding,) = course.findings
    assert (finding.severity, finding.event_id) == (Severity.CHECK, event.id)


def test_a_date_beyond_the_calendar_is_a_problem_and_never_a_guess(rulebook: Rulebook):
    course = _run(rulebook, happened("certificate_issued", "2028-12-10"))
    appeals = [clock for clock in course.clocks if clock.rule.ref in {"APP-01b", "APP-01"}]
    assert [clock.due for clock in appeals] == [UNKNOWN, UNKNOWN]
    finding = next(finding for finding in course.findings if finding.message.startswith("APP-01b"))
    assert finding.severity is Severity.PROBLEM
    assert "Add the missing years" in finding.message
    assert appeals[0].working[-1].after == UNKNOWN


def test_a_clock_shows_its_citation_its_confidence_and_its_working(rulebook: Rulebook):
    (clock,) = _clocks(rulebook, "ASM-10", happened("request_received", "2026-11-23"))
    assert (clock.citation, clock.confidence) == ("SI 2014/1530 reg 13(2)", "the provision itself was read")
    assert clock.working[0].says == "Start: The council received a request for an assessment."
    assert (str(clock.working[-1].after), str(clock.safe)) == ("2027-04-12", "2027-04-11")
    assert clock.facts.key == "final_plan@request_received@2026-11-23@"


FACTS = ClockFacts("final_plan", "e1", When.parse("2026-11-23"), When.parse("2027-04-12"))


@pytest.mark.parametrize(
    ("facts", "today", "state", "is_open"),
    [
        (FACTS, date(2027, 3, 28), ClockState.RUNNING, True),
        (FACTS, date(2027, 3, 29), ClockState.DUE_SOON, True),
        (FACTS, date(2027, 4, 12), ClockState.DUE_SOON, True),
        (FACTS, date(2027, 4, 13), ClockState.OVERDUE, True),
        (replace(FACTS, lapses=True), date(2027, 4, 13), ClockState.ENDED, False),
        (replace(FACTS, due=When.parse("2027-04")), date(2027, 4, 13), ClockState.CANNOT_TELL, True),
        (replace(FACTS, due=UNKNOWN), date(2027, 4, 13), ClockState.CANNOT_TELL, True),
        (replace(FACTS, met=When.parse("2027-04-12")), date(2030, 1, 1), ClockState.MET, False),
        (replace(FACTS, met=When.parse("2027-04-13")), date(2030, 1, 1), ClockState.MET_LATE, False),
        (replace(FACTS, met=When.parse("2027-04")), date(2030, 1, 1), ClockState.MET, False),
        (replace(FACTS, met=UNKNOWN), date(2030, 1, 1), ClockState.MET, False),
        (replace(FACTS, due=UNKNOWN, met=When.parse("2027-04-13")), date(2030, 1, 1), ClockState.MET, False),
        (replace(FACTS, ended=True), date(2030, 1, 1), ClockState.ENDED, False),
        (replace(FACTS, ended=True, met=When.parse("2027-04-12")), date(2030, 1, 1), ClockState.MET, False),
        (replace(FACTS, superseded=True, met=When.parse("2027-04-12")), date(2030, 1, 1), ClockState.SUPERSEDED, False),
    ],
)
def test_a_clock_has_one_state_on_a_day(facts: ClockFacts, today: date, state: ClockState, is_open: bool):
    assert (facts.state(today, 14), facts.is_open(today, 14)) == (state, is_open)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (FACTS, "late by 1 day"),
        (replace(FACTS, met=When.parse("2027-04-12")), "on time"),
        (replace(FACTS, met=UNKNOWN), "cannot tell"),
        (replace(FACTS, ended=True), "no longer running"),
        (replace(FACTS, lapses=True), "the time has passed"),
        (replace(FACTS, superseded=True), "a later one took its place"),
    ],
)
def test_a_clock_says_in_words_how_it_stands(facts: ClockFacts, words: str):
    assert facts.in_words(date(2027, 4, 13)) == words


def test_a_clock_that_is_over_or_has_no_date_does_not_turn_with_time():
    assert list(replace(FACTS, met=UNKNOWN).turning_points(14)) == []
    assert list(replace(FACTS, ended=True).turning_points(14)) == []
    assert list(replace(FACTS, due=UNKNOWN).turning_points(14)) == []


@given(st.dates(date(2026, 1, 1), date(2028, 1, 1)), st.integers(0, 60), st.booleans(), st.integers(0, 40))
def test_a_running_clock_changes_its_state_only_at_its_turning_points(day: date, length: int, lapses: bool, soon: int):
    facts = replace(FACTS, due=When(day, day + timedelta(days=length)), lapses=lapses)
    turns = set(facts.turning_points(soon))
    around = [day + timedelta(days=n) for n in range(-50, length + 10)]
    changes = {b for a, b in pairwise(around) if facts.state(a, soon) != facts.state(b, soon)}
    assert changes <= turns


@given(small_cases())
def test_a_clock_is_never_due_before_the_day_it_is_counted_from(case: Case):
    for clock in run_clocks(the_rulebook(), case).clocks:
        started, due = clock.facts.started, clock.due
        period = clock.version.period
        # A composite may be governed by an event sent before it happened; a notice comes before its day.
        if clock.rule.members or (period and period.way.is_backwards):
            continue
        assert due.earliest is None or started.earliest is None or started.earliest <= due.earliest


@given(small_cases())
def test_a_clock_is_met_or_ended_or_neither(case: Case):
    for clock in run_clocks(the_rulebook(), case).clocks:
        assert clock.met_by is None or clock.ended_by is None
        assert (clock.facts.met is not None) == (clock.met_by is not None)
        assert clock.facts.ended == (clock.ended_by is not None)


@given(small_cases())
def test_the_working_of_every_clock_leads_to_its_due_date(case: Case):
    for clock in run_clocks(the_rulebook(), case).clocks:
        assert clock.working[-1].after == clock.due
