"""`ehcp review`: the annual review of one case, planned; and who must have met by when."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from ehcp_workflow.cases.review_plan.plan import Basis, MeetingIs, ReviewPlan, StepState
from ehcp_workflow.cli.printing import AsAt, AsJson, console, read_day, show_json, table
from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.when import When
from ehcp_workflow.messages.words import relative
from ehcp_workflow.services import review_planning as service
from ehcp_workflow.services.councils import find_council
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.services.review_planning import ReviewDue

app = typer.Typer(no_args_is_help=True, help="Annual reviews: plan one, and see who must have met by when.")
MARKS = {
    StepState.DONE: "green",
    StepState.DONE_LATE: "red",
    StepState.PASSED: "bold red",
    StepState.AHEAD: "cyan",
    StepState.NEXT: "bold cyan",
}


@app.command()
def plan(
    reference: Annotated[str, typer.Argument(help="The case: our reference or your own.")],
    meeting: Annotated[str | None, typer.Option(metavar="DATE", help="What if the meeting is on this day?")] = None,
    as_at: AsAt = None,
    as_json: AsJson = False,
) -> None:
    """Plan the review of the plan in force: every step with its last day, backwards from all it has to meet."""
    with open_installation() as installation:
        planned = service.plan_one(installation, reference, read_day(as_at), read_day(meeting))
        parties = {party.id: party.title for party in installation.rulebook.parties.values()}
    if as_json:
        show_json(service.plan_as_json(planned))
        return
    _show(planned, parties)


@app.command("list")
def list_(
    within: Annotated[int | None, typer.Option(min=0, help="Only what is due within so many days, or late.")] = None,
    council: Annotated[str | None, typer.Option(help="Only one council: its name or DfE number.")] = None,
    as_at: AsAt = None,
    as_json: AsJson = False,
) -> None:
    """List who must have met by when over the whole caseload, soonest first, by reference."""
    known = find_council(council)
    if council is not None and known is None:
        raise BadInput(f"'{council}' is not a council we know. Write its name as the DfE does, or its DfE number.")
    with open_installation() as installation:
        day = read_day(as_at) or installation.today()
        found, failed = service.reviews_due(installation, day, known.code if known else None)
    if within is not None:
        found = [due for due in found if due.next_by.earliest and (due.next_by.earliest - day).days <= within]
    if as_json:
        show_json({"as_at": day, "reviews": [service.due_as_json(due) for due in found], "failed": failed})
        return
    _show_list(found, failed, day)


def _show(planned: ReviewPlan, parties: dict[str, str]) -> None:
    console.print(f"[bold]{planned.reference}[/bold]: {_headline(planned)}")
    for limit in planned.limits:
        by = limit.last_meeting.in_words()
        console.print(f"• {limit.clock.rule.title}: by {limit.clock.due.in_words()}, so the meeting by {by}.")
    if planned.steps:
        shown = table("The review, step by step", "Last day", "What", "By whom", "Governed by", "State")
        for step in planned.steps:
            kind = "" if step.basis is Basis.LAW else f" ({step.basis.value})"
            state = step.state.value + (f" {step.done.in_words()}" if step.done else "")
            rule = f"{step.governed_by}{' (not verified)' if step.unverified else ''}{kind}"
            marked = f"[{MARKS[step.state]}]{state}[/]"
            shown.add_row(_short(step.last), step.what, parties.get(step.who, step.who), rule, marked)
        console.print(shown)
        console.print("Each last day is inclusive; the safe day is one earlier.")
    for said in planned.problems:
        console.print(f"[bold red]![/bold red] {said}")
    for said in planned.notes:
        console.print(f"  {said}")


def _headline(planned: ReviewPlan) -> str:
    if not planned.meeting.is_known:
        return "nothing to plan."
    match planned.meeting_is:
        case MeetingIs.HELD:
            return f"the meeting was held {planned.meeting.in_words()}."
        case MeetingIs.ARRANGED:
            return f"the meeting is arranged for {planned.meeting.in_words()}."
        case MeetingIs.ASKED:
            return f"if the meeting is on {planned.meeting.in_words()}:"
        case _:
            return f"hold the meeting by {planned.meeting.in_words()}{_away(planned.meeting, planned.as_at)}."


def _away(when: When, as_at: date) -> str:
    return f" ({relative(when.exact, as_at)})" if when.exact else ""


def _short(when: When) -> str:
    if when.exact:
        return f"{when.exact:%a} {when.exact.day} {when.exact:%b %Y}"
    return when.in_words()


def _show_list(found: list[ReviewDue], failed: list[str], day: date) -> None:
    late = sum(due.too_late for due in found)
    console.print(
        f"{len(found)} review{'s' if len(found) != 1 else ''}, {late} of them with a step whose last day has passed."
    )
    shown = table("Who must have met by when", "Case", "Meeting by", "Because of", "Next", "By")
    for due in found:
        met = _short(due.last_meeting) if due.last_meeting.is_known else f"held {_short(due.meeting or due.next_by)}"
        by = f"{_short(due.next_by)}{_away(due.next_by, day)}"
        marked = f"[bold red]{by} !![/]" if due.too_late else by
        shown.add_row(due.reference, met, " ".join(due.because), due.next_code.replace("_", " "), marked)
    console.print(shown)
    if failed:
        console.print(f"[bold red]Could not be worked out:[/bold red] {', '.join(failed)}")
