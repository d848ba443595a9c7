"""Section F for programs: its lines, what was delivered, and the ledger."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from ehcp_workflow.services.announcing import announce
from ehcp_workflow.services.provision.amounts import read_amount
from ehcp_workflow.services.provision.ledger import ledger_as_json, read_ledger
from ehcp_workflow.services.provision.listing import ListedEntry, ListedLine, read_section_f
from ehcp_workflow.services.provision.recording import NewEntry, NewLine, add_line, log_delivery
from ehcp_workflow.services.reading import position_as_json
from ehcp_workflow.store.provision import LineWords
from ehcp_workflow.web.api.callers import Reading, Recording, TokenRoute
from ehcp_workflow.web.api.models.position import PositionOut
from ehcp_workflow.web.api.models.provision import EntryIn, EntryOut, LedgerOut, LineIn, LineOut, SectionFOut
from ehcp_workflow.web.api.models.shared import AsAt, Reference
from ehcp_workflow.web.api.problems import described

router = APIRouter(route_class=TokenRoute, tags=["provision"])


@router.get("/cases/{reference}/provision", responses=described(404))
def show_section_f(visit: Reading, reference: Reference) -> SectionFOut:
    """The lines of Section F and the delivery log, with their words; what was corrected or taken back is left out."""
    sheet = read_section_f(visit.installation, visit.case(reference).reference)
    return SectionFOut(
        reference=sheet.reference,
        lines=[_line(listed) for listed in sheet.lines],
        entries=[_entry(listed) for listed in sheet.entries],
    )


@router.get("/cases/{reference}/provision/ledger", responses=described(404), response_model=LedgerOut)
def show_ledger(visit: Reading, reference: Reference, as_at: AsAt = None) -> dict[str, Any]:
    """What was owed of each line up to a day, what was given, and what is missing."""
    return ledger_as_json(read_ledger(visit.installation, visit.case(reference).reference, as_at))


@router.post("/cases/{reference}/provision/lines", status_code=201, responses=described(404, 409))
def record_line(visit: Recording, reference: Reference, line: LineIn) -> PositionOut:
    """Record a line of Section F, by default in the newest version of the plan; answers where the case stands now."""
    new = NewLine(
        code=line.code,
        strand=line.strand,
        amount=read_amount(line.amount) if line.amount else None,
        unit=line.unit,
        per=line.per,
        term_time=line.term_time,
        calendar=line.calendar,
        starts=line.starts,
        ends=line.ends,
        words=LineWords(line.wording, line.who, line.where),
        plan=line.plan,
    )
    position = add_line(visit.installation, visit.case(reference).reference, new, visit.visitor.name)
    announce(visit.installation, position)
    return PositionOut.model_validate(position_as_json(position, visit.installation.signoffs))


@router.post("/cases/{reference}/provision/log", status_code=201, responses=described(404, 409))
def record_delivery(visit: Recording, reference: Reference, entry: EntryIn) -> PositionOut:
    """Record what was delivered of a line, or was not; answers where the case stands now."""
    new = NewEntry(
        line=entry.line,
        kind=entry.kind,
        first=entry.first,
        last=entry.last,
        amount=read_amount(entry.amount) if entry.amount else None,
        equivalent=entry.equivalent,
        by=entry.by,
        source=entry.source,
        note=entry.note,
        unit=entry.unit,
    )
    position = log_delivery(visit.installation, visit.case(reference).reference, new, visit.visitor.name)
    announce(visit.installation, position)
    return PositionOut.model_validate(position_as_json(position, visit.installation.signoffs))


def _line(listed: ListedLine) -> LineOut:
    line, words = listed.line, listed.words
    return LineOut(
        id=line.id,
        code=line.code,
        version=listed.version,
        strand=line.strand,
        amount=None if line.amount is None else str(line.amount),
        unit=line.unit,
        per=line.per,
        term_time=line.term_time,
        calendar=line.calendar,
        starts=line.starts,
        ends=line.ends,
        wording=words.wording,
        who=words.who,
        where=words.where,
    )


def _entry(listed: ListedEntry) -> EntryOut:
    entry = listed.entry
    return EntryOut(
        id=entry.id,
        line=entry.line,
        kind=entry.kind,
        first=entry.first,
        last=entry.last,
        amount=None if entry.amount is None else str(entry.amount),
        equivalent=entry.equivalent,
        by=entry.by,
        source=entry.source,
        note=listed.note,
    )
