"""Adding up the periods of a line: in all, and for each term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction

from ehcp_workflow.cases.section_f.accounting import NOTHING, Account
from ehcp_workflow.cases.section_f.catching_up import MadeUp
from ehcp_workflow.cases.section_f.figures import Sums, TermSums
from ehcp_workflow.cases.section_f.line import Per
from ehcp_workflow.cases.section_f.terms import Term, school_year
from ehcp_workflow.law.when import day_in_words

_LONGER = frozenset({Per.SCHOOL_YEAR, Per.YEAR, Per.ONCE})
_FIELDS = tuple(field.name for field in fields(Sums))


def after_catch_up(account: Account, made: MadeUp | None) -> Sums:
    """The figures of a period once what was made up for is no longer missing."""
    sums = account.sums
    if made is None:
        return sums
    left = sums.shortfall - made.amount
    return replace(sums, catch_up=made.amount, shortfall=left, by_family=min(sums.by_family, left))


def added(many: Sequence[Sums]) -> Sums:
    """The sum of figures, field by field."""
    times = Counter(map(id, many))  # weeks that are alike share their figures
    once = {id(sums): sums for sums in many}
    return Sums(*(_sum((getattr(once[key], name), n) for key, n in times.items()) for name in _FIELDS))


def by_term(accounts: Sequence[Account], sums: Sequence[Sums], counted_to: int) -> tuple[TermSums, ...]:
    """The figures of each term, or of each longer period of the line, earliest first; empty ones are left out.

    Args:
        accounts: the periods, earliest first.
        sums: the figures of each.
        counted_to: the last day counted, as an ordinal number.
    """
    found: dict[str, list[int]] = {}
    terms: dict[str, Term | None] = {}
    for place, (account, figures) in enumerate(zip(accounts, sums, strict=True)):
        if figures.owed or figures.delivered or figures.agreed:
            term = _term(account)
            name = term.name if term else _name(account)
            found.setdefault(name, []).append(place)
            terms[name] = term
    return tuple(
        _term_sums(name, terms[name], [accounts[n] for n in places], [sums[n] for n in places], counted_to)
        for name, places in found.items()
    )


def _term_sums(
    name: str, term: Term | None, accounts: Sequence[Account], sums: Sequence[Sums], counted_to: int
) -> TermSums:
    first, last = accounts[0].first, min(accounts[-1].last, counted_to)
    if term and accounts[0].period.span.in_term:
        first, last = max(first, term.days.first.toordinal()), min(last, term.days.last.toordinal())
    return TermSums(name, date.fromordinal(first), date.fromordinal(last), added(sums))


def _term(account: Account) -> Term | None:
    """The term in which a period is added up; None where it is longer than a term, or the terms are not known."""
    span = account.period.span
    if span.line.per in _LONGER or span.calendar is None:
        return None
    return span.calendar.latest_term(date.fromordinal(account.period.last))


def _name(account: Account) -> str:
    """What a period is called that belongs to no term: by itself, or by its school year."""
    match account.period.span.line.per:
        case Per.ONCE:
            return "Once"
        case Per.YEAR:
            return f"Year from {day_in_words(date.fromordinal(account.period.first))}"
        case _:
            year = school_year(date.fromordinal(account.period.last))
            return f"School year {year.first.year}-{year.last:%y}"


def _sum(values: Iterable[tuple[Fraction, int]]) -> Fraction:
    """The sum of fractions, each so many times; those alike in denominator are added as whole numbers, for speed."""
    tops: dict[int, int] = {}
    for value, times in values:
        if top := value.numerator:
            tops[value.denominator] = tops.get(value.denominator, 0) + top * times
    return sum((Fraction(top, bottom) for bottom, top in tops.items()), NOTHING)
