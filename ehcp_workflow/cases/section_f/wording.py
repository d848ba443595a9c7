"""Section F in words: how much a line specifies, as an adviser would say it."""

from __future__ import annotations

from fractions import Fraction

from ehcp_workflow.cases.section_f.line import Line, Per, Unit

CANNOT_BE_MEASURED = "cannot be measured"
_ONE = {unit: unit.removesuffix("s") for unit in Unit}
_PER = {Per.HALF_TERM: "half-term", Per.SCHOOL_YEAR: "school year"}


def specified(line: Line) -> str:
    """How much of what a line specifies, such as `1 hour a week in term time` or `2 visits a year`."""
    if line.amount is None or line.unit is None or line.per is None:
        return CANNOT_BE_MEASURED
    often = "once" if line.per is Per.ONCE else f"a {_PER.get(line.per, line.per)}"
    in_term = line.term_time and line.per in {Per.DAY, Per.WEEK, Per.FORTNIGHT, Per.MONTH}
    return f"{amount_in_words(line.amount, line.unit)} {often}{' in term time' if in_term else ''}"


def amount_in_words(amount: Fraction, unit: Unit) -> str:
    """An amount with its unit: `1 hour`, `7.5 hours`, `2 1/3 sessions`; never rounded."""
    return f"{_number(amount)} {_ONE[unit] if amount == 1 else unit}"


def _number(amount: Fraction) -> str:
    """A fraction as people write it: as a decimal where that is exact in three places, else with a stroke."""
    if 1000 % amount.denominator == 0:
        return f"{float(amount):.3f}".rstrip("0").rstrip(".")
    whole, rest = divmod(amount, 1)
    return f"{whole} {rest}" if whole else str(rest)
