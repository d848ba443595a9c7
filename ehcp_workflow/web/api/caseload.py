"""The caseload for programs: page by page, as the page of the caseload has it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from ehcp_workflow.services.caseload.asking import read_asked
from ehcp_workflow.services.caseload.lines import BoardLine
from ehcp_workflow.services.caseload.listing import list_cases
from ehcp_workflow.web.api.callers import Reading, TokenRoute
from ehcp_workflow.web.api.models.caseload import CaseLine, Caseload, CaseloadQuery
from ehcp_workflow.web.api.models.shared import span_of
from ehcp_workflow.web.api.problems import described
from ehcp_workflow.web.asking import read_after, write_after

router = APIRouter(route_class=TokenRoute, tags=["cases"])


@router.get("/cases", responses=described(409))
def list_caseload(visit: Reading, query: Annotated[CaseloadQuery, Query()]) -> Caseload:
    """The cases the token's account may see, soonest date first; those without an open date come last. No names."""
    installation = visit.installation
    asked = read_asked(installation, query.said)
    found = list_cases(
        installation,
        visit.visitor.sees,
        asked.wanted(visit.visitor),
        after=read_after(query.after),
        size=query.limit,
        as_at=None if query.as_at == installation.today() else query.as_at,
    )
    return Caseload(
        as_at=found.day,
        found=found.found,
        not_anew=found.not_anew,
        cases=[_line(line) for line in found.lines],
        next=write_after(found.following) if found.following else None,
    )


def _line(line: BoardLine) -> CaseLine:
    return CaseLine(
        reference=line.reference,
        council=line.council,
        stage=line.stage,
        stage_state=line.stage_state,
        next_rule=line.next_ref,
        next_title=line.next_title,
        due=span_of(line.due),
        state=line.state.value if line.state else None,
        days=line.days,
        late=line.late,
        needs=list(line.needs),
        flags=sorted(flag.value for flag in line.flags),
    )
