"""What a list says of a case, and from which day on; flags stay right until the case is looked at again."""

from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.clocks import ClockState
from ehcp_workflow.cases.glance import Flag, Glance, glance_at
from ehcp_workflow.cases.policy import Policy
from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.when import When

from stories import case_of, happened, quiet_cases, small_cases, the_policy, the_rulebook

days = st.dates(date(2025, 6, 1), date(2026, 8, 1))


def at(rulebook: Rulebook, policy: Policy, day: str, *events: object) -> Position:
    return take_position(rulebook, policy, case_of(*events), date.fromisoformat(day))  # type: ignore[arg-type]


def test_a_request_is_late_from_the_day_after_six_weeks(rulebook: Rulebook, policy: Policy):
    # Monday 23 November 2026 and six weeks: Monday 4 January 2027.
    glance = glance_at(at(rulebook, policy, "2026-12-01", happened("request_received", "2026-11-23")))
    assert glance == Glance(late_from=date(2027, 1, 5), ahead=date(2027, 1, 4))
    assert glance.flags(date(2026, 12, 27)) == frozenset()
    assert glance.flags(date(2026, 12, 28)) == {Flag.DUE}
    assert glance.flags(date(2027, 1, 4)) == {Flag.DUE}
    assert Flag.LATE in glance.flags(date(2027, 1, 5))


def test_what_has_passed_is_no_longer_ahead(rulebook: Rulebook, policy: Policy):
    glance = glance_at(at(rulebook, policy, "2027-01-05", happened("request_received", "2026-11-23")))
    assert glance.late_from == date(2027, 1, 5)
    # The plan is due 20 weeks after the request, Monday 12 April 2027; whether to issue one 16 weeks, Monday 15 March.
    assert glance.ahead == date(2027, 3, 15)
    assert glance.flags(date(2027, 1, 5)) == {Flag.LATE}


def test_a_limit_with_a_claimed_exemption_is_not_called_late(rulebook: Rulebook, policy: Policy):
    # Asked on Monday 26 April 2027: 20 weeks end on Monday 13 September. The school is closed for 42 days in summer.
    options, summer = {"exemption": "EXC-A"}, {"from": When.parse("2027-07-22"), "to": When.parse("2027-09-01")}
    claim = Event("claim", "exception_recorded", When.parse("2027-09-14"), summer, options=options)
    story = (
        happened("request_received", "2027-04-26"),
        happened("decision_to_assess_notified", "2027-06-01"),
        happened("advice_request_received", "2027-07-16", about="school"),
        happened("advice_received", "2027-08-01", about="school"),
        happened("decision_to_issue", "2027-08-02"),
    )
    without = glance_at(at(rulebook, policy, "2027-09-20", *story))
    assert without.late_from == date(2027, 9, 14)
    assert glance_at(at(rulebook, policy, "2027-09-20", *story, claim)).late_from is None


def test_a_case_that_nothing_was_recorded_in_for_long_is_silent_since_its_last_record(
    rulebook: Rulebook, policy: Policy
):
    # 90 days are allowed after Wednesday 1 July 2026: silent from Wednesday 30 September 2026.
    concern = happened("concern_raised", "2026-07-01")
    assert glance_at(at(rulebook, policy, "2026-09-29", concern)).silent_since is None
    glance = glance_at(at(rulebook, policy, "2026-09-30", concern))
    assert glance.silent_since == date(2026, 7, 1)
    assert glance.flags(date(2026, 9, 30)) == {Flag.SILENT}


def test_something_waited_for_too_long_is_silent_since_it_was_asked(rulebook: Rulebook, policy: Policy):
    asked = happened("school_asked_to_request", "2026-09-01")
    adviser = happened("adviser_contacted", "2026-10-20")
    assert glance_at(at(rulebook, policy, "2026-10-21", asked, adviser)).silent_since == date(2026, 9, 1)


def test_lines_that_lapsed_are_counted_until_they_are_put_right(rulebook: Rulebook, policy: Policy):
    lapsed = [happened("provision_lapsed", "2026-09-14", about) for about in ("speech", "physio")]
    right = happened("provision_put_right", "2026-10-05", "speech")
    assert glance_at(at(rulebook, policy, "2026-09-20", *lapsed)).lapsed == 2
    glance = glance_at(at(rulebook, policy, "2026-10-06", *lapsed, right))
    assert glance.lapsed == 1
    assert Flag.LAPSED in glance.flags(date(2026, 10, 6))


def _kept_and_fresh(case: Case, day: date, ahead: int) -> tuple[set[Flag], set[Flag]]:
    """The flags on a day before the next look, as they were kept and as they are worked out on that day."""
    rulebook, policy = the_rulebook(), the_policy()
    before = take_position(rulebook, policy, case, day)
    last = min(before.next_clock_look, before.next_silence_look) - timedelta(days=1)
    then = min(day + timedelta(days=ahead), last)
    assume(then > day)
    return glance_at(before).flags(then), glance_at(take_position(rulebook, policy, case, then)).flags(then)


@settings(max_examples=150, deadline=None)
@given(quiet_cases(), days, st.integers(1, 120))
def test_flags_stay_right_until_the_next_look(case: Case, day: date, ahead: int):
    kept, fresh = _kept_and_fresh(case, day, ahead)
    assert kept == fresh


@settings(max_examples=150, deadline=None)
@given(small_cases(), days, st.integers(1, 120))
def test_flags_stay_right_until_the_next_look_in_any_story(case: Case, day: date, ahead: int):
    kept, fresh = _kept_and_fresh(case, day, ahead)
    assert kept == fresh


@settings(max_examples=150, deadline=None)
@given(small_cases(), days)
def test_a_case_is_late_exactly_when_a_limit_that_binds_is_overdue(case: Case, day: date):
    position = take_position(the_rulebook(), the_policy(), case, day)
    overdue = any(state is ClockState.OVERDUE and clock.rule.authority.binds for clock, state in position.open_clocks())
    assert (Flag.LATE in glance_at(position).flags(day)) == overdue
