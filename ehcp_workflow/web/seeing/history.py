"""The history of a case: everything recorded, corrections struck through; and what was believed on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ehcp_workflow.cases.difference import Difference, Turn
from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.when import When
from ehcp_workflow.services.beliefs import read_belief
from ehcp_workflow.services.provision.ledger import strand_titles
from ehcp_workflow.services.reading import read_sheet
from ehcp_workflow.store.casebook import CaseRecord
from ehcp_workflow.web.access.visit import Seeing, Visit
from ehcp_workflow.web.asking import read_as_at, read_day
from ehcp_workflow.web.case_dates import dates_of
from ehcp_workflow.web.case_history import history_of
from ehcp_workflow.web.seeing.frame import show_part
from ehcp_workflow.web.seeing.otherwise import other_rows
from ehcp_workflow.web.wording import clock_tag, stage_tag, tag_of

router = APIRouter()
PART = "/history"


@dataclass(frozen=True)
class TurnRow:
    """One date that was believed to be another, or to stand otherwise: then, and as is known now."""

    turn: Turn
    then: str
    now: str


@router.get("/cases/{reference}/history")
def show_history(visit: Seeing, reference: str, as_at: str | None = None, believed: str | None = None) -> HTMLResponse:
    """What was recorded in a case up to a day; or what was believed of it on a day, beside what is known now."""
    record, today = visit.case(reference), visit.installation.today()
    if believed and believed.strip():
        if as_at and as_at.strip():
            raise BadInput("Ask either what was believed on a day or how the case stood on it, not both at once.")
        return _believed(visit, record, read_day(believed, today))
    day = read_as_at(as_at, today)
    sheet = read_sheet(visit.installation, record.reference, day)
    entries, left_out = history_of(visit.installation.rulebook, sheet)
    return show_part(visit, record, "case/history.html", PART, as_at=day, entries=entries, left_out=left_out)


def _believed(visit: Visit, record: CaseRecord, day: date) -> HTMLResponse:
    installation = visit.installation
    belief = read_belief(installation, record.reference, day)
    entries, left_out = history_of(installation.rulebook, belief.then)
    return show_part(
        visit,
        record,
        "case/believed.html",
        PART,
        belief=belief,
        rows=turn_rows(belief.difference, day),
        stages=[(turn, stage_tag(turn.before.state), stage_tag(turn.after.state)) for turn in belief.difference.stages],
        dates=[row for row in dates_of(installation.signoffs, belief.then) if row.open],
        others=other_rows(belief.difference, strand_titles(installation)),
        entries=entries,
        left_out=left_out,
    )


def turn_rows(difference: Difference, day: date) -> list[TurnRow]:
    """The dates that are known now to have been otherwise than was believed, those that moved first.

    Of dates of which one was chosen from others, the chosen one stands for all.
    """
    turns = (*difference.moved, *difference.met, *difference.new, *difference.otherwise, *difference.gone)
    return [TurnRow(turn, _then(turn), _now(turn, day)) for turn in turns if turn.clock.facts.governed_by is None]


def _then(turn: Turn) -> str:
    if turn.was is None or turn.before is None:
        return "Not believed to be running"
    return f"{_capital(turn.before)}: {clock_tag(turn.clock.rule, turn.was).words.lower()}"


def _now(turn: Turn, day: date) -> str:
    if turn.now is None:
        return "Not running"
    return f"{_capital(turn.clock.due)}: {tag_of(turn.clock, turn.now, day).words.lower()}"


def _capital(when: When) -> str:
    words = when.in_words() if when.is_known else "no date"
    return words[:1].upper() + words[1:]
