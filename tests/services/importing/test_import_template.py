"""The template: our own reader understands it, and Excel will not spoil what is typed into it."""

import openpyxl
import pytest

from ehcp_workflow.services.importing.columns import match_headings
from ehcp_workflow.services.importing.rows import read_row, read_rows
from ehcp_workflow.services.importing.table import read_file
from ehcp_workflow.services.importing.template import HELP_SHEET, SHEET, write_template

from .conftest import TODAY


@pytest.fixture
def template(known, tmp_path):
    path = tmp_path / "template.xlsx"
    write_template(path, known)
    return path


def test_the_template_is_read_without_a_problem_and_its_examples_are_skipped(template, known, is_heading):
    table = read_file(template, is_heading)
    matched = match_headings(table.headings, known)
    assert table.sheet == SHEET
    assert matched.unknown == ()
    assert len(table.rows) == 2
    assert list(read_rows(matched, table.rows, TODAY)) == []


def test_the_examples_show_rows_that_would_be_accepted(template, known, is_heading):
    table = read_file(template, is_heading)
    matched = match_headings(table.headings, known)
    rows = [read_row(matched, number, values, TODAY) for number, values in table.rows]
    assert [row.problems for row in rows] == [(), ()]
    assert {event.when.precision for row in rows for event in row.events} == {"day", "month", "unknown"}


def test_a_row_typed_below_the_examples_is_read(template, known, is_heading):
    workbook = openpyxl.load_workbook(template)
    workbook[SHEET].append(["A1", "Camden", None, None, "parent", "3/4/2026"])
    workbook.save(template)
    table = read_file(template, is_heading)
    (row,) = read_rows(match_headings(table.headings, known), table.rows, TODAY)
    assert (row.row_number, row.reference, row.problems) == (4, "A1", ())


def test_the_headings_stay_in_sight_and_closed_lists_are_offered(template, known):
    sheet = openpyxl.load_workbook(template)[SHEET]
    assert sheet.freeze_panes == "B2"
    offered = {str(validation.sqref): validation.formula1 for validation in sheet.data_validations.dataValidation}
    assert sorted(offered.values()) == ['"keep,amend,cease"', '"parent,young person,school,other"', '"yes,no"']
    assert all(place.endswith("50001") for place in offered)


def test_example_dates_are_dates_and_empty_cells_have_no_format_that_turns_a_month_into_a_day(template, known):
    sheet = openpyxl.load_workbook(template)[SHEET]
    place = [column.name for column in known.columns].index("Request received") + 1
    assert sheet.cell(2, place).number_format == "dd/mm/yyyy"
    assert sheet.cell(4, place).number_format == "General"


def test_the_help_explains_every_column(template, known):
    rows = list(openpyxl.load_workbook(template)[HELP_SHEET].iter_rows(values_only=True))
    explained = {row[0]: row[1] for row in rows}
    assert all(explained[column.name] == column.help for column in known.columns)


def test_without_columns_of_its_own_the_template_shows_the_installation_s(tmp_path, known, is_heading):
    write_template(tmp_path / "t.xlsx")
    assert len(read_file(tmp_path / "t.xlsx", is_heading).headings) == len(known.columns)
