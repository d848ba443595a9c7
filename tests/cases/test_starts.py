"""The day a clock counts from, where only the sending is recorded."""

from __future__ import annotations

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.cases.findings import Severity
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
