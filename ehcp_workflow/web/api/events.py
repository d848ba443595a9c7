"""Recording what happened in a case, correcting it, and trying what would follow."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from ehcp_workflow.cases.position import Position
from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework
from ehcp_workflow.services.announcing import announce
from ehcp_workflow.services.casework import Further
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.reading import position_as_json
from ehcp_workflow.web.access.visit import Visit
from ehcp_workflow.web.api.callers import HouseReading, Recording, TokenRoute
from ehcp_workflow.web.api.models.cases import CorrectionIn, EventIn, KindOut
from ehcp_workflow.web.api.models.position import PositionOut
from ehcp_workflow.web.api.models.shared import Reference
from ehcp_workflow.web.api.problems import described

router = APIRouter(route_class=TokenRoute, tags=["events"])
EventId = Annotated[
    str, Path(pattern=r"^[0-9a-f]{6,32}$", description="The event: its id, or at least six letters of its start.")
]


@router.get("/events/kinds")
def list_kinds(visit: HouseReading) -> list[KindOut]:
    """Every kind of event that can be recorded, with what may be said of it."""
    return [
        KindOut(
            kind=kind.kind,
            title=kind.title,
            dates=list(kind.dates),
            options={name: list(values) for name, values in kind.options.items()},
            about=kind.about,
            needs=list(kind.needs),
        )
        for kind in visit.installation.rulebook.events.values()
    ]


@router.post("/cases/{reference}/events", status_code=201, responses=described(404, 409))
def record_event(visit: Recording, reference: Reference, event: EventIn) -> PositionOut:
    """Record what happened. Dates move and messages are planned in the same step; answers where the case stands now."""
    record = visit.case(reference)
    position = casework.record_event(visit.installation, record.reference, new_event(event), by=visit.visitor.name)
    return _shown(visit, position)


@router.post("/cases/{reference}/events/{event}/correction", status_code=201, responses=described(404, 409))
def correct_event(visit: Recording, reference: Reference, event: EventId, right: CorrectionIn) -> PositionOut:
    """Correct an event, or take it back. The old record stays and is marked as corrected."""
    record = visit.case(reference)
    on, also = what_is_right(right)
    position = casework.correct_event(
        visit.installation, record.reference, event, on, visit.visitor.name, right.note, also
    )
    return _shown(visit, position)


def new_event(event: EventIn) -> NewEvent:
    """An event as a program reports it.

    Raises:
        BadInput: a date in it does not exist.
    """
    return NewEvent(
        kind=event.kind,
        on=When.parse(event.on),
        dates={which: When.parse(text) for which, text in event.dates.items()},
        about=event.about,
        options=dict(event.options),
        note=event.note,
        source=event.source,
    )


def what_is_right(right: CorrectionIn) -> tuple[When | None, Further]:
    """The right day, or None to take the event back, and what else is put right.

    Raises:
        BadInput: it says neither or both, or a date in it does not exist.
    """
    if (right.on is None) == (not right.withdraw):
        raise BadInput("Give either the right date as 'on', or 'withdraw': true.")
    if right.withdraw and (right.dates or right.options):
        raise BadInput("An event that is taken back has no dates or options. Leave them out.")
    further = Further({which: When.parse(text) for which, text in right.dates.items()}, dict(right.options))
    return (None if right.on is None else When.parse(right.on)), further


def _shown(visit: Visit, position: Position) -> PositionOut:
    announce(visit.installation, position)
    return PositionOut.model_validate(position_as_json(position, visit.installation.signoffs))
