"""Who is in a case and may be written to, for programs. Names and addresses only where they are asked for."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query

from ehcp_workflow.services.people.listing import list_people
from ehcp_workflow.store.people import CasePerson
from ehcp_workflow.store.people_points import PointSheet
from ehcp_workflow.web.api.callers import Reading, TokenRoute
from ehcp_workflow.web.api.models.people import PeopleOut, PersonOut, PointOut
from ehcp_workflow.web.api.models.shared import Reference
from ehcp_workflow.web.api.problems import described

router = APIRouter(route_class=TokenRoute, tags=["people"])


@router.get("/cases/{reference}/people", responses=described(404))
def show_people(
    visit: Reading,
    reference: Reference,
    addresses: Annotated[bool, Query(description="Whether to give names and addresses.")] = False,
) -> PeopleOut:
    """Who is in a case, in which role, how they may be reached, and what they agreed to."""
    record = visit.case(reference)
    lines = list_people(visit.installation, record.reference)
    parts = [list(points) for _, points in groupby(lines, lambda line: (line.role, line.person_id))]
    return PeopleOut(reference=record.reference, people=[_person(points, addresses=addresses) for points in parts])


def _person(points: list[CasePerson], *, addresses: bool) -> PersonOut:
    first = points[0]
    return PersonOut(
        person=first.person_id,
        role=first.role,
        name=first.name if addresses else None,
        language=first.manner.language,
        format=first.manner.format,
        neutral=first.manner.neutral,
        never=list(first.never),
        contact_points=[_point(line.point, addresses=addresses) for line in points if line.point],
    )


def _point(point: PointSheet, *, addresses: bool) -> PointOut:
    hours = f"{point.hours_from:%H:%M}-{point.hours_to:%H:%M}" if point.hours_from and point.hours_to else None
    return PointOut(
        number=point.id,
        channel=point.channel,
        address=point.value if addresses else None,
        purposes=list(point.purposes),
        verified=point.verified,
        do_not_use=point.do_not_use,
        hours=hours,
        no_voicemail=point.no_voicemail,
        stopped=point.stopped_why,
        suppressed=point.suppressed,
    )
