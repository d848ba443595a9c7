"""Bringing in term dates: what is kept, what is refused whole, and which cases are looked at again. Both databases."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from ehcp_workflow.errors import BadInput, NotFound
from ehcp_workflow.services import checks
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.terms.bringing_in import bring_in, find_owner
from ehcp_workflow.services.terms.csv_events import TEMPLATE
from ehcp_workflow.services.terms.known import term_calendars
from ehcp_workflow.services.terms.listing import calendar_of, list_calendars

from installations import make_case, on_day


def _file(folder: Path, content: str, name: str = "terms.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def _known(installation: Installation, owner: str):
    with installation.database.read() as unit:
        return term_calendars(installation, unit)[owner]


def test_a_new_year_stands_beside_the_shipped_ones(installation: Installation, tmp_path: Path):
    """The template: 73, 54 and 66 school days, counted by hand with its training day, May Day and its closed day."""
    done = bring_in(installation, _file(tmp_path, TEMPLATE), "Solihull", "test")
    assert [done.read.school_days(t.days.first, t.days.last) for t in done.read.terms] == [73, 54, 66]
    assert len(done.change.added) == 193
    assert done.change.removed == ()
    known = _known(installation, "334")
    assert (known.known_from, known.known_to) == (date(2024, 9, 1), date(2027, 8, 31))
    assert known.is_school_day(date(2025, 9, 1))
    assert not known.is_school_day(date(2026, 9, 1))


def test_a_process_that_runs_sees_an_import_at_once(installation: Installation, tmp_path: Path):
    assert _known(installation, "334").known_to == date(2026, 8, 31)
    bring_in(installation, _file(tmp_path, TEMPLATE), "334", "test")
    assert _known(installation, "334").known_to == date(2027, 8, 31)


def test_a_dry_run_keeps_nothing_and_marks_nothing(installation: Installation, tmp_path: Path):
    make_case(installation)
    done = bring_in(installation, _file(tmp_path, TEMPLATE), "202", "test", dry_run=True)
    assert (done.cases, done.stored) == (1, False)
    with pytest.raises(NotFound):
        calendar_of(installation, "202")


def test_cases_of_the_council_are_worked_out_again_and_no_others(installation: Installation, tmp_path: Path):
    tuesday = on_day(installation, "2026-11-24")
    make_case(tuesday, ("request_received", "2026-11-02"))
    checks.check_deadlines(tuesday)
    checks.check_silence(tuesday)
    assert checks.check_deadlines(tuesday).looked_at == 0
    assert bring_in(tuesday, _file(tmp_path, TEMPLATE), "334", "test").cases == 0
    assert checks.check_deadlines(tuesday).looked_at == 0
    assert bring_in(tuesday, _file(tmp_path, TEMPLATE), "Camden", "test").cases == 1
    assert checks.check_deadlines(tuesday).looked_at == 1


def test_a_school_is_known_by_its_code_and_its_title(installation: Installation, tmp_path: Path):
    bring_in(installation, _file(tmp_path, TEMPLATE), "school:oak", "test", title="Oak School")
    found = calendar_of(installation, "school:oak")
    assert found.title == "Oak School"
    assert any(one.owner == "school:oak" and one.inset == 1 for one in list_calendars(installation))


def test_everything_wrong_is_said_at_once_with_its_line_and_nothing_is_kept(installation: Installation, tmp_path: Path):
    """2 September 2024 was a Monday; June has 30 days; 7 September 2024 was a Saturday."""
    wrong = "Event,Start,End\nAutumn term,Tuesday 2 September 2024,31 June 2025\nINSET day,32/9/2024,\n"
    with pytest.raises(BadInput) as refused:
        bring_in(installation, _file(tmp_path, wrong), "school:oak", "test")
    assert [line.split(": ")[0] for line in str(refused.value).splitlines()] == [
        "terms.csv:2", "terms.csv:2", "terms.csv:3"]  # fmt: skip
    with installation.database.read() as unit:
        assert unit.scalar(text("SELECT count(*) FROM term_calendars")) == 0


def test_a_row_a_term_with_its_half_term_in_columns_of_its_own(installation: Installation, tmp_path: Path):
    rows = "Term;Starts;Ends;Half term\nSpring 2027;04/01/2027;25/03/2027;15 to 19 February 2027\n"
    found = bring_in(installation, _file(tmp_path, rows), "school:oak", "test").calendar
    assert found.terms[0].half_term is not None
    assert (found.terms[0].half_term.first, found.terms[0].half_term.last) == (date(2027, 2, 15), date(2027, 2, 19))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("terms.csv", "a,b\n1,2\n", "no row of headings"),
        ("terms.csv", "What,First day\nHalf term,\n", "first day is missing"),
        ("terms.csv", "What,First day\n,1/9/2026\n", "nothing says what this is"),
        ("terms.csv", "What,First day,Last day\nTerm,1/9/2026,1/8/2026\n", "before it begins"),
        ("terms.csv", "What,First day\nINSET,1/9/2026\n", "there is no term in it"),
        ("terms.csv", "What,First day\n" + "INSET,1/9/2026\n" * 2001, "more than 2000 rows"),
        ("terms.pdf", "x", "ends in '.pdf'"),
        ("terms.csv", "x" * 1024 * 1025, "larger than 1 MB"),
    ],
)
def test_what_cannot_be_read_is_refused(installation: Installation, tmp_path: Path, name: str, content: str, says: str):
    with pytest.raises(BadInput, match=says):
        bring_in(installation, _file(tmp_path, content, name), "school:oak", "test")


def test_a_term_left_out_is_refused(installation: Installation, tmp_path: Path):
    """From Friday 27 March to Tuesday 1 September 2026 there is no school without a summer term."""
    rows = "What,First day,Last day\nSpring,5/1/2026,27/3/2026\nAutumn,1/9/2026,18/12/2026\n"
    with pytest.raises(BadInput, match="there is no term between"):
        bring_in(installation, _file(tmp_path, rows), "334", "test")


def test_an_owner_nobody_knows_a_missing_file_and_unknown_dates_are_named(installation: Installation, tmp_path: Path):
    with pytest.raises(BadInput, match="no council we know and no school"):
        find_owner("Nowhere Shire")
    with pytest.raises(NotFound, match="cannot be opened"):
        bring_in(installation, tmp_path / "none.csv", "334", "test")
    with pytest.raises(NotFound, match="not known"):
        calendar_of(installation, "202")
