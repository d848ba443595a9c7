"""Workbooks that are small in the post and large on the desk."""

import io
import random
import zipfile

import pytest

from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.importing import xlsx_file
from ehcp_workflow.services.importing.table import TooManyRows, read_upload

from .conftest import as_csv, as_xlsx

ROWS = [["Reference", "Request received"], *([f"RD {n}", "2026-10-05"] for n in range(3))]


def with_part(name: str, content: str) -> bytes:
    """A good workbook with one more part."""
    written = io.BytesIO(as_xlsx(ROWS))
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return written.getvalue()


def test_more_words_than_fit_into_memory_are_refused(is_heading, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(xlsx_file, "_MAX_STRINGS", 100_000)
    draw = random.Random(1)
    words = "".join(f"<si><t>{draw.random()}</t></si>" for _ in range(5_000))
    with pytest.raises(BadInput, match="would unpack to more"):
        read_upload(with_part("xl/sharedStrings.xml", words), is_heading, 10)
    assert len(read_upload(with_part("xl/theme/theme2.xml", words), is_heading, 10).rows) == 3


@pytest.mark.parametrize("made", [as_csv, as_xlsx])
def test_no_more_rows_are_read_than_were_asked_for(is_heading, made):
    assert len(read_upload(made(ROWS), is_heading, 3).rows) == 3
    with pytest.raises(TooManyRows, match="more than 2 rows"):
        read_upload(made(ROWS), is_heading, 2)


@pytest.mark.parametrize("made", [as_csv, as_xlsx])
def test_where_no_heading_is_known_the_fullest_row_is_taken_for_the_headings(is_heading, made):
    rows = [["My caseload"], ["Zeichen", "Wann", "Wer"], ["RD 1", "2026-10-05", "x"], ["RD 2", "2026-10-06", ""]]
    table = read_upload(made(rows), is_heading, 10)
    assert table.headings == ("Zeichen", "Wann", "Wer")
    assert [number for number, _ in table.rows] == [3, 4]
