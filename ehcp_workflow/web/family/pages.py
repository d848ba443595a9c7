"""The pages of a family behind the question: their dates, whether help is given, their messages, their calendar."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from ehcp_workflow.errors import BadInput
from ehcp_workflow.messages.words.page_words import page_words
from ehcp_workflow.services.family import messages
from ehcp_workflow.services.family.calendar import calendar_of, end_calendar, make_calendar
from ehcp_workflow.services.family.help import answer_help, help_question
from ehcp_workflow.services.family.page import FIRST, read_page
from ehcp_workflow.web.family.route import ForFamilies
from ehcp_workflow.web.family.showing import go_to, show
from ehcp_workflow.web.family.visit import FamilyVisit, Visiting
from ehcp_workflow.web.forms import FieldError

router = APIRouter(route_class=ForFamilies)
DONE = {
    "help": "help_done",
    "stopped": "messages_stopped_this",
    "all-stopped": "messages_stop_done",
    "break": "messages_pause_done",
    "break-over": "messages_pause_ended",
    "calendar": "calendar_made",
    "calendar-over": "calendar_ended",
}
"""The sentence for each code that an address may carry: never words from the address itself."""


@router.get("/family/{token}")
def show_page(visit: Visiting) -> Response:
    """What happens now, what comes next and when, who must act, and what can be done."""
    page = read_page(visit.installation, visit.reader)
    texts = visit.installation.templates.texts(visit.reader.language)
    question = help_question(visit.installation, visit.reader)
    days = (texts.in_words_of_day(question.first), texts.in_words_of_day(question.last)) if question else ()
    return _show(visit, "page.html", page=page, first=FIRST, question=question, days=days)


@router.post("/family/{token}/help")
def take_help(visit: Visiting) -> Response:
    """Keep what they say of one kind of help."""
    try:
        answer_help(visit.installation, visit.reader, str(visit.form.get("line", "")), str(visit.form.get("given", "")))
    except BadInput:
        return go_to(visit.token)  # what was asked has changed meanwhile: the page shows what is asked now
    return go_to(visit.token, done="help")


@router.get("/family/{token}/messages")
def show_messages(visit: Visiting) -> Response:
    """How they are written to, and how to change it."""
    return _show_messages(visit)


@router.post("/family/{token}/messages/stop")
def stop_messages(visit: Visiting) -> Response:
    """Write to them on one channel no more, or on none."""
    channel = str(visit.form.get("channel", ""))
    messages.stop_ways(visit.installation, visit.reader, channel or None)
    return go_to(visit.token, "messages", "stopped" if channel else "all-stopped")


@router.post("/family/{token}/messages/break")
def take_break(visit: Visiting) -> Response:
    """Begin a break, or end it."""
    days = str(visit.form.get("days", ""))
    if days == "end":
        messages.end_break(visit.installation, visit.reader)
        return go_to(visit.token, "messages", "break-over")
    try:
        messages.take_break(visit.installation, visit.reader, int(days) if days.isdecimal() else 0)
    except BadInput:
        return _show_messages(visit, "messages_pause_choose")
    return go_to(visit.token, "messages", "break")


@router.get("/family/{token}/calendar")
def show_calendar(visit: Visiting) -> Response:
    """The address of their calendar, where they have one."""
    return _show(visit, "calendar.html", address=calendar_of(visit.installation, visit.reader))


@router.post("/family/{token}/calendar")
def change_calendar(visit: Visiting) -> Response:
    """Make the address of their calendar, or end it."""
    if visit.form.get("what") == "end":
        end_calendar(visit.installation, visit.reader)
        return go_to(visit.token, "calendar", "calendar-over")
    make_calendar(visit.installation, visit.reader)
    return go_to(visit.token, "calendar", "calendar")


def _show_messages(visit: FamilyVisit, wrong: str = "") -> Response:
    manner = messages.manner_of_reader(visit.installation, visit.reader)
    texts = visit.installation.templates.texts(visit.reader.language)
    paused = texts.in_words_of_day(manner.paused_until) if manner.paused_until else ""
    said = page_words(visit.installation.config, visit.reader.language)(wrong) if wrong else ""
    errors = (FieldError("days", said),) if said else ()
    shown = {"manner": manner, "paused": paused, "breaks": messages.BREAKS, "errors": errors}
    return _show(visit, "messages.html", status=422 if wrong else 200, **shown)


def _show(visit: FamilyVisit, template: str, *, status: int = 200, **said: object) -> Response:
    words = page_words(visit.installation.config, visit.reader.language)
    done = words(DONE[visit.done]) if visit.done in DONE else ""
    around = {"csrf": visit.reader.csrf, "done": done}
    return show(visit.installation, template, visit.reader.language, token=visit.token, status=status, **around, **said)
