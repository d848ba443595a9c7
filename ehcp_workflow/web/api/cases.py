"""Cases for programs: the caseload, opening one, where one stands, and what can be done in it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from ehcp_workflow.errors import BadInput
from ehcp_workflow.services import casework, remedying
from ehcp_workflow.services.councils import find_council
from ehcp_workflow.services.reading import position_as_json, read_sheet
from ehcp_workflow.store.casebook import CaseRecord, NewCase
from ehcp_workflow.web.api.callers import Reading, Recording, TokenRoute
from ehcp_workflow.web.api.models.cases import CaseOpened, CaseOut, HistoryOut, NewCaseIn, RecordOut, Who
from ehcp_workflow.web.api.models.position import PositionOut
from ehcp_workflow.web.api.models.shared import AsAt, Reference
from ehcp_workflow.web.api.models.steps import NextOut
from ehcp_workflow.web.api.problems import described

router = APIRouter(route_class=TokenRoute, tags=["cases"])
ONE_CASE = described(404)


@router.post("/cases", status_code=201, responses=described(409))
def open_case(visit: Recording, new: NewCaseIn) -> CaseOpened:
    """Open a case, for the team of the token's account where it has exactly one."""
    installation = visit.installation
    council = find_council(new.council)
    if new.council and council is None:
        raise BadInput(f"'{new.council}' is not a council we know. Write its name as the DfE does, or its DfE number.")
    record = casework.open_case(
        installation,
        NewCase(
            opened_at=installation.now(),
            council_code=council.code if council else None,
            child_name=new.child_name,
            birth_date=new.birth_date,
            requested_by=new.requested_by,
            their_reference=new.your_reference,
        ),
        team=visit.visitor.only_team,
        sees=visit.visitor.sees,
    )
    visit.case(record.reference)
    return CaseOpened(reference=record.reference)


@router.get("/cases/{reference}", responses=ONE_CASE)
def show_case(
    visit: Reading,
    reference: Reference,
    as_at: AsAt = None,
    names: Annotated[bool, Query(description="Whether to say whom the case is about.")] = False,
) -> CaseOut:
    """Where a case stands: its stages, and each date with how it was worked out."""
    record = visit.case(reference)
    sheet = read_sheet(visit.installation, record.reference, as_at)
    council = find_council(record.council_code)
    return CaseOut(
        reference=record.reference,
        council=council.name if council else None,
        who=_who(record) if names else None,
        position=PositionOut.model_validate(position_as_json(sheet.position, visit.installation.signoffs)),
    )


@router.get("/cases/{reference}/history", responses=ONE_CASE)
def show_history(visit: Reading, reference: Reference) -> HistoryOut:
    """Everything recorded in a case, corrections and corrected records included."""
    sheet = read_sheet(visit.installation, visit.case(reference).reference)
    records = [
        RecordOut(
            id=record.event.id,
            kind=record.event.kind,
            on=str(record.event.on),
            dates={which: str(when) for which, when in record.event.dates.items()},
            about=record.event.about,
            options=dict(record.event.options),
            corrects=record.event.corrects,
            withdrawn=record.event.withdrawn,
            recorded_at=record.event.recorded_at,
            recorded_by=record.recorded_by,
            source=record.source,
            note=record.note,
        )
        for record in sheet.history
    ]
    return HistoryOut(reference=sheet.record.reference, records=records)


@router.get("/cases/{reference}/next", responses=ONE_CASE, response_model=NextOut)
def show_next(visit: Reading, reference: Reference, as_at: AsAt = None) -> dict[str, Any]:
    """What can be done now: the dates to watch, soonest first, and the steps about what was missed."""
    sheet = read_sheet(visit.installation, visit.case(reference).reference, as_at)
    return remedying.as_json(remedying.what_next(visit.installation.rulebook, sheet.position))


def _who(record: CaseRecord) -> Who:
    return Who(child_name=record.child_name, birth_date=record.birth_date, your_reference=record.their_reference)
