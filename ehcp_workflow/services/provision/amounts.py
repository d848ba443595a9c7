"""Amounts as people write them, read as exact fractions."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from ehcp_workflow.cases.section_f.line import Line, Unit
from ehcp_workflow.errors import BadInput

_SHAPE = re.compile(r"(?:(\d{1,5}) )?(\d{1,5})/(\d{1,4})|(\d{1,5}(?:\.\d{1,4})?)")
_MINUTES = {Unit.MINUTES: 1, Unit.HOURS: 60}
_A_DAY = {Unit.MINUTES: 24 * 60, Unit.HOURS: 24, Unit.DAYS: 1}


def read_amount(text: str) -> Fraction:
    """The amount a person wrote: `1`, `1.5`, `1 1/2` or `90`, exactly.

    Raises:
        BadInput: it is no such number, or not more than nothing.
    """
    match = _SHAPE.fullmatch(" ".join(text.split()))
    if not match or (match[3] and not int(match[3])):
        raise BadInput(f"'{text}' is not an amount. Write it like 1, 1.5, 1 1/2 or 90.")
    amount = Fraction(match[4]) if match[4] else int(match[1] or 0) + Fraction(int(match[2]), int(match[3]))
    if amount == 0:
        raise BadInput("An amount of 0 says nothing. Leave it out, or log `missed` if nothing was delivered.")
    return amount


def check_amount(amount: Fraction, unit: Unit, days: int) -> None:
    """Check that so much can be given in so many days.

    Raises:
        BadInput: it is half a session, or more than the days hold.
    """
    if unit.is_whole and amount.denominator != 1:
        raise BadInput(f"{amount} {unit} cannot be given: {unit} come whole. Log what was given as `part`.")
    most = _A_DAY.get(unit)
    if most and amount > most * days:
        raise BadInput(f"{amount} {unit} in {days} {'day' if days == 1 else 'days'} cannot be. Correct the amount.")


def in_unit_of(line: Line, amount: Fraction, said: Unit | None) -> Fraction:
    """An amount in the line's own unit; minutes and hours are turned into each other, nothing else is.

    Raises:
        BadInput: the line is in another unit.
    """
    if said is None or said is line.unit or line.unit is None:
        return amount
    if said not in _MINUTES or line.unit not in _MINUTES:
        raise BadInput(f"{line.code} is in {line.unit}, not in {said}. Log {line.unit}, or leave the amount out.")
    return amount * _MINUTES[said] / _MINUTES[line.unit]


def check_delivered(line: Line, amount: Fraction, first: date, last: date) -> None:
    """Check that so much of a line can be delivered from the first to the last day, both inclusive.

    Raises:
        BadInput: the line has no unit, or there cannot be so much.
    """
    if line.unit is None:
        raise BadInput(f"{line.code} says no amount, so none can be logged. Leave --amount out.")
    check_amount(amount, line.unit, (last - first).days + 1)
