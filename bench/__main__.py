"""Measure the engine on a temporary installation and print figures."""

from __future__ import annotations

import platform
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from bench import board as caseload_page
from bench import delivery, transports
from bench.caseload import file_caseload, write_csv
from ehcp_workflow.cases.position import take_position
from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework, checks
from ehcp_workflow.services.board import board
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.importing import importer
from ehcp_workflow.services.installation import Installation, open_installation
from ehcp_workflow.settings import Settings
from ehcp_workflow.store import casebook

CASES, ROWS, EVENTS = 1_000, 500, 200


def main() -> None:
    """Run every measurement once and print a line for each."""
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.machine()}")
    with tempfile.TemporaryDirectory() as folder, open_installation(Settings(home=Path(folder))) as installation:
        measure_all(installation, Path(folder))
    print("The caseload page of a large caseload:")
    caseload_page.main()
    print("The whole path of a message, one dispatcher:")
    delivery.main()
    print("Transports alone, and Apprise used plainly:")
    transports.main()


def measure_all(installation: Installation, folder: Path) -> None:
    """Each measurement builds on what the one before it left."""
    say(f"file {CASES} cases with their events, one transaction", lambda: file_caseload(installation, CASES), CASES)
    say("work out every case (no database)", lambda: _work_out_all(installation), CASES)
    say("first check of the whole caseload", lambda: checks.check_deadlines(installation).looked_at, CASES)
    say("the same check again (a quiet day)", lambda: checks.check_deadlines(installation).looked_at)
    say("board of the whole caseload", lambda: len(board(installation)), CASES)
    say(f"record {EVENTS} events, one transaction each", lambda: _record(installation), EVENTS)
    write_csv(folder / "caseload.csv", ROWS)
    file = importer.open_caseload(folder / "caseload.csv")
    say(f"import {ROWS} rows, one transaction each", lambda: len(list(importer.import_rows(installation, file))), ROWS)
    say("import the same file again", lambda: len(list(importer.import_rows(installation, file))), ROWS)


def say(what: str, work: Callable[[], int], count: int | None = None, per: str = "one") -> None:
    """Time one piece of work and print what it did."""
    began = perf_counter()
    done = work()
    seconds = perf_counter() - began
    n = count or done
    each = f"{1000 * seconds / n:8.3f} ms a {per}, {n / seconds:9.0f} a second" if n else ""
    print(f"{what:<58} {seconds:8.3f} s  {each}")


def _work_out_all(installation: Installation) -> int:
    with installation.database.read() as unit:
        cases = [case for _, case in casebook.read_cases(unit, range(1, CASES + 1))]
    began = perf_counter()
    for case in cases:
        take_position(installation.rulebook, installation.policy, case, installation.today())
    print(f"{'  of which the computation alone':<58} {perf_counter() - began:8.3f} s")
    return len(cases)


def _record(installation: Installation) -> int:
    today = When.day(installation.today())
    for n in range(1, EVENTS + 1):
        reference = f"EHC-{installation.now().year}-{n:04d}"
        casework.record_event(installation, reference, NewEvent("note", today), by="bench")
    return EVENTS


if __name__ == "__main__":
    main()
