"""What would change in a case, for programs: the same look ahead as the page shows before saving."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fastapi import APIRouter

from ehcp_workflow.cases.difference import Difference, Turn
from ehcp_workflow.services import casework
from ehcp_workflow.services.foreseeing import Foresight, foresee
from ehcp_workflow.services.previewing import Foreseen
from ehcp_workflow.web.api.callers import TokenRoute, Trying
from ehcp_workflow.web.api.events import EventId, new_event, what_is_right
from ehcp_workflow.web.api.models.cases import CorrectionIn, EventIn
from ehcp_workflow.web.api.models.foresight import DateTurn, ForesightOut, StageTurned, Told
from ehcp_workflow.web.api.models.shared import Reference, span_of
from ehcp_workflow.web.api.problems import described

router = APIRouter(route_class=TokenRoute, tags=["events"])


@router.post("/cases/{reference}/events/preview", responses=described(404, 409))
def try_event(visit: Trying, reference: Reference, event: EventIn) -> ForesightOut:
    """What would change if this were recorded: dates, stages, and what people are told. Nothing is recorded."""
    record, new = visit.case(reference, changed=False), new_event(event)
    by = visit.visitor.name
    return _said(
        foresee(
            visit.installation, record.reference, lambda copy: casework.record_event(copy, record.reference, new, by)
        )
    )


@router.post("/cases/{reference}/events/{event}/correction/preview", responses=described(404, 409))
def try_correction(visit: Trying, reference: Reference, event: EventId, right: CorrectionIn) -> ForesightOut:
    """What would change if an event were corrected or taken back. Nothing is recorded."""
    record, by = visit.case(reference, changed=False), visit.visitor.name
    on, also = what_is_right(right)
    return _said(
        foresee(
            visit.installation,
            record.reference,
            lambda copy: casework.correct_event(copy, record.reference, event, on, by, right.note, also),
        )
    )


def _said(found: Foresight) -> ForesightOut:
    difference = found.difference
    return ForesightOut(
        reference=found.reference,
        until=found.last,
        nothing=difference.is_nothing and not found.added and not found.withdrawn,
        dates=list(_dates(difference)),
        stages=[
            StageTurned(stage=turn.after.id, was=turn.before.state.value, now=turn.after.state.value)
            for turn in difference.stages
        ],
        findings=[finding.message for finding in difference.said],
        told=_told(found.added),
        not_told=_told(found.withdrawn),
    )


def _dates(difference: Difference) -> Iterator[DateTurn]:
    for what in ("new", "moved", "met", "otherwise", "gone"):
        turns: tuple[Turn, ...] = getattr(difference, what)
        for turn in turns:
            yield DateTurn(
                ref=turn.clock.rule.ref,
                title=turn.clock.title,
                what=what,
                before=span_of(turn.before),
                after=span_of(turn.clock.due) if turn.now else None,
                was=turn.was.value if turn.was else None,
                now=turn.now.value if turn.now else None,
            )


def _told(these: Iterable[Foreseen]) -> list[Told]:
    return [Told(at=one.at, role=one.role, channel=one.channel, what=one.what, why=one.why) for one in these]
