"""Every worked case gives what it says, and every rule has the cases it needs."""

from __future__ import annotations

from collections import Counter

import pytest

from ehcp_workflow.cases.clocks import Clock, ClockState
from ehcp_workflow.cases.policy import Policy
from ehcp_workflow.cases.position import take_position
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Rule
from ehcp_workflow.law.verdict import DaysLate

from worked_cases_loader import Expectation, WorkedCase, find_clock, read_when, worked_cases

CASES = worked_cases()
NEEDED = {"ordinary day", "last day", "day after"}
NEEDED_WITHOUT_A_DATE = {"open", "done"}
NEEDED_FOR_MONTHS = {"month end", "leap year"}


@pytest.mark.parametrize("worked", CASES, ids=lambda worked: worked.id)
def test_a_worked_case_gives_what_it_says(worked: WorkedCase, rulebook: Rulebook, policy: Policy):
    position = take_position(rulebook, policy, worked.case(), worked.as_at)
    for expected in worked.expect:
        clock, state = find_clock(expected, position)
        assert (clock.due, state) == (expected.due, expected.state), expected.rule
        _check_verdict(expected, clock, worked)
        assert clock.working[-1].after == expected.due
        assert expected.safe is None or clock.safe == expected.safe
        _check_what_it_shows(expected, clock, state)
    assert not {clock.rule.ref for clock in position.clocks} & set(worked.no_clock)
    stages = {stage.id: stage.state.value for stage in position.stages}
    assert stages | worked.stages == stages
    said = " ".join(finding.message for finding in position.findings)
    assert worked.finding is None or worked.finding in said


def _check_verdict(expected: Expectation, clock: Clock, worked: WorkedCase) -> None:
    if expected.verdict is None:
        assert expected.state in {ClockState.ENDED, ClockState.SUPERSEDED}, "a case needs a verdict"
        return
    judgement = clock.facts.judgement(worked.as_at)
    late = None if expected.days_late is None else DaysLate(*expected.days_late)
    assert (judgement.verdict.value, judgement.days_late) == (expected.verdict, late), expected.rule


def _check_what_it_shows(expected: Expectation, clock: Clock, state: ClockState) -> None:
    """A case may only say that it shows the last day when the limit was met on it."""
    if "last day" in expected.shows:
        assert clock.facts.met == clock.due
        assert expected.state is ClockState.MET
    if "day after" in expected.shows:
        assert expected.days_late == (1, 1)
    if "weekend" in expected.shows:
        assert expected.due.exact is not None
        assert expected.due.exact.weekday() >= 5
    if "open" in expected.shows:
        assert clock.facts.undated
        assert state is ClockState.RUNNING
    if "done" in expected.shows:
        assert clock.facts.undated
        assert state in {ClockState.MET, ClockState.ENDED}
    if "unknown date" in expected.shows:
        assert not clock.facts.started.is_known


def test_the_ids_of_worked_cases_are_unique():
    assert [name for name, times in Counter(case.id for case in CASES).items() if times > 1] == []


def test_every_rule_has_its_worked_cases(rulebook: Rulebook):
    missing = {rule.ref: lacking for rule in rulebook.rules.values() if (lacking := _lacking(rule))}
    assert missing == {}


def _lacking(rule: Rule) -> set[str]:
    if rule.kind.never_runs or not any(version.is_law for version in rule.versions):
        return set()
    shown = {shows for case in CASES for e in case.expect if e.rule == rule.ref for shows in e.shows}
    if rule.kind.sets_no_date:
        return (NEEDED_WITHOUT_A_DATE if rule.met_by or rule.ended_by else {"open"}) - shown
    counts_months = any(v.period and v.period.way.value.startswith("months") for v in rule.versions)
    return (NEEDED | NEEDED_FOR_MONTHS if counts_months else NEEDED) - shown


def test_a_wrong_weekday_in_a_worked_case_is_refused():
    with pytest.raises(ValueError, match="that day is a Monday"):
        read_when("Tuesday 4 January 2027")


def test_a_date_without_its_weekday_is_refused():
    with pytest.raises(ValueError, match="not written like"):
        read_when("4 January 2027")
