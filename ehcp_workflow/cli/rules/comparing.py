"""`ehcp rules diff` and `ehcp rules preview`: what other law says, and what it would do to the caseload."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from ehcp_workflow.cli.printing import AsJson, console, show_json
from ehcp_workflow.law.when import When, day_in_words
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.services.rulebook_review import preview as previewing
from ehcp_workflow.services.rulebook_review.differences import Compared, Differences, compare, load_law
from ehcp_workflow.services.rulebook_review.preview import CasePreview, Effect, Preview

NewDir = Annotated[Path, typer.Argument(metavar="NEW_DIR", help="Another copy of config/, with law/ and calendars/.")]


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD_DIR", help="A copy of config/, with law/ and calendars/.")],
    new: NewDir,
    as_json: AsJson = False,
) -> None:
    """Say what changed between two folders of law: rules field by field, lists, bank holidays."""
    found = compare(load_law(old), load_law(new))
    show_json(found.as_json()) if as_json else _show_differences(found)


def preview(
    new: NewDir,
    proposed: Annotated[bool, typer.Option("--proposed", help="Run law that is only proposed, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say what other law would do to the stored caseload. Nothing is stored and nobody is told."""
    law = load_law(new)
    with open_installation() as installation:
        found = previewing.preview(installation, law, proposed=proposed)
    show_json(found.as_json()) if as_json else _show_preview(found)


def _show_differences(found: Differences) -> None:
    if not found:
        console.print("Nothing differs.")
    _show_list("rule", found.rules)
    for name, changed in found.lists.items():
        _show_list(name, changed)
    for day in found.holidays_added:
        console.print(f"[bold]added[/bold] bank holiday: {day_in_words(day)}")
    for day in found.holidays_removed:
        console.print(f"[bold]removed[/bold] bank holiday: {day_in_words(day)}")
    for change in found.calendar:
        console.print(f"[bold]changed[/bold] bank holidays {change.field}: {change.old} → {change.new}")


def _show_list(name: str, compared: Compared) -> None:
    for entry in compared.added:
        console.print(f"[bold]added[/bold] {name}: {escape(entry)}")
    for entry in compared.removed:
        console.print(f"[bold]removed[/bold] {name}: {escape(entry)}")
    for changed in compared.changed:
        console.print(f"[bold]changed[/bold] {name}: {escape(changed.name)}")
        for field in changed.fields:
            console.print(f"  {escape(field.field)}: {escape(field.old)} → {escape(field.new)}")


def _show_preview(found: Preview) -> None:
    for case in found.cases:
        if case.effect is not Effect.SAME:
            _show_case(case)
    counts = found.counts()
    console.print(
        f"On {day_in_words(found.as_at)}, of {len(found.cases)} cases: {counts[Effect.CHANGES]} change, "
        f"{counts[Effect.SAME]} do not change, {counts[Effect.NEEDS_A_PERSON]} need a person. "
        "Nothing was stored and nobody was told."
    )


def _show_case(case: CasePreview) -> None:
    console.print(f"[bold]{case.reference}[/bold] {case.effect.value.replace('_', ' ')}")
    for move in case.moves:
        console.print(
            f"  {move.rule} {escape(move.title)}: {_date(move.old, move.old_state)} → {_date(move.new, move.new_state)}"
        )
    for told in case.messages:
        console.print(f"  message to {told.audience}: {told.kind.replace('_', ' ')}, {told.about}")
    for question in case.questions:
        console.print(f"  [yellow]to look at[/yellow]: {escape(question)}")


def _date(due: str | None, state: str | None) -> str:
    if due is None or state is None:
        return "none"
    return f"{When.parse(due).in_words()} ({state.replace('_', ' ')})"
