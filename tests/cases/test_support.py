"""The school's own support plans run in cycles; a review that was planned and missed is good practice missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ehcp_workflow.cases.standing import standing
from ehcp_workflow.cases.support import Cycle, Step, SupportKind, missed_reviews, support_plans
from ehcp_workflow.cases.targets import Outcome, Target
from ehcp_workflow.law.when import UNKNOWN, When

from stories import happened


def day(text: str) -> When:
    return When.parse(text)


STARTED = happened("support_plan_started", "2025-09-15", "iep_1", kind="iep", to="2025-12-12")
REVIEWED = happened("support_plan_reviewed", "2025-12-10", "iep_1", outcome="changed", to="2026-03-20")
ENDED = happened("support_plan_reviewed", "2026-03-18", "iep_1", outcome="ended")


@pytest.mark.parametrize("kind", list(SupportKind))
def test_no_support_plan_of_a_school_can_be_enforced_whatever_it_is_called(kind: SupportKind):
    (plan,) = support_plans([happened("support_plan_started", "2025-09-15", kind=kind.value)])
    assert (plan.kind, plan.enforceable) == (kind, False)
    assert kind.in_words


def test_each_review_ends_one_cycle_and_begins_the_next():
    (plan,) = support_plans([STARTED, REVIEWED])
    assert plan.cycles == (
        Cycle(1, day("2025-09-15"), day("2025-12-12"), day("2025-12-10"), "changed"),
        Cycle(2, day("2025-12-10"), day("2026-03-20")),
    )
    assert (plan.code, plan.kind, plan.school_year) == ("iep_1", SupportKind.IEP, "2025/26")


def test_a_review_that_ends_the_plan_begins_no_cycle():
    (plan,) = support_plans([STARTED, REVIEWED, ENDED])
    assert [cycle.outcome for cycle in plan.cycles] == ["changed", "ended"]
    assert plan.step(date(2027, 1, 1)) is Step.ENDED
    assert missed_reviews([plan], date(2027, 1, 1)) == ()


def test_the_day_planned_for_the_review_is_still_in_time_and_the_next_day_is_not():
    plans = support_plans([STARTED])
    friday, saturday = date(2025, 12, 12), date(2025, 12, 13)
    assert (plans[0].step(friday), missed_reviews(plans, friday)) == (Step.DO, ())
    assert (plans[0].step(saturday), missed_reviews(plans, saturday)) == (Step.REVIEW, plans)


def test_of_a_month_only_its_end_is_sure():
    plans = support_plans([happened("support_plan_started", "2025-09-15", to="2025-12")])
    assert missed_reviews(plans, date(2025, 12, 31)) == ()
    assert missed_reviews(plans, date(2026, 1, 1)) == plans


def test_without_a_day_for_the_review_none_is_missed():
    for to in ({}, {"to": "unknown"}):
        plans = support_plans([happened("support_plan_started", "2025-09-15", **to)])
        assert missed_reviews(plans, date(2030, 1, 1)) == ()


def test_a_plan_started_anew_before_its_review_replaces_the_cycle():
    again = happened("support_plan_started", "2025-11-03", "iep_1", to="2026-02-13")
    (plan,) = support_plans([STARTED, again])
    assert [(cycle.number, cycle.replaced, cycle.is_open) for cycle in plan.cycles] == [
        (1, True, False),
        (2, False, True),
    ]
    assert plan.kind is SupportKind.IEP  # as it was called before


def test_a_plan_started_anew_after_its_end_goes_on_counting():
    (plan,) = support_plans([STARTED, REVIEWED, ENDED, happened("support_plan_started", "2026-09-14", "iep_1")])
    assert [cycle.number for cycle in plan.cycles] == [1, 2, 3]
    assert [cycle.replaced for cycle in plan.cycles] == [False, False, False]


def test_a_review_of_a_plan_whose_start_nobody_recorded_counts():
    (plan,) = support_plans([happened("support_plan_reviewed", "2025-12-10", "iep_2")])
    assert plan.cycles == (Cycle(1, UNKNOWN, None, day("2025-12-10")), Cycle(2, day("2025-12-10")))
    assert (plan.kind, plan.school_year) == (SupportKind.OTHER, "")


def test_a_review_after_the_end_is_a_cycle_of_its_own():
    late = happened("support_plan_reviewed", "2026-06-10", "iep_1", outcome="continues")
    (plan,) = support_plans([STARTED, REVIEWED, ENDED, late])
    assert [(cycle.number, cycle.planned) for cycle in plan.cycles[2:]] == [(3, UNKNOWN), (4, day("2026-06-10"))]


def test_two_plans_have_cycles_of_their_own():
    other = happened("support_plan_started", "2026-01-12", "isp_1", kind="isp", to="2027-01-11")
    plans = support_plans([STARTED, REVIEWED, other])
    assert [(plan.code, len(plan.cycles)) for plan in plans] == [("iep_1", 2), ("isp_1", 1)]
    assert [plan.code for plan in missed_reviews(plans, date(2026, 4, 1))] == ["iep_1"]


def test_how_a_target_went_takes_the_place_of_the_target_before():
    target = Target("t1", "iep_1")
    judged = replace(target, id="t2", outcome=Outcome.PARTLY, replaces="t1")
    assert standing([target, judged]) == (judged,)
    assert standing([target, judged, replace(judged, id="t3", withdrawn=True, replaces="t2")]) == ()
