"""Which version of a plan was in force, and whose lines are whose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from cases.section_f.sections import PLAN, WEEKLY, line, on, one, section

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.section_f.terms import Days
from ehcp_workflow.cases.section_f.versions import appeals, days_together, versions_in_force

from stories import corrected, happened


def in_force(*events: Event) -> list[tuple[date, date]]:
    found, _ = versions_in_force(events)
    return [(version.begins, date.fromordinal(version.last)) for version in found]


def test_a_version_is_in_force_to_the_day_before_the_next():
    amended = happened("amended_plan_sent", "2025-03-05")
    assert in_force(amended, PLAN) == [
        (date(2024, 9, 2), date(2025, 3, 4)),
        (date(2025, 3, 5), date.max),
    ]


@pytest.mark.parametrize("end", ["plan_ceased", "plan_transferred"])
def test_a_plan_is_in_force_to_the_day_before_it_ends(end: str):
    assert in_force(PLAN, happened(end, "2025-03-12")) == [(date(2024, 9, 2), date(2025, 3, 11))]


def test_the_new_council_s_plan_on_the_day_of_the_transfer_is_in_force():
    new = happened("amended_plan_sent", "2025-03-12")
    assert in_force(PLAN, happened("plan_transferred", "2025-03-12"), new) == [
        (date(2024, 9, 2), date(2025, 3, 11)),
        (date(2025, 3, 12), date.max),
    ]


def test_an_end_known_to_the_month_counts_from_its_first_day():
    assert in_force(PLAN, happened("plan_ceased", "2025-03")) == [(date(2024, 9, 2), date(2025, 2, 28))]


def test_the_day_of_sending_counts_where_it_is_recorded_apart():
    assert in_force(happened("final_plan_sent", "2024-09-09", sent_on="2024-09-04")) == [(date(2024, 9, 4), date.max)]


def test_a_version_without_a_date_is_left_out_and_said():
    undated = happened("amended_plan_sent", "unknown")
    found, findings = versions_in_force((PLAN, undated))
    assert [version.event for version in found] == [PLAN]
    assert [(finding.event_id, finding.message) for finding in findings] == [
        (
            undated.id,
            "A version of the plan has no date, so no help is counted for it. Correct the record with its date.",
        )
    ]


def test_an_end_or_an_appeal_without_a_date_says_nothing():
    assert in_force(PLAN, happened("plan_ceased", "unknown")) == [(date(2024, 9, 2), date.max)]
    assert appeals((happened("appeal_received", "unknown"),), 1, date(2025, 1, 1)) == ()


def test_lines_stay_with_a_version_whose_date_was_corrected_twice():
    # From Monday 9 September, then from Monday 16 September 2024: one week by the 20th.
    first, second = corrected(PLAN, "2024-09-09")
    third = replace(second, id="third", on=happened("x", "2024-09-16").on, corrects=second.id)
    found = on("2024-09-20", section(), first, second, third)
    assert [ledger.sums.owed for ledger in found.lines] == [1]
    assert found.findings == ()


def test_a_circle_of_corrections_ends():
    wrong, right = replace(PLAN, id="wrong", corrects="wrong"), replace(PLAN, id="right", corrects="wrong")
    (version,), _ = versions_in_force((wrong, right))
    assert version.ids == {"right", "wrong"}


def test_lines_of_a_version_taken_back_are_said_and_not_counted():
    taken_back = replace(PLAN, id="taken back", corrects=PLAN.id, withdrawn=True)
    found = on("2024-09-20", section(), PLAN, taken_back)
    assert found.lines == ()
    assert [finding.message for finding in found.findings] == [
        "F1 belongs to a version of the plan that is not recorded or has no date, so it is not counted there. "
        "Record that version, or correct its date."
    ]


def test_of_a_line_recorded_twice_the_newer_record_counts():
    found = on("2024-09-06", section([line(amount=2, id="newer"), replace(line(), id="a first one")]))
    assert [ledger.sums.owed for ledger in found.lines] == [2]
    assert [finding.message for finding in found.findings] == [
        "F1 is recorded twice for one version of the plan; the newer record counts. Take one back."
    ]


def test_a_version_without_lines_between_two_that_have_some_is_a_note():
    # In force: 2 to 8 September, then 16 September 2024 on: two weeks by the 20th.
    middle, last = happened("amended_plan_sent", "2024-09-09"), happened("amended_plan_sent", "2024-09-16")
    found = on("2024-09-20", section([WEEKLY, replace(WEEKLY, id="new", plan=last.id)]), PLAN, middle, last)
    assert [ledger.sums.owed for ledger in found.lines] == [2]
    assert [(finding.severity, finding.message) for finding in found.findings] == [
        (
            "note",
            "The plan of Monday 9 September 2024 has no lines recorded, so nothing is counted from that day on until "
            "the next version that has some.",
        )
    ]


def test_a_line_that_ends_before_its_version_begins_is_owed_on_no_day():
    assert on("2024-09-20", section([replace(WEEKLY, ends=date(2024, 8, 30))])).lines == ()


def test_an_appeal_runs_from_receipt_to_its_end_and_before_a_plan_it_is_about_a_refusal():
    events = (
        happened("appeal_received", "2024-05-01"),
        happened("order_made", "2024-07-01"),
        happened("appeal_received", "2024-10-01"),
        happened("consent_order", "2024-11-15"),
        happened("appeal_received", "2025-02-03"),
        happened("appeal_received", "2025-06-01"),
    )
    assert appeals(events, date(2024, 9, 2).toordinal(), date(2025, 2, 28)) == (
        Days(date(2024, 10, 1), date(2024, 11, 15)),
        Days(date(2025, 2, 3), date(2025, 2, 28)),
    )


def test_two_appeals_at_once_count_each_day_once():
    spans = (Days(date(2025, 3, 3), date(2025, 3, 7)), Days(date(2025, 3, 6), date(2025, 3, 10)))
    assert days_together(spans, date(2025, 3, 4).toordinal(), date(2025, 3, 31).toordinal()) == 7  # 4 to 10 March


def test_a_line_of_the_first_version_only_has_ended():
    amended = happened("amended_plan_sent", "2024-09-09")
    other = replace(line("F2"), plan=amended.id)
    found = on("2024-09-13", section([WEEKLY, other]), PLAN, amended)
    assert [(ledger.code, ledger.state) for ledger in found.lines] == [("F1", "ended"), ("F2", "not_reported")]
    assert one("2024-09-13").state == "not_reported"
