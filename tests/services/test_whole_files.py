"""A file is written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.services.whole_files import write_whole


def test_a_file_is_written_as_given_and_replaced_whole(tmp_path: Path):
    path = tmp_path / "file.csv"
    write_whole(path, "first\r\n")
    write_whole(path, "second – 2\r\n")
    assert path.read_bytes() == "second – 2\r\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_may_not_be_replaced_stays(tmp_path: Path):
    path = tmp_path / "file.csv"
    path.write_text("somebody's work")
    with pytest.raises(Refused, match=r"file\.csv is there already"):
        write_whole(path, "other", replace=False)
    assert path.read_text() == "somebody's work"


@pytest.mark.parametrize("place", ["nowhere/file.csv", "."])
def test_a_place_that_cannot_be_written_is_named_and_nothing_is_left(tmp_path: Path, place: str):
    with pytest.raises(BadInput, match="cannot be written"):
        write_whole(tmp_path / place, "text")
    assert list(tmp_path.iterdir()) == []
