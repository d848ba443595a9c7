"""Rows: the events they give, and that one bad cell refuses the whole row without naming anybody."""
# ruff: noqa: DTZ001 - a spreadsheet knows no time zone

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcp_workflow.law.when import UNKNOWN, When
from ehcp_workflow.services.importing.columns import load_columns, match_headings
from ehcp_workflow.services.importing.readings import Contacts, EventCell, Facts
from ehcp_workflow.services.importing.rows import is_example, read_row, read_rows

from .conftest import CONFIG, TODAY


@pytest.fixture
def read(known):
    def read_cells(**cells):
        headings = [heading.replace("_", " ") for heading in cells]
        return read_row(match_headings(["Concern raised", *headings], known), 7, (None, *cells.values()), TODAY)

    return read_cells


def day(*parts):
    return When.day(date(*parts))


def test_a_whole_row_is_read(known):
    headings = [column.name for column in known.columns]
    cells = dict.fromkeys(headings)
    cells |= {
        "Reference": "A1",
        "Council": "Camden",
        "Child's name": "Sam Example",
        "Date of birth": "7/5/2014",
        "Requested by": "Mum",
        "Request received": "1/9/2025",
        "Request sent": "29/8/2025",
        "Advice requested (EP)": "March 2026",
        "Review decision": datetime(2026, 3, 9),
        "Review outcome": "amended",
        "Final plan sent": "unknown",
        "Parent's email": "parent@example.org",
        "Parent agreed to reminders": "Yes",
        "Adviser's email": "adviser@example.org",
        "Source": "letters",
        "Notes": "none",
    }
    row = read_row(match_headings(headings, known), 7, tuple(cells.values()), TODAY)
    assert (row.row_number, row.reference, row.council, row.source, row.notes) == (7, "A1", "Camden", "letters", "none")
    assert row.facts == Facts("Sam Example", date(2014, 5, 7), "parent")
    assert row.contacts == Contacts("parent@example.org", True, "adviser@example.org")
    assert row.events == (
        EventCell("request_received", day(2025, 9, 1), None, {}, {"sent_on": day(2025, 8, 29)}, "Request received"),
        EventCell(
            "advice_request_received", When.month(2026, 3), "educational_psychology", {}, {}, "Advice requested (EP)"
        ),
        EventCell("final_plan_sent", UNKNOWN, None, {}, {}, "Final plan sent"),
        EventCell("review_decision_notified", day(2026, 3, 9), None, {"outcome": "amend"}, {}, "Review decision"),
    )
    assert row.problems == ()
    assert not row.is_refused


def test_each_date_column_gives_its_own_event(known):
    dated = [column for column in known.columns if column.reads == "date" and not column.fills.is_companion]
    matched = match_headings([column.name for column in dated], known)
    row = read_row(matched, 2, ("3/4/2026",) * len(dated), TODAY)
    assert [(event.kind, event.about, event.column) for event in row.events] == [
        (column.fills.event, column.fills.about, column.name) for column in dated
    ]
    assert len({(event.kind, event.about) for event in row.events}) == len(dated)


def test_an_unreadable_date_refuses_the_row_and_names_the_cell(read):
    row = read(Council="Camden", Request_received="04/25/2026", Final_plan_sent="1/9/2026")
    assert row.is_refused
    (problem,) = row.problems
    assert (problem.column, problem.shown) == ("Request received", "04/25/2026")
    assert str(problem) == (
        "'Request received' '04/25/2026' has no month 25. Write the day before the month, as in 25/4/2026."
    )


def test_every_problem_of_a_row_is_found_at_once(read):
    row = read(Request_received="soon", Requested_by="them", Date_of_birth="x", Parents_email="y", Final_plan_sent="z")
    assert [problem.column for problem in row.problems] == [
        "Request received",
        "Requested by",
        "Date of birth",
        "Parent's email",
        "Final plan sent",
    ]


def test_an_event_in_the_future_has_not_happened_and_refuses_the_row(read):
    (problem,) = read(Request_received="23/11/2026").problems
    assert problem.what == "is in the future (today is Sunday 22 November 2026)"


@pytest.mark.parametrize("cell", ["22/11/2026", "November 2026", "20/11/2026 - 30/11/2026", "unknown"])
def test_today_and_anything_that_may_have_happened_is_kept(read, cell):
    assert not read(Request_received=cell).is_refused


@pytest.mark.parametrize("cell", ["December 2026", "1/12/2026 - 3/12/2026"])
def test_a_month_or_range_wholly_in_the_future_refuses_the_row(read, cell):
    assert read(Request_received=cell).is_refused


def test_a_date_of_birth_in_the_future_is_a_slip_and_refuses_the_row(read):
    (problem,) = read(Date_of_birth="7/5/2062").problems
    assert (problem.column, problem.shown, problem.what) == ("Date of birth", None, "is in the future")


@pytest.mark.parametrize(
    "cells",
    [
        {"Parents_email": "Sam Secret sam.secret@"},
        {"Date_of_birth": "Secret 2014"},
        {"Request_received": "Sam Secret"},
        {"Requested_by": "Mrs Secret"},
        {"Childs_name": "=Secret!A1"},
        {"Council": "=Secret"},
        {"Parent_agreed_to_reminders": "ask Secret"},
    ],
)
def test_a_problem_never_repeats_what_could_be_a_name_or_an_address(read, cells):
    row = read(**cells)
    assert row.is_refused
    assert "Secret" not in " ".join(map(str, row.problems))
    assert "Secret" not in repr(row.problems)


def test_names_and_addresses_stay_out_of_what_a_log_would_show(read):
    row = read(Childs_name="Sam Secret", Parents_email="secret@example.org", Notes="Secret", Date_of_birth="7/5/2014")
    assert not row.is_refused
    assert "secret" not in repr(row).lower()
    assert "2014" not in repr(row)


def test_an_outcome_without_its_date_refuses_the_row(read):
    (problem,) = read(Review_decision="", Review_outcome="keep").problems
    assert problem.column == "Review outcome"
    assert "under 'Review decision'" in problem.remedy


def test_an_outcome_in_a_file_without_the_date_column_refuses_the_row(read):
    (problem,) = read(Review_outcome="keep").problems
    assert "in a column of its own" in problem.remedy


def test_an_outcome_beside_an_unreadable_date_has_one_problem_only(read):
    (problem,) = read(Review_decision="soon", Review_outcome="keep").problems
    assert problem.column == "Review decision"


def test_a_decision_without_an_outcome_is_kept_without_one(read):
    (event,) = read(Review_decision="1/9/2026", Review_outcome="").events
    assert event.options == {}


def test_a_request_sent_but_not_received_refuses_the_row(read):
    (problem,) = read(Request_received=None, Request_sent="1/9/2026").problems
    assert (problem.column, problem.what) == ("Request sent", "is given, but the date it belongs to is blank")


def test_a_cell_beyond_the_headings_refuses_the_row_because_all_may_have_moved(known):
    matched = match_headings(["Council", "Request received"], known)
    (problem,) = read_row(matched, 2, ("Camden", "1/9/2026", "stray"), TODAY).problems
    assert (problem.column, problem.shown) == (None, None)
    assert str(problem).startswith("this row has more cells than there are headings")
    assert not read_row(matched, 2, ("Camden", "1/9/2026", " "), TODAY).is_refused


def test_unknown_columns_are_not_read(known):
    matched = match_headings(["Request received", "Shoe size"], known)
    assert not read_row(matched, 2, ("1/9/2026", "=1"), TODAY).is_refused


def test_a_row_shorter_than_the_headings_is_blank_there(known):
    matched = match_headings(["Request received", "Council"], known)
    assert read_row(matched, 2, ("1/9/2026",), TODAY).council is None


def test_the_caller_decides_which_addresses_may_be_used(known):
    matched = match_headings(["Request received", "Adviser's email"], known)
    row = read_row(matched, 2, ("1/9/2026", "a@example.org"), TODAY, accepts_email=lambda _: False)
    assert row.is_refused


def test_examples_and_rows_that_say_nothing_are_skipped(known):
    matched = match_headings(["Reference", "Request received", "Shoe size"], known)
    rows = (
        (2, ("EXAMPLE 1", "1/9/2026", None)),
        (3, (None, None, "41")),
        (4, ("A1", "1/9/2026", None)),
        (5, ("EXAMPLES-4", "1/9/2026", None)),
        (6, ("Example school", "1/9/2026", None)),
    )
    assert [row.row_number for row in read_rows(matched, rows, TODAY)] == [4, 5, 6]


def test_a_file_without_references_has_no_examples(known):
    assert not is_example(match_headings(["Request received"], known), ("1/9/2026",))


CELLS = st.one_of(
    st.none(), st.text(max_size=20), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times()
)


@given(st.lists(CELLS, min_size=37, max_size=37))
def test_whatever_the_cells_hold_a_row_is_read_or_refused_and_never_raises(cells):
    known = load_columns(CONFIG / "import_columns.yaml")
    row = read_row(match_headings([column.name for column in known.columns], known), 2, tuple(cells), TODAY)
    assert all(event.when.earliest is None or event.when.earliest <= TODAY for event in row.events)
