"""The worksheet asks and gives nothing away."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.running import run_clocks
from ehcp_workflow.errors import Refused
from ehcp_workflow.law.loading import load_rulebook
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.when import When, day_in_words
from ehcp_workflow.services.rulebook_review.examples import starting_events
from ehcp_workflow.services.rulebook_review.worksheet import (
    HEADINGS,
    instructive_day,
    questions,
    write_worksheet,
)

from law_copies import change, copy_of_law
from stories import CONFIG

_DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_worksheet_asks_about_every_rule_that_sets_a_date_and_leaves_the_answers_blank(
    tmp_path: Path, rulebook: Rulebook
):
    out = tmp_path / "worksheet.csv"
    number = write_worksheet(out, rulebook, CONFIG)
    rows = _rows(out)
    dated = {
        rule.ref
        for rule in rulebook.rules.values()
        if rule.members or any(version.is_law and version.period for version in rule.versions)
    }
    assert number == len(rows)
    assert {row["Rule"] for row in rows} == dated
    assert tuple(rows[0]) == HEADINGS
    for row in rows:
        assert (row["Your date"], row["Provision"], row["Remarks"]) == ("", "", "")
        assert row["Question"].startswith("What is the last day on which ")


def test_the_worksheet_holds_no_due_date(rulebook: Rulebook):
    """Only the days on which something happened stand in a line, so the engine's answer cannot."""
    for line in questions(rulebook, CONFIG):
        rule = rulebook.rule(line.ref)
        assert not _DAY.search(line.question)
        given = set(_DAY.findall(line.situation))
        starts = [_read(text) for text in sorted(given)]
        comes_after = bool(rule.starts and rule.starts[0].after)
        events = starting_events(rule, rulebook, max(starts) if comes_after else min(starts))
        assert {event.on.exact for event in events} == set(starts), line.ref
        course = run_clocks(rulebook, Case("W", events))
        dues = {clock.due.exact for clock in course.clocks if clock.rule.id == rule.id} - set(starts)
        assert dues or rule.kind == "immediate" or _same_day(rule.versions), line.ref
        for due in dues - {None}:
            assert day_in_words(due) not in f"{line.situation} {line.question}"
            assert due.isoformat() not in f"{line.situation} {line.question}"


def _same_day(versions: object) -> bool:
    return all(version.period is None or version.period.n == 0 for version in versions)  # type: ignore[attr-defined]


def _read(text: str) -> date:
    from datetime import datetime

    return datetime.strptime(text, "%d %B %Y").date()  # noqa: DTZ007 - a date without a time has no zone


def test_no_question_gives_the_period_away(rulebook: Rulebook):
    for line in questions(rulebook, CONFIG):
        assert not re.search(r"\d+ (clear |working )?(day|week|month|year)", line.question), line.question


def test_each_start_is_written_with_its_weekday(rulebook: Rulebook):
    for line in questions(rulebook, CONFIG):
        for found in re.finditer(r"([A-Z][a-z]+day) (\d{1,2} [A-Z][a-z]+ \d{4})", line.situation):
            assert f"{_read(found[2]):%A}" == found[1]
        assert re.match(r"[A-Z][a-z]+day ", line.situation)


def test_each_version_in_law_is_asked_about_in_its_own_days(rulebook: Rulebook):
    every = questions(rulebook, CONFIG)
    for rule in rulebook.rules.values():
        dated = [version for version in rule.versions if version.is_law and version.period]
        lines = [line for line in every if line.ref == rule.ref]
        if rule.members:
            continue
        days = [_read(_DAY.findall(line.situation)[0]) for line in lines]
        assert len(days) == len(dated), rule.ref
        assert all(version.covers(day) for version, day in zip(dated, days, strict=True)), rule.ref


@pytest.mark.parametrize(
    ("rule", "old", "new", "expected"),
    [
        ("final_plan", "weeks: 20", "weeks: 20", "Saturday 7 November 2026"),
        ("final_plan", "weeks: 20", "working_days: 10", "Saturday 19 December 2026"),
        ("final_plan", "weeks: 20", "months: 2", "Thursday 31 December 2026"),
        ("final_plan", "weeks: 20", "months: 12", "Tuesday 29 February 2028"),
        ("final_plan", "weeks: 20", "tribunal_days: 28", "Thursday 10 December 2026"),
        ("appeal_from_decision", "months: 2", "months: 2", "Tuesday 1 June 2027"),
        ("final_plan", "weeks: 20", "months_before: 1", "Wednesday 31 March 2027"),
        ("final_plan", "weeks: 20", "before_date: 02-15", "Wednesday 1 September 2027"),
        ("final_plan", "weeks: 20", "days: 0", "Saturday 7 November 2026"),
    ],
)
def test_the_start_is_chosen_so_that_the_way_of_counting_shows(
    tmp_path: Path, rule: str, old: str, new: str, expected: str
):
    config = copy_of_law(tmp_path)
    change(config, rule, f"{{{old}}}", f"{{{new}}}")
    rulebook = load_rulebook(config)
    day = instructive_day(rulebook.rule(rule).versions[-1], rulebook.calendar)
    assert When.day(day).in_words() == expected


def test_a_worksheet_that_may_be_filled_in_is_never_overwritten(tmp_path: Path, rulebook: Rulebook):
    out = tmp_path / "worksheet.csv"
    out.write_text("a lawyer's answers")
    with pytest.raises(Refused, match="is there already"):
        write_worksheet(out, rulebook, CONFIG)
    assert out.read_text() == "a lawyer's answers"
