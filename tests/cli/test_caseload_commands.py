"""`ehcp caseload`: the whole caseload at a glance, and bringing one in from a spreadsheet."""

import shlex
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from ehcp_workflow.services.importing.template import SHEET

from .conftest import Terminal, write_csv

HEADINGS = ("Reference", "Council", "Child's name", "Request received", "Request sent")
GOOD = ("RD 1", "Camden", "Kim Fictional", "05/10/2026", None)
VAGUE = ("RD 2", "Devon", None, "unknown", None)
WRONG = ("RD 3", "Camden", None, "32/10/2026", None)


@pytest.fixture
def caseload(tmp_path: Path) -> Path:
    """A file with a row of each kind: good, one that needs attention, and one that cannot be read."""
    return write_csv(tmp_path / "our caseload.csv", HEADINGS, GOOD, VAGUE, WRONG)


def write_xlsx(path: Path, *rows: Sequence[object]) -> Path:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.worksheets[0].append(list(row))
    workbook.save(path)
    return path


def outcomes(said: dict) -> list[str]:
    return [row["outcome"] for row in said["rows"]]


def test_the_board_shows_every_case_with_its_next_date_soonest_first(ehcp: Terminal, requested: str):
    ehcp("case open --council Devon")
    said = ehcp("caseload board")
    assert said.startswith("Caseload on Monday 23 November 2026")
    # Monday 5 October and six weeks: Monday 16 November 2026.
    late = f"{requested} Camden Local authority decision: stalled, 1 late Monday 16 November 2026 (7 days ago) REQ-02"
    assert said.index(late) < said.index("EHC-2026-0002 Devon")
    assert "no date running" in said
    assert said.endswith("2 cases, 1 with something late.")


def test_the_board_of_another_day_is_that_days(ehcp: Terminal, requested: str):
    said = ehcp("caseload board --as-at 2026-11-16")
    assert said.startswith("Caseload on Monday 16 November 2026")
    assert "Monday 16 November 2026 (today) REQ-02" in said
    assert said.endswith("1 cases, 0 with something late.")


def test_programs_read_the_board_as_json(ehcp: Terminal, requested: str):
    (line,) = ehcp.json("caseload board")
    assert line["due"] == {"earliest": "2026-11-16", "latest": "2026-11-16"}
    assert (line["reference"], line["state"], line["days"], line["late"]) == (requested, "overdue", -7, 1)
    (before,) = ehcp.json("caseload board --as-at 2026-11-15")
    assert (before["state"], before["days"], before["late"]) == ("due_soon", 1, 0)


def test_each_row_of_a_file_has_its_verdict_and_a_refused_one_fails_the_command(ehcp: Terminal, caseload: Path):
    said = ehcp(f"caseload import '{caseload}'", code=1)
    assert "Row 3 EHC-2026-0002 needs attention: It is not known when this happened" in said
    assert "Row 4 refused: 'Request received' '32/10/2026'" in said
    assert "Row 2" not in said
    assert said.endswith("1 imported, 1 needs attention, 1 refused.")
    assert [line["reference"] for line in ehcp.json("caseload board")] == ["EHC-2026-0001", "EHC-2026-0002"]


def test_importing_a_file_again_changes_nothing(ehcp: Terminal, tmp_path: Path):
    file = write_csv(tmp_path / "cases.csv", HEADINGS, GOOD, VAGUE)
    assert ehcp(f"caseload import {file}").endswith("1 imported, 1 needs attention.")
    before = ehcp.stored()
    assert ehcp(f"caseload import {file}") == "2 unchanged."
    assert ehcp.stored() == before


def test_a_dry_run_says_what_would_happen_and_stores_nothing(ehcp: Terminal, caseload: Path):
    ehcp("case list")
    before = ehcp.stored()
    dry = ehcp.json(f"caseload import '{caseload}' --dry-run", code=1)
    assert (dry["dry_run"], outcomes(dry)) == (True, ["imported", "needs attention", "refused"])
    assert "Dry run, nothing stored: 1 imported, 1 needs attention, 1 refused." in ehcp(
        f"caseload import '{caseload}' --dry-run", code=1
    )
    assert ehcp.stored() == before
    wet = ehcp.json(f"caseload import '{caseload}'", code=1)
    assert wet == {**dry, "dry_run": False}
    assert ehcp.stored() != before


def test_a_spreadsheet_comes_in_like_a_csv_file(ehcp: Terminal, tmp_path: Path):
    said = ehcp.json(f"caseload import {write_xlsx(tmp_path / 'cases.xlsx', HEADINGS, GOOD, VAGUE)}")
    assert said["counts"] == {"imported": 1, "needs attention": 1}
    assert [row["reference"] for row in said["rows"]] == ["EHC-2026-0001", "EHC-2026-0002"]
    file = write_csv(tmp_path / "cases.csv", HEADINGS, GOOD, VAGUE)
    assert outcomes(ehcp.json(f"caseload import {file}")) == ["unchanged", "unchanged"]


def test_the_template_brings_in_nothing_until_it_is_filled_in(ehcp: Terminal, tmp_path: Path):
    out = tmp_path / "our cases.xlsx"
    said = ehcp.exactly(f"caseload template '{out}'")
    typed_back = said.strip().partition("then: ehcp ")[2]
    assert ehcp(typed_back) == "no rows."
    workbook = openpyxl.load_workbook(out)
    headings = [cell.value for cell in workbook[SHEET][1]]
    workbook[SHEET].append([dict(zip(HEADINGS, GOOD, strict=True)).get(heading) for heading in headings])
    workbook.save(out)
    assert ehcp(typed_back) == "1 imported."


@pytest.mark.parametrize("width", [40, 240])
def test_the_command_that_settles_a_difference_works_as_it_is_printed(ehcp: Terminal, tmp_path: Path, width: int):
    headings = ("Reference", "Request received", "Request sent", "Review decision", "Review outcome")
    ehcp(f"caseload import {write_csv(tmp_path / 'a.csv', headings, ('RD 1', '2026-10-05', None, '2026-11-02', None))}")
    fuller = write_csv(tmp_path / "b.csv", headings, ("RD 1", "2026-10-06", "2026-10-01", "2026-11-02", "amend"))
    ehcp.width(width)
    said = ehcp.exactly(f"caseload import {fuller}")
    commands = [line.partition("If the file is right: ehcp ")[2] for line in said.splitlines() if "If the file" in line]
    assert [shlex.split(command)[4:] for command in commands] == [
        ["--on", "2026-10-06", "--date", "sent_on=2026-10-01"],
        ["--on", "2026-11-02", "--option", "outcome=amend"],
    ]
    for command in commands:
        ehcp(command)
    assert ehcp(f"caseload import {fuller}") == "1 unchanged."
    events = ehcp.json("case show 'RD 1'")["events"]
    assert [(event["on"], event["options"]) for event in events] == [
        ("2026-10-06", {}),
        ("2026-11-02", {"outcome": "amend"}),
    ]


def test_a_column_we_do_not_know_is_named_as_the_file_writes_it(ehcp: Terminal, tmp_path: Path):
    file = write_csv(tmp_path / "a.csv", (*HEADINGS, "Sign [star]", "Odd [/x]"), (*GOOD, "Leo", "no"))
    said = ehcp(f"caseload import {file}")
    assert "The column 'Sign [star]' is not one we know; nothing was read from it." in said
    assert "The column 'Odd [/x]' is not one we know" in said
    assert said.endswith("1 imported.")


def test_a_file_without_rows_is_no_trouble(ehcp: Terminal, tmp_path: Path):
    assert ehcp(f"caseload import {write_csv(tmp_path / 'a.csv', HEADINGS)}") == "no rows."


def test_a_heading_nobody_knows_is_matched_by_hand(ehcp: Terminal, tmp_path: Path):
    path = shlex.quote(str(write_csv(tmp_path / "odd.csv", ("Ref", "When it came in"), ("RD 1", "05/10/2026"))))
    assert "no case could start" in ehcp.refused(f"caseload import {path}", 2)
    said = ehcp(f'caseload import {path} --column "When it came in=Request received"')
    assert said == "1 imported."
    assert "Monday 5 October 2026" in ehcp("case show 'RD 1'")


def test_a_heading_can_be_left_out_by_hand(ehcp: Terminal, tmp_path: Path):
    path = shlex.quote(
        str(write_csv(tmp_path / "a.csv", ("Ref", "Name", "Request received"), ("RD 1", "Kim", "05/10/2026")))
    )
    ehcp(f'caseload import {path} --column "Name="')
    assert "Kim" not in ehcp("case show 'RD 1'")


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("Ref", "is not of the form"),
        ("Nothing=Reference", "no heading 'Nothing'"),
        ("Ref=Request recieved", "Did you mean 'Request received'?"),
        ("Ref=Council", "both mean 'Council'"),
    ],
)
def test_what_cannot_be_matched_says_why(ehcp: Terminal, tmp_path: Path, column: str, words: str):
    path = shlex.quote(
        str(write_csv(tmp_path / "a.csv", ("Ref", "Council", "Request received"), ("1", "Leeds", "05/10/2026")))
    )
    assert words in ehcp.refused(f'caseload import {path} --column "{column}"', 2)
