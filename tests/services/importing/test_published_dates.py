"""The published timelines through the whole engine: our dates beside those worked out by hand and those stated."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from ehcp_workflow.law.when import UNKNOWN, When
from ehcp_workflow.services.importing.importer import import_rows, open_caseload
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.reading import CaseSheet, read_sheet

from .conftest import CONFIG
from installations import installed

PUBLISHED = CONFIG.parent / "examples" / "published_timelines.csv"
WORKED = yaml.safe_load((CONFIG.parent / "tests" / "worked_cases" / "published.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def brought_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation into which the example was imported, as the README tells a reader to."""
    home: Path = tmp_path_factory.mktemp("published")
    with installed(home, f"sqlite:///{home / 'test.db'}", "2026-11-23") as installation:
        verdicts = list(import_rows(installation, open_caseload(PUBLISHED)))
        assert {verdict.outcome.value for verdict in verdicts} <= {"imported", "needs attention"}
        yield installation


def sheet_of(installation: Installation, entry: dict) -> CaseSheet:
    return read_sheet(installation, entry["reference"])


def in_the_rulebook(installation: Installation, entry: dict) -> bool:
    return any(rule.ref == entry["rule_ref"] for rule in installation.rulebook.rules.values())


@pytest.mark.parametrize("entry", WORKED, ids=lambda entry: f"{entry['reference']} {entry['rule_ref']} {entry['for']}")
def test_the_engine_gives_the_date_worked_out_by_hand(brought_in: Installation, entry: dict):
    clocks = [c for c in sheet_of(brought_in, entry).position.clocks if c.rule.ref == entry["rule_ref"]]
    if not in_the_rulebook(brought_in, entry):
        assert clocks == []
        return
    by_hand = When.parse(entry["by_hand_due"]) if entry["by_hand_due"] else UNKNOWN
    # What was never recorded as begun runs no clock; an undated beginning runs one without a date.
    assert [clock.due for clock in clocks] in ([by_hand], [] if by_hand == UNKNOWN else [by_hand])


@pytest.mark.parametrize(
    "entry", [e for e in WORKED if e["stated_due"]], ids=lambda entry: f"{entry['reference']} {entry['rule_ref']}"
)
def test_a_date_the_source_states_is_ours_or_the_difference_is_explained(brought_in: Installation, entry: dict):
    (clock,) = [c for c in sheet_of(brought_in, entry).position.clocks if c.rule.ref == entry["rule_ref"]]
    assert clock.due.earliest
    assert clock.due.latest
    days = [date.fromordinal(n) for n in range(clock.due.earliest.toordinal(), clock.due.latest.toordinal() + 1)]
    agrees = [day for day in days if entry["stated_due"] in day.isoformat()]
    if len(agrees) < len(days):
        assert len(entry["our_reading"]) > 60, "where we differ, even for some of the days, the reading says why"
    assert agrees or "month ends on 29 December, as the source says" in entry["our_reading"]


def test_at_least_the_one_decision_that_prints_a_day_is_met_to_the_day(brought_in: Installation):
    (stated,) = [entry for entry in WORKED if entry["stated_due"] and len(entry["stated_due"]) == len("2025-07-30")]
    (clock,) = [c for c in sheet_of(brought_in, stated).position.clocks if c.rule.ref == stated["rule_ref"]]
    assert clock.due == When.day(date(2025, 7, 30))  # a Wednesday, LGSCO 25 018 823
    assert clock.facts.judgement(date(2026, 11, 23)).in_words == "late by 212 days"
