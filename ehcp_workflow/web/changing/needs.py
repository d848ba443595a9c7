"""What kind of needs a child has: listed, added, put right and taken back. A diagnosis is never needed."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from ehcp_workflow.cases.needs import Diagnosis
from ehcp_workflow.services.support.needs import add_need, list_needs, need_codes, withdraw_need
from ehcp_workflow.web.access.visit import Changing, Seeing
from ehcp_workflow.web.changing.asking import answer, case_address, show_form
from ehcp_workflow.web.changing.field import Field, Form, Shape
from ehcp_workflow.web.seeing.frame import show_part

router = APIRouter()
_DIAGNOSIS = (
    (Diagnosis.NONE.value, "None"),
    (Diagnosis.UNDER_WAY.value, "Under way"),
    (Diagnosis.CONFIRMED.value, "Confirmed"),
    ("", "Nobody asked"),
)
RANKS = {1: "primary", 2: "secondary"}


@router.get("/cases/{reference}/needs")
def show_needs(visit: Seeing, reference: str) -> Response:
    """The needs of a case, by rank."""
    record = visit.case(reference)
    sheet = list_needs(visit.installation, record.reference)
    return show_part(visit, record, "changing/needs.html", "/needs", needs=sheet.needs, ranks=RANKS)


@router.get("/cases/{reference}/needs/new")
def ask_for_need(visit: Changing, reference: str) -> Response:
    """The form for a need."""
    return show_form(visit, _form(visit, visit.case(reference).reference), {})


@router.post("/cases/{reference}/needs/new")
def save_need(visit: Changing, reference: str) -> Response:
    """Record a need, or put right the one with its code."""
    record = visit.case(reference)

    def do(said: dict[str, Any]) -> str:
        rank = int(said["rank"]) if said["rank"] else None
        diagnosis = Diagnosis(said["diagnosis"]) if said["diagnosis"] else None
        add_need(visit.installation, record.reference, said["code"], visit.visitor.name, rank=rank, diagnosis=diagnosis)
        return case_address(record.reference, "/needs", "saved")

    return answer(visit, _form(visit, record.reference), do)


@router.post("/cases/{reference}/needs/{code}/withdraw")
def take_need_back(visit: Changing, reference: str, code: str) -> Response:
    """Take a need back."""
    record = visit.case(reference)
    withdraw_need(visit.installation, record.reference, code, visit.visitor.name)
    return RedirectResponse(case_address(record.reference, "/needs", "saved"), 303)


def _form(visit: Changing, reference: str) -> Form:
    codes = tuple((kind.code, f"{kind.title} ({kind.code})") for kind in need_codes(visit.installation).types)
    ranks = (("1", "Primary need"), ("2", "Secondary need"), ("", "A further one, or as it is now"))
    return Form(
        title="Add a need, or put one right",
        action=case_address(reference, "/needs/new"),
        back=case_address(reference, "/needs"),
        fields=(
            Field(
                "code",
                "Which need?",
                Shape.LIST,
                "As the SEN2 census codes them.",
                choices=codes,
                missing="Choose a need.",
            ),
            Field("rank", "Which place has it?", Shape.ONE, choices=ranks),
            Field(
                "diagnosis",
                "How far is a diagnosis?",
                Shape.ONE,
                "Never needed for help or for an assessment.",
                choices=_DIAGNOSIS,
            ),
        ),
        reference=reference,
        blame="rank",
    )
