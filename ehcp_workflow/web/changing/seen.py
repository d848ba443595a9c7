"""Saying that something was seen to: acknowledging, keeping messages back for a while, and tasks done by hand."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ehcp_workflow.errors import NotFound
from ehcp_workflow.services import outbox_desk, quieting
from ehcp_workflow.services.quieting import Quiet
from ehcp_workflow.services.reading import read_sheet
from ehcp_workflow.store.casebook import CaseRecord
from ehcp_workflow.store.tasks import Task
from ehcp_workflow.web.access.visit import Changing, Seeing, Visit
from ehcp_workflow.web.changing.asking import ask, case_address
from ehcp_workflow.web.changing.field import Field, Form, Shape
from ehcp_workflow.web.changing.people_words import ROLES, in_words
from ehcp_workflow.web.seeing.frame import show_part

router = APIRouter()
WHOLE_CASE = "case"


@router.get("/cases/{reference}/tasks")
def show_tasks(visit: Seeing, reference: str) -> HTMLResponse:
    """What is to be done by hand in a case, what is kept back, and acknowledging what was told."""
    record = visit.case(reference)
    return show_part(
        visit,
        record,
        "changing/seen.html",
        "/tasks",
        tasks=[(task, _about(visit, task), in_words(ROLES, task.role)) for task in _tasks(visit, record)],
        silences=_silences(visit, record),
        open_rules=_open_rules(visit, record),
    )


@router.post("/cases/{reference}/acknowledge")
def acknowledge(visit: Changing, reference: str) -> Response:
    """Note that what advisers were told of a case, or of one rule in it, was seen to."""
    record = visit.case(reference)
    rule = str(visit.form.get("rule", "")) or None
    quieting.acknowledge(visit.installation, record.reference, rule, visit.visitor.name)
    return RedirectResponse(case_address(record.reference, "/tasks", "acknowledged"), 303)


@router.api_route("/cases/{reference}/silences/new", methods=["GET", "POST"])
def keep_back(visit: Changing, reference: str) -> Response:
    """Keep messages of a case, or of one of its dates, back until a day."""
    record = visit.case(reference)
    whole = (WHOLE_CASE, "Everything of this case, for everybody, the family included")
    rules = tuple((ref, f"{ref} {title}: to advisers only") for ref, title in _open_rules(visit, record))
    fields = (
        Field(
            "what", "What is to be kept back?", Shape.ONE, choices=(*rules, whole), missing="Choose what to keep back."
        ),
        Field(
            "until",
            "On which day are people told again?",
            Shape.DAY,
            "What still holds then is told on that day.",
            missing="yes",
            what="the day on which people are told again",
        ),
        Field("reason", "Why?", Shape.AREA, "For the next person who looks. Kept sealed.", missing="Write why."),
    )
    form = Form(
        "Keep messages back",
        case_address(record.reference, "/silences/new"),
        case_address(record.reference, "/tasks"),
        fields,
        reference=record.reference,
        button="Keep back",
        blame="until",
    )

    def do(said: dict[str, Any]) -> str:
        by, until, reason = visit.visitor.name, said["until"], said["reason"]
        if said["what"] == WHOLE_CASE:
            quieting.silence(visit.installation, "case", record.reference, until, reason, by)
        else:
            quieting.snooze(visit.installation, record.reference, said["what"], until, reason, by)
        return case_address(record.reference, "/tasks", "kept-back")

    return ask(visit, form, {}, do)


@router.post("/cases/{reference}/silences/{number}/end")
def end_silence(visit: Changing, reference: str, number: int) -> Response:
    """Tell people again before the day on which they would be."""
    record = visit.case(reference)
    if number not in {one.number for one, _ in _silences(visit, record)}:
        raise NotFound(f"{record.reference} has no silence {number} that still runs.")
    quieting.end(visit.installation, number)
    return RedirectResponse(case_address(record.reference, "/tasks", "told-again"), 303)


@router.post("/cases/{reference}/tasks/{number}/done")
def finish_task(visit: Changing, reference: str, number: int) -> Response:
    """Note that something was done by hand."""
    record = visit.case(reference)
    if number not in {task.id for task in _tasks(visit, record)}:
        raise NotFound(f"{record.reference} has no open task {number}.")
    outbox_desk.finish_task(visit.installation, number, visit.visitor.name)
    return RedirectResponse(case_address(record.reference, "/tasks", "task-done"), 303)


def _tasks(visit: Visit, record: CaseRecord) -> list[Task]:
    return outbox_desk.open_tasks(visit.installation, record.reference)


def _silences(visit: Visit, record: CaseRecord) -> list[tuple[Quiet, str]]:
    """The silences of this case alone, each with its reason."""
    running = quieting.running(visit.installation)
    ours = [one for one in running if (one.scope, one.of) == ("case", record.reference)]
    return [(one, quieting.reason_of(visit.installation, one.number)) for one in ours]


def _open_rules(visit: Visit, record: CaseRecord) -> list[tuple[str, str]]:
    """The rules with a date that is open in the case, each once."""
    position = read_sheet(visit.installation, record.reference).position
    return list({clock.rule.ref: clock.title for clock, _ in position.open_clocks()}.items())


def _about(visit: Visit, task: Task) -> str:
    rule = visit.installation.rulebook.rules.get(task.subject.removeprefix("clock:").partition("@")[0])
    return f"{rule.ref} {rule.title_in_lists}" if rule else task.subject.partition(":")[0].replace("_", " ")
