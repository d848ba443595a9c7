"""What every page of a case shows around its own part: whose case it is, and the way to its other parts."""

from __future__ import annotations

from datetime import date

from fastapi.responses import HTMLResponse

from ehcp_workflow.services.accounts.visitor import May
from ehcp_workflow.store.casebook import CaseRecord
from ehcp_workflow.web.access.visit import Visit
from ehcp_workflow.web.pages import show


def show_part(
    visit: Visit,
    record: CaseRecord,
    template: str,
    part: str,
    *,
    status: int = 200,
    as_at: date | None = None,
    **said: object,
) -> HTMLResponse:
    """One part of a case. Its template extends `case/_frame.html`.

    Args:
        visit: who looks.
        record: the case, as `visit.case` found it.
        template: the template of the part.
        part: its address under that of the case, as in `case/_nav.html`; for a page beneath one, that part.
        status: the HTTP status.
        as_at: another day than today that the page answers for.
        said: what the template shows.
    """
    around = {
        "record": record,
        "base": f"/cases/{record.reference}",
        "part": part,
        "may_change": visit.visitor.may(May.CHANGE_CASES),
        "as_at": as_at,
        "today": visit.installation.today(),
    }
    return show(visit, template, status=status, **around | said)
