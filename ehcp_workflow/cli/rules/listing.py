"""`ehcp rules check` and `ehcp rules list`: whether the rules hold together, and which there are."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from ehcp_workflow.cli.printing import AsJson, console, show_json, table
from ehcp_workflow.cli.rules.reading_rules import signed_rules
from ehcp_workflow.law.loading import load_rulebook
from ehcp_workflow.law.rules import Authority, Kind
from ehcp_workflow.law.versions import Confidence
from ehcp_workflow.services.rulebook_review.finding import Wanted, find_rules
from ehcp_workflow.services.rulebook_review.rule_sheets import RuleSheet, sheet_as_json, sheets
from ehcp_workflow.services.rulebook_review.signatures import Standing
from ehcp_workflow.settings import config_dir
from ehcp_workflow.today import today

_SIGNED = {Standing.SIGNED: "signed", Standing.CHANGED: "signed, changed since", Standing.UNSIGNED: "unsigned"}
_CHECKED = {
    Confidence.READ: "read",
    Confidence.READ_AS_QUOTED: "read as quoted",
    Confidence.SECONDARY: "second-hand",
    Confidence.MEMORY: "[bold red]NOT VERIFIED[/bold red]",
}


def check() -> None:
    """Check every file of rules; the first thing that is wrong is named with its file, line and rule."""
    rulebook = load_rulebook(config_dir())
    calendar = rulebook.calendar
    console.print(
        f"{len(rulebook.rules)} rules, {len(rulebook.events)} kinds of event, "
        f"bank holidays known from {calendar.known_from} to {calendar.known_to}. "
        f"Nothing is wrong. Fingerprint {rulebook.fingerprint}."
    )


def list_(
    part: Annotated[str | None, typer.Option(help="Only the parts of the process with this in their title.")] = None,
    kind: Annotated[Kind | None, typer.Option(help="Only rules of one kind.")] = None,
    authority: Annotated[Authority | None, typer.Option(help="Only rules of one authority.")] = None,
    words: Annotated[str | None, typer.Option(help="Only rules that say all of these words.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the rules."""
    signoffs = signed_rules()
    every = sheets(signoffs.rulebook, config_dir(), signoffs, today())
    wanted = find_rules(every, Wanted(part or "", words or "", kind, authority))
    show_json([sheet_as_json(sheet) for sheet in wanted]) if as_json else _show(wanted)


def _show(wanted: list[RuleSheet]) -> None:
    shown = table("Rules", "Rule", "What", "Who", "Time", "Authority", "Checked")
    for sheet in wanted:
        title = f"{sheet.rule.title} (proposed, not law)" if sheet.shown.proposed else sheet.rule.title
        checked = f"{_CHECKED[sheet.shown.checked]}, {_SIGNED[sheet.signoff.standing]}"
        shown.add_row(
            sheet.rule.ref, escape(title), escape(sheet.who), sheet.time, escape(sheet.shown.citation), checked
        )
    console.print(shown)
    unsigned = sum(sheet.signoff.standing is not Standing.SIGNED for sheet in wanted)
    unverified = sum(sheet.unverified for sheet in wanted)
    console.print(f"{len(wanted)} rules; {unverified} not verified; {unsigned} not yet checked by a lawyer.")
