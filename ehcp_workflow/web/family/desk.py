"""The page of a case on which an adviser makes, renews and ends the links of its family."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from ehcp_workflow.errors import BadInput, NotFound
from ehcp_workflow.services.calendars.feeds import end_feed, list_feeds
from ehcp_workflow.services.family.links import MadeLink, make_link, renew_link, revoke_link
from ehcp_workflow.services.family.readers import possible_readers
from ehcp_workflow.store.casebook import CaseRecord
from ehcp_workflow.web.access.visit import Changing, Visit
from ehcp_workflow.web.forms import FieldError, Sent
from ehcp_workflow.web.seeing.frame import show_part
from ehcp_workflow.web.wording import plain_name

router = APIRouter()


@router.get("/cases/{reference}/family")
def show_links(visit: Changing, reference: str) -> Response:
    """Who may have a page, and the links they have."""
    return _page(visit, visit.case(reference))


@router.post("/cases/{reference}/family")
def make(visit: Changing, reference: str) -> Response:
    """Make a link for somebody, and show its address this once."""
    record, sent = visit.case(reference), Sent(visit.form)
    person, asks, word = sent.text("person"), sent.choice("asks", ("birth_date", "word")), sent.text("word")
    field = f"word-{person}"
    if not person.isdecimal():
        raise NotFound("There is no such person in this case.")
    if asks == "word" and not word:
        return _page(visit, record, errors=(FieldError(field, "Enter the word that you agreed with them."),))
    try:
        agreed = word if asks == "word" else None
        made = make_link(visit.installation, record.reference, int(person), visit.visitor.name, word=agreed)
    except BadInput as error:
        return _page(visit, record, errors=(FieldError(field, str(error)),))
    return _page(visit, record, made=made, made_for=int(person))


@router.post("/cases/{reference}/family/links/{link}/renew")
def renew(visit: Changing, reference: str, link: int) -> Response:
    """Let a link work for its full time from now."""
    record = visit.case(reference)
    renew_link(visit.installation, record.reference, link)
    return _back(record, "link-renewed")


@router.post("/cases/{reference}/family/links/{link}/end")
def end(visit: Changing, reference: str, link: int) -> Response:
    """End a link."""
    record = visit.case(reference)
    revoke_link(visit.installation, record.reference, link)
    return _back(record, "link-ended")


@router.post("/cases/{reference}/family/calendars/{calendar}/end")
def end_calendar(visit: Changing, reference: str, calendar: int) -> Response:
    """End the calendar of somebody of this family."""
    record = visit.case(reference)
    if calendar not in {feed.number for feed in list_feeds(visit.installation, record.reference)}:
        raise NotFound("There is no such calendar in this case.")
    end_feed(visit.installation, calendar)
    return _back(record, "family-calendar-ended")


def _back(record: CaseRecord, done: str) -> RedirectResponse:
    return RedirectResponse(f"/cases/{record.reference}/family?done={done}", 303)


def _page(
    visit: Visit,
    record: CaseRecord,
    *,
    made: MadeLink | None = None,
    made_for: int | None = None,
    errors: tuple[FieldError, ...] = (),
) -> Response:
    return show_part(
        visit,
        record,
        "family/links.html",
        "/family",
        status=422 if errors else 200,
        readers=possible_readers(visit.installation, record.reference),
        made=made,
        made_for=made_for,
        errors=errors,
        form=visit.form,
        plain_name=plain_name,
    )
