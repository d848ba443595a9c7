"""The ledger of Section F as papers show it: a table for each line, term by term."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ehcp_workflow.cases.section_f.ledger import Ledger, LineLedger, State, Sums
from ehcp_workflow.law.when import day_in_words

SAID = {
    State.IN_PLACE: "It is in place.",
    State.SHORT: "Less than that is given.",
    State.LAPSED: "It is no longer given.",
    State.NEVER_STARTED: "It was never started.",
    State.ENDED: "It has ended.",
    State.CANNOT_BE_MEASURED: "The plan does not say how much, so that it cannot be measured.",
    State.NOT_REPORTED: "Nobody has said lately whether it is given.",
}
HEAD = ("Term", "Owed", "Given", "Made up for", "Missing", "Not reported")


def line_fields(line: LineLedger, strands: Mapping[str, str]) -> dict[str, Any]:
    """One line for a template: its name, what it specifies, how it stands, and its figures by term."""
    return {
        "code": line.code,
        "name": f"{strands.get(line.strand, line.strand)} ({line.code})",
        "specified": line.specified,
        "said": _said(line),
        "terms": [term_fields(term.name, term.sums) for term in line.by_term],
    }


def term_fields(name: str, sums: Sums) -> dict[str, str]:
    """The figures of one term, as people write them."""
    return {
        "name": name,
        "owed": number(sums.owed),
        "given": number(sums.delivered),
        "made_up": number(sums.catch_up),
        "missing": number(sums.shortfall),
        "not_reported": number(sums.not_reported),
    }


def ledger_rows(line: LineLedger) -> tuple[tuple[str, ...], ...]:
    """The figures of a line by term, with all of it in the last row."""
    terms = [term_fields(term.name, term.sums) for term in line.by_term]
    return tuple(tuple(term.values()) for term in (*terms, term_fields("All together", line.sums)))


def number(value: Fraction) -> str:
    """A figure with at most two decimals."""
    return f"{float(round(value, 2)):g}" if value < 10_000 else str(round(value))


def lines_missing(ledger: Ledger) -> tuple[LineLedger, ...]:
    """The lines of which something is missing that was not missed because of the child or family, in whatever state."""
    return tuple(line for line in ledger.lines if line.sums.shortfall > line.sums.by_family or line.sums.unknown)


def _said(line: LineLedger) -> str:
    said = SAID[line.state]
    if line.sums.shortfall:
        said += f" {_counted(line, line.sums.shortfall)} {'is' if line.sums.shortfall == 1 else 'are'} missing"
        said += f", the first from {day_in_words(line.first_lapse)}." if line.first_lapse else "."
    if line.sums.by_family:
        said += f" Of these {number(line.sums.by_family)} were missed because of the child or family."
    if line.sums.unknown:
        said += f" Of {_counted(line, line.sums.unknown)} a part was given, and nobody said how much."
    return said


def _counted(line: LineLedger, value: Fraction) -> str:
    unit = line.unit.value if line.unit else ""
    return f"{number(value)} {unit.removesuffix('s') if value == 1 else unit}"
