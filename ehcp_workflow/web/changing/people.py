"""The people of a case on a page of their own: who they are, their parts, and how they want to be written to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from ehcp_workflow.errors import NotFound
from ehcp_workflow.services.people import adding, changing, checking, listing, stopping, wishes
from ehcp_workflow.services.people.adding import NewPerson
from ehcp_workflow.services.people.reach import must_be_in_reach
from ehcp_workflow.services.people.reasons import Why
from ehcp_workflow.store.casebook import CaseRecord
from ehcp_workflow.store.people import CasePerson
from ehcp_workflow.store.people_parts import Wishes
from ehcp_workflow.web.access.visit import Changing, Seeing, Visit
from ehcp_workflow.web.changing.asking import ask, case_address
from ehcp_workflow.web.changing.field import Field, Form, Shape
from ehcp_workflow.web.changing.people_words import (
    CHANNELS,
    PURPOSES,
    READING,
    REASONS,
    ROLES,
    YES_NO,
    in_words,
)
from ehcp_workflow.web.seeing.frame import show_part

router = APIRouter()
BOTH = ["GET", "POST"]
AGREED = Field(
    "agreed",
    "How did they agree to be written to? (optional)",
    hint="For example, phone, 3 May. Kept in clear, so no names. Without it nothing is sent to a family.",
    longest=200,
)
ADDRESS = Field(
    "address",
    "Address or number",
    hint="For example, a.parent@example.org or 07700 900123.",
    missing="Enter the address or number.",
)
CHANNEL = Field(
    "channel", "How can they be reached?", Shape.ONE, choices=CHANNELS, missing="Choose how they can be reached."
)


@router.get("/cases/{reference}/people")
def show_people(visit: Seeing, reference: str) -> HTMLResponse:
    """The people of a case with everything that is known of how to reach them."""
    record = visit.case(reference)
    people = people_of(visit, record)
    return show_part(
        visit,
        record,
        "changing/people.html",
        "/people",
        people=people,
        neutral=listing.neutral_in_fact(visit.installation, people),
        histories={person: listing.history_of(visit.installation, person) for person in people},
        role=lambda name: in_words(ROLES, name),
        channel=lambda name: in_words(CHANNELS, name),
        purpose=lambda name: in_words(PURPOSES, name),
        reading=lambda name: in_words(READING, name),
        not_written=lambda language: checking.not_written(visit.installation, language),
    )


def people_of(visit: Visit, record: CaseRecord) -> dict[int, list[CasePerson]]:
    """The people of a case by number, each with one line for each part and contact point."""
    found: dict[int, list[CasePerson]] = {}
    for line in listing.list_people(visit.installation, record.reference):
        found.setdefault(line.person_id, []).append(line)
    return found


def person_in(visit: Visit, record: CaseRecord, person_id: int) -> list[CasePerson]:
    """The lines of one person of a case, to change them; somebody who is not in it is not to be found from it."""
    found = people_of(visit, record).get(person_id)
    if not found:
        raise NotFound(f"There is no person {person_id} in {record.reference}. The page of its people shows who is.")
    must_be_in_reach(visit.installation, visit.visitor.sees, person_id)
    return found


def form_of(record: CaseRecord, part: str, title: str, fields: tuple[Field, ...], **more: Any) -> Form:  # noqa: ANN401 - as Form takes it
    """A form about the people of a case."""
    address = case_address(record.reference, f"/people{part}")
    back = case_address(record.reference, "/people")
    return Form(title, address, back, fields, reference=record.reference, **more)


def done(record: CaseRecord, code: str = "saved") -> str:
    """The page of the people, saying what was done."""
    return case_address(record.reference, "/people", code)


@router.api_route("/cases/{reference}/people/new", methods=BOTH)
def add_person(visit: Changing, reference: str) -> Response:
    """Put somebody into a case."""
    record = visit.case(reference)
    fields = (
        Field("role", "Which part do they have?", Shape.ONE, choices=ROLES, missing="Choose their part in the case."),
        Field("name", "Name (optional)", hint="Kept sealed.", longest=200),
        CHANNEL,
        ADDRESS,
        AGREED,
        Field("purposes", "What did they agree to?", Shape.SOME, choices=PURPOSES),
        *manner_fields(),
    )
    typed = {"purposes": ("reminders",), "language": "en", "format": "standard", "neutral": "no"}

    def do(said: dict[str, Any]) -> str:
        new = NewPerson(
            role=said["role"],
            contacts=((said["channel"], said["address"]),),
            name=said["name"] or None,
            source=said["agreed"] or None,
            purposes=said["purposes"] or ("reminders",),
            wishes=Wishes(said["language"] or None, said["format"] or None, said["neutral"] == "yes", said["never"]),
        )
        adding.add_person(visit.installation, record.reference, new, visit.visitor.name, visit.visitor.sees)
        return done(record)

    return ask(visit, form_of(record, "/new", "Add somebody", fields, button="Add", blame="address"), typed, do)


def manner_fields() -> tuple[Field, ...]:
    """How somebody wants to be written to."""
    return (
        Field(
            "language",
            "Language they read best",
            hint="Its code: en for English, cy for Welsh, pl for Polish.",
            width=3,
            longest=3,
        ),
        Field("format", "How do they read best?", Shape.ONE, choices=READING),
        Field(
            "neutral",
            "Should messages say only that there is something to read?",
            Shape.ONE,
            "Choose yes where somebody else may see them. It then holds for everybody who has the same address.",
            choices=YES_NO,
        ),
        Field("never", "Never use", Shape.SOME, "What is not safe for them, whatever they gave.", choices=CHANNELS),
    )


@router.api_route("/cases/{reference}/people/{person_id}/manner", methods=BOTH)
def change_manner(visit: Changing, reference: str, person_id: int) -> Response:
    """Keep how somebody wants to be written to, and what is not safe."""
    record = visit.case(reference)
    line = person_in(visit, record, person_id)[0]
    typed: Mapping[str, Any] = {
        "language": line.manner.language,
        "format": line.manner.format,
        "neutral": "yes" if line.manner.neutral else "no",
        "never": line.never,
    }

    def do(said: dict[str, Any]) -> str:
        installation, by = visit.installation, visit.visitor.name
        wishes.keep_manner(installation, person_id, said["language"] or None, said["format"] or None, by)
        never, before = set(said["never"]), set(line.never)
        neutral = said["neutral"] == "yes" if said["neutral"] else None
        wishes.keep_safe(installation, person_id, never - before, before - never, neutral, by)
        return done(record)

    form = form_of(record, f"/{person_id}/manner", "How they want to be written to", manner_fields())
    return ask(visit, form, typed, do)


@router.api_route("/cases/{reference}/people/{person_id}/parts", methods=BOTH)
def change_part(visit: Changing, reference: str, person_id: int) -> Response:
    """Give somebody a part in the case, or end one."""
    record = visit.case(reference)
    if person_id not in people_of(visit, record):  # a part is of this case alone, whatever others they have
        raise NotFound(f"There is no person {person_id} in {record.reference}. The page of its people shows who is.")
    fields = (
        Field("role", "Which part?", Shape.ONE, choices=ROLES, missing="Choose a part."),
        Field(
            "now",
            "What becomes of it?",
            Shape.ONE,
            choices=(
                ("begin", "They have it from now on"),
                ("end", "They have it no longer, and are told no more of the case because of it"),
            ),
            missing="Choose what becomes of it.",
        ),
    )

    def do(said: dict[str, Any]) -> str:
        change = changing.begin_role if said["now"] == "begin" else changing.end_role
        change(visit.installation, record.reference, person_id, said["role"], visit.visitor.name)
        return done(record)

    return ask(visit, form_of(record, f"/{person_id}/parts", "Their part in the case", fields), {}, do)


@router.api_route("/cases/{reference}/people/{person_id}/stop", methods=BOTH)
def stop_person(visit: Changing, reference: str, person_id: int) -> Response:
    """Write to somebody no more, anywhere."""
    record = visit.case(reference)
    person_in(visit, record, person_id)
    fields = (Field("why", "Why?", Shape.ONE, choices=REASONS, missing="Choose why."),)
    lead = ("All their contact points stop, and what they agreed to is taken back. This holds in every case.",)

    def do(said: dict[str, Any]) -> str:
        stopping.stop_person(visit.installation, person_id, Why(said["why"]), visit.visitor.name)
        return done(record, "stopped")

    form = form_of(
        record, f"/{person_id}/stop", "Write to them no more", fields, lead=lead, button="Stop", warning=True
    )
    return ask(visit, form, {}, do)
