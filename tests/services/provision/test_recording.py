"""Lines of Section F and the delivery log are added, never changed; on both databases."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DatabaseError

from ehcp_workflow.cases.section_f.entry import By, EntryKind, Source
from ehcp_workflow.cases.section_f.line import Per, Unit
from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.law.when import When
from ehcp_workflow.services.casework import correct_event
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.provision.amounts import read_amount
from ehcp_workflow.services.provision.correcting import EntryChanges, LineChanges, correct_record, withdraw
from ehcp_workflow.services.provision.ledger import read_ledger
from ehcp_workflow.services.provision.listing import read_section_f
from ehcp_workflow.services.provision.recording import NewEntry, NewLine, add_line, carry_lines, log_delivery
from ehcp_workflow.store import casebook
from ehcp_workflow.store.copying import copy_caseload
from ehcp_workflow.store.engine import Database
from ehcp_workflow.store.provision import LineWords
from ehcp_workflow.store.upgrade import upgrade

from installations import make_case

SPEECH = NewLine("F1", "speech_and_language", Fraction(3, 2), Unit.HOURS, Per.WEEK, words=LineWords("1.5 hours", "Ann"))
FRIDAY = date(2026, 11, 20)
PLAN, AMENDED = ("final_plan_sent", "2026-09-01"), ("amended_plan_sent", "2026-11-02")
DELIVERED = NewEntry("F1", EntryKind.DELIVERED, FRIDAY, FRIDAY, amount=Fraction(1))


@pytest.fixture
def case(installation: Installation) -> str:
    """A case with a final plan of Tuesday 1 September 2026 and one line in it."""
    reference = make_case(installation, PLAN).reference
    add_line(installation, reference, SPEECH, "test")
    return reference


def test_a_line_and_what_was_delivered_of_it_come_back_as_recorded(installation: Installation, case: str):
    missed = NewEntry("F1", EntryKind.MISSED, FRIDAY, FRIDAY, by=By.SCHOOL, source=Source.FAMILY, note="no room")
    log_delivery(installation, case, missed, "test")
    sheet = read_section_f(installation, case)
    ((listed,), (logged,)) = sheet.lines, sheet.entries
    assert (listed.line.amount, listed.line.unit, listed.line.per) == (Fraction(3, 2), Unit.HOURS, Per.WEEK)
    assert (listed.version, listed.words) == (1, LineWords("1.5 hours", "Ann"))
    assert (logged.entry.kind, logged.entry.by, logged.entry.source) == (EntryKind.MISSED, By.SCHOOL, Source.FAMILY)
    assert logged.note == "no room"


def test_the_case_and_a_batch_of_cases_come_with_section_f(installation: Installation, case: str):
    bare = make_case(installation)
    log_delivery(installation, case, DELIVERED, "test")
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, case)
        one, many = casebook.read_case(unit, record), dict(casebook.read_cases(unit, [record.id, bare.id]))
    assert [line.code for line in one.section_f.lines] == ["F1"]
    assert [entry.amount for entry in one.section_f.entries] == [1]
    assert one.section_f.council == "202"
    assert many[record.id].section_f == one.section_f
    assert many[bare.id].section_f.lines == ()


def test_a_batch_costs_two_queries_more_and_one_when_no_case_has_lines(installation: Installation, case: str):
    bare = make_case(installation)
    asked: list[str] = []
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, case)
        event.listen(unit.connection(), "before_cursor_execute", lambda *said: asked.append(said[2]))
        list(casebook.read_cases(unit, [record.id, bare.id]))
        with_lines = len(asked)
        list(casebook.read_cases(unit, [bare.id]))
    assert (with_lines, len(asked) - with_lines) == (4, 3)


@pytest.mark.parametrize("change", ["UPDATE {} SET withdrawn = true", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["provision_lines", "deliveries"])
def test_the_database_refuses_to_change_a_record(installation: Installation, case: str, table: str, change: str):
    log_delivery(installation, case, DELIVERED, "test")
    with installation.database.write() as unit:
        with pytest.raises(DatabaseError, match="records are never changed"):
            unit.execute(text(change.format(table)))
        unit.rollback()


def test_words_and_notes_are_not_readable_in_the_database(installation: Installation, case: str):
    missed = NewEntry("F1", EntryKind.MISSED, FRIDAY, FRIDAY, note="no room")
    log_delivery(installation, case, missed, "test")
    with installation.database.read() as unit:
        kept = [*unit.execute(text("SELECT * FROM provision_lines")), *unit.execute(text("SELECT * FROM deliveries"))]
    assert "speech_and_language" in str(kept)
    assert not any(word in str(kept) for word in ("Ann", "1.5 hours", "no room"))


def test_a_second_line_with_the_same_code_in_one_version_is_refused(installation: Installation, case: str):
    with pytest.raises(Refused, match="F1 is in this version of the plan already"):
        add_line(installation, case, SPEECH, "test")


def test_a_line_needs_a_plan(installation: Installation):
    with pytest.raises(NotFound, match="no plan"):
        add_line(installation, make_case(installation).reference, SPEECH, "test")


def test_lines_are_carried_to_a_new_version_with_their_words_once(installation: Installation):
    reference = make_case(installation, PLAN, AMENDED).reference
    first = NewLine(**{**vars(SPEECH), "plan": "2026-09-01"})
    add_line(installation, reference, first, "test")
    assert carry_lines(installation, reference, "test") == ("F1",)
    assert carry_lines(installation, reference, "test") == ()
    listed = read_section_f(installation, reference).lines
    assert [(line.version, line.words.who) for line in listed] == [(1, "Ann"), (2, "Ann")]


def test_a_line_that_the_version_before_lacks_is_not_carried(installation: Installation):
    reference = make_case(installation, PLAN, AMENDED).reference
    with pytest.raises(NotFound, match="no line F9"):
        carry_lines(installation, reference, "test", ("F9",))


def test_a_single_version_has_nothing_to_carry_from(installation: Installation, case: str):
    with pytest.raises(Refused, match="no earlier version"):
        carry_lines(installation, case, "test")


def test_what_was_recorded_wrongly_is_taken_back_and_kept(installation: Installation, case: str):
    log_delivery(installation, case, DELIVERED, "test")
    ((entry,), (line,)) = read_section_f(installation, case).entries, read_section_f(installation, case).lines
    withdraw(installation, case, entry.entry.id[:8], "test")
    withdraw(installation, case, line.line.id[:8], "test")
    sheet = read_section_f(installation, case)
    assert (sheet.lines, sheet.entries) == ((), ())
    with installation.database.read() as unit:
        assert unit.scalar(text("SELECT count(*) FROM deliveries")) == 2
    with pytest.raises(NotFound, match="no single record"):
        withdraw(installation, case, entry.entry.id[:8], "test")


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"first": date(2026, 11, 23), "last": FRIDAY}, "ends before it begins"),
        ({"amount": Fraction(25)}, "25 hours in 1 day cannot be"),
        ({"kind": EntryKind.CATCH_UP}, "Say which"),
        ({"equivalent": True}, "Say which"),
        ({"kind": EntryKind.MISSED}, "has no amount"),
        ({"kind": EntryKind.AGREED_GAP, "amount": None}, "needs who agreed"),
        ({"first": date(1926, 11, 20)}, "too long ago"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(installation: Installation, case: str, changed: dict, problem: str):
    with pytest.raises(BadInput, match=problem):
        log_delivery(installation, case, NewEntry(**{**vars(DELIVERED), **changed}), "test")
    assert read_section_f(installation, case).entries == ()


def test_a_day_to_come_is_refused(installation: Installation, case: str):
    tomorrow = date(2026, 11, 24)  # today is Monday 23 November 2026
    with pytest.raises(Refused, match="in the future"):
        log_delivery(installation, case, NewEntry("F1", EntryKind.DELIVERED, FRIDAY, tomorrow), "test")


def test_an_unknown_line_is_refused(installation: Installation, case: str):
    with pytest.raises(NotFound, match="no line 'F2'"):
        log_delivery(installation, case, NewEntry("F2", EntryKind.DELIVERED, FRIDAY, FRIDAY), "test")


def test_half_a_session_is_refused(installation: Installation, case: str):
    sessions = NewLine("F2", "occupational_therapy", Fraction(1), Unit.SESSIONS, Per.WEEK)
    add_line(installation, case, sessions, "test")
    half = NewEntry("F2", EntryKind.PART, FRIDAY, FRIDAY, amount=Fraction(1, 2))
    with pytest.raises(BadInput, match="sessions come whole"):
        log_delivery(installation, case, half, "test")


def test_a_line_that_cannot_be_measured_takes_no_amount(installation: Installation, case: str):
    vague = NewLine("F3", "other", words=LineWords("access to a quiet room as required"))
    add_line(installation, case, vague, "test")
    with pytest.raises(BadInput, match="says no amount"):
        log_delivery(installation, case, NewEntry("F3", EntryKind.PART, FRIDAY, FRIDAY, Fraction(1)), "test")


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"code": "speech"}, "not the code of a line"),
        ({"strand": "Speech with Ann"}, "A strand is one of"),
        ({"unit": None}, "belong together"),
        ({"amount": None, "unit": None, "per": None, "words": LineWords()}, "needs its wording"),
        ({"calendar": "school:nowhere"}, "No term dates of 'school:nowhere' are known"),
        ({"starts": date(2026, 11, 2), "ends": date(2026, 11, 1)}, "before it begins"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused(installation: Installation, case: str, changed: dict, problem: str):
    with pytest.raises(BadInput, match=problem):
        add_line(installation, case, NewLine(**{**vars(SPEECH), "code": "F2", **changed}), "test")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("1", Fraction(1)), ("1.5", Fraction(3, 2)), ("1 1/2", Fraction(3, 2)), ("3/4", Fraction(3, 4)), ("90", 90)],
)
def test_amounts_are_read_exactly(written: str, meant: Fraction):
    assert read_amount(written) == meant


@pytest.mark.parametrize("written", ["", "0", "-1", "1,5", "an hour", "1/0", "0/4", "1e3", "nan"])
def test_what_is_no_amount_is_refused(written: str):
    with pytest.raises(BadInput):
        read_amount(written)


def test_a_copy_of_the_caseload_has_section_f(installation: Installation, case: str, tmp_path: Path):
    log_delivery(installation, case, DELIVERED, "test")
    copy = Database(f"sqlite:///{tmp_path / 'copy.db'}")
    upgrade(copy)
    copy_caseload(installation.database, copy, date(2026, 12, 1))
    with copy.read() as unit:
        ((_, copied),) = casebook.read_cases(unit, [1])
    copy.close()
    assert (len(copied.section_f.lines), len(copied.section_f.entries)) == (1, 1)


def test_an_amount_is_put_right_and_words_and_notes_stay(installation: Installation, case: str):
    log_delivery(installation, case, NewEntry(**{**vars(DELIVERED), "note": "in the hall"}), "test")
    sheet = read_section_f(installation, case)
    correct_record(installation, case, sheet.lines[0].line.id, LineChanges(amount=Fraction(2)), "test")
    correct_record(installation, case, sheet.entries[0].entry.id, LineChanges(amount=Fraction(3, 4)), "test")
    ((line,), (entry,)) = (now := read_section_f(installation, case)).lines, now.entries
    assert (line.line.amount, line.words.who) == (2, "Ann")
    assert (entry.entry.amount, entry.note) == (Fraction(3, 4), "in the hall")
    with pytest.raises(NotFound, match="no single record"):
        correct_record(installation, case, sheet.lines[0].line.id, LineChanges(amount=Fraction(1)), "test")


def test_an_amount_that_cannot_be_is_no_correction(installation: Installation, case: str):
    missed = NewEntry("F1", EntryKind.MISSED, FRIDAY, FRIDAY)
    log_delivery(installation, case, missed, "test")
    add_line(installation, case, NewLine("F3", "other", words=LineWords("a quiet room")), "test")
    sheet = read_section_f(installation, case)
    with pytest.raises(BadInput, match="has no amount"):
        correct_record(installation, case, sheet.entries[0].entry.id, LineChanges(amount=Fraction(1)), "test")
    with pytest.raises(BadInput, match="belong together"):
        correct_record(installation, case, sheet.lines[1].line.id, LineChanges(amount=Fraction(1)), "test")


def test_lines_stay_with_their_version_when_its_date_is_put_right(installation: Installation, case: str):
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, case)
        (sent,) = casebook.read_case(unit, record).recorded
    correct_event(installation, case, sent.id, When.parse("2026-09-03"), by="test")
    assert [line.line.code for line in read_section_f(installation, case).lines] == ["F1"]
    log_delivery(installation, case, DELIVERED, "test")
    with pytest.raises(Refused, match="F1 is in this version"):
        add_line(installation, case, SPEECH, "test")
    assert [line.code for line in read_ledger(installation, case).lines] == ["F1"]


def test_an_entry_is_measured_by_the_version_in_force_on_its_day(installation: Installation):
    reference = make_case(installation, PLAN, AMENDED).reference
    add_line(installation, reference, NewLine(**{**vars(SPEECH), "plan": "1"}), "test")
    sessions = NewLine("F1", "speech_and_language", Fraction(1), Unit.SESSIONS, Per.WEEK)
    add_line(installation, reference, sessions, "test")
    in_october = date(2026, 10, 9)  # a Friday under the first version, which counts hours
    half = NewEntry("F1", EntryKind.PART, in_october, in_october, Fraction(1, 2))
    log_delivery(installation, reference, half, "test")
    with pytest.raises(BadInput, match="sessions come whole"):
        log_delivery(installation, reference, NewEntry("F1", EntryKind.PART, FRIDAY, FRIDAY, Fraction(1, 2)), "test")


def test_what_is_not_named_in_a_correction_stays(installation: Installation, case: str):
    log_delivery(installation, case, NewEntry(**{**vars(DELIVERED), "note": "in the hall"}), "test")
    sheet = read_section_f(installation, case)
    line, entry = sheet.lines[0].line.id, sheet.entries[0].entry.id
    changes = LineChanges(amount=Fraction(2), per=Per.FORTNIGHT, wording="regular help", ends=date(2027, 7, 1))
    correct_record(installation, case, line, changes, "test")
    thursday = date(2026, 11, 19)
    changed = EntryChanges(first=thursday, last=thursday, kind=EntryKind.MISSED, by=By.CHILD)
    correct_record(installation, case, entry, changed, "test")
    ((line_now,), (entry_now,)) = (now := read_section_f(installation, case)).lines, now.entries
    assert (line_now.line.amount, line_now.line.unit, line_now.line.per) == (2, Unit.HOURS, Per.FORTNIGHT)
    assert (line_now.words, line_now.line.vague) == (LineWords("regular help", "Ann"), ("regular",))
    assert (line_now.line.ends, line_now.line.code) == (date(2027, 7, 1), "F1")
    assert (entry_now.entry.kind, entry_now.entry.first, entry_now.entry.amount) == (EntryKind.MISSED, thursday, None)
    assert (entry_now.entry.by, entry_now.note) == (By.CHILD, "in the hall")


def test_a_correction_that_makes_no_sense_changes_nothing(installation: Installation, case: str):
    log_delivery(installation, case, DELIVERED, "test")
    sheet = read_section_f(installation, case)
    line, entry = sheet.lines[0].line.id, sheet.entries[0].entry.id
    with pytest.raises(BadInput, match="That is a line"):
        correct_record(installation, case, line, EntryChanges(note="x"), "test")
    with pytest.raises(BadInput, match="That is an entry"):
        correct_record(installation, case, entry, LineChanges(per=Per.WEEK), "test")
    with pytest.raises(Refused, match="in the future"):
        correct_record(installation, case, entry, EntryChanges(last=date(2026, 11, 24)), "test")
    with pytest.raises(BadInput, match="one of our kinds"):
        correct_record(installation, case, line, LineChanges(strand="magic"), "test")
    assert read_section_f(installation, case) == sheet


def test_minutes_are_turned_into_the_hours_of_the_line(installation: Installation, case: str):
    log_delivery(installation, case, NewEntry("F1", EntryKind.PART, FRIDAY, FRIDAY, 45, unit=Unit.MINUTES), "test")
    assert read_section_f(installation, case).entries[0].entry.amount == Fraction(3, 4)


def test_entries_of_a_line_that_was_taken_back_are_pointed_out(installation: Installation, case: str):
    log_delivery(installation, case, DELIVERED, "test")
    assert read_section_f(installation, case).without_line == ()
    withdraw(installation, case, read_section_f(installation, case).lines[0].line.id, "test")
    assert read_section_f(installation, case).without_line == ("F1",)


def test_the_unit_of_a_line_stays_once_the_log_has_amounts_in_it(installation: Installation, case: str):
    line = read_section_f(installation, case).lines[0].line.id
    correct_record(installation, case, line, LineChanges(unit=Unit.MINUTES, amount=Fraction(90)), "test")
    (listed,) = read_section_f(installation, case).lines
    assert (listed.line.amount, listed.line.unit) == (90, Unit.MINUTES)
    log_delivery(installation, case, NewEntry("F1", EntryKind.PART, FRIDAY, FRIDAY, Fraction(60)), "test")
    with pytest.raises(Refused, match="amounts of F1 in minutes"):
        correct_record(installation, case, listed.line.id, LineChanges(unit=Unit.HOURS, amount=Fraction(1)), "test")
