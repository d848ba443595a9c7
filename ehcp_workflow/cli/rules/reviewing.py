"""`ehcp rules book`, `worksheet` and `sign`: the rules laid before a lawyer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ehcp_workflow.cli.rules.reading_rules import RuleName, signed_rules
from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.services.installation import make_home
from ehcp_workflow.services.rulebook_review import signatures
from ehcp_workflow.services.rulebook_review.book import write_book
from ehcp_workflow.services.rulebook_review.worksheet import write_worksheet
from ehcp_workflow.settings import config_dir, load_settings
from ehcp_workflow.today import today


def book(out: Annotated[Path, typer.Argument(metavar="OUT.html", help="Where to write it.")]) -> None:
    """Write the rule book for a lawyer: one page a rule, with a worked example and a place to sign."""
    signoffs = signed_rules()
    number = write_book(out, signoffs.rulebook, config_dir(), signoffs, today())
    typer.echo(f"{number} rules are in {out}. Open it in a browser, or print it: a page a rule.")


def worksheet(out: Annotated[Path, typer.Argument(metavar="OUT.csv", help="Where to write it.")]) -> None:
    """Write the blank worksheet that a lawyer answers before seeing our dates."""
    number = write_worksheet(out, signed_rules().rulebook, config_dir())
    typer.echo(f"{number} questions are in {out}, none with a date of ours. Ask for it back before showing the book.")


def sign(
    rule: RuleName,
    by: Annotated[str, typer.Option("--by", help="Who signs; kept in clear.")],
    remark: Annotated[str, typer.Option("--remark", help="What they wish to say with it.")] = "",
) -> None:
    """Sign a rule as it is now. When a word of it changes, it is shown as changed since."""
    home = load_settings().home
    make_home(home)
    rulebook = signed_rules().rulebook
    made = signatures.sign(home, rulebook, rule, by, today(), remark)
    ref = rulebook.rules[made.rule].ref
    typer.echo(f"{ref} is signed by {made.by} on {day_in_words(made.on)} (fingerprint {made.fingerprint}).")
