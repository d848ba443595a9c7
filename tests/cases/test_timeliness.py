"""Worked by hand: six, sixteen and twenty weeks are 42, 112 and 140 days, the last day included."""

from datetime import date

import pytest

from ehcp_workflow.cases.position import take_position
from ehcp_workflow.cases.timeliness import Step, Taken, steps_taken
from ehcp_workflow.law.verdict import Verdict
from ehcp_workflow.law.when import When

from stories import case_of, happened, the_policy, the_rulebook

REQUEST = happened("request_received", "2025-03-03")
"""Monday 3 March 2025: six weeks end on Monday 14 April, 16 on Monday 23 June, 20 on Monday 21 July 2025."""
ASSESS = happened("decision_to_assess_notified", "2025-04-14")
DRAFT = happened("draft_plan_sent", "2025-06-23")


def taken(*events, today=date(2026, 11, 23)) -> dict[Step, Taken]:
    position = take_position(the_rulebook(), the_policy(), case_of(*events), today)
    found = steps_taken(position.clocks, position.events)
    assert len({one.step for one in found}) == len(found)
    return {one.step: one for one in found}


def test_a_plan_on_the_last_day_of_the_twenty_weeks_is_within_them_and_one_a_day_later_is_not():
    on_the_day = taken(REQUEST, ASSESS, DRAFT, happened("final_plan_sent", "2025-07-21"))[Step.FINAL]
    assert str(on_the_day.due) == "2025-07-21"
    assert on_the_day.verdict is Verdict.ON_TIME
    assert on_the_day.year == 2025
    assert not on_the_day.exception
    assert not on_the_day.disputed
    assert taken(REQUEST, happened("final_plan_sent", "2025-07-22"))[Step.FINAL].verdict is Verdict.LATE


def test_the_year_is_that_of_the_plan_and_not_that_of_the_request():
    """Asked on Monday 9 September 2024, twenty weeks end on Monday 27 January 2025."""
    found = taken(happened("request_received", "2024-09-09"), happened("final_plan_sent", "2025-01-27"))[Step.FINAL]
    assert found.year == 2025
    assert found.verdict is Verdict.ON_TIME


@pytest.mark.parametrize(
    ("request_on", "plan_on", "verdict"),
    [
        ("2025-03-03", "2025-07", Verdict.CANNOT_TELL),  # the month has 21 July in it
        ("2025-03-03", "2025-06", Verdict.ON_TIME),
        ("2025-03-03", "2025-08", Verdict.LATE),
        ("2025-03", "2025-07-19", Verdict.ON_TIME),  # asked on 1 March at the earliest: Saturday 19 July
        ("2025-03", "2025-07-20", Verdict.CANNOT_TELL),
        ("2025-03", "2025-08-19", Verdict.LATE),  # asked on 31 March at the latest: Monday 18 August
        ("unknown", "2025-07-21", Verdict.CANNOT_TELL),
    ],
)
def test_a_date_that_is_only_partly_known_gives_a_verdict_only_where_no_day_of_it_gives_another(
    request_on, plan_on, verdict
):
    found = taken(happened("request_received", request_on), happened("final_plan_sent", plan_on))[Step.FINAL]
    assert found.verdict is verdict
    assert found.year == 2025


def test_a_plan_of_december_or_january_belongs_to_no_year():
    found = taken(REQUEST, happened("final_plan_sent", "2025-12-20/2026-01-10"))[Step.FINAL]
    assert found.year is None
    assert found.verdict is Verdict.LATE


@pytest.mark.parametrize("accepted", ["yes", "no"])
def test_the_councils_word_makes_an_exception_whether_or_not_the_adviser_accepts_it(accepted):
    claim = happened("exception_recorded", "2025-07-01", exemption="EXC-C", accepted=accepted)
    assert taken(REQUEST, claim, happened("final_plan_sent", "2025-09-01"))[Step.FINAL].exception


def test_a_claim_made_after_the_plan_and_one_for_advice_alone_are_no_exceptions_of_the_plan():
    plan = happened("final_plan_sent", "2025-09-01")
    later = happened("exception_recorded", "2025-09-02", exemption="EXC-C", accepted="yes")
    of_advice = happened("exception_recorded", "2025-07-01", exemption="EXC-ADVICE", accepted="yes")
    assert not taken(REQUEST, later, of_advice, plan)[Step.FINAL].exception


def test_a_plan_after_an_order_is_found_and_marked_as_disputed():
    found = taken(
        REQUEST,
        happened("refusal_to_assess_notified", "2025-04-10"),
        happened("appeal_received", "2025-06-02"),
        happened("order_made", "2025-10-06", order="assess", sent_on="2025-10-06"),
        happened("final_plan_sent", "2026-01-12"),
    )
    assert found[Step.FINAL].disputed
    assert found[Step.FINAL].year == 2026
    assert not found[Step.DECISION].disputed
    assert found[Step.DECISION].verdict is Verdict.ON_TIME


def test_to_ask_the_mediation_adviser_is_not_mediation():
    asked = happened("adviser_contacted", "2025-05-01")
    assert not taken(REQUEST, asked, happened("final_plan_sent", "2025-07-21"))[Step.FINAL].disputed


def test_a_decision_is_judged_by_six_weeks():
    assert taken(REQUEST, ASSESS)[Step.DECISION].verdict is Verdict.ON_TIME
    assert taken(REQUEST, happened("refusal_to_assess_notified", "2025-04-15"))[Step.DECISION].verdict is Verdict.LATE


def test_only_a_refusal_counts_as_a_refusal_and_late_ones_count_too():
    late = taken(REQUEST, ASSESS, happened("refusal_to_issue_notified", "2025-06-24"))[Step.REFUSAL]
    assert late.verdict is Verdict.LATE
    assert Step.REFUSAL not in taken(REQUEST, ASSESS, DRAFT)


def test_a_draft_is_held_against_sixteen_weeks_from_the_request():
    assert taken(REQUEST, ASSESS, DRAFT)[Step.DRAFT].verdict is Verdict.ON_TIME
    assert taken(REQUEST, ASSESS, happened("draft_plan_sent", "2025-06-24"))[Step.DRAFT].verdict is Verdict.LATE


def test_what_is_owed_stands_without_a_verdict_until_it_is_done():
    undecided = taken(REQUEST, today=date(2025, 3, 10))
    assert {step: one.verdict for step, one in undecided.items()} == {Step.DECISION: None, Step.FINAL: None}
    assessing = taken(REQUEST, ASSESS, happened("decision_to_issue", "2025-06-02"))
    assert assessing[Step.DRAFT].done is None
    assert str(assessing[Step.DRAFT].due) == "2025-06-23"
    assert assessing[Step.FINAL].done is None
    drafted = taken(REQUEST, ASSESS, DRAFT)
    assert drafted[Step.DRAFT].done == When.parse("2025-06-23")
    assert drafted[Step.FINAL].done is None


def test_a_claim_that_fits_leaves_no_last_day_while_the_plan_is_owed():
    claim = happened("exception_recorded", "2025-07-01", exemption="EXC-C", accepted="yes")
    assert taken(REQUEST, ASSESS, claim)[Step.FINAL].waived


@pytest.mark.parametrize("ending", ["request_withdrawn", "refusal_to_assess_notified"])
def test_what_ended_without_a_plan_owes_none(ending):
    assert Step.FINAL not in taken(REQUEST, happened(ending, "2025-04-10"))


def test_a_second_request_after_a_refusal_is_counted_apart():
    position = take_position(
        the_rulebook(),
        the_policy(),
        case_of(
            REQUEST,
            happened("refusal_to_assess_notified", "2025-04-10"),
            happened("request_received", "2025-09-01"),
            happened("final_plan_sent", "2026-01-19"),  # Monday, the last of the twenty weeks
        ),
        date(2026, 11, 23),
    )
    plans = [one for one in steps_taken(position.clocks, position.events) if one.step is Step.FINAL]
    assert [(one.request, one.verdict, one.year) for one in plans] == [
        ("request_received@2025-09-01@", Verdict.ON_TIME, 2026)
    ]


def test_a_plan_without_a_request_on_record_cannot_be_told_and_a_reassessed_one_is_not_new():
    alone = taken(happened("final_plan_sent", "2025-07-21"))[Step.FINAL]
    assert alone.verdict is Verdict.CANNOT_TELL
    assert alone.year == 2025
    again = (happened("reassessment_request_received", "2025-01-06"), happened("final_plan_sent", "2025-07-21"))
    assert Step.FINAL not in taken(*again)


def test_a_plan_of_an_unknown_day_belongs_to_no_year():
    assert taken(REQUEST, happened("final_plan_sent", "unknown"))[Step.FINAL].year is None


def test_before_a_request_and_a_plan_there_is_no_step():
    assert taken(happened("concern_raised", "2025-03-03"), happened("sen_register_added", "2025-03-10")) == {}
    raised_first = taken(happened("concern_raised", "2025-03-03"), happened("final_plan_sent", "2025-07-21"))
    assert set(raised_first) == {Step.FINAL}
