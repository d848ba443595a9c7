"""`ehcp rules show`: one rule in full."""

from __future__ import annotations

from rich.markup import escape

from ehcp_workflow.cli.printing import AsJson, console, show_json
from ehcp_workflow.cli.rules.reading_rules import RuleName, signed_rules
from ehcp_workflow.services.rulebook_review.rule_sheets import RuleSheet, VersionSheet, sheet_as_json, sheet_of
from ehcp_workflow.settings import config_dir
from ehcp_workflow.today import today


def show(rule: RuleName, as_json: AsJson = False) -> None:
    """Show one rule in full: what it says, from when, on what authority, how sure we are, and who signed it."""
    signoffs = signed_rules()
    sheet = sheet_of(rule, signoffs.rulebook, config_dir(), signoffs, today())
    show_json(sheet_as_json(sheet)) if as_json else _show(sheet)


def _show(sheet: RuleSheet) -> None:
    rule = sheet.rule
    console.print(f"[bold]{escape(rule.ref)}  {escape(rule.title)}[/bold]")
    console.print(f"[dim]{escape(sheet.part)} · {rule.id} · {sheet.place}[/dim]")
    if sheet.unverified:
        console.print("[bold red]NOT VERIFIED: check the provision before relying on it.[/bold red]")
    console.print(f"\n{escape(sheet.sentence)}\n")
    if rule.note:
        console.print(f"[bold]Our reading[/bold]  {escape(rule.note)}\n")
    _line("Kind", f"{sheet.kind}: {sheet.time}")
    _line("Owed", f"by: {sheet.who}; to: {sheet.whom}")
    for name, events in sheet.when_it_runs:
        _lines(name, events)
    _lines("Exemptions", sheet.exemptions)
    _line("Second start", sheet.repeats)
    _line("Authority", sheet.authority)
    _lines("Versions", tuple(_version(version) for version in sheet.versions))
    _line("Which version", sheet.chosen_by)
    _lines("If missed", tuple(f"{remedy.title}: {remedy.plain}" for remedy in sheet.remedies))
    _line("Signed", sheet.signoff.in_words)
    _lines("Remarks", tuple(f"{s.by}: {s.remark}" for s in sheet.signoff.signatures if s.remark))


def _version(version: VersionSheet) -> str:
    sure = version.confidence.upper() if version.unverified else version.confidence
    says = f" {version.says}" if version.says else ""
    gap = f" Before it: {version.gap}" if version.gap else ""
    counted = "".join(f"\n    {step}" for step in version.counted)
    return f"{version.days}: {version.period}.{says}{gap}{counted}\n    {version.citation} ({sure})\n    {version.url}"


def _line(name: str, words: str) -> None:
    if words:
        console.print(f"[bold]{name}[/bold]  {escape(words)}")


def _lines(name: str, items: tuple[str, ...]) -> None:
    if items:
        console.print(f"[bold]{name}[/bold]")
        for item in items:
            console.print(f"  • {escape(item)}")
