"""Calendars: neutral, stable, counted once for everybody; a date that moves grows, one that falls away is cancelled."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from icalendar import Calendar
from scenes import later, rows

from ehcp_workflow.errors import NotFound
from ehcp_workflow.law.when import When
from ehcp_workflow.services.calendars import feeds
from ehcp_workflow.services.casework import correct_event, record_event
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.changing import end_role
from ehcp_workflow.services.people.wishes import keep_manner
from ehcp_workflow.store import accounts, case_desks

from .rfc5545 import Part, read
from installations import make_case, on_day


@pytest.fixture
def adviser(installation: Installation) -> int:
    with installation.database.write() as unit:
        return accounts.add_account(unit, "an.adviser", "An Adviser", "adviser", installation.now())


@pytest.fixture
def case(installation: Installation) -> str:
    """A request of Monday 19 October 2026: the decision whether to assess is due by Monday 30 November."""
    return make_case(installation, ("request_received", "2026-10-19"), birth_date=date(2018, 5, 4)).reference


@pytest.fixture
def staff(installation: Installation, adviser: int, case: str) -> str:
    return _token(feeds.make_for_account(installation, adviser, "an.adviser"))


@pytest.fixture
def family(installation: Installation, case: str) -> str:
    return _token(feeds.make_for_family(installation, case, 1, "an.adviser"))


def _token(address: str) -> str:
    return address.rpartition("/")[2].removesuffix(".ics")


def events(installation: Installation, token: str) -> list[Part]:
    content = feeds.read_feed(installation, token)
    parsed = Calendar.from_ical(content)
    assert parsed.to_ical() == content
    assert not parsed.errors
    return read(content).parts


def decision(found: list[Part]) -> Part:
    return next(event for event in found if "(REQ-02)" in event.one("SUMMARY"))


def test_an_adviser_reads_the_dates_of_their_cases_in_neutral_words_with_reminders(
    installation: Installation, case: str, staff: str
):
    event = decision(events(installation, staff))
    assert event.one("SUMMARY") == f"Case {case}: the council's last day (REQ-02)"
    assert (event.one("DTSTART"), event.one("DTEND")) == ("20261130", "20261201")
    assert (event.one("SEQUENCE"), event.one("STATUS")) == ("0", "CONFIRMED")
    assert event.one("URL") == f"http://127.0.0.1:8350/cases/{case}"
    # Nine in the morning of Monday 23 November, and of Sunday 29 November.
    assert [alarm.one("TRIGGER") for alarm in event.parts] == ["-P6DT15H", "-PT15H"]


def test_a_family_reads_that_there_is_a_date_and_nothing_of_what_it_is(
    installation: Installation, case: str, family: str
):
    content = feeds.read_feed(installation, family).decode()
    found = events(installation, family)
    assert {event.one("SUMMARY") for event in found} == {"A date about your application"}
    assert not [event for event in found if event.parts or event.all("URL")]
    for word in (case, "EHC", "Kim", "Camden", "school", "council", "example.org", "REQ", family):
        assert word not in content


def test_a_family_that_reads_polish_reads_its_letters_whole_over_folded_lines(
    installation: Installation, case: str, family: str
):
    keep_manner(installation, 1, "pl", None, "an.adviser")
    found = events(installation, family)
    assert {event.one("SUMMARY") for event in found} == {"Data w Twojej sprawie"}
    said = "Otwórz swoją stronę\\, aby zobaczyć\\, co to jest\\, lub zapytaj doradcę."
    assert {event.one("DESCRIPTION") for event in found} == {said}


def test_the_same_dates_give_the_same_bytes_on_a_later_day(installation: Installation, case: str, staff: str):
    first = feeds.read_feed(installation, staff)
    assert feeds.read_feed(later(installation, days=2), staff) == first


def test_a_date_that_moves_keeps_its_name_and_grows_by_one_for_every_reader(
    installation: Installation, case: str, staff: str, family: str
):
    before, theirs = decision(events(installation, staff)), events(installation, family)
    [(event_id,)] = rows(installation, "SELECT id FROM events")
    correct_event(installation, case, event_id, When.parse("2026-10-26"), by="an.adviser")  # Monday, a week later
    hour = later(installation, hours=1)
    after = decision(events(hour, staff))
    assert after.one("UID") == before.one("UID")
    assert (after.one("DTSTART"), after.one("SEQUENCE"), after.one("STATUS")) == ("20261207", "1", "CONFIRMED")
    assert after.one("DTSTAMP") > before.one("DTSTAMP")
    assert {event.one("UID") for event in events(hour, family)} == {event.one("UID") for event in theirs}
    assert {event.one("SEQUENCE") for event in events(later(installation, days=1), family)} == {"1"}
    assert decision(events(later(installation, days=1), staff)).one("SEQUENCE") == "1"


def test_two_who_read_at_once_get_the_same_numbers(installation: Installation, case: str, staff: str, family: str):
    [(event_id,)] = rows(installation, "SELECT id FROM events")
    events(installation, staff)
    correct_event(installation, case, event_id, When.parse("2026-10-26"), by="an.adviser")
    with ThreadPoolExecutor(6) as readers:
        read_at_once = list(readers.map(lambda token: events(installation, token), (staff, family) * 3))
    assert {decision(found).one("SEQUENCE") for found in read_at_once[::2]} == {"1"}
    assert {event.one("SEQUENCE") for found in read_at_once[1::2] for event in found} == {"1"}


def test_a_second_correction_is_a_second_move(installation: Installation, case: str, staff: str):
    for day in ("2026-10-26", "2026-10-20"):
        events(installation, staff)
        newest = rows(installation, "SELECT id FROM events ORDER BY recorded_at DESC, corrects IS NULL")[0][0]
        correct_event(installation, case, newest, When.parse(day), by="an.adviser")
        installation = later(installation, hours=1)
    event = decision(events(installation, staff))
    assert (event.one("DTSTART"), event.one("SEQUENCE")) == ("20261201", "2")  # Tuesday 1 December 2026


def test_what_is_done_before_its_day_is_cancelled_for_sixty_days_and_then_left_out(
    installation: Installation, case: str, staff: str
):
    before = decision(events(installation, staff))
    record_event(installation, case, NewEvent("decision_to_assess_notified", When.parse("2026-11-23")), by="an.adviser")
    after = decision(events(installation, staff))
    assert after.one("UID") == before.one("UID")
    assert (after.one("STATUS"), after.one("SEQUENCE"), after.parts) == ("CANCELLED", "1", [])
    assert decision(events(on_day(installation, "2027-01-22"), staff)).one("STATUS") == "CANCELLED"
    assert "(REQ-02)" not in feeds.read_feed(on_day(installation, "2027-01-23"), staff).decode()


def test_what_is_taken_back_is_cancelled_and_recording_it_anew_is_a_new_date(
    installation: Installation, case: str, staff: str
):
    events(installation, staff)
    [(request,)] = rows(installation, "SELECT id FROM events")
    correct_event(installation, case, request, None, by="an.adviser")
    assert {event.one("STATUS") for event in events(installation, staff)} == {"CANCELLED"}
    record_event(installation, case, NewEvent("request_received", When.parse("2026-10-19")), by="an.adviser")
    # Another record of another event: the old date stays cancelled beside the new one.
    found = [event for event in events(installation, staff) if "(REQ-02)" in event.one("SUMMARY")]
    assert sorted(event.one("STATUS") for event in found) == ["CANCELLED", "CONFIRMED"]


def test_a_date_that_passed_stays_while_it_is_open_and_as_history_afterwards(
    installation: Installation, case: str, staff: str
):
    events(installation, staff)
    late = on_day(installation, "2026-12-10")
    assert decision(events(late, staff)).one("STATUS") == "CONFIRMED"
    record_event(late, case, NewEvent("decision_to_assess_notified", When.parse("2026-12-10")), by="an.adviser")
    event = decision(events(late, staff))
    assert (event.one("STATUS"), event.one("SEQUENCE")) == ("CONFIRMED", "0")
    assert "(REQ-02)" not in feeds.read_feed(on_day(installation, "2027-01-30"), staff).decode()


def test_a_date_known_to_the_month_is_shown_over_its_days(installation: Installation, adviser: int):
    make_case(installation, ("request_received", "2026-10"))
    event = decision(events(installation, _token(feeds.make_for_account(installation, adviser, "an.adviser"))))
    # Six weeks from Thursday 1 October is Thursday 12 November; from Saturday 31 October, Saturday 12 December.
    assert (event.one("DTSTART"), event.one("DTEND")) == ("20261112", "20261213")


def test_an_adviser_reads_their_own_cases_where_they_have_some_and_none_behind_a_wall(
    installation: Installation, adviser: int, case: str, staff: str
):
    mine = make_case(installation, ("request_received", "2026-10-26")).reference
    assert {case, mine} == _references(events(installation, staff))
    with installation.database.write() as unit:
        case_desks.assign(unit, 2, None, adviser)
    assert _references(events(installation, staff)) == {mine}
    with installation.database.write() as unit:
        case_desks.put_wall(unit, 2, adviser, "a.supervisor", installation.now())
    assert _references(events(installation, staff)) == {case}


def _references(found: list[Part]) -> set[str]:
    return {event.one("SUMMARY").partition(":")[0].removeprefix("Case ") for event in found}


def test_a_calendar_that_ended_was_remade_or_was_never_there_says_the_same(
    installation: Installation, adviser: int, case: str, staff: str, family: str
):
    newer = _token(feeds.make_for_account(installation, adviser, "an.adviser"))
    for token in (staff, f"{newer}x", newer.upper(), "nonsense", "1-", family.replace("2-", "3-", 1)):
        with pytest.raises(NotFound, match=r"^There is no calendar at this address\.$"):
            feeds.read_feed(installation, token)
    feeds.end_feed(installation, 3)
    with pytest.raises(NotFound):
        feeds.read_feed(installation, newer)


def test_the_calendar_of_an_ended_account_and_of_a_part_that_ended_says_nothing(
    installation: Installation, adviser: int, case: str, staff: str, family: str
):
    end_role(installation, case, 1, "parent", "an.adviser")
    with installation.database.write() as unit:
        accounts.change_account(unit, adviser, ended_at=installation.now())
    for token in (staff, family):
        with pytest.raises(NotFound):
            feeds.read_feed(installation, token)


def test_an_operator_who_sees_no_case_reads_an_empty_calendar(installation: Installation, case: str):
    with installation.database.write() as unit:
        operator = accounts.add_account(unit, "an.operator", "An Operator", "operator", installation.now())
    assert events(installation, _token(feeds.make_for_account(installation, operator, "an.operator"))) == []


def test_only_the_family_whose_rights_they_are_gets_a_calendar(installation: Installation, case: str):
    with pytest.raises(NotFound, match="is not told of"):
        feeds.make_for_family(installation, case, 2, "an.adviser")


def test_a_date_that_comes_back_goes_on_counting(installation: Installation, case: str, staff: str):
    events(installation, staff)
    met = NewEvent("decision_to_assess_notified", When.parse("2026-11-23"))
    record_event(installation, case, met, by="an.adviser")
    events(installation, staff)
    [(event_id,)] = rows(installation, "SELECT id FROM events WHERE kind = 'decision_to_assess_notified'")
    correct_event(installation, case, event_id, None, by="an.adviser")
    event = decision(events(installation, staff))
    assert (event.one("STATUS"), event.one("SEQUENCE")) == ("CONFIRMED", "2")
