"""Cases and events, as they are kept and found again."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from ehcp_workflow.cases.case import Event
from ehcp_workflow.errors import NotFound, Unavailable
from ehcp_workflow.law.when import When
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import casebook
from ehcp_workflow.store.casebook import NewCase

from installations import make_case


def test_references_count_up_within_a_year_and_past_four_digits(installation: Installation):
    with installation.database.write() as unit:
        opened = datetime(2026, 5, 1, tzinfo=UTC)
        first = [casebook.add_case(unit, installation.cipher, NewCase(opened)).reference for _ in range(3)]
        unit.execute(text("UPDATE cases SET reference = 'EHC-2026-9999' WHERE reference = 'EHC-2026-0003'"))
        then = [casebook.add_case(unit, installation.cipher, NewCase(opened)).reference for _ in range(2)]
        other = casebook.add_case(unit, installation.cipher, NewCase(datetime(2027, 1, 1, tzinfo=UTC))).reference
    assert first == ["EHC-2026-0001", "EHC-2026-0002", "EHC-2026-0003"]
    assert then == ["EHC-2026-10000", "EHC-2026-10001"]
    assert other == "EHC-2027-0001"


def test_a_case_is_found_by_our_reference_and_by_the_advisers_own(installation: Installation):
    record = make_case(installation, their_reference="LGSCO 25 018 823")
    with installation.database.read() as unit:
        found = [
            casebook.find_case(unit, installation.cipher, name).id for name in ("ehc-2026-0001", "lgsco 25 018 823")
        ]
        with pytest.raises(NotFound, match="There is no case 'EHC-2026-0002'"):
            casebook.find_case(unit, installation.cipher, "EHC-2026-0002")
    assert found == [record.id, record.id]


def test_an_event_comes_back_as_it_was_recorded(installation: Installation):
    record = make_case(installation)
    event = Event(
        id="e1",
        kind="review_decision_notified",
        on=When.parse("2026-03"),
        dates={"sent_on": When.parse("2026-03-02/2026-03-09"), "received_on": When.parse("unknown")},
        about="health",
        options={"outcome": "keep"},
        recorded_at=datetime(2026, 11, 1, 23, 30, tzinfo=UTC),
    )
    with installation.database.write() as unit:
        casebook.add_event(unit, installation.cipher, record.id, event, by="test", note="rang the school")
    with installation.database.read() as unit:
        assert casebook.read_case(unit, record).recorded == (event,)
        assert [case.recorded for _, case in casebook.read_cases(unit, [record.id])] == [(event,)]
        (kept,) = casebook.read_history(unit, installation.cipher, record)
    assert (kept.note, kept.recorded_by) == ("rang the school", "test")


@pytest.mark.parametrize("change", ["UPDATE events SET kind = 'note'", "DELETE FROM events"])
def test_an_event_can_neither_be_changed_nor_removed(installation: Installation, change: str):
    record = make_case(installation, ("request_received", "2026-11-02"))
    with pytest.raises(Unavailable), installation.database.write() as unit:
        unit.execute(text(change))
    with installation.database.read() as unit:
        assert [event.kind for event in casebook.read_case(unit, record).recorded] == ["request_received"]


def test_what_is_known_of_a_child_comes_back_to_the_case_page(installation: Installation):
    record = make_case(installation, birth_date=date(2017, 5, 21), requested_by="parent", source="https://example.org")
    with installation.database.read() as unit:
        found = casebook.find_case(unit, installation.cipher, record.reference)
    assert (found.child_name, found.birth_date) == ("Kim Fictional", date(2017, 5, 21))
    assert (found.council_code, found.requested_by, found.source) == ("202", "parent", "https://example.org")
