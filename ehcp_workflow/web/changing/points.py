"""The contact points of the people of a case: what was agreed, safe use, another address, codes, stopping."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from ehcp_workflow.errors import BadInput, NotFound
from ehcp_workflow.services.people import adding, agreeing, changing, stopping, verifying, wishes
from ehcp_workflow.services.people.adding import NewPerson
from ehcp_workflow.services.people.reach import must_be_in_reach
from ehcp_workflow.services.people.reasons import Why
from ehcp_workflow.store.casebook import CaseRecord
from ehcp_workflow.store.people_points import PointSheet, SafeUse
from ehcp_workflow.web.access.visit import Changing, Visit
from ehcp_workflow.web.changing.asking import ask
from ehcp_workflow.web.changing.field import Field, Form, Shape
from ehcp_workflow.web.changing.people import (
    ADDRESS,
    AGREED,
    BOTH,
    CHANNEL,
    done,
    form_of,
    people_of,
    person_in,
)
from ehcp_workflow.web.changing.people_words import CHANNELS, PURPOSES, REASONS, in_words

router = APIRouter()
POINT = "/cases/{reference}/people/points/{point_id}"


def _point_in(visit: Visit, record: CaseRecord, point_id: int) -> PointSheet:
    """A contact point of somebody in the case; any other is not to be found from it."""
    lines = [line for lines in people_of(visit, record).values() for line in lines]
    found = next((line for line in lines if line.point and line.point.id == point_id), None)
    if found is None or found.point is None:
        raise NotFound(
            f"There is no contact point {point_id} in {record.reference}. The page of its people shows them."
        )
    must_be_in_reach(visit.installation, visit.visitor.sees, found.person_id)
    return found.point


def _form(record: CaseRecord, point: PointSheet, part: str, title: str, fields: tuple[Field, ...], **more: Any) -> Form:  # noqa: ANN401 - as Form takes it
    lead = (f"{in_words(CHANNELS, point.channel)}: {point.value}", *more.pop("lead", ()))
    return form_of(record, f"/points/{point.id}{part}", title, fields, lead=lead, **more)


@router.api_route("/cases/{reference}/people/{person_id}/points/new", methods=BOTH)
def add_point(visit: Changing, reference: str, person_id: int) -> Response:
    """Give somebody in a case one more way to be reached."""
    record = visit.case(reference)
    lines = person_in(visit, record, person_id)
    known = [(line.point.channel, line.point.value) for line in lines if line.point]

    def do(said: dict[str, Any]) -> str:
        if said["channel"] in lines[0].never:
            by = in_words(CHANNELS, said["channel"])
            raise BadInput(f"For them this is never to be used: {by}. Change how they want to be written to first.")
        new = NewPerson(lines[0].role, (*known, (said["channel"], said["address"])))
        added = adding.add_person(visit.installation, record.reference, new, visit.visitor.name, visit.visitor.sees)
        if said["agreed"]:
            point, agreed = added.contact_point_ids[-1], said["agreed"]
            agreeing.give_consent(visit.installation, point, said["purposes"], agreed, visit.visitor.name)
        return done(record)

    fields = (CHANNEL, ADDRESS, AGREED, Field("purposes", "What did they agree to?", Shape.SOME, choices=PURPOSES))
    form = form_of(record, f"/{person_id}/points/new", "Add a way to reach them", fields, button="Add", blame="address")
    return ask(visit, form, {"purposes": ("reminders",)}, do)


@router.api_route(f"{POINT}/agreed", methods=BOTH)
def change_agreed(visit: Changing, reference: str, point_id: int) -> Response:
    """Record that somebody agrees to be written to, or no longer does."""
    record = visit.case(reference)
    point = _point_in(visit, record, point_id)
    answers = (("give", "They agree"), ("withdraw", "They do not, or no longer"))
    fields = (
        Field("answer", "What did they say?", Shape.ONE, choices=answers, missing="Choose what they said."),
        Field("purposes", "To which messages?", Shape.SOME, "All of them where none is chosen.", choices=PURPOSES),
        Field(
            "source",
            "How did they say so?",
            hint="For example, phone, 3 May. Kept in clear, so no names.",
            missing="Write how they said so, for example phone, 3 May.",
            longest=200,
        ),
    )

    def do(said: dict[str, Any]) -> str:
        keep = agreeing.give_consent if said["answer"] == "give" else agreeing.withdraw_consent
        keep(visit.installation, point_id, said["purposes"], said["source"], visit.visitor.name)
        return done(record)

    return ask(visit, _form(record, point, "/agreed", "What they agreed to", fields), {"purposes": point.purposes}, do)


@router.api_route(f"{POINT}/safe", methods=BOTH)
def change_safe_use(visit: Changing, reference: str, point_id: int) -> Response:
    """Keep how a contact point may be used safely; it holds for everybody who has that address."""
    record = visit.case(reference)
    point = _point_in(visit, record, point_id)
    fields = (
        Field("hours", "Only between which hours?", hint="London time, for example 09:00-17:00; or any.", width=20),
        Field(
            "rules",
            "What else is to be heeded?",
            Shape.SOME,
            choices=(("do_not_use", "Never use it"), ("no_voicemail", "Leave no word on a voicemail")),
        ),
    )
    chosen = {"do_not_use": point.do_not_use, "no_voicemail": point.no_voicemail}
    typed = {"hours": _hours(point.hours_from, point.hours_to), "rules": tuple(k for k, v in chosen.items() if v)}

    def do(said: dict[str, Any]) -> str:
        hours = wishes.read_hours(said["hours"] or "any")
        rules = SafeUse("do_not_use" in said["rules"], "no_voicemail" in said["rules"], hours)
        wishes.keep_point_safe(visit.installation, point_id, rules, visit.visitor.name)
        return done(record)

    lead = ("What is not safe for one is not safe for another: this holds for everybody who has this address.",)
    return ask(visit, _form(record, point, "/safe", "Using it safely", fields, lead=lead), typed, do)


@router.api_route(f"{POINT}/change", methods=BOTH)
def change_address(visit: Changing, reference: str, point_id: int) -> Response:
    """Put another address in the place of one."""
    record = visit.case(reference)
    point = _point_in(visit, record, point_id)

    def do(said: dict[str, Any]) -> str:
        changing.change_address(visit.installation, point_id, said["address"], visit.visitor.name)
        return done(record, "address-changed")

    lead = ("The new one takes over what was agreed and its rules. The old one is kept in the history, unused.",)
    return ask(visit, _form(record, point, "/change", "Another address", (ADDRESS,), lead=lead), {}, do)


@router.api_route(f"{POINT}/verify", methods=BOTH)
def verify(visit: Changing, reference: str, point_id: int) -> Response:
    """Keep that a contact point is its owner's, because they said the code that was sent to it."""
    record = visit.case(reference)
    point = _point_in(visit, record, point_id)

    def do(said: dict[str, Any]) -> str:
        verifying.confirm(visit.installation, point_id, said["code"], visit.visitor.name)
        return done(record, "verified")

    code = Field("code", "Which code did they get?", hint="Six figures.", missing="Enter the code they got.", width=10)
    lead = ("A code is sent to it with the next delivery and is valid for a day. Ask its owner which code they got.",)
    return ask(visit, _form(record, point, "/verify", "Verify it", (code,), lead=lead), {}, do)


@router.api_route(f"{POINT}/stop", methods=BOTH)
def stop_point(visit: Changing, reference: str, point_id: int) -> Response:
    """Use a contact point no more, or write to its address nowhere any more."""
    record = visit.case(reference)
    point = _point_in(visit, record, point_id)
    fields = (
        Field("why", "Why?", Shape.ONE, choices=REASONS, missing="Choose why."),
        Field(
            "where",
            "Where?",
            Shape.ONE,
            choices=(
                ("here", "For this person"),
                ("everywhere", "Everywhere: nobody is written to at this address any more, now or later"),
            ),
            missing="Choose where.",
        ),
    )

    def do(said: dict[str, Any]) -> str:
        why, by = Why(said["why"]), visit.visitor.name
        if said["where"] == "everywhere":
            stopping.stop_address(visit.installation, point.channel, point.value, why, by)
        else:
            stopping.stop_point(visit.installation, point_id, why, by)
        return done(record, "stopped")

    form = _form(record, point, "/stop", "Use it no more", fields, button="Stop", warning=True)
    return ask(visit, form, {}, do)


@router.post(f"{POINT}/code")
def send_code(visit: Changing, reference: str, point_id: int) -> Response:
    """Send a code to a contact point."""
    return _at_once(visit, reference, point_id, verifying.begin_verification, "code-sent")


@router.post(f"{POINT}/again")
def take_up_again(visit: Changing, reference: str, point_id: int) -> Response:
    """Use a stopped contact point again because its owner asked for it."""
    return _at_once(visit, reference, point_id, stopping.take_up_again, "taken-up-again")


@router.post(f"{POINT}/first")
def put_first(visit: Changing, reference: str, point_id: int) -> Response:
    """Try a contact point before the others of its owner."""
    return _at_once(visit, reference, point_id, changing.put_first, "saved")


def _at_once(visit: Visit, reference: str, point_id: int, act: Callable[..., object], code: str) -> Response:
    """Do what one button asks for; where it cannot be done, its reason stands on a page of its own."""
    record = visit.case(reference)
    act(visit.installation, _point_in(visit, record, point_id).id, visit.visitor.name)
    return RedirectResponse(done(record, code), 303)


def _hours(start: time | None, end: time | None) -> str:
    return f"{start:%H:%M}-{end:%H:%M}" if start and end else "any"
