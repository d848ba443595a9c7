"""A terminal in this process: lines typed as a person types them, in a data folder of the test's own."""

import csv
import json
import os
import shlex
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ehcp_workflow.cli.main import run
from ehcp_workflow.cli.printing import console
from ehcp_workflow.law.loading import load_rulebook

from prepared import set_up_by_copy

MONDAY = "2026-11-23"
rules_read_once = cache(load_rulebook)  # reading them is most of what a command takes
NOBODY_LISTENS = 9  # the discard port: whoever asks there is refused at once


class Terminal:
    """Types `ehcp ...` on a day, at noon in London; a line that should not succeed is typed with `refused`."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self._capsys, self._monkeypatch = home, capsys, monkeypatch
        self.errors = ""

    def __call__(self, line: str, code: int = 0) -> str:
        """What a line prints, with every run of blanks as one, so that no test depends on the width of a column."""
        return " ".join(self.exactly(line, code).split())

    def exactly(self, line: str, code: int = 0) -> str:
        """What a line prints, to the letter; what it prints as an error is kept in `errors`."""
        self._monkeypatch.setattr(sys, "argv", ["ehcp", *shlex.split(line)])
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            run()
        said, self.errors = self._capsys.readouterr()
        assert (ended.value.code or 0) == code, said + self.errors
        assert bool(self.errors) <= bool(code), self.errors
        return said

    def json(self, line: str, code: int = 0) -> Any:
        """What a line prints for programs."""
        return json.loads(self.exactly(f"{line} --json", code))

    def refused(self, line: str, code: int = 1) -> str:
        """The one sentence a line is refused with; nothing else is printed."""
        assert self.exactly(line, code) == ""
        assert self.errors.count("\n") == 1, self.errors
        assert self.errors.startswith("ehcp: ")
        return self.errors.removeprefix("ehcp: ").strip()

    def on(self, day: str, hour: int = 12) -> None:
        """From now on it is another day."""
        instant = datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)
        self._monkeypatch.setattr("ehcp_workflow.today.now", lambda: instant)

    def set(self, **variables: object) -> None:
        """Set environment variables."""
        for name, value in variables.items():
            self._monkeypatch.setenv(name, str(value))

    def width(self, columns: int) -> None:
        """Make the terminal so many columns wide."""
        self._monkeypatch.setattr(console, "_width", columns)

    def sql(self, statement: str) -> None:
        """Change the database behind the program's back."""
        with closing(sqlite3.connect(self.home / "ehcp.db")) as database, database:
            database.execute(statement)

    def stored(self) -> bytes:
        """Every byte of the database, to see that nothing was changed."""
        with closing(sqlite3.connect(self.home / "ehcp.db")) as database:
            return "\n".join(database.iterdump()).encode()


@pytest.fixture
def ehcp(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A wide terminal on Monday 23 November 2026, with no data folder yet, no mail server and no Prefect."""
    for name in [name for name in os.environ if name.startswith("EHCP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # typer puts its own there
    monkeypatch.setattr(sys.modules["__main__"], "__package__", None, raising=False)  # or usage says "python -m pytest"
    monkeypatch.setattr("ehcp_workflow.services.installation.load_rulebook", rules_read_once)
    terminal = Terminal(tmp_path / "home", capsys, monkeypatch)
    monkeypatch.setattr("ehcp_workflow.services.installation.upgrade", set_up_by_copy)
    terminal.set(EHCP_HOME=terminal.home, EHCP_PREFECT_API_URL=f"http://127.0.0.1:{NOBODY_LISTENS}/api")
    terminal.on(MONDAY)
    terminal.width(240)
    return terminal


@pytest.fixture
def requested(ehcp: Terminal) -> str:
    """The reference of a case: Camden received a request on Monday 5 October 2026."""
    ehcp("case open --council Camden --child 'Kim Fictional' --born 2017-05-21 --your-reference 'RD 1'")
    ehcp("case event 'RD 1' request_received 2026-10-05")
    return "EHC-2026-0001"


def write_csv(path: Path, *rows: Sequence[object]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path
