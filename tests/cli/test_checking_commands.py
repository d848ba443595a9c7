"""`ehcp check` and `ehcp doctor`: what is due today, what would be due on another day, and whether all is well."""

from collections.abc import Sequence

import pytest

from .conftest import Terminal

PEOPLE = "--parent-email pat@example.org --agreed 'phone, 3 May' --adviser-email ann@example.org"


@pytest.fixture
def watched(ehcp: Terminal) -> str:
    """The reference of a case whose answer was due on Monday 16 November; beside it a second, silent since October.

    Both were recorded on Tuesday 6 October 2026, when there was nothing to tell. It is now Monday 23 November.
    """
    ehcp.on("2026-10-06")
    for kind in ("request_received", "school_asked_to_request"):
        reference = ehcp(f"case open --council Camden --child 'Kim Fictional' {PEOPLE}")
        ehcp(f"case event {reference} {kind} 2026-10-05")
    assert ehcp.json("outbox list") == []
    ehcp.on("2026-11-23")
    return "EHC-2026-0001"


def told(reports: Sequence[dict]) -> dict[str, dict[str, int]]:
    return {report["watch"]: report["alerts"] for report in reports}


def test_a_check_says_what_it_found_and_plans_the_messages(ehcp: Terminal, watched: str):
    said = ehcp("check")
    assert "Deadlines, Monday 23 November 2026: 1 cases looked at, 1 changed, new notices: 2 overdue" in said
    assert "Silence, Monday 23 November 2026: 2 cases looked at, 1 changed, new notices: 1 silent" in said
    # One message each for the parent and the adviser; the adviser's tells of both cases.
    assert [(line["state"], line["notices"]) for line in ehcp.json("outbox list")] == [("due", 2), ("due", 1)]


def test_a_second_check_finds_nothing_new(ehcp: Terminal, watched: str):
    assert told(ehcp.json("check")) == {"deadlines": {"overdue": 2}, "silence": {"silent": 1}}
    messages = ehcp.json("outbox list")
    again = ehcp.json("check")
    assert told(again) == {"deadlines": {}, "silence": {}}
    assert [report["looked_at"] for report in again] == [0, 0]
    assert "new notices: none" in ehcp("check")
    assert ehcp.json("outbox list") == messages


def test_the_present_day_named_is_no_dry_run(ehcp: Terminal, watched: str):
    assert told(ehcp.json("check --as-at 2026-11-23")) == {"deadlines": {"overdue": 2}, "silence": {"silent": 1}}


@pytest.mark.parametrize("how", ["--dry-run", "--as-at 2026-11-23 --dry-run", "--as-at 2026-11-30"])
def test_a_dry_run_says_what_it_would_find_and_stores_nothing(ehcp: Terminal, watched: str, how: str):
    before = ehcp.stored()
    said = ehcp(f"check {how}")
    assert f"{watched} adviser overdue REQ-02 Tell the family whether it will assess Monday 16 November 2026" in said
    assert "EHC-2026-0002 adviser silent nothing recorded in: school_request" in said
    assert said.endswith("3 alerts in 2 cases. Nothing was stored.")
    assert ehcp.stored() == before


def test_another_day_has_that_days_alerts(ehcp: Terminal, watched: str):
    said = ehcp.json("check --as-at 2026-11-09")
    assert (said["as_at"], said["dry_run"], said["failures"]) == ("2026-11-09", True, [])
    assert [(found["audience"], found["kind"], found["rule"], found["due"]) for found in said["alerts"]] == [
        ("family", "due_soon", "decision_to_assess", "2026-11-16"),
        ("adviser", "due_soon", "decision_to_assess", "2026-11-16"),
        ("adviser", "silent", None, None),
    ]
    assert "(dry run)" in ehcp("check --as-at 2026-11-09")
    assert ehcp.json("check --as-at 2026-10-06")["alerts"] == []


@pytest.fixture
def unreadable(ehcp: Terminal, watched: str) -> str:
    """A third case, with an event whose date cannot be read."""
    reference = ehcp("case open --child 'Kim Fictional'")
    ehcp(f"case event {reference} school_asked_to_request 2026-10-05")
    columns = "kind, 'no date', dates, about, options, NULL, withdrawn, NULL, NULL, recorded_at, 'test'"
    ehcp.sql(f"INSERT INTO events SELECT 'bad', 3, {columns} FROM events LIMIT 1")
    return reference


def test_a_case_that_cannot_be_read_fails_the_check_after_all_else_was_done(ehcp: Terminal, unreadable: str):
    ehcp.on("2026-12-15")
    said = ehcp("check", code=1)
    assert f"failed {unreadable}" in said
    assert "new notices: 2 overdue" in said
    assert "new notices: 1 silent" in said
    again = ehcp.json("check", code=1)
    assert [failure[0] for report in again for failure in report["failures"]] == [unreadable]
    assert f"trouble Cases: {unreadable}: " in ehcp("doctor", code=1)


def test_the_doctor_says_what_is_missing_and_the_remedy(ehcp: Terminal, watched: str):
    said = ehcp.exactly("doctor", code=1)
    assert "trouble  Check of deadlines: has never run; 1 cases wait to be looked at. Run: ehcp check\n" in said
    assert "trouble  Channels: none; no e-mail, so messages wait. Set EHCP_SMTP_HOST." in said
    assert "trouble  Prefect: does not answer at http://127.0.0.1:9/api. Run: ehcp up" in said
    assert "well     Database: SQLite, current, 2 cases." in said


def test_the_doctor_is_content_with_what_has_been_put_right(ehcp: Terminal, watched: str):
    ehcp("check")
    ehcp.set(EHCP_SMTP_HOST="mail.example.org", EHCP_PUBLIC_URL="https://dates.example.org")
    ehcp("users invite sue --role supervisor --shown-as 'Sue Brown'")
    well = {finding["what"]: finding["well"] for finding in ehcp.json("doctor", code=1)}
    assert [what for what, is_well in well.items() if not is_well] == ["Prefect"]
    assert {"Check of deadlines", "Check of silence", "Channels", "Cases", "Messages"} <= well.keys()
    ehcp.on("2026-11-24")
    assert "trouble Check of silence: last full run 23 November 2026 12:00, 2 cases. Run: ehcp check" in ehcp(
        "doctor", code=1
    )


def test_cases_may_wait_for_an_hour_after_somebody_changed_something_in_them(ehcp: Terminal, watched: str):
    ehcp("check")
    ehcp(f"people add {watched} adviser --contact email=new@example.org --agreed phone")
    assert "well Check of silence: last full run 23 November 2026 12:00, 2 cases; 1 cases wait" in ehcp(
        "doctor", code=1
    )
    ehcp.on("2026-11-23", hour=14)
    assert "trouble Check of silence: last full run 23 November 2026 12:00, 2 cases; 1 cases wait" in ehcp(
        "doctor", code=1
    )


def test_the_doctor_warns_of_links_that_nobody_can_follow(ehcp: Terminal):
    ehcp.set(EHCP_SMTP_HOST="mail.example.org")
    here = "lead to http://127.0.0.1:8350, which is this machine only, so nobody else can stop messages by them"
    assert f"trouble Links: in messages {here}. Set EHCP_PUBLIC_URL." in ehcp("doctor", code=1)
    ehcp.set(EHCP_PUBLIC_URL="https://dates.example.org")
    assert "well Links: lead to https://dates.example.org." in ehcp("doctor", code=1)


def test_a_mail_server_on_this_machine_needs_no_links_that_lead_elsewhere(ehcp: Terminal):
    ehcp.set(EHCP_SMTP_HOST="127.0.0.1")
    assert "well Links: in messages lead to http://127.0.0.1:8350, which is this machine only" in ehcp("doctor", code=1)
