"""Headings: which are the same, which are refused, and that the file of columns is sound."""

from pathlib import Path

import pytest

from ehcp_workflow.errors import BadConfiguration, BadInput
from ehcp_workflow.law.yaml_source import read_yaml
from ehcp_workflow.services.importing.columns import heading_key, load_columns, match_headings

from .conftest import CONFIG


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Request received", "Request received"),
        ("REQUEST RECEIVED", "Request received"),
        ("request_received", "Request received"),
        (" Request-received: ", "Request received"),
        ("Request received date", "Request received"),
        ("Date request received", "Request received"),
        ("date EHCNA requested", "Request received"),
        ("EHCNA request date", "Request received"),
        ("Date of request", "Request received"),
        ("ReceivedDate", "Request received"),
        ("LA", "Council"),
        ("Local Authority", "Council"),
        ("council", "Council"),
        ("Final EHCP", "Final plan sent"),
        ("EHCP issued", "Final plan sent"),
        ("Date final plan issued", "Final plan sent"),
        ("AR meeting", "Review meeting"),
        ("Annual Review meeting date", "Review meeting"),
        ("Child’s name", "Child's name"),
        ("Childs name", "Child's name"),
        ("DOB", "Date of birth"),
        ("D.O.B.", "Date of birth"),
        ("date of birth", "Date of birth"),
        ("Advice requested (EP)", "Advice requested (EP)"),
        ("EP advice received", "Advice received (EP)"),
        ("Advice received - social care", "Advice received (social care)"),
        ("Parent’s e-mail", "Parent's email"),
        ("Parents' email", "Parent's email"),
        ("Advisor email", "Adviser's email"),
        ("Mediation advisor contacted", "Mediation adviser contacted"),
        ("Ref.", "Reference"),
    ],
)
def test_a_heading_is_known_however_it_is_written(known, heading, column):
    assert known.find(heading).name == column


@pytest.mark.parametrize(
    "heading",
    [
        "",
        "Date",
        "Annual review date",
        "Six week date",
        "Decision",
        "Plan date",
        "Due",
        "Final",
        "Appeal lodged",
        None,
        3,
    ],
)
def test_a_heading_that_could_mean_two_things_means_nothing(known, heading):
    assert known.find(heading) is None


def test_every_heading_and_every_synonym_means_its_own_column(known):
    for column in known.columns:
        for written in (column.name, *column.synonyms):
            assert known.find(written) is column
            assert known.find(written.upper()) is column
            assert known.find(f" {written.replace(' ', '_')} ") is column


def test_columns_may_stand_in_any_order_and_unknown_ones_are_reported(known):
    matched = match_headings(["Notes", "Shoe size", "LA", "", "Request received"], known)
    assert {place: column.name for place, column in matched.columns.items()} == {
        0: "Notes",
        2: "Council",
        4: "Request received",
    }
    assert matched.unknown == ("Shoe size", "(column 4, no heading)")
    assert matched.width == 5


def test_two_headings_for_one_column_are_refused_by_name(known):
    with pytest.raises(BadInput, match=r"'Request received' and 'EHCNA request date' both mean 'Request received'"):
        match_headings(["Request received", "Council", "EHCNA request date"], known)


def test_a_file_that_could_start_no_case_is_refused(known):
    with pytest.raises(BadInput, match=r"No column is headed 'Request received' or 'Concern raised'"):
        match_headings(["Council", "Final plan sent", "Request sent"], known)


def test_a_concern_is_enough_to_start_a_case(known):
    assert match_headings(["Concern raised"], known).unknown == ()


def test_idle_words_and_signs_do_not_change_a_heading():
    assert heading_key("The Date of (Child’s) birth") == "childs birth"


def test_the_columns_name_only_events_that_can_be_recorded(known):
    kinds = {entry["kind"]: entry for entry in read_yaml(CONFIG / "law" / "events.yaml")["events"]}
    for column in known.columns:
        fills = column.fills
        if fills.event is None:
            continue
        kind = kinds[fills.event]
        assert not fills.about or kind["about"], column.name
        assert not fills.date or fills.date in kind["dates"], column.name
        assert not fills.option or set(known.lists[column.reads]) == set(kind["options"][fills.option]), column.name


def write(folder: Path, columns: str) -> Path:
    path = folder / "import_columns.yaml"
    path.write_text(f"lists: {{}}\ncolumns:\n{columns}", encoding="utf-8")
    return path


def test_a_synonym_shared_by_two_columns_stops_the_start(tmp_path):
    path = write(
        tmp_path,
        "  - {name: A, fills: {record: notes}, reads: text, help: x, synonyms: [Same]}\n"
        "  - {name: B, fills: {record: source}, reads: text, help: x, synonyms: [same date]}\n",
    )
    with pytest.raises(BadConfiguration, match="would mean both 'A' and 'B'"):
        load_columns(path)


def test_a_synonym_of_idle_words_stops_the_start(tmp_path):
    path = write(tmp_path, "  - {name: A, fills: {record: notes}, reads: text, help: x, synonyms: [Date of the]}\n")
    with pytest.raises(BadConfiguration, match="or nothing at all"):
        load_columns(path)


@pytest.mark.parametrize(
    "fills", ["{}", "{event: a, fact: child_name}", "{fact: child_name, about: x}", "{record: notes, date: sent_on}"]
)
def test_a_column_fills_exactly_one_thing(tmp_path, fills):
    path = write(tmp_path, f"  - {{name: A, fills: {fills}, reads: text, help: x}}\n")
    with pytest.raises(BadConfiguration, match=r"columns\.0\.fills"):
        load_columns(path)


def test_an_unknown_key_stops_the_start(tmp_path):
    path = write(tmp_path, "  - {name: A, fills: {record: notes}, reads: text, help: x, synonym: [B]}\n")
    with pytest.raises(BadConfiguration, match=r"columns\.0\.synonym"):
        load_columns(path)
