"""All dates of a case, open ones first, each with its working."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ehcp_workflow.services.reading import read_sheet
from ehcp_workflow.web.access.visit import Seeing
from ehcp_workflow.web.asking import read_as_at
from ehcp_workflow.web.case_dates import dates_of
from ehcp_workflow.web.seeing.frame import show_part

router = APIRouter()


@router.get("/cases/{reference}/dates")
def show_dates(visit: Seeing, reference: str, as_at: str | None = None) -> HTMLResponse:
    """Every date of a case: open, met, ended and replaced."""
    record, day = visit.case(reference), read_as_at(as_at, visit.installation.today())
    rows = dates_of(visit.installation.signoffs, read_sheet(visit.installation, record.reference, day))
    still = [row for row in rows if row.open]
    over = [row for row in rows if not row.open]
    return show_part(visit, record, "case/dates.html", "/dates", as_at=day, still=still, over=over)
