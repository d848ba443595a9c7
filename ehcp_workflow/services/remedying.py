"""What can be done in a case now: the dates to watch, and the steps about what was missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ehcp_workflow.cases.position import Position
from ehcp_workflow.cases.remedies.missed import without_parts
from ehcp_workflow.cases.remedies.remedying import remedies_of
from ehcp_workflow.cases.remedies.step import Remedy, StepAt
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.when import When
from ehcp_workflow.services.reading import NextStep, next_steps

INFORMATION = "This is information, not legal advice. An exemption may excuse a limit: check that first."


@dataclass(frozen=True)
class WhatNext:
    """What can be done in a case on a day: dates to watch, soonest first, then steps about what was missed."""

    reference: str
    as_at: date
    dates: tuple[NextStep, ...]
    remedies: tuple[Remedy, ...]


def what_next(rulebook: Rulebook, position: Position) -> WhatNext:
    """What can be done in a case on the day of its position."""
    remedies = remedies_of(rulebook, position)
    shown = without_parts(tuple(remedy.missed for remedy in remedies))
    return WhatNext(
        reference=position.reference,
        as_at=position.as_at,
        dates=next_steps(rulebook, position),
        remedies=tuple(remedy for remedy in remedies if remedy.missed in shown),
    )


def as_json(what: WhatNext) -> dict[str, Any]:
    """What can be done, for other programs. Dates are as exact as the record; ranges are written first/last."""
    return {
        "reference": what.reference,
        "as_at": what.as_at.isoformat(),
        "dates": [{**step.__dict__, "due": str(step.due)} for step in what.dates],
        "remedies": [_remedy(remedy) for remedy in what.remedies],
        "information": INFORMATION,
    }


def _remedy(remedy: Remedy) -> dict[str, Any]:
    return {
        "about": remedy.missed.kind.id,
        "title": remedy.missed.kind.title,
        "letter": remedy.missed.kind.letter,
        "goes_on": remedy.missed.goes_on,
        "since": str(remedy.missed.since),
        "missed": [
            {"ref": miss.ref, "title": miss.title, "words": miss.words, "until": _text(miss.until),
             "citation": miss.citation, "claim": miss.claim, "unverified": miss.unverified}
            for miss in remedy.missed.misses
        ],
        "next": remedy.next.step.id if remedy.next else None,
        "steps": [_step(step) for step in remedy.steps],
    }  # fmt: skip


def _step(step: StepAt) -> dict[str, Any]:
    return {
        "step": step.step.id,
        "title": step.step.title,
        "plain": step.step.plain,
        "remedy": step.step.code,
        "state": step.state.value,
        "by": _text(step.by),
        "safe": _text(step.safe),
        "estimated": step.estimated,
        "reply_by": _text(step.reply_by),
        "done": _text(step.done),
        "why": step.why,
        "unverified": step.unverified,
        "provision": step.step.provision,
    }


def _text(when: When | None) -> str | None:
    return str(when) if when else None
