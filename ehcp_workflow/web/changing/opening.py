"""Opening a case, with the request where it has been made."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from ehcp_workflow.services import casework
from ehcp_workflow.services.councils import load_councils
from ehcp_workflow.services.event_checks import LONGEST_NAME, NewEvent, check_event
from ehcp_workflow.services.once import Once, new_key
from ehcp_workflow.store.casebook import NewCase
from ehcp_workflow.web.access.visit import Changing, Visit
from ehcp_workflow.web.changing.asking import ask, case_address
from ehcp_workflow.web.changing.deed import KEY
from ehcp_workflow.web.changing.field import Field, Form, Shape

router = APIRouter()
REQUEST = "request_received"
_ASKED_BY = (("parent", "A parent"), ("young_person", "The young person"), ("school", "The school"))


@router.api_route("/cases/new", methods=["GET", "POST"])
def open_case(visit: Changing) -> Response:
    """Open a case. The same form sent twice opens one."""
    key = str(visit.form.get(KEY, "")) or new_key()
    form = Form(
        title="Open a case",
        action="/cases/new",
        back="/",
        fields=_fields(visit.installation.today()),
        button="Open the case",
        lead=("Nothing here has to be known but what you are asked for. A diagnosis is never needed.",),
        hidden=((KEY, key),),
        blame="their_reference",
    )
    return ask(visit, form, {}, lambda said: _open(visit, said, key))


def _fields(today: date) -> tuple[Field, ...]:
    councils = tuple((council.code, council.name) for council in load_councils())
    return (
        Field("council", "Which council?", Shape.LIST, choices=councils, missing="Choose the council."),
        Field("child", "Name of the child or young person (optional)", hint="Kept sealed.", longest=LONGEST_NAME),
        Field(
            "born",
            "Date of birth (optional)",
            Shape.DAY,
            "Kept sealed. It decides whose the rights are.",
            what="the date of birth",
            until=today,
        ),
        Field(
            "their_reference", "Your own reference (optional)", hint="Kept sealed. You can search for it.", longest=100
        ),
        Field(
            "requested_by",
            "Who asked the council to assess, or will ask?",
            Shape.ONE,
            choices=(*_ASKED_BY, ("", "Not known yet")),
        ),
        Field(
            "received",
            "When did the council receive the request, if it has? (optional)",
            Shape.WHEN,
            what="the day the council received the request",
            until=today,
        ),
    )


def _open(visit: Visit, said: dict[str, Any], key: str) -> str:
    installation, by = visit.installation, visit.visitor.name
    new = NewCase(
        opened_at=installation.now(),
        council_code=said["council"],
        child_name=said["child"] or None,
        birth_date=said["born"],
        requested_by=said["requested_by"] or None,
        their_reference=said["their_reference"] or None,
    )
    asked_by = {"asked_by": said["requested_by"]} if said["requested_by"] else {}
    request = NewEvent(REQUEST, said["received"], options=asked_by) if said["received"] else None
    if request:
        check_event(installation, request)  # before there is a case without it
    record = casework.open_case(
        installation, new, once=Once(key), team=visit.visitor.only_team, sees=visit.visitor.sees
    )
    if request:
        casework.record_event(installation, record.reference, request, by, Once(_second(key)))
    return case_address(record.reference, done="opened")


def _second(key: str) -> str:
    """The key under which the same form records the request."""
    return hashlib.sha256(f"{REQUEST} {key}".encode()).hexdigest()[:32]
