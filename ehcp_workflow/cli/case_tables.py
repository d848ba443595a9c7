"""A case in the terminal: where it stands, and what was recorded."""

from __future__ import annotations

from datetime import date

from rich.markup import escape

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.clocks import Clock, ClockState
from ehcp_workflow.cases.holder import Holder
from ehcp_workflow.cases.position import Position
from ehcp_workflow.cli.printing import beside, coloured, console, show_json, table
from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.services.reading import CaseSheet, position_as_json
from ehcp_workflow.services.rulebook_review.signatures import Signoffs


def show_position(position: Position, signoffs: Signoffs, *, as_json: bool) -> None:
    """Print where a case stands: its stages, dates and findings."""
    if as_json:
        show_json(position_as_json(position, signoffs))
        return
    whose = "" if position.rights_of is Holder.NOT_KNOWN else f". The family's rights are the {position.rights_of}'s"
    console.print(f"[bold]{position.reference}[/bold] on {day_in_words(position.as_at)}{whose}.")
    stages = table("Stages", "", "Stage", "State", "")
    for stage in position.stages:
        stages.add_row(str(stage.number), stage.title, coloured(stage.state.value), stage.words)
    console.print(stages)
    dates = table("Dates", "Rule", "What", "Due", "State", "")
    for clock, state in zip(position.clocks, position.states, strict=True):
        if clock.facts.governed_by is None and not clock.facts.undated:
            verdict = clock.in_words(position.as_at)
            due = f"{clock.due.in_words()} {beside(clock.due.earliest, position.as_at) if state.is_open else ''}"
            dates.add_row(clock.rule.ref, escape(clock.title_in_case), due.strip(), coloured(state.value), verdict)
    console.print(dates)
    duties = table("Owed at once, or with no date set by law", "Rule", "What", "Who")
    for clock in position.open_duties():
        duties.add_row(clock.rule.ref, escape(clock.title_in_case), clock.rule.owed_by.replace("_", " "))
    if duties.row_count:
        console.print(duties)
    _show_promises(position)
    _show_lapses(position)
    for finding in position.findings:
        console.print(f"[yellow]{finding.severity.value}[/yellow]: {escape(finding.message)}")


def _show_promises(position: Position) -> None:
    """Print what the council promised by a day, beside the dates of law and never in their place."""
    shown = table("What the council promised", "What", "Promised", "By", "How it went", "")
    for promise in position.promises:
        shown.add_row(
            promise.title,
            promise.made.in_words(),
            promise.by.in_words(),
            escape(promise.in_words),
            promise.drift_in_words,
        )
    if shown.row_count:
        console.print(shown)


def _show_lapses(position: Position) -> None:
    """Print which lines of provision lapsed."""
    shown = table("Provision not delivered as specified", "Line", "Since", "Got worse", "Put right")
    for lapse in position.lapses:
        shown.add_row(
            escape(lapse.line.replace("_", " ")) or "not recorded which",
            lapse.since.in_words(),
            ", ".join(day.in_words() for day in lapse.grew),
            lapse.put_right.in_words() if lapse.put_right else "not yet",
        )
    if shown.row_count:
        console.print(shown)


def show_working(clock: Clock, state: ClockState, signoffs: Signoffs, as_at: date) -> None:
    """Print how one date was worked out, step by step, with the law it rests on."""
    console.print(f"\n[bold]{clock.rule.ref}  {escape(clock.title_in_case)}[/bold]  {coloured(state.value)}")
    console.print(f"Due {clock.due.in_words()} ({clock.in_words(as_at)}).")
    for number, step in enumerate(clock.working, start=1):
        console.print(f"  {number}. {step.says} → {step.after.in_words()}")
        console.print(f"     [dim]{step.source}[/dim]")
    signed = escape(signoffs.of(clock.rule).in_words)
    console.print(f"  [dim]How sure: {clock.confidence}; {signed}. Information, not legal advice.[/dim]")


def show_events(sheet: CaseSheet) -> None:
    """Print everything recorded in a case, corrections and corrected records included."""
    standing = {event.id: event for event in sheet.position.events}
    events = table("Events", "Id", "When", "What", "Recorded by", "")
    for record in sheet.history:
        event = record.event
        mark = "" if event.id in standing else "withdrawal" if event.withdrawn else "corrected, or later than this day"
        detail = " ".join(filter(None, (event.about, *event.options.values())))
        what = escape(f"{event.kind} {detail}".strip())
        when = _when(standing.get(event.id, event))
        events.add_row(event.id[:8], when, what, escape(record.recorded_by), mark)
    console.print(events)


def _when(event: Event) -> str:
    """The day of an event, marked where it is an estimate; of one that was only sent, the day it was sent."""
    if event.on.is_known:
        return f"{event.on.in_words()} (estimate)" if event.estimated else event.on.in_words()
    return f"sent {event.placed.in_words()}" if event.placed.is_known else event.on.in_words()
