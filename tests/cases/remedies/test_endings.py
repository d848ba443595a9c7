"""The warning before the time for the Ombudsman ends: from month ten, about what goes on or was complained of."""

from __future__ import annotations

from datetime import date

import pytest

from ehcp_workflow.cases.alerts import Alert, AlertKind
from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.ladders import Audience, Ladder, LadderOf
from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.cases.remedies.missed import missed_of

from stories import case_of, happened, the_policy, the_rulebook

# Asked on Monday 23 November 2026. Without a plan by Monday 12 April 2027, so late from the 13th: ten months from then
# end on Sunday 13 February 2028, and the twelve for the Ombudsman on Thursday 13 April 2028.
ASKED = happened("request_received", "2026-11-23")
ASSESS = happened("decision_to_assess_notified", "2027-01-04")
PLAN = happened("final_plan_sent", "2027-05-03")
COMPLAINED = happened("complaint_received", "2027-04-19")


def stand(as_at: str, *events: Event) -> Position:
    return take_position(the_rulebook(), the_policy(), case_of(*events), date.fromisoformat(as_at))


def warnings(as_at: str, *events: Event) -> list[Alert]:
    return [alert for alert in stand(as_at, *events).alerts if alert.kind is AlertKind.TIME_ENDS]


def told(as_at: str, *events: Event) -> dict[str, int]:
    return {alert.audience.value: alert.rung for alert in warnings(as_at, *events)}


def kinds(as_at: str, *events: Event) -> set[str]:
    """What is warned of, kind by kind: one warning may be about several."""
    return {kind for alert in warnings(as_at, *events) for kind in (alert.about or "").split(",")}


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [
        ("2028-02-12", {}),  # Saturday, the day before ten months have passed
        ("2028-02-13", {"family": 0, "adviser": 0}),
        ("2028-03-14", {"family": 0, "adviser": 0}),
        ("2028-03-15", {"family": 31, "adviser": 31}),  # Wednesday, about a month before the end
        ("2028-04-13", {"family": 31, "adviser": 31}),  # Thursday, the last day
        ("2028-04-14", {}),
    ],
)
def test_a_plan_that_never_came_is_warned_of_from_month_ten_to_the_last_day(as_at: str, expected: dict[str, int]):
    assert told(as_at, ASKED, ASSESS) == expected


def test_the_warning_says_until_when_and_about_what():
    adviser = next(a for a in warnings("2028-02-13", ASKED, ASSESS) if a.audience is Audience.ADVISER)
    assert (adviser.subject, adviser.version, adviser.about) == ("remedy:ombudsman", "2028-04-13", "plan_late")
    assert (str(adviser.due), the_rulebook().rules[adviser.rule or ""].ref) == ("2028-04-13", "COM-04")
    assert (adviser.must_ack, adviser.urgent, adviser.until_acknowledged) == (True, False, True)


@pytest.mark.parametrize("kind", ["lgsco_complaint", "appeal_received"])
def test_a_complaint_to_the_ombudsman_or_an_appeal_ends_it(kind: str):
    assert told("2028-02-14", ASKED, ASSESS, happened(kind, "2028-01-10")) == {}


def test_an_appeal_leaves_the_delay_to_a_family_that_complained_of_it():
    appeal = happened("appeal_received", "2028-01-10")
    assert told("2028-02-14", ASKED, ASSESS, COMPLAINED, appeal) == {"family": 0, "adviser": 0}


def test_what_came_late_once_alarms_nobody_unless_somebody_complained():
    assert told("2028-02-14", ASKED, ASSESS, PLAN) == {}
    assert told("2028-02-14", ASKED, ASSESS, PLAN, COMPLAINED) == {"family": 0, "adviser": 0}
    assert told("2028-02-14", ASKED, ASSESS, PLAN, happened("pap_letter", "2027-04-19")) == {"family": 0, "adviser": 0}


def test_a_complaint_to_the_ombudsman_before_it_was_late_is_about_something_else():
    early = happened("lgsco_complaint", "2027-02-01")
    assert told("2028-02-14", early, ASKED, ASSESS) == {"family": 0, "adviser": 0}


def test_when_the_family_knew_is_counted_from_where_it_is_recorded():
    """Known on Saturday 1 May 2027: ten months end on Wednesday 1 March 2028, twelve on Monday 1 May 2028."""
    known = happened("matter_known", "2027-05-01")
    assert told("2028-02-29", ASKED, ASSESS, known) == {}
    found = warnings("2028-03-01", ASKED, ASSESS, known)
    assert {str(alert.due) for alert in found} == {"2028-05-01"}


def test_what_ends_on_one_day_is_told_once_with_all_it_is_about():
    """A review due by 9 March 2027 was missed, and a line lapsed from the next day, Wednesday 10 March 2027."""
    story = (happened("final_plan_sent", "2026-03-10"), happened("provision_lapsed", "2027-03-10", "F1"))
    found = [a for a in warnings("2028-01-10", *story) if a.audience is Audience.ADVISER]
    assert [(a.version, set((a.about or "").split(","))) for a in found] == [
        ("2028-03-10", {"review_decision_late", "provision_not_delivered"})
    ]


def test_a_claimed_exemption_is_for_the_adviser_to_check_and_not_told_to_the_family():
    claimed = happened("exception_recorded", "2027-03-10", "", exemption="EXC-C", accepted="yes")
    assert set(told("2028-02-14", ASKED, ASSESS, claimed)) == {"adviser"}


def test_a_family_is_told_where_one_of_two_that_end_together_is_sure():
    """Of provision alone a family is not warned, for the rule rests on memory; of a review late that day it is."""
    plan = happened("final_plan_sent", "2026-03-10")
    lapsed = happened("provision_lapsed", "2027-03-10", "F1")
    held = happened("review_meeting_held", "2027-02-08")
    decided = happened("review_decision_notified", "2027-03-05", outcome="keep")
    assert set(told("2028-01-10", plan, held, decided, lapsed)) == {"adviser"}
    assert set(told("2028-01-10", plan, lapsed)) == {"family", "adviser"}


def test_of_two_that_end_together_the_one_warned_of_sooner_says_from_when():
    """The earlier of two ten months counts.

    The amended plan, due eight weeks after Monday 3 January 2028, is late from Tuesday 29 February; a line lapsed on
    Monday the 28th. Twelve months from either end on Wednesday 28 February 2029, but ten on Thursday 28 December 2028
    from the lapse and a day later from the plan.
    """
    story = (
        happened("final_plan_sent", "2027-03-10"),
        happened("review_meeting_held", "2027-12-06"),
        happened("review_decision_notified", "2028-01-03", outcome="amend"),
        happened("amendment_notice_sent", "2028-01-03"),
        happened("provision_lapsed", "2028-02-28", "F1"),
    )
    assert told("2028-12-27", *story) == {}
    found = [a for a in warnings("2028-12-28", *story) if a.audience is Audience.ADVISER]
    assert [(a.version, set((a.about or "").split(","))) for a in found] == [
        ("2029-02-28", {"amended_plan_late", "provision_not_delivered"})
    ]


def test_a_matter_for_which_the_ombudsman_is_no_step_is_not_warned_of():
    """The council's answer to the appeal, of Monday 6 July 2026, was due on Tuesday 15 September 2026."""
    late = happened("la_received_appeal", "2026-07-06")
    position = stand("2027-08-02", late)
    missed = missed_of(the_rulebook(), position.clocks, position.lapses, position.as_at)
    assert [one.kind.id for one in missed] == ["tribunal_response_late"]
    assert warnings("2027-08-02", late) == []


def test_a_month_is_warned_of_from_its_first_day():
    """A lapse some day in March 2027: ten months from its first day, and no longer than the first day it could end."""
    story = (happened("final_plan_sent", "2027-01-04"), happened("provision_lapsed", "2027-03", "F1"))
    assert "remedy:ombudsman" not in {a.subject for a in warnings("2027-12-31", *story)}
    assert told("2028-01-01", *story)["adviser"] == 0
    assert told("2028-03-01", *story)["adviser"] == 31
    assert "provision_not_delivered" in kinds("2028-03-01", *story)
    assert "provision_not_delivered" not in kinds("2028-03-02", *story)


def test_the_case_is_looked_at_on_each_day_on_which_somebody_is_warned_and_when_the_time_is_over():
    """The adviser hears of the late plan itself every 28 days; the warnings fall between."""
    quiet = the_policy().model_copy(update={"ladders": the_policy().ladders_of(LadderOf.REMEDIES)})
    looks, day = [], date(2027, 5, 4)
    while day < date(2028, 4, 20):
        day = take_position(the_rulebook(), quiet, case_of(ASKED, ASSESS), day).next_clock_look
        looks.append(day)
    assert {date(2028, 2, 13), date(2028, 3, 15), date(2028, 4, 14)} <= set(looks)


def test_a_house_policy_without_such_a_ladder_warns_nobody():
    none = tuple(ladder for ladder in the_policy().ladders if ladder.of is not LadderOf.REMEDIES)
    policy = the_policy().model_copy(update={"ladders": none})
    position = take_position(the_rulebook(), policy, case_of(ASKED, ASSESS), date(2028, 2, 14))
    assert AlertKind.TIME_ENDS not in {alert.kind for alert in position.alerts}


def test_a_ladder_of_remedies_has_no_days_before():
    with pytest.raises(ValueError, match="only a ladder of dates"):
        Ladder(audience=Audience.ADVISER, of=LadderOf.REMEDIES, days=(-3,))
