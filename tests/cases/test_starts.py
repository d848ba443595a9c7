"""The day a clock counts from, where only the sending is recorded."""

from __future__ import annotations

from datetime import date

import pytest

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.cases.findings import Severity
from ehcp_workflow.cases.policy import Audience, Policy
from ehcp_workflow.cases.position import take_position
from ehcp_workflow.cases.running import run_clocks
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.when import UNKNOWN, When

from stories import case_of


def request(on: str, sent: str | None = None, received: str | None = None, **options: str) -> Event:
    dates = {"sent_on": sent, "received_on": received}
    known = {which: When.parse(day) for which, day in dates.items() if day}
    return Event("r", "request_received", When.parse(on), known, options=options)  # type: ignore[arg-type]


def decision(rulebook: Rulebook, event: Event) -> tuple[Clock, list[str]]:
    course = run_clocks(rulebook, case_of(event))
    (clock,) = [clock for clock in course.clocks if clock.rule.ref == "REQ-02"]
    return clock, [f"{finding.severity}: {finding.message}" for finding in course.findings]


def test_a_posted_request_is_estimated_by_both_conventions_and_labelled(rulebook: Rulebook):
    clock, findings = decision(rulebook, request("unknown", "2026-11-19", delivery="first_class_post"))
    # Posted on Thursday 19 November: received on Friday 20 or Monday 23, so six weeks end on 1 or 4 January 2027.
    assert (str(clock.facts.started), str(clock.due)) == ("2026-11-20/2026-11-23", "2027-01-01/2027-01-04")
    assert [step.says for step in clock.working[:2]] == [
        "Estimate: First-class post: the next working day after posting.",
        "Estimate: First-class post: the second working day after posting.",
    ]
    assert findings[0].startswith(f"{Severity.CHECK}: When it was received is an estimate from how it was sent")


def test_a_receipt_on_a_sunday_stands_and_the_other_reading_is_said(rulebook: Rulebook):
    clock, findings = decision(rulebook, request("2026-11-22", delivery="email"))
    assert str(clock.due) == "2027-01-03"  # E3: Sunday 3 January 2027
    assert findings == [
        f"{Severity.NOTE}: The council received a request for an assessment (Sunday 22 November 2026): by IPSEA, model "
        "letter 9 it counts as received Monday 23 November 2026. The day itself is used."
    ]


def test_an_ordinary_receipt_has_one_reading(rulebook: Rulebook):
    clock, findings = decision(rulebook, request("2026-11-23", delivery="email"))
    assert (str(clock.due), findings) == ("2027-01-04", [])


def test_after_five_a_receipt_has_another_reading(rulebook: Rulebook):
    _, findings = decision(rulebook, request("2026-11-23", delivery="by_hand", after_5pm="yes"))
    assert "counts as received Tuesday 24 November 2026" in findings[0]


def test_a_recorded_receipt_needs_no_estimate(rulebook: Rulebook):
    event = request("2026-11-23", "2026-11-19", "2026-11-24", delivery="first_class_post")
    clock, findings = decision(rulebook, event)
    assert (str(clock.facts.started), findings) == ("2026-11-24", [])


def test_the_day_on_record_is_not_doubted_for_post(rulebook: Rulebook):
    clock, findings = decision(rulebook, request("2026-11-21", delivery="first_class_post"))
    assert (str(clock.facts.started), findings) == ("2026-11-21", [])


def test_signed_for_post_without_its_day_and_sending_without_its_date_stay_unknown(rulebook: Rulebook):
    for event in (
        request("unknown", "2026-11-19", delivery="signed_for"),
        request("unknown", delivery="email"),
        request("unknown", "2026-11-19"),
    ):
        clock, findings = decision(rulebook, event)
        assert clock.due == UNKNOWN
        assert "It is not known when this happened" in findings[0]


def test_beyond_the_calendar_nothing_is_estimated(rulebook: Rulebook):
    clock, findings = decision(rulebook, request("unknown", "2035-11-19", delivery="first_class_post"))
    assert clock.due == UNKNOWN
    assert "It is not known when this happened" in findings[0]


SPAN = "nothing is called late before the later. Record the day if it is known."


@pytest.mark.parametrize(
    ("sent", "options", "received", "due"),
    [
        # An e-mail on Sunday 22 November 2026: that day, or Monday 23. Six weeks end on Sunday 3 or Monday 4 January.
        ("2026-11-22", {"delivery": "email"}, "2026-11-22/2026-11-23", "2027-01-03/2027-01-04"),
        # By hand on Friday 20 November after 5 pm: that day, or Monday 23. Six weeks end on 1 or 4 January.
        (
            "2026-11-20",
            {"delivery": "by_hand", "after_5pm": "yes"},
            "2026-11-20/2026-11-23",
            "2027-01-01/2027-01-04",
        ),
        # An e-mail on Good Friday, 26 March 2027: that day, or Tuesday 30 after Easter Monday. Due on 7 or 11 May.
        ("2027-03-26", {"delivery": "email"}, "2027-03-26/2027-03-30", "2027-05-07/2027-05-11"),
        # Posted on Christmas Eve, Thursday 24 December 2026: Friday is Christmas Day, and Monday 28 is for Boxing
        # Day. Received on Tuesday 29 or Wednesday 30, so due on Tuesday 9 or Wednesday 10 February 2027.
        ("2026-12-24", {"delivery": "first_class_post"}, "2026-12-29/2026-12-30", "2027-02-09/2027-02-10"),
        # Second class on Thursday 19 November: the fourth working day is Wednesday 25, so due on Wednesday 6 January.
        ("2026-11-19", {"delivery": "second_class_post"}, "2026-11-25", "2027-01-06"),
        # An ordinary Monday by e-mail: every reading is that day.
        ("2026-11-23", {"delivery": "email"}, "2026-11-23", "2027-01-04"),
    ],
)
def test_worked_examples_of_a_receipt_that_nobody_recorded(
    rulebook: Rulebook, sent: str, options: dict[str, str], received: str, due: str
):
    clock, findings = decision(rulebook, request("unknown", sent, **options))
    assert (str(clock.started_by.on), clock.started_by.estimated) == (received, True)
    assert (str(clock.facts.started), str(clock.due)) == (received, due)
    assert findings[0].endswith(
        SPAN
        if "/" in received
        else ": The council received a request for an assessment. Record the day if it is known."
    )


def test_the_day_on_the_receipt_takes_the_place_of_every_estimate(rulebook: Rulebook):
    """Signed for on Tuesday 24 November 2026: six weeks end on Tuesday 5 January 2027."""
    for how in ("signed_for", "first_class_post"):
        clock, findings = decision(rulebook, request("unknown", "2026-11-19", "2026-11-24", delivery=how))
        assert (str(clock.facts.started), str(clock.due), findings) == ("2026-11-24", "2027-01-05", [])
        assert (str(clock.started_by.on), clock.started_by.estimated) == ("2026-11-24", False)


def test_an_estimate_counts_from_the_earlier_day_on_and_is_looked_at_then(rulebook: Rulebook, policy: Policy):
    """Posted on Thursday 19 November: that evening nothing is received yet, and on Friday 20 it may be."""
    case = case_of(request("unknown", "2026-11-19", delivery="first_class_post"))
    posted = take_position(rulebook, policy, case, date(2026, 11, 19))
    assert (posted.events, posted.next_clock_look) == ((), date(2026, 11, 20))
    friday = take_position(rulebook, policy, case, date(2026, 11, 20))
    assert friday.stages[1].words == "Done on a day between Friday 20 November 2026 and Monday 23 November 2026."
    assert friday.stages[2].words == (
        "Tell the family whether it will assess: by a day between Friday 1 January 2027 and Monday 4 January 2027."
    )


@pytest.mark.parametrize(
    ("today", "told"),
    [
        ("2026-12-24", []),  # eight days before the earlier day
        ("2026-12-25", ["due_soon -7"]),  # seven days before the earlier day, Friday 1 January
        ("2026-12-31", ["due_soon -7"]),
        ("2027-01-02", []),  # after the earlier day: late by one reading, so nobody is told that it is
        ("2027-01-04", []),  # the later day, a Monday: still in time by the other
        ("2027-01-05", ["overdue 1"]),
    ],
)
def test_a_family_is_reminded_by_the_earlier_day_and_told_of_lateness_by_the_later(
    today: str, told: list[str], rulebook: Rulebook, policy: Policy
):
    case = case_of(request("unknown", "2026-11-19", delivery="first_class_post"))
    alerts = take_position(rulebook, policy, case, date.fromisoformat(today)).alerts
    of_decision = [a for a in alerts if a.audience is Audience.FAMILY and a.rule == rulebook.rule("REQ-02").id]
    assert [f"{alert.kind} {alert.rung}" for alert in of_decision] == told
