"""The outbox: what waits, what is held and for whom, what failed, and what a person can do about it.

References, states and counts; no address, no name and no words. The words of a message stand on the page of its case.
"""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.services import outbox_desk, outbox_trouble
from ehcp_workflow.services.accounts.visitor import May
from ehcp_workflow.services.planning.bulk import RULES_CHANGED
from ehcp_workflow.store.holding import TOO_MANY, Held
from ehcp_workflow.store.outbox_pages import Group, Post
from ehcp_workflow.web.access.visit import Operating, Visit
from ehcp_workflow.web.asking import read_number
from ehcp_workflow.web.forms import FieldError, Sent
from ehcp_workflow.web.pages import show
from ehcp_workflow.web.seeing.messages import STATES
from ehcp_workflow.web.wording import Tag, moment_in_words, plain_name

router = APIRouter()
LINES_PER_PAGE = 50
GROUPS = {
    Group.TROUBLE: "In trouble",
    Group.HELD: "Held",
    Group.WAITING: "Waiting to leave",
    Group.SENT: "Sent",
    Group.SEEN_TO: "Given up and seen to",
    Group.DROPPED: "Not needed any more",
}
CAUSES = {
    "imported": "Cases came in from a file, and nobody has accepted yet that people are told of them.",
    RULES_CHANGED: "The rules, the house policy or this program changed, and with them what people would be told.",
    TOO_MANY: "A day brought more messages than can be right.",
}
"""Why messages are held, for a person who decides about them."""


@router.get("/outbox")
def show_outbox(visit: Operating, group: str = "", before: str | None = None) -> HTMLResponse:
    """The messages of one group, page by page; by default those that need a person."""
    counts = outbox_trouble.count_groups(visit.installation, visit.visitor)
    chosen = _group(group) if group else next((one for one in Group if counts[one]), Group.WAITING)
    page = outbox_trouble.page_of(visit.installation, visit.visitor, chosen, read_number(before), LINES_PER_PAGE)
    return show(
        visit,
        "outbox/list.html",
        groups=[(one, GROUPS[one], counts[one]) for one in Group],
        chosen=chosen,
        title=GROUPS[chosen],
        lines=[(post, *_in_words(post), tells) for post, tells in page.posts],
        following=page.following,
        before=before,
        held=outbox_desk.held_messages(visit.installation, visit.visitor.knows),
        causes=CAUSES,
        plain_name=plain_name,
        sees=visit.visitor.may(May.SEE_CASES),
    )


@router.get("/outbox/held/{why}")
def show_held(visit: Operating, why: str) -> HTMLResponse:
    """What letting go would tell, and to whom, before anybody lets it go."""
    return _held_page(visit, _held(visit, why))


@router.post("/outbox/held/{why}/release")
def release(visit: Operating, why: str) -> Response:
    """Let go what is held for a cause, if it is still what was shown."""
    found, sent = _held(visit, why), Sent(visit.form)
    most = sent.text("most")
    if most and not (most.isascii() and most.isdigit() and int(most)):
        sent.refuse("most", "Enter a number of messages, or leave it empty to let all go.")
    if sent.errors or (errors := _changed(visit, found)):
        return _held_page(visit, found, sent.errors or errors)
    outbox_desk.release(visit.installation, why, int(most) if most else None, visit.visitor.name, visit.visitor.knows)
    return RedirectResponse("/outbox?group=waiting&done=released", 303)


@router.post("/outbox/held/{why}/drop")
def drop(visit: Operating, why: str) -> Response:
    """Drop what is held for a cause, if it is still what was shown, and somebody said that they mean it."""
    found = _held(visit, why)
    errors = _changed(visit, found)
    if visit.form.get("sure") != "yes":
        errors = (*errors, FieldError("sure", "Say that nobody is to be told of this, or leave it held."))
    if errors:
        return _held_page(visit, found, errors)
    outbox_desk.discard(visit.installation, why, visit.visitor.knows)
    return RedirectResponse("/outbox?group=dropped&done=dropped", 303)


@router.get("/outbox/{number:int}")
def show_message(visit: Operating, number: int) -> HTMLResponse:
    """One message: what it tells, how it was tried, and what can be done about it."""
    return _message_page(visit, number)


@router.post("/outbox/{number:int}/retry")
def retry(visit: Operating, number: int) -> Response:
    """Let a message be tried again with the next delivery."""
    try:
        outbox_trouble.try_again(visit.installation, visit.visitor, number, visit.route)
    except Refused as error:
        return _message_page(visit, number, str(error))
    return RedirectResponse(f"/outbox/{number}?done=tried-again", 303)


@router.post("/outbox/{number:int}/seen")
def see_to(visit: Operating, number: int) -> Response:
    """Note that nothing more is to be done about a message that was given up."""
    try:
        outbox_trouble.see_to(visit.installation, visit.visitor, number, visit.route)
    except Refused as error:
        return _message_page(visit, number, str(error))
    return RedirectResponse(f"/outbox/{number}?done=seen-to", 303)


@router.post("/outbox/{number:int}/task")
def hand_over(visit: Operating, number: int) -> Response:
    """Have a person tell what a message did not, or may not have."""
    try:
        outbox_trouble.hand_over(visit.installation, visit.visitor, number, visit.route)
    except Refused as error:
        return _message_page(visit, number, str(error))
    return RedirectResponse("/outbox/tasks?done=tasks-made", 303)


def _message_page(visit: Visit, number: int, refused: str = "") -> HTMLResponse:
    found = outbox_trouble.open_message(visit.installation, visit.visitor, number)
    tag, when = _in_words(found.post)
    return show(
        visit,
        "outbox/message.html",
        status=409 if refused else 200,
        refused=refused,
        found=found,
        post=found.post,
        state_tag=tag,
        when=when,
        plain_name=plain_name,
        sees=visit.visitor.may(May.SEE_CASES),
    )


def _held_page(visit: Visit, found: Held, errors: tuple[FieldError, ...] = ()) -> HTMLResponse:
    return show(
        visit,
        "outbox/held.html",
        status=422 if errors else 200,
        errors=errors,
        form=visit.form,
        held=found,
        cause=CAUSES.get(found.why, ""),
        references=outbox_trouble.held_references(visit.installation, visit.visitor, found.why),
        shown=outbox_trouble.SHOWN_REFERENCES,
        plain_name=plain_name,
        sees=visit.visitor.may(May.SEE_CASES),
    )


def _held(visit: Visit, why: str) -> Held:
    found = outbox_desk.held_messages(visit.installation, visit.visitor.knows)
    held = next((one for one in found if one.why == why), None)
    if held is None:
        raise NotFound("Nothing is held because of that. The outbox shows what is.")
    return held


def _changed(visit: Visit, found: Held) -> tuple[FieldError, ...]:
    """An error where nothing is held, or more or less than was shown to whoever decided."""
    if not found.messages:
        return (FieldError("held", "Nothing waits, so there is nothing to decide. Look again after the next check."),)
    if visit.form.get("shown") == f"{found.messages} {found.cases}":
        return ()
    return (FieldError("held", "What is held has changed since you looked. Look at it again, then decide."),)


def _in_words(post: Post) -> tuple[Tag, str]:
    waits = post.state in {"due", "unknown", "held"}
    return STATES[post.state], moment_in_words(post.next_at if waits or not post.finished_at else post.finished_at)


def _group(text: str) -> Group:
    if text not in set(Group):
        raise BadInput(f"'{text}' is not a group of messages. Choose one on the page of the outbox.")
    return Group(text)
