"""Letters and chronologies for programs: drafts as files, for a person to read, complete and sign."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from ehcp_workflow.services.papers.chronology import chronology
from ehcp_workflow.services.papers.docx_file import docx_bytes
from ehcp_workflow.services.papers.letters import Wishes, letters_for, write_letter
from ehcp_workflow.services.papers.pdf_file import pdf_file
from ehcp_workflow.web.api.callers import Reading, TokenRoute
from ehcp_workflow.web.api.models.shared import AsAt, LineCode, Reference, Shape, Short
from ehcp_workflow.web.api.problems import described
from ehcp_workflow.web.asking import EARLIEST, LATEST

router = APIRouter(route_class=TokenRoute, tags=["papers"])
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


class LetterQuery(Shape):
    """What whoever writes a letter says of it; all of it may be missing."""

    as_at: date | None = Field(None, ge=EARLIEST, le=LATEST, description="As it stood at the end of this day.")
    writer: Short | None = Field(None, description="Who signs it.")
    asked_by: Literal["parent", "young_person", "school"] | None = Field(None, description="Who asks.")
    addressee: Short | None = Field(None, description="To whom, instead of the director of children's services.")
    reply_by: date | None = Field(None, description="By when to answer.")
    line: LineCode | None = Field(None, description="Only this line of provision.")


class LetterOut(BaseModel):
    """A kind of letter that fits a case now."""

    letter: str
    title: str
    why: str


def _files(*media_types: str) -> dict[int | str, dict[str, Any]]:
    schema = {"type": "string", "format": "binary"}
    return {
        200: {"description": "The file.", "content": {media_type: {"schema": schema} for media_type in media_types}}
    }


@router.get("/cases/{reference}/letters", responses=described(404))
def list_letters(visit: Reading, reference: Reference, as_at: AsAt = None) -> list[LetterOut]:
    """The letters that fit a case, and why."""
    found = letters_for(visit.installation, visit.case(reference).reference, as_at)
    return [LetterOut(letter=fit.code, title=fit.kind.title, why=fit.why) for fit in found]


@router.get(
    "/cases/{reference}/letters/{letter}",
    response_class=Response,
    responses=described(404, 409) | _files(DOCX),
)
def give_letter(
    visit: Reading,
    reference: Reference,
    letter: Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$", description="Which letter.")],
    asked: Annotated[LetterQuery, Query()],
) -> Response:
    """A letter as a Word document: a draft."""
    wishes = Wishes(asked.writer, asked.asked_by, asked.addressee, asked.reply_by, asked.line)
    paper = write_letter(visit.installation, visit.case(reference).reference, letter, wishes, asked.as_at)
    return Response(docx_bytes(paper, visit.installation.now()), media_type=DOCX)


@router.get(
    "/cases/{reference}/chronology",
    response_class=Response,
    responses=described(404) | _files(DOCX, PDF),
)
def give_chronology(
    visit: Reading,
    reference: Reference,
    as_at: AsAt = None,
    names: Annotated[bool, Query(description="The child's name instead of initials.")] = False,
    form: Annotated[Literal["docx", "pdf"], Query(description="A Word document, or a tagged PDF.")] = "docx",
) -> Response:
    """The chronology of a case for a bundle."""
    paper = chronology(visit.installation, visit.case(reference).reference, as_at, with_names=names)
    if form == "pdf":
        return Response(pdf_file(paper).content, media_type=PDF)
    return Response(docx_bytes(paper, visit.installation.now()), media_type=DOCX)
