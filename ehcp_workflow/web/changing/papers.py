"""Papers about a case to take away: letters that fit it now, and its chronology, as Word, PDF or a page to print."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.papers.blocks import Paper
from ehcp_workflow.services.papers.chronology import chronology
from ehcp_workflow.services.papers.docx_file import docx_bytes
from ehcp_workflow.services.papers.kinds import Fit
from ehcp_workflow.services.papers.letters import ASKERS, PROVISION, Wishes, letters_for, write_letter
from ehcp_workflow.services.papers.pdf_file import pdf_file, why_no_pdf
from ehcp_workflow.store.casebook import CaseRecord
from ehcp_workflow.web.access.visit import Seeing, Visit
from ehcp_workflow.web.changing.asking import case_address, show_form
from ehcp_workflow.web.changing.field import Field, Form, Shape, read
from ehcp_workflow.web.forms import Sent
from ehcp_workflow.web.pages import show
from ehcp_workflow.web.seeing.frame import show_part
from ehcp_workflow.web.wording import plain_name

router = APIRouter()
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@router.get("/cases/{reference}/letters")
def show_letters(visit: Seeing, reference: str) -> HTMLResponse:
    """The letters that fit a case now, and why."""
    record = visit.case(reference)
    fitting = letters_for(visit.installation, record.reference)
    return show_part(visit, record, "changing/letters.html", "/letters", fits=fitting, why_no_pdf=why_no_pdf())


@router.get("/cases/{reference}/letters/{kind}.{ending}")
def take_letter(visit: Seeing, reference: str, kind: str, ending: str) -> Response:
    """A letter as a draft, with nothing said but what the case says."""
    record = visit.case(reference)
    paper = write_letter(visit.installation, record.reference, kind)
    return _file(visit.installation, paper, f"{record.reference}-{kind}", ending)


@router.get("/cases/{reference}/letters/{kind}")
def ask_about_letter(visit: Seeing, reference: str, kind: str) -> HTMLResponse:
    """The form for a letter: who signs, to whom it goes and by when an answer is asked for."""
    record = visit.case(reference)
    return show_form(visit, _form(visit, record, _fit(visit, record, kind)), {"as": "docx"})


@router.post("/cases/{reference}/letters/{kind}")
def write_a_letter(visit: Seeing, reference: str, kind: str) -> Response:
    """A letter as a draft with what was typed. Nothing of it is kept."""
    record = visit.case(reference, changed=False)
    form, sent = _form(visit, record, _fit(visit, record, kind)), Sent(visit.form)
    said = read(sent, form.fields)
    if not sent.errors:
        try:
            paper = write_letter(visit.installation, record.reference, kind, _wishes(said))
            return _file(visit.installation, paper, f"{record.reference}-{kind}", said["as"])
        except (BadInput, Refused) as error:
            sent.refuse(form.blamed, str(error))
    return show_form(visit, form, visit.form, sent.errors)


@router.get("/cases/{reference}/chronology")
def show_chronology(visit: Seeing, reference: str, *, names: bool = False) -> HTMLResponse:
    """The chronology as a page to read and print."""
    record = visit.case(reference)
    paper = chronology(visit.installation, record.reference, with_names=names)
    return show(
        visit,
        "changing/chronology.html",
        reference=record.reference,
        title=paper.title,
        blocks=[(type(block).__name__.lower(), block) for block in paper.blocks],
        names=names,
        why_no_pdf=why_no_pdf(),
    )


@router.get("/cases/{reference}/chronology.{ending}")
def take_chronology(visit: Seeing, reference: str, ending: str, *, names: bool = False) -> Response:
    """The chronology as a file for a bundle."""
    record = visit.case(reference)
    paper = chronology(visit.installation, record.reference, with_names=names)
    return _file(visit.installation, paper, f"{record.reference}-chronology", ending)


def _file(installation: Installation, paper: Paper, name: str, ending: str) -> Response:
    """A paper as a file of a kind; its name says the case's reference and nothing of the family."""
    if ending not in _TYPES:
        raise NotFound("A paper can be had as .docx or .pdf.")
    content = pdf_file(paper).content if ending == "pdf" else docx_bytes(paper, installation.now())
    named = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(content, media_type=_TYPES[ending], headers=named)


def _fit(visit: Visit, record: CaseRecord, kind: str) -> Fit:
    fitting = letters_for(visit.installation, record.reference)
    found = next((fit for fit in fitting if fit.code == kind), None)
    if found is None:
        raise NotFound("There is no such letter, or it does not fit the case now. The list of letters shows what does.")
    return found


def _form(visit: Visit, record: CaseRecord, fit: Fit) -> Form:
    today = visit.installation.today()
    endings = (("docx", "Word, to complete and sign"), *(() if why_no_pdf() else (("pdf", "PDF"),)))
    asked = Field("asked_by", "Who asks?", Shape.ONE, choices=tuple((a, plain_name(a).capitalize()) for a in ASKERS))
    line = Field("line", "Only one line of provision (optional)", hint="Its code, such as F1.", width=5, longest=5)
    return Form(
        title=fit.kind.title,
        action=case_address(record.reference, f"/letters/{fit.code}"),
        back=case_address(record.reference, "/letters"),
        fields=(
            Field("writer", "Who signs it? (optional)", longest=200),
            Field(
                "addressee", "To whom? (optional)", hint="Without it, the Director of Children's Services.", longest=200
            ),
            Field(
                "reply_by",
                "By when should they answer? (optional)",
                Shape.DAY,
                hint=f"After today, {today.day} {today.month} {today.year}.",
                what="the day for an answer",
            ),
            *((asked,) if fit.kind.always else ()),
            *((line,) if fit.code == PROVISION else ()),
            Field("as", "As which file?", Shape.ONE, choices=endings, missing="Choose a file."),
        ),
        button="Download the draft",
        reference=record.reference,
        lead=(f"Why it fits: {fit.why}.", "It is a draft: read it, complete what stands in [brackets], and sign it."),
        blame="reply_by",
    )


def _wishes(said: dict[str, Any]) -> Wishes:
    return Wishes(
        writer=said["writer"] or None,
        asked_by=said.get("asked_by") or None,
        addressee=said["addressee"] or None,
        reply_by=said["reply_by"],
        line=said.get("line") or None,
    )
