"""Stages that wait too long for one particular thing, by the rules of house policy; exact to the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.section_f.terms import TermCalendar
from ehcp_workflow.cases.stall_rules import REVIEW_DUE, StallRule
from ehcp_workflow.cases.support import support_plans
from ehcp_workflow.errors import BeyondCalendar
from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.law.working_days import WorkingDays

BY_TERMS, BY_WORKING_DAYS = "by the council's term dates", "counted in working days, as term dates are not known"
BY_DAYS_FOR_TERMS = "instead of by terms, as term dates are not known"


@dataclass(frozen=True)
class Stall:
    """A rule of house policy that makes a stage stalled from a day on.

    Attributes:
        rule: its name in house policy.
        says: what is missing.
        since: the day it counts from.
        first: the first day on which the stage counts as stalled.
        length: how long was allowed, such as `10 school days`; counted: how that was counted, empty for plain days.
    """

    rule: str
    says: str
    since: date
    first: date
    length: str
    counted: str = ""

    @property
    def words(self) -> str:
        """Which rule, and since when, in one sentence without personal data."""
        by = f", {self.counted}" if self.counted else ""
        return f"Since {day_in_words(self.first)}: {self.says} within {self.length} of {day_in_words(self.since)}{by}."

    @property
    def version(self) -> str:
        """Names this stall among those of its stage: another rule, or another day, is another one."""
        return f"{self.rule}:{self.since.isoformat()}"


@dataclass(frozen=True)
class SchoolDays:
    """How school days are counted in a case: by the term dates where they are known, or else by working days."""

    working: WorkingDays
    terms: TermCalendar | None = None

    def after(self, day: date, number: int) -> tuple[date, str]:
        """The last of so many school days after a day, which itself does not count, and how they were counted.

        Raises:
            BeyondCalendar: term dates are not known to the end, and neither are the bank holidays.
        """
        if self.terms and (found := _nth_school_day(self.terms, day, number)):
            return found, BY_TERMS
        return self.working.nth_after(day, number), BY_WORKING_DAYS


def stalls(
    rules: Mapping[str, StallRule | None], events: tuple[Event, ...], school: SchoolDays
) -> Mapping[str, tuple[Stall, ...]]:
    """What makes, or will make, each stage stalled by a rule if nothing more is recorded; earliest first.

    Where not even the bank holidays are known far enough, a rule says nothing: silence goes on being watched.
    """
    found: dict[str, list[Stall]] = {}
    for name, rule in rules.items():
        since = _since(rule, events) if rule else None
        if rule and since and (stall := _stall(name, rule, since, school)):
            found.setdefault(rule.stage, []).append(stall)
    return {stage: tuple(sorted(some, key=lambda stall: stall.first)) for stage, some in found.items()}


def _since(rule: StallRule, events: tuple[Event, ...]) -> date | None:
    """The day a rule counts from: of several that nobody answered the first, and of a month its last day."""
    if rule.since == REVIEW_DUE:
        due = [plan.now.review_by for plan in support_plans(events) if plan.now.is_open]
        return min((by.latest for by in due if by and by.latest), default=None)
    since: date | None = None
    for event in events:
        if event.kind == rule.since:
            since = since or event.on.latest
        elif event.kind in rule.answered_by:
            since = None
    return since


def _stall(name: str, rule: StallRule, since: date, school: SchoolDays) -> Stall | None:
    counted = ""
    if rule.days is not None:
        last, length = _later(since, rule.days), _number(rule.days, "day")
    elif rule.school_days is not None:
        length = _number(rule.school_days, "school day")
        try:
            last, counted = school.after(since, rule.school_days)
        except BeyondCalendar:
            return None
    else:
        last, length, counted = _whole_terms(rule, since, school.terms)
    return Stall(name, rule.says, since, _later(last, 1), length, counted)


def _whole_terms(rule: StallRule, since: date, terms: TermCalendar | None) -> tuple[date, str, str]:
    """The last day of so many terms that begin after a day, or of the days that stand in for them."""
    number, instead = rule.terms or 0, rule.or_days or 0
    later = [term for term in terms.terms if term.days.first > since] if terms and terms.known_from <= since else []
    if len(later) >= number:
        return later[number - 1].days.last, _number(number, "whole term"), BY_TERMS
    return _later(since, instead), _number(instead, "day"), BY_DAYS_FOR_TERMS


def _nth_school_day(terms: TermCalendar, day: date, number: int) -> date | None:
    """The nth school day after a day; None where the term dates do not say."""
    if day < terms.known_from or terms.school_days(_later(day, 1), terms.known_to) < number:
        return None
    found = day
    while number:
        found = _later(found, 1)
        number -= terms.is_school_day(found)
    return found


def _number(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _later(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() + days)
