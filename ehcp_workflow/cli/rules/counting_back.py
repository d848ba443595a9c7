"""`ehcp rules back`: a rule run backwards from a date that must be met."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcp_workflow.cli.printing import AsJson, console, read_day, show_json
from ehcp_workflow.cli.rules.reading_rules import RuleName, signed_rules
from ehcp_workflow.services.rulebook_review.counting_back import count_back


def back(
    rule: RuleName,
    meet: Annotated[str, typer.Argument(metavar="DATE", help="The date to meet, as 2027-04-12.")],
    as_json: AsJson = False,
) -> None:
    """Say by which day a rule must start, or a notice be given, if a date is to be met."""
    signoffs = signed_rules()
    day = read_day(meet)
    assert day is not None  # noqa: S101 - the argument is required
    found = count_back(signoffs.rulebook, rule, day)
    signed = signoffs.of(found.rule)
    if as_json:
        show_json({**found.as_json(), "signed": signed.as_json()})
        return
    console.print(f"{found.rule.ref} {found.rule.title}: {found.in_words}")
    console.print(f"[dim]{found.version.citation}; {found.version.confidence.in_words}; {signed.in_words}.[/dim]")
