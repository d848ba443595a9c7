"""An application as operators see it: a reference, four stages and their dates, and nothing about a person."""

from __future__ import annotations

from dataclasses import dataclass

from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.terms.attached import with_terms
from ehcp_workflow.store import casebook, positions


@dataclass(frozen=True)
class StageView:
    """One stage: its number, name, state, and one sentence saying why."""

    number: int
    stage: str
    title: str
    state: str
    words: str


@dataclass(frozen=True)
class DateView:
    """One date: the rule's reference and title, the last day in words, the clock's state and the verdict in words."""

    ref: str
    title: str
    due: str
    state: str
    words: str


@dataclass(frozen=True)
class ApplicationView:
    """One application on one day; `position` changes whenever anything here does."""

    reference: str
    council_code: str | None
    stages: tuple[StageView, ...]
    dates: tuple[DateView, ...]
    position: str
    page_url: str


def application_view(installation: Installation, reference: str) -> ApplicationView:
    """An application as it stands today.

    Raises:
        NotFound: there is no such case.
    """
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        case = with_terms(installation, unit, casebook.read_case(unit, record))
    position = take_position(installation.rulebook, installation.policy, case, installation.today())
    return ApplicationView(
        reference=record.reference,
        council_code=record.council_code,
        stages=tuple(StageView(s.number, s.id, s.title, s.state.value, s.words) for s in position.stages),
        dates=_dates(position),
        position=position.digest,
        page_url=f"{installation.settings.web_url}/cases/{record.reference}",
    )


def applications_to_show(installation: Installation, limit: int | None = None) -> list[str]:
    """References of the applications that have changed since operators were last shown them."""
    with installation.database.read() as unit:
        return positions.references_to_show(unit, limit)


def mark_shown(installation: Installation, reference: str, position: str) -> None:
    """Note the position of an application that operators have been shown."""
    with installation.database.write() as unit:
        positions.mark_shown(unit, reference, position)


def _dates(position: Position) -> tuple[DateView, ...]:
    return tuple(
        DateView(
            clock.rule.ref,
            clock.title,
            clock.due.in_words(),
            state.value.replace("_", " "),
            clock.in_words(position.as_at),
        )
        for clock, state in zip(position.clocks, position.states, strict=True)
        if clock.facts.governed_by is None and not clock.facts.undated
    )
