from datetime import UTC, datetime, timedelta

from ehcp_workflow.services.accounts.desks import Desk, assign
from ehcp_workflow.services.checks import check_deadlines, check_silence
from ehcp_workflow.services.heartbeat import read_heartbeat
from ehcp_workflow.store import checklog
from tests.web.conftest import MONDAY, make_case, signed_in


def test_before_the_first_check_there_is_a_warning(installation, browser):
    assert not read_heartbeat(installation).is_well
    assert read_heartbeat(installation).finished_at is None
    text = browser.text("/")
    assert "No full check has finished yet." in text
    assert "After a first start the first takes a minute or two." in text


def test_half_a_check_is_not_a_full_one(installation):
    check_deadlines(installation)
    assert not read_heartbeat(installation).ran_today
    check_silence(installation)
    assert read_heartbeat(installation).is_well


def test_after_both_checks_every_page_says_when(installation, browser):
    make_case(installation)
    check_deadlines(installation)
    check_silence(installation)
    for path in ("/", "/cases/EHC-2026-0001", "/mailbox"):
        text = browser.text(path)
        assert "Last full check 09:00 today, 1 case, 0 failed. Of all cases, looked again at dates in 0" in text
        assert "Warning" not in text


def test_the_time_is_that_of_london_in_summer_too(installation):
    installation.fixed_now = datetime(2026, 7, 1, 5, 2, tzinfo=UTC)
    check_deadlines(installation)
    check_silence(installation)
    assert "Last full check 06:02 today, 0 cases, 0 failed." in read_heartbeat(installation).in_words


def test_yesterdays_check_is_named_by_its_day_and_warned_of(installation, browser):
    check_deadlines(installation)
    check_silence(installation)
    installation.fixed_now = MONDAY + timedelta(days=1)
    text = browser.text("/")
    assert "No full check has run today." in text
    assert "Last full check 09:00 Monday 23 November 2026, 0 cases, 0 failed." in text


def test_when_one_check_has_stopped_the_older_of_the_two_is_shown(installation):
    check_deadlines(installation)
    check_silence(installation)
    installation.fixed_now = MONDAY + timedelta(days=1)
    check_deadlines(installation)
    heartbeat = read_heartbeat(installation)
    assert not heartbeat.ran_today
    assert "Monday 23 November 2026" in heartbeat.in_words


def test_a_case_that_could_not_be_worked_out_is_named_with_the_reason(installation, browser):
    make_case(installation)
    check_deadlines(installation)
    check_silence(installation)
    with installation.database.write() as unit:
        checklog.note_failure(unit, 1, "The calendar ends too soon.", installation.now())
    text = browser.text("/")
    assert "The dates of 1 case could not be worked out." in text
    assert '<a class="govuk-link" href="/cases/EHC-2026-0001">EHC-2026-0001</a>: The calendar ends too soon.' in text
    assert "1 failed." in text


def test_the_cases_counted_and_named_are_those_the_reader_may_know_of(installation, stranger):
    mine = make_case(installation)
    make_case(installation)
    reader = signed_in(installation, "read_only", "r", "North")
    outsider = signed_in(installation, "adviser", "a", "South")
    assign(installation, mine, Desk("North", None))
    check_deadlines(installation)
    check_silence(installation)
    with installation.database.write() as unit:
        checklog.note_failure(unit, 1, "The calendar ends too soon.", installation.now())
    assert "2 cases, 1 failed." in reader.text("/rules")
    assert "1 case, 0 failed." in outsider.text("/rules")
    assert "2 cases, 1 failed." in signed_in(installation, "operator").text("/rules")
    assert "Last full check" not in stranger.text("/sign-in")
