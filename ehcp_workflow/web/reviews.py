"""The reviews page: who must have met by when, and the review of one plan step by step."""

from __future__ import annotations

from datetime import date
from functools import partial
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ehcp_workflow.cases.review_plan.plan import MeetingIs, StepState
from ehcp_workflow.services.review_list import NEVER, ReviewDue, reviews_due
from ehcp_workflow.services.review_planning import plan_one
from ehcp_workflow.web.access.visit import Seeing
from ehcp_workflow.web.asking import read_after, read_as_at, write_after
from ehcp_workflow.web.pages import show
from ehcp_workflow.web.wording import Tag, how_far

router = APIRouter()
LINES_PER_PAGE = 200
NO_COUNCIL = "not recorded"
STATE_COLOURS = {
    StepState.DONE: "green",
    StepState.DONE_LATE: "orange",
    StepState.NEXT: "blue",
    StepState.AHEAD: "grey",
    StepState.PASSED: "red",
}
HEADINGS = {
    MeetingIs.HELD: "The meeting was held",
    MeetingIs.ARRANGED: "The meeting is arranged for",
    MeetingIs.ASKED: "If the meeting is on",
    MeetingIs.LATEST: "Hold the meeting by",
}


@router.get("/reviews")
def show_reviews(visit: Seeing, council: str = "", as_at: str | None = None, after: str | None = None) -> HTMLResponse:
    """The reviews of the cases they may see, the one with the soonest next step first."""
    installation = visit.installation
    day = read_as_at(as_at, installation.today())
    found = reviews_due(installation, day, sees=visit.visitor.sees)
    wanted = [due for due in found.reviews if not council or (due.council or NO_COUNCIL) == council]
    start = read_after(after)
    left = [due for due in wanted if start is None or _key(due) > start]
    return show(
        visit,
        "reviews.html",
        as_at=day,
        today=installation.today(),
        found=found,
        rows=left[:LINES_PER_PAGE],
        number=len(wanted),
        councils=sorted({due.council or NO_COUNCIL for due in found.reviews}),
        council=council,
        far=partial(how_far, today=day or installation.today()),
        link=partial(_address, {"council": council, "as_at": day.isoformat() if day else ""}),
        after=after or "",
        following=write_after(_key(left[LINES_PER_PAGE - 1])) if len(left) > LINES_PER_PAGE else None,
    )


@router.get("/reviews/{reference}")
def show_review(visit: Seeing, reference: str, meeting: str | None = None, as_at: str | None = None) -> HTMLResponse:
    """The review of one plan, and what follows if the meeting is on another day."""
    installation, record = visit.installation, visit.case(reference)
    today = installation.today()
    day = read_as_at(as_at, today)
    tried = (read_as_at(meeting, today) or today) if meeting else None
    planned = plan_one(installation, record.reference, day, tried)
    return show(
        visit,
        "review.html",
        as_at=day,
        today=today,
        plan=planned,
        heading=HEADINGS[planned.meeting_is],
        tags={state: Tag(state.value[:1].upper() + state.value[1:], STATE_COLOURS[state]) for state in StepState},
        parties={party.id: party.title for party in installation.rulebook.parties.values()},
        far=partial(how_far, today=planned.as_at),
        back=f"/reviews/{quote(planned.reference)}",
    )


def _key(due: ReviewDue) -> tuple[date, str]:
    return due.next_by.earliest or NEVER, due.reference


def _address(asked: dict[str, str], **changed: str) -> str:
    """The address of this page with some of its questions changed."""
    query = urlencode({name: value for name, value in (asked | changed).items() if value})
    return f"/reviews?{query}" if query else "/reviews"
