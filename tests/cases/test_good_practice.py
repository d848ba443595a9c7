"""What a school missed before there is a plan is good practice missed: its own kind of finding, and never a breach."""

from __future__ import annotations

from datetime import date

from cases.term_dates import case_in_solihull

from ehcp_workflow.cases.alerts import AlertKind
from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.clocks import ClockState
from ehcp_workflow.cases.findings import Severity
from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.cases.stages import StageState

from stories import case_of, happened, the_policy, the_rulebook

REGISTER = happened("sen_register_added", "2025-09-01")
IEP = happened("support_plan_started", "2025-09-08", "iep_1", kind="iep", to="2025-12-12")
REVIEW = (
    "Individual education plan (IEP): its review was planned for Friday 12 December 2025 or before, and none is "
    "recorded. Schools should assess, plan, do and review, and agree when to review with the family (SEND Code paras "
    "6.44-6.56). It is good practice missed, not a breach."
)
MEETINGS = (
    "No meeting with the parents is recorded in Autumn 2025 and Spring 2026. Schools should meet the parents at least "
    "three times a year (SEND Code para 6.65). It is good practice missed, not a breach."
)


def position(case: Case, today: str) -> Position:
    return take_position(the_rulebook(), the_policy(), case, date.fromisoformat(today))


def practice(case: Case, today: str) -> list[str]:
    return [f.message for f in position(case, today).findings if f.severity is Severity.PRACTICE]


def test_a_planned_review_that_is_not_recorded_is_good_practice_missed_from_the_day_after():
    assert practice(case_of(REGISTER, IEP), "2025-12-12") == []
    assert practice(case_of(REGISTER, IEP), "2025-12-13") == [REVIEW]


def test_terms_without_a_meeting_are_named_together_and_only_where_term_dates_are_known():
    reviewed = happened("support_plan_reviewed", "2025-12-10", "iep_1", outcome="continues", to="2026-07-10")
    assert practice(case_in_solihull(REGISTER, IEP, reviewed), "2026-03-28") == [MEETINGS]
    assert practice(case_of(REGISTER, IEP, reviewed), "2026-03-28") == []
    one = practice(case_in_solihull(REGISTER, IEP, reviewed, happened("parents_met", "2025-10-13")), "2026-03-28")
    assert one == [MEETINGS.replace("Autumn 2025 and Spring 2026", "Spring 2026")]


def test_good_practice_missed_is_no_breach_no_clock_and_no_alert_about_a_date():
    """However long a school does nothing: no limit is overdue, and no word of it sounds like one."""
    found = position(case_in_solihull(REGISTER, IEP), "2026-07-31")
    said = [finding.message for finding in found.findings if finding.severity is Severity.PRACTICE]
    assert len(said) == 2
    assert not [word for words in said for word in (" late", "overdue", " due", "deadline", " limit") if word in words]
    assert not set(found.states) & {ClockState.OVERDUE, ClockState.MET_LATE, ClockState.DUE_SOON}
    assert {alert.kind for alert in found.alerts} <= {AlertKind.SILENT}
    assert all(stage.overdue_since is None for stage in found.stages)
    assert found.stages[0].state is StageState.STALLED  # by house policy alone, which is no limit in law


def test_under_a_plan_of_the_council_nothing_more_is_asked_of_the_schools_own():
    plan = happened("final_plan_sent", "2026-02-02")
    assert practice(case_in_solihull(REGISTER, IEP, plan), "2026-07-31") == []


def looks(today: str, *events: Event) -> date:
    return position(case_in_solihull(*events), today).next_silence_look


def test_the_next_look_knows_the_day_on_which_more_is_missed():
    met = [happened("parents_met", day) for day in ("2025-11-28", "2026-03-20")]
    assert looks("2025-12-12", REGISTER, IEP, *met) == date(2025, 12, 13)  # the review
    assert looks("2025-12-13", REGISTER, IEP, *met) == date(2025, 12, 20)  # the autumn term, though it had a meeting
    assert looks("2026-03-26", REGISTER, IEP, *met) == date(2026, 3, 28)  # the spring term


def test_in_the_holidays_the_next_look_knows_the_end_of_the_term_that_is_to_come():
    """Where no stage has begun nothing else would have the case looked at."""
    provision = happened("sen_provision_made", "2025-09-01")
    assert looks("2025-12-25", provision) == date(2026, 3, 28)
    assert looks("2025-12-25", provision, happened("left_education", "2025-12-19")) == date.max
