"""What the flows leave to read, without a server."""

from dataclasses import replace
from datetime import date

from ehcp_workflow.services.delivery import DeliveryReport
from ehcp_workflow.services.provision_check import ProvisionReport
from ehcp_workflow.services.reconciling import ReconcileReport
from flows.artifacts import (
    NAMED_AT_MOST,
    application_markdown,
    check_markdown,
    delivery_markdown,
    plan_markdown,
    provision_markdown,
    reconcile_markdown,
)
from tests.flows.conftest import a_plan, a_report, a_view


def test_an_application_is_a_table_of_stages_a_table_of_dates_and_a_link():
    words = application_markdown(a_view("EHC-2026-0042", "done", "due soon"))

    assert "# EHC-2026-0042" in words
    assert "| 2 | School request | due soon | What is known of school request |" in words
    assert "| REQ-02 | Decision to assess | Monday 4 January 2027 | running | on time so far |" in words
    assert "(http://127.0.0.1:8350/cases/EHC-2026-0042)" in words


def test_a_bar_or_a_new_line_in_words_does_not_break_the_table():
    view = a_view("EHC-2026-0042", "waiting")
    odd = replace(view, stages=(replace(view.stages[0], words="one | two\nthree"),))

    assert "| 1 | Identify needs | waiting | one \\| two three |" in application_markdown(odd)


def test_a_check_names_the_cases_that_failed_and_those_not_shown():
    words = check_markdown(a_report(failures=(("EHC-2026-0003", "BeyondCalendar"),)), ["EHC-2026-0004"])

    assert "| EHC-2026-0003 | BeyondCalendar |" in words
    assert "| EHC-2026-0004 |" in words
    assert "| Alerts: overdue | 2 |" in words


def test_a_check_with_thousands_of_failures_names_the_first_and_counts_all():
    failures = tuple((f"EHC-2026-{number:04}", "Unavailable") for number in range(2000))
    words = check_markdown(a_report(failures=failures), [])

    assert "| Cases that failed | 2000 |" in words
    assert words.count("Unavailable") == NAMED_AT_MOST


def test_a_delivery_is_counts_only():
    assert "| Sent | 3 |" in delivery_markdown(DeliveryReport(sent=3))


def test_a_delivery_says_what_waits_and_why():
    words = delivery_markdown(
        DeliveryReport(unknown=1, failed=2, collapsed=4, cancelled=5, waiting=6, held=7, resting=8)
    )
    for line in (
        "failed or given up: told another way, or a task for a person | 2",
        "waiting | 6",
        "cancelled, no longer",
    ):
        assert line.casefold() in words.casefold()
    for line in (
        "| Collapsed: told in another message, or overtaken | 4 |",
        "| Held until a person releases them | 7 |",
    ):
        assert line in words
    assert "| Resting: for a later hour, or nothing serves their channel | 8 |" in words


def test_a_round_of_planning_is_counts_by_kind_and_the_cases_that_failed():
    words = plan_markdown(a_plan(deadlines=a_report(failures=(("EHC-2026-0003", "BeyondCalendar"),))))

    assert "| Planned: overdue | 3 |" in words  # two by the check of deadlines, one by that of silence
    assert "| Planned: silent | 1 |" in words
    assert "| Planned: escalated | 1 |" in words
    assert "| Planned in all | 6 |" in words
    assert "| EHC-2026-0003 | BeyondCalendar |" in words


def test_what_became_of_messages_is_counts_only():
    words = reconcile_markdown(ReconcileReport(asked=4, delivered=3, failed=1, complaints=2))

    assert "| Delivered | 3 |" in words
    assert "| Complaints | 2 |" in words


def test_the_check_of_provision_leaves_its_lines_by_state_and_names_what_failed():
    failed = (("EHC-2026-0003", "BeyondCalendar"),)
    report = ProvisionReport(date(2026, 11, 23), a_report(), 7, {"in_place": 9, "never_started": 2}, failed, 0.2)
    words = provision_markdown(report, ["EHC-2026-0004"])

    assert "# Provision, as at 2026-11-23" in words
    assert "| Lines: never started | 2 |" in words
    assert "| Messages planned | 2 |" in words
    assert "| EHC-2026-0003 | BeyondCalendar |" in words
    assert "| Cases not shown here | 1 |" in words
