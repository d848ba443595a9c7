"""Catch-up: help given later for what was missed. What is as good makes up for the oldest earlier shortfall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ehcp_workflow.cases.section_f.accounting import NOTHING, Account
from ehcp_workflow.cases.section_f.entry import Entry
from ehcp_workflow.cases.section_f.placing import is_single
from ehcp_workflow.cases.section_f.spans import Span


@dataclass(slots=True)
class MadeUp:
    """How much of the shortfall of one period was made up for, and the day of the last catch-up that did."""

    amount: Fraction
    day: int


@dataclass(frozen=True)
class CaughtUp:
    """What catch-up did.

    Attributes:
        made_up: how much of each period's shortfall was made up for, by the period's place in the list.
        not_equivalent: how much was given that was not as good, or of which nobody says whether it was.
        idle: entries for which there was no shortfall, or not enough.
        uncounted: entries of which nobody says how much.
        unjudged: entries of which nobody says whether it was as good.
    """

    made_up: dict[int, MadeUp]
    not_equivalent: Fraction
    idle: tuple[Entry, ...]
    uncounted: tuple[Entry, ...]
    unjudged: tuple[Entry, ...]


def caught_up(accounts: Sequence[Account], entries: Sequence[Entry], span: Span) -> CaughtUp:
    """What the catch-up entries of a line made up for, earliest first.

    Args:
        accounts: the periods of the line, earliest first; a catch-up makes up for those that began by its last day.
        entries: the catch-up entries, in the unit of the span.
        span: how the line counts.
    """
    made_up: dict[int, MadeUp] = {}
    not_equivalent, at = NOTHING, 0
    idle, uncounted = [], []
    short = [place for place, account in enumerate(accounts) if account.sums.shortfall]
    for entry in sorted(entries, key=lambda entry: (entry.last, entry.first, entry.id)):
        amount = Fraction(1) if entry.amount is None and is_single(entry, span) else entry.amount
        if amount is None:
            uncounted.append(entry)
            continue
        if not entry.equivalent:
            not_equivalent += amount
            continue
        day = entry.last.toordinal()
        while amount and at < len(short) and accounts[short[at]].period.first <= day:
            made = made_up.setdefault(short[at], MadeUp(NOTHING, day))
            used = min(amount, accounts[short[at]].sums.shortfall - made.amount)
            made.amount, made.day, amount = made.amount + used, day, amount - used
            at += made.amount == accounts[short[at]].sums.shortfall
        if amount:
            idle.append(entry)
    unjudged = tuple(entry for entry in entries if entry.equivalent is None)
    return CaughtUp(made_up, not_equivalent, tuple(idle), tuple(uncounted), unjudged)
