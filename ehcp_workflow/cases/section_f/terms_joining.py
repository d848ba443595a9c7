"""New term dates beside those known before: what is kept of the old ones, and which school days change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from ehcp_workflow.cases.section_f.terms import Days, Term, TermCalendar

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """Which days new term dates change: those that become school days, and those that no longer are."""

    added: tuple[date, ...]
    removed: tuple[date, ...]


def joined(old: TermCalendar, new: TermCalendar) -> TermCalendar:
    """New dates, with the old ones for the time the new ones say nothing of.

    Old dates that do not reach the new ones are left out, because one calendar speaks for days in a row.
    """
    before = old.known_from < new.known_from <= old.known_to + _DAY
    after = new.known_to < old.known_to and old.known_from <= new.known_to + _DAY
    earlier = [_until(term, new.known_from - _DAY) for term in old.terms if before and term.days.first < new.known_from]
    later = [_from(term, new.known_to + _DAY) for term in old.terms if after and term.days.last > new.known_to]
    begins = old.known_from if before else new.known_from
    ends = old.known_to if after else new.known_to
    known = Days(begins, ends)
    return replace(
        new,
        terms=(*earlier, *new.terms, *later),
        known_from=known.first,
        known_to=known.last,
        inset=new.inset | {day for day in old.inset if day in known and _outside(Days(day, day), new)},
        closures=(*new.closures, *(days for days in old.closures if days.first in known and _outside(days, new))),
    )


def _until(term: Term, last: date) -> Term:
    """A term, or its part up to a day, so that no school day is lost between old dates and new ones."""
    half = term.half_term if term.half_term and term.half_term.last < last else None
    return replace(term, days=Days(term.days.first, min(term.days.last, last)), half_term=half)


def _from(term: Term, first: date) -> Term:
    half = term.half_term if term.half_term and term.half_term.first > first else None
    return replace(term, days=Days(max(term.days.first, first), term.days.last), half_term=half)


def changes(old: TermCalendar | None, new: TermCalendar) -> Change:
    """Which days are school days now and were not, and the other way round; an unknown day is none."""
    before, after = _school_days(old) if old else set(), _school_days(new)
    return Change(tuple(sorted(after - before)), tuple(sorted(before - after)))


def as_said(calendar: TermCalendar) -> dict[str, Any]:
    """A calendar as a file would say it, in ISO dates; `read_terms` reads it back."""
    return {
        "owner": calendar.owner,
        "title": calendar.title,
        "source": calendar.source,
        "known_from": calendar.known_from.isoformat(),
        "known_to": calendar.known_to.isoformat(),
        "terms": [
            {"name": term.name, **_said(term.days)} | ({"half_term": _said(term.half_term)} if term.half_term else {})
            for term in calendar.terms
        ],
        "inset": [day.isoformat() for day in sorted(calendar.inset)],
        "closures": [_said(days) for days in calendar.closures],
    }


def _said(days: Days) -> dict[str, str]:
    return {"first": days.first.isoformat(), "last": days.last.isoformat()}


def _outside(days: Days, calendar: TermCalendar) -> bool:
    return days.last < calendar.known_from or days.first > calendar.known_to


def _school_days(calendar: TermCalendar) -> set[date]:
    days = (calendar.known_to - calendar.known_from).days + 1
    every = (calendar.known_from + n * _DAY for n in range(days))
    return {day for day in every if calendar.is_school_day(day)}
