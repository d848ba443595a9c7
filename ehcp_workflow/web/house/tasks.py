"""What people must do by hand because no message could: whom to reach, by reference and number, and closing it."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ehcp_workflow.services import outbox_trouble
from ehcp_workflow.services.accounts.visitor import May
from ehcp_workflow.store.tasks import Task
from ehcp_workflow.web.access.visit import Operating, Visit
from ehcp_workflow.web.asking import read_number
from ehcp_workflow.web.pages import show
from ehcp_workflow.web.wording import how_far, plain_name

router = APIRouter()
LINES_PER_PAGE = 50


@router.get("/outbox/tasks")
def show_tasks(visit: Operating, after: str | None = None) -> HTMLResponse:
    """What is still to be done by hand, oldest first."""
    found = outbox_trouble.tasks_known(visit.installation, visit.visitor, read_number(after) or 0, LINES_PER_PAGE + 1)
    page = found[:LINES_PER_PAGE]
    return show(
        visit,
        "outbox/tasks.html",
        tasks=[(task, _about(visit, task), _far(visit, task)) for task in page],
        following=page[-1].id if len(found) > LINES_PER_PAGE else None,
        after=after,
        plain_name=plain_name,
        sees=visit.visitor.may(May.SEE_CASES),
    )


@router.post("/outbox/tasks/{number:int}/done")
def finish_task(visit: Operating, number: int) -> Response:
    """Note that a task was done."""
    outbox_trouble.finish(visit.installation, visit.visitor, number, visit.route)
    return RedirectResponse("/outbox/tasks?done=task-done", 303)


def _about(visit: Visit, task: Task) -> str:
    """What they were to be told of, as the lists of the terminal say it; never which line of help."""
    rule = visit.installation.rulebook.rules.get(task.subject.removeprefix("clock:").partition("@")[0])
    return f"{rule.title_in_lists} ({rule.ref})" if rule else plain_name(task.kind).capitalize()


def _far(visit: Visit, task: Task) -> str:
    return how_far(task.due, visit.installation.today()) if task.due else ""
