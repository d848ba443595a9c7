"""What every command about rules begins with: the rules, and who signed them."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcp_workflow.law.loading import load_rulebook
from ehcp_workflow.services.rulebook_review.signatures import Signoffs, read_signoffs
from ehcp_workflow.settings import config_dir, load_settings

RuleName = Annotated[str, typer.Argument(metavar="RULE", help="A rule: its reference, e.g. ASM-10, or its id.")]


def signed_rules() -> Signoffs:
    """The rules of this installation with their signatures; the database is not needed."""
    return read_signoffs(load_settings().home, load_rulebook(config_dir()))
