"""`ehcp review`: the annual review of one case, planned; and who must have met by when."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from ehcp_workflow.cases.review_plan.plan import Basis, MeetingIs, ReviewPlan, StepState
from ehcp_workflow.cli.printing import AsAt, AsJson, beside, console, read_day, show_json, table
from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.when import When
from ehcp_workflow.messages.words import relative
from ehcp_workflow.services import review_list, review_planning
from ehcp_workflow.services.councils import find_council
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.services.review_list import ReviewDue, ReviewList

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
    why: Annotated[bool, typer.Option("--why", help="Say how each last day comes about, with the law.")] = False,
    as_at: AsAt = None,
    as_json: AsJson = False,
) -> None:
    """Plan the review of the plan in force: every step with its last day, backwards from all it has to meet."""
    with open_installation() as installation:
        planned = review_planning.plan_one(installation, reference, read_day(as_at), read_day(meeting))
        parties = {party.id: party.title for party in installation.rulebook.parties.values()}
    if as_json:
        show_json(review_planning.plan_as_json(planned))
        return
    _show(planned, parties)
    if why:
        _show_why(planned)


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
        found = review_list.reviews_due(installation, read_day(as_at), known.code if known else None)
    if within is not None:
        found.reviews = [due for due in found.reviews if _days_to(due.next_by, found.as_at) <= within]
    if as_json:
        show_json(review_list.list_as_json(found))
        return
    _show_list(found)


def _days_to(when: When, day: date) -> int:
    return ((when.earliest or date.max) - day).days


def _show(planned: ReviewPlan, parties: dict[str, str]) -> None:
    console.print(f"[bold]{planned.reference}[/bold]: {_headline(planned)}")
    for limit in planned.limits:
        by = limit.last_meeting.in_words()
        counted = limit.since.is_known and not limit.is_of_a_transfer  # a move counts back from its own day
        since = f" (counted from {limit.since.in_words()})" if counted else ""
        console.print(f"• {limit.clock.title}: by {limit.clock.due.in_words()}{since}, so the meeting by {by}.")
    if planned.steps:
        shown = table("The review, step by step", "Last day", "What", "By whom", "Governed by", "State")
        shown.columns[3].no_wrap = True
        for step in planned.steps:
            kind = "" if step.basis is Basis.LAW else f" ({step.basis.value})"
            state = step.state.value + (f" {step.done.in_words()}" if step.done else "")
            rule = f"{step.governed_by}{' (not verified)' if step.unverified else ''}{kind}"
            marked = f"[{MARKS[step.state]}]{state}[/]"
            shown.add_row(_short(step.last), step.what, parties.get(step.who, step.who), rule, marked)
        console.print(shown)
        console.print(
            "Each last day is inclusive; the safe day is one earlier. A planned day is no limit in law: it leaves "
            "every later step its whole time."
        )
    for said in planned.problems:
        console.print(f"[bold red]![/bold red] {said}")
    for said in planned.notes:
        console.print(f"  {said}")


def _show_why(planned: ReviewPlan) -> None:
    for step in planned.steps:
        cited = f" ({step.citation})" if step.citation else ""
        console.print(f"[bold]{_short(step.last)}[/bold] {step.what}: {step.why}{cited}", soft_wrap=True)


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


def _show_list(found: ReviewList) -> None:
    number = len(found.reviews)
    console.print(f"{number} review{'s' if number != 1 else ''}, {_counts(found)}.")
    shown = table("Reviews, soonest step first", "Case", "Meeting by", "Because of", "Done", "Next", "By")
    for due in found.reviews:
        by = f"{_short(due.next_by)} {beside(due.next_by.earliest, found.as_at)}"
        marked = f"[bold red]{by} !![/]" if due.too_late else by
        done = ", ".join(code.replace("_", " ") for code in due.done)
        shown.add_row(due.reference, _met(due), " ".join(due.because), done, due.next_code.replace("_", " "), marked)
    console.print(shown)
    if found.undated:
        console.print(f"A plan is in force, but a day is missing to plan by: {', '.join(found.undated)}.")
    if found.failed:
        console.print(f"[bold red]Could not be worked out:[/bold red] {', '.join(found.failed)}")


def _counts(found: ReviewList) -> str:
    unknown = sum(due.this_term is None and not due.is_held for due in found.reviews)
    said = f"{found.too_late} with a step whose last day has passed"
    if unknown < sum(not due.is_held for due in found.reviews):
        said += f", {found.this_term} to be held this term"
    return f"{said}; term dates are not known for {unknown}" if unknown else said


def _met(due: ReviewDue) -> str:
    if due.is_held and due.meeting:
        return f"held {_short(due.meeting)}"
    arranged = f", arranged for {_short(due.meeting)}" if due.meeting else ""
    return f"{_short(due.last_meeting)}{arranged}"
