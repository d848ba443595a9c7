"""The page of those who work here, for supervisors: their accounts, and letting them no longer in."""

from __future__ import annotations

from typing import NamedTuple

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from ehcp_workflow.errors import BadInput, EhcpError, NotFound
from ehcp_workflow.services.accounts import managing
from ehcp_workflow.services.accounts.desks import looks_by
from ehcp_workflow.services.accounts.inviting import NewAccount, invite
from ehcp_workflow.services.accounts.visitor import Role
from ehcp_workflow.web.access.visit import Supervising, Visit
from ehcp_workflow.web.forms import FieldError
from ehcp_workflow.web.pages import show

router = APIRouter(prefix="/people-here")


class Choice(NamedTuple):
    """A role to choose: its value and its words."""

    value: str
    words: str


ROLES = tuple(Choice(role.value, role.in_words.capitalize()) for role in Role)


@router.get("")
def show_people(visit: Supervising) -> HTMLResponse:
    """Every account, and the form to invite somebody."""
    return _list(visit)


@router.post("")
def do_invite(visit: Supervising) -> HTMLResponse:
    """Make an account, and show the link by which its owner chooses a password. It is shown this once."""
    said = _said(visit, "name", "shown_as", "role", "teams")
    try:
        new = NewAccount(said["name"].lower(), said["shown_as"], _role(said["role"]), _teams(said["teams"]))
        link = invite(visit.installation, new)
    except EhcpError as error:
        return _list(visit, said, FieldError("name", str(error)))
    return show(visit, "access/link.html", name=new.name, link=link)


@router.get("/{name}")
def show_person(visit: Supervising, name: str) -> HTMLResponse:
    """One account: what it is, where it is signed in, and what it looked at."""
    return _person(visit, name)


@router.post("/{name}")
def do_change(visit: Supervising, name: str) -> Response:
    """Give an account another role, or other teams."""
    said = _said(visit, "role", "teams")
    try:
        found, role = _find(visit, name), _role(said["role"])
        if role is not found.role:
            managing.change_role(visit.installation, name, role)
        managing.change_teams(visit.installation, name, _teams(said["teams"]))
    except BadInput as error:
        return _person(visit, name, FieldError("teams", str(error)))
    return RedirectResponse(f"/people-here/{name}?done=account-changed", 303)


@router.post("/{name}/sign-out")
def do_sign_out(visit: Supervising, name: str) -> Response:
    """Sign somebody out everywhere."""
    managing.sign_out_everywhere(visit.installation, name)
    return RedirectResponse(f"/people-here/{name}?done=signed-out-everywhere", 303)


@router.post("/{name}/end")
def do_end(visit: Supervising, name: str) -> Response:
    """End an account for good, once somebody said that they mean it."""
    if visit.form.get("sure") != "yes":
        return _person(visit, name, FieldError("sure", "Say that the account is to be ended, or leave it as it is."))
    managing.end_account(visit.installation, name)
    return RedirectResponse(f"/people-here/{name}?done=account-ended", 303)


@router.post("/{name}/reset")
def do_reset(visit: Supervising, name: str) -> HTMLResponse:
    """Let somebody choose their password and their second factor anew, by a link that is shown this once."""
    link = managing.reset_account(visit.installation, name)
    return show(visit, "access/link.html", name=name, link=link)


def _list(visit: Visit, said: dict[str, str] | None = None, *errors: FieldError) -> HTMLResponse:
    return show(
        visit,
        "access/people_here.html",
        status=422 if errors else 200,
        accounts=managing.list_accounts(visit.installation),
        roles=ROLES,
        said=said or {"name": "", "shown_as": "", "role": Role.ADVISER.value, "teams": ""},
        errors=errors,
    )


def _person(visit: Visit, name: str, *errors: FieldError) -> HTMLResponse:
    return show(
        visit,
        "access/person_here.html",
        status=422 if errors else 200,
        account=_find(visit, name),
        roles=ROLES,
        looked=looks_by(visit.installation, name, most=50, sees=visit.visitor.sees),
        errors=errors,
    )


def _find(visit: Visit, name: str) -> managing.Listed:
    found = next((each for each in managing.list_accounts(visit.installation) if each.name == name), None)
    if found is None:
        raise NotFound("There is no account of this name.")
    return found


def _said(visit: Visit, *names: str) -> dict[str, str]:
    return {name: str(visit.form.get(name, "")).strip() for name in names}


def _role(said: str) -> Role:
    try:
        return Role(said)
    except ValueError:
        raise BadInput("Choose what they do here.") from None


def _teams(said: str) -> tuple[str, ...]:
    return tuple(team.strip() for team in said.split(",") if team.strip())
