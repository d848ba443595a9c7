"""The published example: it reads without a problem, and its hand-worked dates name their weekdays rightly."""

from datetime import date

import pytest
import yaml

from ehcp_workflow.law.when import When
from ehcp_workflow.services.councils import find_council
from ehcp_workflow.services.importing.columns import match_headings
from ehcp_workflow.services.importing.rows import read_rows
from ehcp_workflow.services.importing.table import read_file

from .conftest import CONFIG, TODAY

PUBLISHED = CONFIG.parent / "examples" / "published_timelines.csv"
WORKED = yaml.safe_load((CONFIG.parent / "tests" / "worked_cases" / "published.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def rows(known, is_heading):
    table = read_file(PUBLISHED, is_heading)
    return list(read_rows(match_headings(table.headings, known), table.rows, TODAY))


def test_the_published_timelines_have_the_template_s_columns(known, is_heading):
    assert read_file(PUBLISHED, is_heading).headings == tuple(column.name for column in known.columns)


def test_the_published_timelines_are_read_without_a_problem_and_name_nobody(rows):
    assert len(rows) == 19
    for row in rows:
        assert row.problems == ()
        assert row.events
        assert row.source.startswith("https://")
        assert row.facts.child_name is None
        assert row.facts.date_of_birth is None


def test_every_council_of_the_published_timelines_is_known_and_only_the_charity_s_example_has_none(rows):
    assert [row.reference for row in rows if row.council is None] == ["IPSEA FAQ Christmas appeal"]
    assert all(find_council(row.council, CONFIG / "reference" / "councils.csv") for row in rows if row.council)


def test_each_published_timeline_has_a_name_of_its_own(rows):
    assert len({row.reference for row in rows}) == len(rows)


def test_every_row_has_dates_worked_out_by_hand_from_the_same_source(rows):
    sources = {row.reference: row.source for row in rows}
    assert {(entry["reference"], entry["source"]) for entry in WORKED} == set(sources.items())


@pytest.mark.parametrize("entry", WORKED, ids=lambda entry: f"{entry['reference']} {entry['rule_ref']} {entry['for']}")
def test_a_date_worked_out_by_hand_names_its_weekday(entry):
    if entry["by_hand_due"] is None:
        assert entry["weekday"] is None
        return
    due = When.parse(entry["by_hand_due"])
    ends = sorted({due.earliest, due.latest}) if due.exact else [due.earliest, due.latest]
    assert entry["weekday"] == "/".join(f"{day:%A}" for day in ends)
    assert all(isinstance(day, date) for day in ends)
