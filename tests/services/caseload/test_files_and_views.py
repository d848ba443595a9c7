"""The caseload as files, and views of it under a name; on both databases."""

import csv
import io
import logging

import openpyxl
import pytest

from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.services.accounts.visitor import Role, Visitor
from ehcp_workflow.services.caseload import files, views
from ehcp_workflow.services.caseload.asking import Asked
from ehcp_workflow.services.caseload.files import caseload_as_csv, caseload_as_xlsx, safe_text
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import accounts

from installations import make_case

DUE = ("request_received", "2026-10-19")  # a Monday; six weeks end on Monday 30 November 2026


@pytest.fixture
def ada(installation: Installation) -> Visitor:
    with installation.database.write() as unit:
        number = accounts.add_account(unit, "ada", "Ada", "adviser", installation.now())
    return Visitor(number, "ada", "Ada", Role.ADVISER)


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_both_files_have_the_same_cases_in_the_order_of_the_page(installation: Installation, ada: Visitor):
    undated, due = make_case(installation, people=False), make_case(installation, DUE, people=False)
    table = rows(caseload_as_csv(installation, ada, Asked()))
    book = openpyxl.load_workbook(io.BytesIO(caseload_as_xlsx(installation, ada, Asked())))
    sheet = list(book.active.iter_rows(values_only=True))
    assert [row[0] for row in table] == ["Reference", due.reference, undated.reference]
    assert [row[0] for row in sheet] == [row[0] for row in table]
    assert list(sheet[0]) == table[0]
    assert "Kim" not in str(table) + str(sheet)


def test_an_empty_list_is_a_file_of_headings(installation: Installation, ada: Visitor):
    assert len(rows(caseload_as_csv(installation, ada, Asked(flag="late")))) == 1


def test_how_many_cases_were_taken_is_logged_without_their_references(
    installation: Installation, ada: Visitor, caplog: pytest.LogCaptureFixture
):
    make_case(installation, DUE, people=False)
    with caplog.at_level(logging.INFO, files.__name__):
        caseload_as_csv(installation, ada, Asked())
    assert f"Account {ada.account_id} took 1 cases of the caseload as CSV" in caplog.text
    assert "EHC-" not in caplog.text


def test_too_many_cases_for_a_workbook_are_refused_with_the_remedy(
    installation: Installation, ada: Visitor, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(files, "XLSX_AT_MOST", 1)
    make_case(installation, DUE, people=False)
    assert caseload_as_xlsx(installation, ada, Asked())
    make_case(installation, DUE, people=False)
    with pytest.raises(Refused, match="take them as CSV"):
        caseload_as_xlsx(installation, ada, Asked())


@pytest.mark.parametrize("begins", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(begins: str):
    assert safe_text(begins) == f"'{begins}"
    assert safe_text(f"a{begins}") == f"a{begins}"


def test_a_view_keeps_filters_under_a_name_and_nobody_else_has_it(installation: Installation, ada: Visitor):
    views.save_view(installation, ada.account_id, " Late  ones ", Asked(flag="late", adviser="me"))
    (view,) = views.saved_views(installation, ada.account_id)
    assert (view.name, view.asked) == ("Late ones", "adviser=me&flag=late")
    with installation.database.write() as unit:
        other = accounts.add_account(unit, "bob", "Bob", "adviser", installation.now())
    assert views.saved_views(installation, other) == ()
    with pytest.raises(NotFound):
        views.rename_view(installation, other, view.id, "Bob's")
    with pytest.raises(NotFound):
        views.remove_view(installation, other, view.id)
    views.save_view(installation, other, "late ones", Asked(flag="late"))  # another's name may be the same
    views.rename_view(installation, ada.account_id, view.id, "LATE ONES")  # its own name in other letters
    views.remove_view(installation, ada.account_id, view.id)
    assert views.saved_views(installation, ada.account_id) == ()
    assert len(views.saved_views(installation, other)) == 1


def test_names_are_needed_short_and_given_once_and_views_are_not_without_end(
    installation: Installation, ada: Visitor, monkeypatch: pytest.MonkeyPatch
):
    views.save_view(installation, ada.account_id, "Late", Asked(flag="late"))
    for name, said in ((" ", "Enter a name"), ("x" * 61, "60 characters"), ("LATE", "already")):
        with pytest.raises(BadInput, match=said):
            views.save_view(installation, ada.account_id, name, Asked(flag="due"))
    monkeypatch.setattr(views, "VIEWS_AT_MOST", 1)
    with pytest.raises(BadInput, match="Remove one"):
        views.save_view(installation, ada.account_id, "Another", Asked(flag="due"))
