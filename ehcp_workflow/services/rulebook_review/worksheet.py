"""The blank worksheet: situations for a lawyer to answer before seeing our dates. No date of ours is in it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ehcp_workflow.law.counting import Way, add_days, add_months, count
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Rule
from ehcp_workflow.law.versions import Version
from ehcp_workflow.law.working_days import SATURDAY, WorkingDays
from ehcp_workflow.services.rulebook_review.examples import day_for, in_words, starting_events
from ehcp_workflow.services.rulebook_review.parts import parts_of
from ehcp_workflow.services.rulebook_review.sentences import lowered
from ehcp_workflow.services.whole_files import write_whole

HEADINGS = ("Rule", "Part", "Situation", "Question", "Your date", "Provision", "Remarks")
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads the file as another alphabet
_FIRST_DAY, _DAYS_SEARCHED = date(2026, 11, 2), 366
_PERIOD_IN_TITLE = re.compile(r",? (within|at least|in|for|after|up to)( the first| the last)? \d+ .*$")


@dataclass(frozen=True)
class Line:
    """One situation and its question."""

    ref: str
    part: str
    situation: str
    question: str


def write_worksheet(path: Path, rulebook: Rulebook, config: Path) -> int:
    """Write the worksheet; how many questions it asks.

    Raises:
        Refused: a file of that name is there already: it may hold a lawyer's answers.
        BadInput: the file cannot be written.
    """
    lines = questions(rulebook, config)
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(HEADINGS)
    sheet.writerows((line.ref, line.part, line.situation, line.question, "", "", "") for line in lines)
    write_whole(path, _BYTE_ORDER_MARK + text.getvalue(), replace=False)
    return len(lines)


def questions(rulebook: Rulebook, config: Path) -> list[Line]:
    """One question for each version of each rule that sets a date and is or was law."""
    parts = parts_of(rulebook, config)
    return [
        Line(rule.ref, part, _situation(rule, rulebook, day), _question(rule, rulebook))
        for rule, part in ((rulebook.rules[name], part) for name, part in parts.items())
        for day in _days(rule, rulebook.calendar)
    ]


def _days(rule: Rule, calendar: WorkingDays) -> Iterator[date]:
    if rule.members:
        yield day_for(rule, rule.versions[-1])
    for version in rule.versions:
        if version.is_law and version.period:
            day = instructive_day(version, calendar)
            yield day if version.covers(day) else day_for(rule, version)


def _situation(rule: Rule, rulebook: Rulebook, day: date) -> str:
    events = starting_events(rule, rulebook, day)
    return "; ".join(f"{in_words(event, rulebook)}" for event in events) + "."


def _question(rule: Rule, rulebook: Rulebook) -> str:
    who, what = lowered(rulebook.parties[rule.owed_by].title), lowered(_PERIOD_IN_TITLE.sub("", rule.title))
    return f"What is the last day on which {who} {rule.verb} do this in time: {what}?"


def instructive_day(version: Version, calendar: WorkingDays) -> date:
    """A start that shows the way of counting: an end at a weekend, a holiday on the way, a short month."""
    assert version.period is not None  # noqa: S101 - the caller chose versions with a period
    way, n = version.period.way, version.period.n
    if version.then or way in {Way.TRIBUNAL_DAYS, Way.TRIBUNAL_WORKING_DAYS}:
        return _first(lambda day: version.then and _end(version, day, calendar).month == 8) or date(2026, 12, 10)
    if way in {Way.WORKING_DAYS, Way.WORKING_DAYS_BEGINNING_WITH}:
        return date(2026, 12, 19)  # the Saturday before Christmas
    if way in {Way.MONTHS, Way.MONTHS_BEGINNING_WITH}:
        return date(2028, 2, 29) if n % 12 == 0 else _before_a_short_month(n)
    if way is Way.MONTHS_BEFORE:
        return date(2027, 3, 31)
    if way is Way.BEFORE_DATE:
        return date(2027, 9, 1)
    return _first(lambda day: _end(version, day, calendar).weekday() >= SATURDAY) or _FIRST_DAY


def _before_a_short_month(n: int) -> date:
    ends = [add_days(add_months(date(2026, 12, 1), months), -1) for months in range(12)]
    return next((day for day in ends if add_months(day, n).day != day.day), date(2027, 1, 31))


def _first(fits: Callable[[date], object]) -> date | None:
    days = (add_days(_FIRST_DAY, n) for n in range(_DAYS_SEARCHED))
    return next((day for day in days if fits(day)), None)


def _end(version: Version, day: date, calendar: WorkingDays) -> date:
    assert version.period is not None  # noqa: S101 - as above
    return count(version.period.way, version.period.n, calendar).step(day)
