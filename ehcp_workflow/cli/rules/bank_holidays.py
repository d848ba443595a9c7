"""`ehcp rules calendar`: how far the bank holidays are known, and whether they are right."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ehcp_workflow.cli.printing import AsJson, console, show_json
from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.services.rulebook_review.bank_holidays import Compared, compare_calendar, write_extended
from ehcp_workflow.settings import config_dir


def calendar(
    update: Annotated[
        Path | None, typer.Option("--update", metavar="FILE", help="Write a new file that goes as far as is known.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Hold the bank holidays against a published list carried offline; the exit code is 1 when they differ."""
    compared = write_extended(config_dir(), update) if update else compare_calendar(config_dir())
    if as_json:
        show_json(compared.as_json())
    else:
        _show(compared)
        if update:
            console.print(f"Written: {update}. Read it, then put it in place of config/calendars/england.yaml.")
    if not compared.agree and not update:
        raise typer.Exit(1)


def _show(compared: Compared) -> None:
    console.print(compared.in_words)
    _days("Missing in our file", compared.missing, compared)
    _days("Only in our file", compared.extra, compared)
    _days("After the days our file covers", compared.further, compared)


def _days(title: str, days: tuple[date, ...], compared: Compared) -> None:
    for day in days:
        console.print(f"{title}: {day_in_words(day)} {compared.theirs.named.get(day, '')}".rstrip())
