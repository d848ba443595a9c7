"""Who may see a case, and who looked at it: for supervisors."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from ehcp_workflow.errors import EhcpError, NotFound, Refused
from ehcp_workflow.services.accounts import desks
from ehcp_workflow.services.accounts.desks import Desk
from ehcp_workflow.services.accounts.managing import list_accounts, list_teams
from ehcp_workflow.store.casebook import CaseRecord
from ehcp_workflow.web.access.visit import Supervising, Visit
from ehcp_workflow.web.forms import FieldError
from ehcp_workflow.web.pages import show

router = APIRouter(prefix="/cases/{reference}/access")


@router.get("")
def show_access(visit: Supervising, reference: str) -> HTMLResponse:
    """Whose the case is, who can see it, who must not, and who looked at it or changed it."""
    return _page(visit, visit.case(reference))


@router.post("/desk")
def do_assign(visit: Supervising, reference: str) -> Response:
    """Say whose the case is."""
    record = visit.case(reference)
    said = {name: str(visit.form.get(name, "")).strip() or None for name in ("team", "adviser")}
    try:
        desks.assign(visit.installation, record.reference, Desk(said["team"], said["adviser"]))
    except EhcpError as error:
        return _page(visit, record, FieldError("adviser", str(error)))
    return RedirectResponse(f"/cases/{record.reference}/access?done=desk-changed", 303)


@router.post("/walls")
def do_put_wall(visit: Supervising, reference: str) -> Response:
    """Keep somebody from seeing the case."""
    record, name = visit.case(reference), str(visit.form.get("account", "")).strip()
    try:
        desks.put_wall(visit.installation, record.reference, name, visit.visitor.name)
    except NotFound:
        return _page(visit, record, FieldError("account", "Choose who must not see this case."))
    except Refused as error:
        return _page(visit, record, FieldError("account", str(error)))
    return RedirectResponse(f"/cases/{record.reference}/access?done=wall-put", 303)


@router.post("/walls/remove")
def do_remove_wall(visit: Supervising, reference: str) -> Response:
    """Let somebody see the case again."""
    record, name = visit.case(reference), str(visit.form.get("account", "")).strip()
    desks.remove_wall(visit.installation, record.reference, name)
    return RedirectResponse(f"/cases/{record.reference}/access?done=wall-removed", 303)


def _page(visit: Visit, record: CaseRecord, *errors: FieldError) -> HTMLResponse:
    installation, reference = visit.installation, record.reference
    return show(
        visit,
        "access/case_access.html",
        status=422 if errors else 200,
        seen=desks.who_sees(installation, reference),
        looked=desks.looks_at(installation, reference),
        accounts=[each for each in list_accounts(installation) if each.state != "ended"],
        teams=list_teams(installation),
        errors=errors,
    )
