"""YAML that people sign: what it says is what is read, and every mistake is named with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.yaml_source import Entry, entries_of, read_yaml


def _read(folder: Path, text: str | bytes) -> Entry:
    path = folder / "file.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_yaml(path)


def test_every_entry_knows_its_file_and_line(tmp_path: Path):
    document = _read(tmp_path, "rules:\n  - id: one\n  - id: two\n")
    assert [entry.place for entry in document["rules"]] == ["file.yaml:2", "file.yaml:3"]


def test_words_that_older_yaml_reads_as_true_or_false_stay_words(tmp_path: Path):
    document = _read(tmp_path, "on: off\nanswer: yes\nbinds: true\nended: False\n")
    assert document == {"on": "off", "answer": "yes", "binds": True, "ended": False}


def test_hours_stay_hours_and_numbers_stay_numbers(tmp_path: Path):
    document = _read(tmp_path, "to: 20:00\ncode: 007\ndays: [-14, 0, 28]\nshare: 1.5\nday: 2027-01-04\n")
    assert document == {"to": "20:00", "code": "007", "days": [-14, 0, 28], "share": 1.5, "day": date(2027, 1, 4)}


def test_an_anchor_is_read_where_it_is_used(tmp_path: Path):
    document = _read(tmp_path, "one: &same {a: 1}\nother: *same\n")
    assert document["one"] == document["other"] == {"a": 1}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: 1\nb: 2\na: 3\n", r"file\.yaml:3: the key 'a' is given twice"),
        ("x:\n  - {b: 1, b: 2}\n", r"file\.yaml:2: the key 'b' is given twice"),
        ("plain: {{ name }}\n", r"file\.yaml:1: a key must be a word"),
        ("2027: x\n", r"file\.yaml:1: a key must be a word"),
        ("a: [1, 2\nb: 3\n", r"file\.yaml:\d: this is not YAML"),
        ("a: !unheard_of 1\n", r"file\.yaml:1: this is not YAML"),
        ("a: \x01\n", r"file\.yaml: this is not YAML"),
        (b"a: caf\xe9\n", r"file\.yaml: this is not UTF-8"),
        ("- one\n- two\n", r"file\.yaml: the file must hold a mapping"),
        ("", r"file\.yaml: the file must hold a mapping"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(text: str | bytes, says: str, tmp_path: Path):
    with pytest.raises(BadConfiguration, match=says):
        _read(tmp_path, text)


def test_a_missing_file_is_named_with_the_remedy(tmp_path: Path):
    with pytest.raises(BadConfiguration, match="Restore the file, or check EHCP_CONFIG_DIR"):
        read_yaml(tmp_path / "gone.yaml")


def test_what_a_program_says_has_its_path_where_a_file_has_its_lines():
    said = entries_of({"case": {"born": "2018-05-04"}, "events": [{"happened": "request_received"}, "plain"]})
    assert said == {"case": {"born": "2018-05-04"}, "events": [{"happened": "request_received"}, "plain"]}
    assert (said.place, said["case"].place, said["events"][0].place) == ("", "case", "events[1]")
    inner = entries_of({"outer": {"inner": {"on": 1}}}, "the situation")
    assert inner["outer"]["inner"].place == "the situation.outer.inner"
