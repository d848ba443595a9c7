"""How the terminal shows things: tables for people, JSON for programs, colours never without words."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from ehcp_workflow.errors import BadInput
from ehcp_workflow.messages.words import relative

console = Console()
EARLIEST, LATEST = date(1900, 1, 1), date(2099, 12, 31)

COLOURS = {
    "overdue": "bold red",
    "stalled": "bold red",
    "failed": "bold red",
    "met_late": "red",
    "done late": "red",
    "refused": "magenta",
    "due_soon": "yellow",
    "due soon": "yellow",
    "cannot_tell": "yellow",
    "running": "cyan",
    "waiting": "cyan",
    "met": "green",
    "done": "green",
}


def read_day(text: str | None) -> date | None:
    """A day typed as 2026-12-01.

    Raises:
        BadInput: it is not a day, or is so far away that arithmetic with it might run off the calendar.
    """
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"'{text}' is not a day. Write it as 2026-12-01.") from None
    if not EARLIEST <= day <= LATEST:
        raise BadInput(f"{day} is too far away. Choose a day between {EARLIEST} and {LATEST}.")
    return day


AsAt = Annotated[str | None, typer.Option("--as-at", metavar="DATE", help="The day to answer for, as 2026-12-01.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]


def show_json(said: Any) -> None:  # noqa: ANN401 - whatever the command has to say
    """Print JSON."""
    typer.echo(json.dumps(said, indent=2, ensure_ascii=False, default=str))


def table(title: str, *columns: str) -> Table:
    """A table with a title and columns; the first column is never broken over lines."""
    made = Table(title=title, title_justify="left", header_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        made.add_column(column, overflow="fold", no_wrap=not made.columns)
    return made


def coloured(state: str) -> str:
    """A state in its colour; the word stays, so that colour is never the only sign."""
    words = state.replace("_", " ")
    colour = COLOURS.get(state)
    return f"[{colour}]{words}[/{colour}]" if colour else words


def beside(day: date | None, as_at: date) -> str:
    """How far away a day is, for standing beside the date."""
    return f"({relative(day, as_at)})" if day else ""
