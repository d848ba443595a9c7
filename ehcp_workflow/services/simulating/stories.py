"""A case day by day: what happened, and who was told what and when, so that a person can judge it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from ehcp_workflow.cases.case import Case
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.simulating.saying import in_one_line
from ehcp_workflow.store import casebook, told
from ehcp_workflow.store.told import Line
from ehcp_workflow.today import LONDON


@dataclass(frozen=True)
class Step:
    """One line of a story: when, London time; what happened; or whom and how somebody was told what."""

    day: date
    at: time | None
    who: str
    what: str


@dataclass(frozen=True)
class Story:
    """A case by its reference: how many messages each audience got, and everything in order."""

    reference: str
    steps: tuple[Step, ...]


def choose(lines: Iterable[Line], number: int) -> tuple[str, ...]:
    """The references of a few cases that are as different as can be: each tells as much as possible that is new."""
    kinds: dict[str, set[tuple[str, str]]] = {}
    for line in lines:
        if line.state == "told":
            kinds.setdefault(line.reference, set()).add((line.audience, line.kind))
    chosen: list[str] = []
    seen: set[tuple[str, str]] = set()
    while len(chosen) < min(number, len(kinds)):
        best = max(sorted(set(kinds) - set(chosen)), key=lambda reference: len(kinds[reference] - seen))
        chosen.append(best)
        seen |= kinds[best]
    return tuple(sorted(chosen))


def tell(copy: Installation, lines: Sequence[Line], references: Iterable[str]) -> tuple[Story, ...]:
    """The stories of some cases, with everything that happened in them up to the last day."""
    ids = {line.case_id for line in lines if line.reference in set(references)}
    with copy.database.read() as unit:
        parts = told.roles(unit)
        cases = dict(casebook.read_cases(unit, ids))
    return tuple(
        Story(
            case.reference,
            tuple(
                sorted(
                    (*_happened(copy, case), *_told(copy, [line for line in lines if line.case_id == case_id], parts)),
                    key=lambda step: (step.day, step.at or time(0), step.who),
                )
            ),
        )
        for case_id, case in sorted(cases.items(), key=lambda item: item[1].reference)
    )


def _happened(copy: Installation, case: Case) -> Iterator[Step]:
    """What happened, each on the first day on which it may have."""
    for event in case.as_at(copy.today()).events(copy.rulebook.event_order):
        if event.on.earliest:
            title = copy.rulebook.events[event.kind].title
            said = ", ".join([*([event.about] if event.about else []), *event.options.values()]).replace("_", " ")
            vague = "" if event.on.exact else f" ({event.on.in_words()})"
            yield Step(event.on.earliest, None, "", f"{title}{f' ({said})' if said else ''}{vague}")


def _told(copy: Installation, lines: Iterable[Line], parts: Mapping[tuple[int, int], str]) -> Iterator[Step]:
    """What people were told, and what had to be left to a person."""
    for line in lines:
        who = f"{parts.get((line.case_id, line.person_id), line.audience).replace('_', ' ')} (person {line.person_id})"
        said = in_one_line(copy.rulebook, line)
        if line.told_at:
            local = line.told_at.astimezone(LONDON)
            urgent = "urgent, " if line.urgent else ""
            yield Step(local.date(), local.time(), f"{who}, {urgent}{line.channel}", said)
        elif line.task:
            local = line.planned_at.astimezone(LONDON)
            yield Step(local.date(), local.time(), f"{who}, {line.task}", said)
