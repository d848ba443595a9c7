"""`ehcp policy`: what this organisation watches for and whom it tells, checked and in sentences."""

from __future__ import annotations

import typer
from rich.markup import escape

from ehcp_workflow.cli.printing import AsJson, console, show_json
from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.loading import load_rulebook
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.services.policy_review import Review, review_policy
from ehcp_workflow.services.policy_sentences import policy_in_sentences
from ehcp_workflow.settings import config_dir, load_settings

app = typer.Typer(no_args_is_help=True, help="House policy: what is watched for, who is told, and when.")


@app.command()
def check() -> None:
    """Check house policy and your own values over it; every mistake is named with its file, key and remedy."""
    review, _ = _reviewed()
    for problem in review.problems:
        typer.echo(problem.in_words)
    if review.problems:
        mistakes = "1 mistake" if len(review.problems) == 1 else f"{len(review.problems)} mistakes"
        raise BadConfiguration(f"{mistakes} in house policy. Nothing starts until that is put right.")
    console.print("House policy is well.")
    _say_what_is_overridden(review)


@app.command()
def show(as_json: AsJson = False) -> None:
    """Show house policy in sentences: who is told of what and when, by whom it is sent and what holds it back."""
    review, rulebook = _reviewed()
    if review.policy is None:
        raise BadConfiguration("House policy has mistakes in it. `ehcp policy check` names them all.")
    parts = policy_in_sentences(review.policy, rulebook)
    if as_json:
        changed = {change.key: change.own for change in review.overridden}
        sentences = [{"title": part.title, "sentences": list(part.sentences)} for part in parts]
        policy = review.policy.model_dump(mode="json", by_alias=True)
        show_json({"policy": policy, "overridden": changed, "in_words": sentences})
        return
    for part in parts:
        console.print(f"[bold]{part.title}[/bold]")
        for sentence in part.sentences:
            console.print(f"• {escape(sentence)}")
        console.print()
    _say_what_is_overridden(review)


def _reviewed() -> tuple[Review, Rulebook]:
    config, rulebook = config_dir(), load_rulebook(config_dir())
    return review_policy(config, load_settings().policy_override, rulebook), rulebook


def _say_what_is_overridden(review: Review) -> None:
    if not review.own.exists():
        console.print(f"Nothing is overridden: there is no {escape(str(review.own))}.", soft_wrap=True)
        return
    console.print(f"Overridden in {escape(str(review.own))}: {'' if review.overridden else 'nothing.'}", soft_wrap=True)
    for change in review.overridden:
        console.print(f"• {escape(change.in_words)}")
