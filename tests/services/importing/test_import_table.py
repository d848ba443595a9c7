"""Files: both kinds read the same, and what cannot be read is refused with a remedy."""
# ruff: noqa: DTZ001 - a spreadsheet knows no time zone

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from ehcp_workflow.errors import BadInput, NotFound
from ehcp_workflow.services.importing import table as table_module
from ehcp_workflow.services.importing import xlsx_file
from ehcp_workflow.services.importing.columns import match_headings
from ehcp_workflow.services.importing.dates import read_date
from ehcp_workflow.services.importing.rows import read_rows
from ehcp_workflow.services.importing.table import read_file, read_table

from .conftest import TODAY, as_csv, as_xlsx, saved

HEADINGS = ["Reference", "Council", "Request received", "Final plan sent", "Notes"]
ROWS = [["A1", "Camden", "03/09/2025", "March 2026", "Zoë’s file"], ["A2", "Devon", "", "unknown", ""]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_is_read_with_any_delimiter_in_any_usual_encoding(is_heading, delimiter, encoding):
    table = read_table("cases.csv", as_csv([HEADINGS, *ROWS], delimiter, encoding), is_heading)
    assert table.headings == tuple(HEADINGS)
    assert table.rows == ((2, tuple(ROWS[0])), (3, ("A2", "Devon", "", "unknown", None)))


def test_commas_inside_the_notes_do_not_hide_semicolons(is_heading):
    content = b"Reference;Request received;Notes\nA1;3/4/2025;one, two, three, four, five, six\n"
    assert read_table("cases.csv", content, is_heading).rows == (
        (2, ("A1", "3/4/2025", "one, two, three, four, five, six")),
    )


def test_the_note_excel_writes_about_its_delimiter_is_obeyed(is_heading):
    content = b"sep=;\r\nReference;Request received\r\nA1;3/4/2025\r\n"
    assert read_table("cases.csv", content, is_heading).rows == ((3, ("A1", "3/4/2025")),)


def test_xlsx_and_csv_of_the_same_caseload_read_the_same(known, is_heading):
    typed = [["A1", "Camden", date(2025, 9, 3), datetime(2026, 3, 1), "Zoë’s file"], ["A2", "Devon", None, "unknown"]]
    workbook = read_table("a.xlsx", as_xlsx([HEADINGS, *typed], {"C2": "dd/mm/yyyy", "D2": "mmm-yy"}), is_heading)
    text = read_table("a.csv", as_csv([HEADINGS, *ROWS]), is_heading)
    read = [list(read_rows(match_headings(table.headings, known), table.rows, TODAY)) for table in (workbook, text)]
    assert read[0] == read[1]
    assert len(read[0]) == 2
    assert not any(row.is_refused for row in read[0])


def test_row_numbers_are_those_the_spreadsheet_shows_and_blank_rows_are_skipped(is_heading):
    rows = [["My caseload 2026"], [], HEADINGS, [], ["A1", "Camden", "3/9/2025"], ["", " "], ["A2"]]
    for name, content in (("a.csv", as_csv(rows)), ("a.xlsx", as_xlsx(rows))):
        table = read_table(name, content, is_heading)
        assert table.headings == tuple(HEADINGS)
        assert [number for number, _ in table.rows] == [5, 7]
        assert {len(values) for _, values in table.rows} == {len(HEADINGS)}


def test_a_row_longer_than_the_headings_keeps_what_sticks_out(is_heading):
    table = read_table("a.csv", as_csv([["Council", "Request received"], ["Camden", "3/9/2025", "stray"]]), is_heading)
    assert table.rows == ((2, ("Camden", "3/9/2025", "stray")),)


def test_blank_headings_at_the_end_are_forgotten(is_heading):
    table = read_table("a.csv", b"Council,Request received,,,\nCamden,3/9/2025,,,\n", is_heading)
    assert table.headings == ("Council", "Request received")


def test_the_first_visible_sheet_with_known_headings_is_read(is_heading):
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append(["Totals by", "Council"])
    hidden = workbook.create_sheet("Old")
    hidden.append(HEADINGS)
    hidden.sheet_state = "hidden"
    workbook.create_sheet("Empty")
    for title in ("Caseload", "Copy"):
        workbook.create_sheet(title).append(HEADINGS)
    assert read_table("a.xlsx", saved(workbook), is_heading).sheet == "Caseload"


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("dd/mm/yyyy", datetime(2025, 3, 1)),
        ("mm-dd-yy", datetime(2025, 3, 1)),
        ("[$-809]dddd, d mmmm yyyy;@", datetime(2025, 3, 1)),
        ("yyyy\\-mm\\-dd", datetime(2025, 3, 1)),
        ("mmm-yy", "2025-03"),
        ("mmmm yyyy", "2025-03"),
        ('"day of" mmm yyyy', "2025-03"),
        ("d-mmm", "1-Mar"),
        ("h:mm", "1-Mar"),
    ],
)
def test_a_date_in_a_workbook_says_no_more_than_its_cell_shows(is_heading, number_format, shown):
    content = as_xlsx([["Council", "Request received"], ["Camden", datetime(2025, 3, 1)]], {"B2": number_format})
    assert read_table("a.xlsx", content, is_heading).rows == ((2, ("Camden", shown)),)


def test_a_day_shown_without_its_year_is_refused_because_excel_chose_the_year(is_heading):
    content = as_xlsx([["Council", "Request received"], ["Camden", datetime(2026, 3, 25)]], {"B2": "d-mmm"})
    (_, values), *_ = read_table("a.xlsx", content, is_heading).rows
    with pytest.raises(BadInput, match="no clear day, month and year"):
        read_date(values[1])


def test_a_formula_without_its_result_is_shown_and_never_taken_for_a_blank(is_heading):
    content = as_xlsx([["Council", "Request received"], ["Camden", "=A1+42"], ["Devon", date(2025, 9, 3)]])
    table = read_table("a.xlsx", content, is_heading)
    assert table.rows == ((2, ("Camden", "=A1+42")), (3, ("Devon", datetime(2025, 9, 3))))


def test_a_formula_with_its_result_gives_the_result(is_heading):
    content = as_xlsx([["Council", "Request received"], ["Camden", "=1+1"]])
    table = read_table("a.xlsx", replaced(content, b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>"), is_heading)
    assert table.rows == ((2, ("Camden", 2)),)


def replaced(content: bytes, old: bytes, new: bytes) -> bytes:
    """The same workbook with some bytes of its sheet changed."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(written, "w") as changed:
        parts = {member: package.read(member) for member in package.namelist()}
        assert any(old in part for part in parts.values())
        for member, part in parts.items():
            changed.writestr(member, part.replace(old, new))
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("cases.xls", b"x", r"ends in '\.xls'.*Save it as"),
        ("cases.pdf", b"x", r"ends in '\.pdf'"),
        ("cases", b"x", "ends in ''"),
        ("cases.csv", b"", "is empty"),
        ("cases.csv", b" \n\n", "is empty"),
        ("cases.xlsx", b"", "is empty"),
        ("cases.csv", b"\xef\xbb\xbf\n", "no row of headings"),
        ("cases.csv", b"a,b\n1,2\n", "no row of headings"),
        ("cases.csv", "Council,Request received\n".encode("utf-16"), "is not a CSV file"),
        ("cases.csv", b"PK\x03\x04\x00\x00", "is not a CSV file"),
        ("cases.csv", b"Council\n\x81\x8d\n", "characters that cannot be read"),
        ("cases.csv", b'Council,Request received\nCamden,"3/4/2025\nDevon,3/4/2025\n', "open quotation mark"),
        ("cases.csv", b'Council,Request received\nCamden,"' + b"x" * 200_000 + b'"\n', "cannot be split into cells"),
        ("cases.csv", b"x" * 200_000, "cannot be split into cells"),
        ("cases.xlsx", b"PK\x03\x04 not really", "damaged or is not an Excel workbook"),
        ("cases.xlsx", b"Council,Request received\n", "damaged or is not an Excel workbook"),
        ("cases.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600, "protected by a password"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_remedy(is_heading, name, content, says):
    with pytest.raises(BadInput, match=says):
        read_table(name, content, is_heading)


def test_a_workbook_without_any_known_heading_is_refused(is_heading):
    with pytest.raises(BadInput, match="no row of headings"):
        read_table("a.xlsx", as_xlsx([["Shoe", "Size"], [1, 2]]), is_heading)


def test_pictures_in_a_workbook_are_passed_over(is_heading):
    content = io.BytesIO(as_xlsx([HEADINGS, ["A1", "Camden", "3/4/2026"]]))
    with zipfile.ZipFile(content, "a") as package:
        package.writestr("docProps/thumbnail.jpeg", b"<!DOCTYPE of a picture")
    assert len(read_table("a.xlsx", content.getvalue(), is_heading).rows) == 1


def test_a_damaged_sheet_is_refused(is_heading):
    with pytest.raises(BadInput, match="damaged"):
        read_table("a.xlsx", replaced(as_xlsx([HEADINGS]), b"</sheetData>", b"</sheet"), is_heading)


def test_a_zip_that_is_no_workbook_is_refused(is_heading):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("hello.xml", "<hello/>")
    with pytest.raises(BadInput, match="damaged"):
        read_table("a.xlsx", written.getvalue(), is_heading)


def test_a_zip_bomb_is_refused_before_anything_is_unpacked(is_heading):
    written = io.BytesIO()
    with (
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(xlsx_file.MAX_UNPACKED_BYTES // 1_000_000 + 20):
            part.write(b"0" * 1_000_000)
    assert len(written.getvalue()) < 1_000_000
    with pytest.raises(BadInput, match="would unpack to more than 100 MB"):
        read_table("a.xlsx", written.getvalue(), is_heading)


def test_a_workbook_of_a_thousand_and_more_parts_is_refused(is_heading):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for number in range(1100):
            package.writestr(f"part{number}.xml", "")
    with pytest.raises(BadInput, match="would unpack"):
        read_table("a.xlsx", written.getvalue(), is_heading)


def test_a_workbook_that_declares_entities_is_refused(is_heading):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]><worksheet '
    with pytest.raises(BadInput, match="damaged"):
        read_table("a.xlsx", replaced(as_xlsx([HEADINGS]), b"<worksheet ", bomb), is_heading)


def test_a_file_over_the_size_limit_is_refused(is_heading, tmp_path, monkeypatch):
    monkeypatch.setattr(table_module, "MAX_BYTES", 100)
    path = tmp_path / "a.csv"
    path.write_bytes(as_csv([HEADINGS, *ROWS]) + b"x" * 100)
    with pytest.raises(BadInput, match="larger than"):
        read_file(path, is_heading)
    with pytest.raises(BadInput, match="larger than"):
        read_table("a.csv", path.read_bytes(), is_heading)


def test_too_many_rows_are_refused_before_any_is_used(is_heading):
    content = b"Council,Request received\n" + b"Camden,3/4/2025\n" * (table_module.MAX_ROWS + 1)
    with pytest.raises(BadInput, match="more than 50,000 rows"):
        read_table("a.csv", content, is_heading)


def test_too_many_columns_are_refused(is_heading):
    wide = [["Council", "Request received", *(f"Column {number}" for number in range(table_module.MAX_COLUMNS))]]
    for name, content in (("a.csv", as_csv(wide)), ("a.xlsx", as_xlsx(wide))):
        with pytest.raises(BadInput, match="more than 200 columns"):
            read_table(name, content, is_heading)


def test_a_file_on_disk_reads_like_the_same_file_in_memory(is_heading, tmp_path):
    path = tmp_path / "Caseload.CSV"
    path.write_bytes(as_csv([HEADINGS, *ROWS]))
    assert read_file(path, is_heading) == read_table(path.name, path.read_bytes(), is_heading)


def test_a_file_that_is_not_there_is_named(is_heading, tmp_path):
    with pytest.raises(NotFound, match=r"gone\.csv cannot be opened"):
        read_file(tmp_path / "gone.csv", is_heading)
