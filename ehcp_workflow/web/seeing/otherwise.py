"""What was believed otherwise of a case beside its dates: promises, provision and lapses, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ehcp_workflow.cases.difference import Difference
from ehcp_workflow.cases.promises import Promise
from ehcp_workflow.cases.provision import Lapse
from ehcp_workflow.cases.section_f.ledger import LineLedger
from ehcp_workflow.services.papers.ledger_tables import line_fields
from ehcp_workflow.web.wording import plain_name

NOT_KNOWN = "Not recorded"


@dataclass(frozen=True)
class OtherRow:
    """One thing that was believed otherwise: what it is, what was believed then, and what is known now."""

    what: str
    then: str
    now: str


def other_rows(difference: Difference, strands: Mapping[str, str]) -> list[OtherRow]:
    """What is known now to have been otherwise of promises, lines of provision and lapses.

    Args:
        difference: between what was believed and what is known.
        strands: what each kind of provision is called, by its code.
    """
    return [*_promises(difference), *_lines(difference, strands), *_lapses(difference)]


def _promises(difference: Difference) -> Iterator[OtherRow]:
    for turn in difference.promises:
        promise = turn.after or turn.before
        if promise:
            what = f"Promise: {promise.title}, for {promise.by.in_words()}"
            yield OtherRow(what, _promise(turn.before), _promise(turn.after))


def _promise(promise: Promise | None) -> str:
    return _capital(promise.in_words) if promise else NOT_KNOWN


def _lines(difference: Difference, strands: Mapping[str, str]) -> Iterator[OtherRow]:
    for turn in difference.lines:
        line = turn.after or turn.before
        if line:
            yield OtherRow(line_fields(line, strands)["name"], _line(turn.before), _line(turn.after))


def _line(line: LineLedger | None) -> str:
    if line is None:
        return NOT_KNOWN
    said = line_fields(line, {})
    return f"{_capital(said['specified'])}. {said['said']}"


def _lapses(difference: Difference) -> Iterator[OtherRow]:
    for turn in difference.lapses:
        lapse = turn.after or turn.before
        if lapse:
            what = f"Not delivered: {plain_name(lapse.line) or 'not recorded which'}, since {lapse.since.in_words()}"
            yield OtherRow(what, _lapse(turn.before), _lapse(turn.after))


def _lapse(lapse: Lapse | None) -> str:
    if lapse is None:
        return NOT_KNOWN
    return f"Put right: {lapse.put_right.in_words()}" if lapse.put_right else "Not put right"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
