"""`ehcp rules`: the law as this installation reads it."""

from __future__ import annotations

import typer

from ehcp_workflow.cli.printing import AsJson, console, show_json, table
from ehcp_workflow.law.loading import load_rulebook
from ehcp_workflow.settings import config_dir

app = typer.Typer(no_args_is_help=True, help="The rules: duties and rights with their periods and citations.")


@app.command()
def check() -> None:
    """Check every file of rules; the first thing that is wrong is named with its file, line and rule."""
    rulebook = load_rulebook(config_dir())
    calendar = rulebook.calendar
    console.print(
        f"{len(rulebook.rules)} rules, {len(rulebook.events)} kinds of event, "
        f"bank holidays known from {calendar.known_from} to {calendar.known_to}. "
        f"Nothing is wrong. Fingerprint {rulebook.fingerprint}."
    )


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the rules."""
    rulebook = load_rulebook(config_dir())
    if as_json:
        show_json([rule.model_dump(mode="json") for rule in rulebook.rules.values()])
        return
    shown = table("Rules", "Rule", "What", "Who", "Period", "Authority", "How sure")
    for rule in rulebook.rules.values():
        version = rule.versions[-1]
        period = f"{version.period.n} {version.period.way.replace('_', ' ')}" if version.period else "chooses"
        shown.add_row(
            rule.ref,
            rule.title,
            rulebook.parties[rule.owed_by].title,
            period,
            str(version.citation),
            version.confidence.in_words,
        )
    console.print(shown)
