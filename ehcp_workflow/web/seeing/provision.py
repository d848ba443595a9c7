"""Section F of a case: what is owed, what was given and missed, line by line and term by term."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ehcp_workflow.cases.section_f.ledger import LineLedger, State
from ehcp_workflow.services.papers.ledger_tables import HEAD, ledger_rows, line_fields, number
from ehcp_workflow.services.provision.ledger import further_words, strand_titles
from ehcp_workflow.services.provision.listing import ListedLine, SectionFSheet, read_section_f
from ehcp_workflow.services.reading import read_sheet
from ehcp_workflow.web.access.visit import Seeing
from ehcp_workflow.web.asking import read_as_at
from ehcp_workflow.web.case_records import lapses_of
from ehcp_workflow.web.seeing.frame import show_part
from ehcp_workflow.web.wording import Tag, plain_name, severity_tag

router = APIRouter()
_COLOURS = {
    State.IN_PLACE: "green",
    State.SHORT: "yellow",
    State.LAPSED: "red",
    State.NEVER_STARTED: "red",
    State.NOT_REPORTED: "yellow",
}


@dataclass(frozen=True)
class LineRow:
    """One line of Section F.

    Attributes:
        line: its ledger; said: its name, what it specifies and how it stands, in words.
        tag: how it stands.
        listed: the record of it in the newest version of the plan, with the plan's own wording; None where none counts.
        table: its figures by term, the last row all together.
        further: what else the ledger says.
    """

    line: LineLedger
    said: dict[str, Any]
    tag: Tag
    listed: ListedLine | None
    table: tuple[tuple[str, ...], ...]
    further: list[str]


@router.get("/cases/{reference}/provision")
def show_provision(visit: Seeing, reference: str, as_at: str | None = None) -> HTMLResponse:
    """What a plan specifies, and what was delivered of it."""
    record, day = visit.case(reference), read_as_at(as_at, visit.installation.today())
    installation = visit.installation
    position = read_sheet(installation, record.reference, day).position
    titles, section_f = strand_titles(installation), read_section_f(installation, record.reference)
    found = position.ledger
    return show_part(
        visit,
        record,
        "case/provision.html",
        "/provision",
        as_at=day,
        ledger=found,
        head=HEAD,
        lines=[_row(line, titles, section_f) for line in (found.lines if found else ())],
        findings=[(one, severity_tag(one.severity)) for one in (found.findings if found else ())],
        lapses=lapses_of(position),
        section_f=section_f,
        plain_name=plain_name,
        number=number,
    )


def _row(line: LineLedger, titles: dict[str, str], section_f: SectionFSheet) -> LineRow:
    listed = [one for one in section_f.lines if one.line.code == line.code]
    return LineRow(
        line=line,
        said=line_fields(line, titles),
        tag=Tag(plain_name(line.state.value).capitalize(), _COLOURS.get(line.state, "grey")),
        listed=listed[-1] if listed else None,
        table=ledger_rows(line) if line.by_term else (),
        further=further_words(line),
    )
