"""A file of what was delivered goes into the log once, a verdict a row."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from scenes import rows

from ehcp_workflow.cases.section_f.entry import By, EntryKind, Source
from ehcp_workflow.cases.section_f.line import Per, Unit
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.checks import check_deadlines
from ehcp_workflow.services.importing.verdicts import Outcome
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.provision.checks import NewEntry, NewLine
from ehcp_workflow.services.provision.correcting import withdraw
from ehcp_workflow.services.provision.importing.filing import import_log, write_log_template
from ehcp_workflow.services.provision.listing import read_section_f
from ehcp_workflow.services.provision.recording import add_line, log_delivery

from installations import make_case

HOURS = NewLine("F1", "speech_and_language", Fraction(1), Unit.HOURS, Per.WEEK)
HEAD = "What happened,Date,Line,Amount,Unit,Because of,Equivalent,From,To,Notes\n"


@pytest.fixture
def case(installation: Installation) -> str:
    """A case with a final plan of Tuesday 1 September 2026 and one line in hours; today is Monday 23 November 2026."""
    reference = make_case(installation, ("final_plan_sent", "2026-09-01")).reference
    add_line(installation, reference, HOURS, "test")
    return reference


def write(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "log.csv"
    path.write_text(head + "\n".join(rows) + "\n")
    return path


def outcomes(installation: Installation, case: str, path: Path, *, dry_run: bool = False) -> list[Outcome]:
    return [v.outcome for v in import_log(installation, case, path, "test", dry_run=dry_run).verdicts]


def test_rows_become_entries_in_the_lines_own_unit(installation: Installation, case: str, tmp_path: Path):
    path = write(
        tmp_path,
        "delivered,16/9/2026,f1,45,minutes",
        "partly,18/9/2026,F1,30 mins",
        "cancelled,,F1,,,therapist,,21/9/2026,25/9/2026,no cover",
        "made up,2/10/2026,F1,1/2,,,yes",
    )
    assert outcomes(installation, case, path) == [Outcome.IMPORTED] * 4
    entries = [listed.entry for listed in read_section_f(installation, case).entries]
    assert [entry.kind for entry in entries] == list(EntryKind)[:4]
    assert [entry.amount for entry in entries] == [Fraction(3, 4), Fraction(1, 2), None, Fraction(1, 2)]
    assert (entries[2].first, entries[2].last, entries[2].by) == (date(2026, 9, 21), date(2026, 9, 25), By.PROVIDER)
    assert entries[3].equivalent is True
    assert {entry.source for entry in entries} == {Source.FILE}
    assert read_section_f(installation, case).entries[2].note == "no cover"


def test_a_file_read_twice_adds_nothing_and_equal_rows_are_as_many_deliveries(
    installation: Installation, case: str, tmp_path: Path
):
    row = "delivered,16/9/2026,F1,30,minutes"
    path = write(tmp_path, row, row)
    assert outcomes(installation, case, path) == [Outcome.IMPORTED] * 2
    assert outcomes(installation, case, path) == [Outcome.UNCHANGED] * 2
    reworded = write(tmp_path, "delivered,16/9/2026,F1,1/2,hours,,,,,a new note", row)
    assert outcomes(installation, case, reworded) == [Outcome.UNCHANGED] * 2
    assert len(read_section_f(installation, case).entries) == 2


def test_what_was_taken_back_does_not_return_with_the_file(installation: Installation, case: str, tmp_path: Path):
    path = write(tmp_path, "delivered,16/9/2026,F1,1")
    outcomes(installation, case, path)
    withdraw(installation, case, read_section_f(installation, case).entries[0].entry.id, "test")
    assert outcomes(installation, case, path) == [Outcome.UNCHANGED]
    assert read_section_f(installation, case).entries == ()


def test_a_dry_run_says_the_same_and_stores_nothing(installation: Installation, case: str, tmp_path: Path):
    path = write(tmp_path, "delivered,16/9/2026,F1,1", "delivered,17/9/2026,F9,1")
    said = outcomes(installation, case, path, dry_run=True)
    assert read_section_f(installation, case).entries == ()
    assert outcomes(installation, case, path) == said == [Outcome.IMPORTED, Outcome.REFUSED]


def test_a_row_over_days_that_the_log_has_already_is_pointed_out(installation: Installation, case: str, tmp_path: Path):
    week = NewEntry("F1", EntryKind.MISSED, date(2026, 9, 14), date(2026, 9, 18))
    log_delivery(installation, case, week, "test")
    (verdict,) = import_log(installation, case, write(tmp_path, "delivered,16/9/2026,F1,1"), "test").verdicts
    assert verdict.outcome is Outcome.NEEDS_ATTENTION
    assert "another entry for F1 from Monday 14 September 2026" in verdict.remarks[0]


@pytest.mark.parametrize(("day", "outcome"), [(18, Outcome.NEEDS_ATTENTION), (19, Outcome.IMPORTED)])
def test_days_of_an_entry_include_its_last(
    installation: Installation, case: str, tmp_path: Path, day: int, outcome: Outcome
):
    week = NewEntry("F1", EntryKind.MISSED, date(2026, 9, 14), date(2026, 9, 18))
    log_delivery(installation, case, week, "test")
    assert outcomes(installation, case, write(tmp_path, f"delivered,{day}/9/2026,F1,1")) == [outcome]


def test_what_a_file_brings_to_be_told_waits_for_a_person(installation: Installation, case: str, tmp_path: Path):
    """Two weeks missed and nothing since: the family and the adviser are to be told when somebody accepts it."""
    add_line(installation, case, replace(HOURS, code="F2", term_time=False), "test")
    (before,) = rows(installation, "SELECT max(id) FROM outbox")
    path = write(tmp_path, "cancelled,,F2,,,therapist,,14/9/2026,25/9/2026")
    assert outcomes(installation, case, path) == [Outcome.IMPORTED]
    check_deadlines(installation)
    assert set(rows(installation, f"SELECT state FROM outbox WHERE id > {before[0]}")) == {("held",)}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("delivered,16/9/2026,F2,1", "no line 'F2'"),
        ("delivered,24/11/2026,F1,1", "in the future"),
        ("delivered,September 2026,F1,1", "Date: 'September 2026' is not one day"),
        ("delivered,16/9/2026,F1,25", "25 hours in 1 day"),
        ("delivered,16/9/2026,F1,2,sessions", "F1 is in hours, not in sessions"),
        ("delivered,16/9/2026,F1,45 minutes,hours", "Amount says minutes and Unit says hours"),
        ("delivered,16/9/2026,F1,much", "Amount: 'much' is not"),
        ("perhaps,16/9/2026,F1", "What happened: 'perhaps' is not"),
        ("delivered,,F1,1", "either Date, or both From and To"),
        ("delivered,,F1,1,,,,14/9/2026", "either Date, or both From and To"),
        ("delivered,16/9/2026,,1", "the code of its line"),
        ("agreed gap,16/9/2026,F1", "who agreed"),
        ("catch up,16/9/2026,F1,1", "Say which"),
    ],
)
def test_a_row_that_cannot_be_is_refused_whole(
    installation: Installation, case: str, tmp_path: Path, row: str, problem: str
):
    path = write(tmp_path, row, "delivered,18/9/2026,F1,1")
    refused, good = import_log(installation, case, path, "test").verdicts
    assert (refused.row, refused.outcome, good.outcome) == (2, Outcome.REFUSED, Outcome.IMPORTED)
    assert problem in refused.remarks[0]
    assert [listed.entry.first for listed in read_section_f(installation, case).entries] == [date(2026, 9, 18)]


def test_a_file_without_days_is_refused(installation: Installation, case: str, tmp_path: Path):
    with pytest.raises(BadInput, match="'Date' or both 'From' and 'To'"):
        import_log(installation, case, write(tmp_path, "F1,missed", head="Line,What happened\n"), "test")


def test_an_xlsx_from_the_template_is_read_and_its_examples_are_not(
    installation: Installation, case: str, tmp_path: Path
):
    path = tmp_path / "log.xlsx"
    write_log_template(installation, path)
    assert import_log(installation, case, path, "test").verdicts == ()
    book: Workbook = load_workbook(path)
    book["Delivered"].append(["F1", date(2026, 9, 16), None, None, "delivered", 0.75])
    book.save(path)
    assert outcomes(installation, case, path) == [Outcome.IMPORTED]
    (listed,) = read_section_f(installation, case).entries
    assert (listed.entry.first, listed.entry.amount) == (date(2026, 9, 16), Fraction(3, 4))
