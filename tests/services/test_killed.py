"""`kill -9` of a check at any moment loses nothing. Deliveries are killed in test_trial.py."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from shutil import copytree

import pytest
from sqlalchemy import text

from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework
from ehcp_workflow.services.casework import file_quietly
from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import casebook
from ehcp_workflow.store.casebook import NewCase

from installations import installed

DAY, CASES, KILLS = "2026-11-23", 120, 6

# Small batches make many moments between two transactions at which a kill can strike.
WORKER = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
from installations import installed
from ehcp_workflow.services import checks
checks.BATCH = 7
with installed(Path(sys.argv[1]), None, {DAY!r}) as installation:
    print("ready", flush=True)
    checks.check_deadlines(installation)
"""


def _file_cases(installation: Installation) -> None:
    with installation.database.write() as unit:
        for n in range(CASES):
            record = casebook.add_case(unit, installation.cipher, NewCase(installation.now()))
            contacts = (
                Contact("parent", f"p{n}@example.org", consent_source="phone"),
                Contact("adviser", f"adviser{n % 5}@example.org", consent_source="adviser"),
            )
            casework.add_contacts(installation, unit, record.id, contacts)
            event = casework.check_event(installation, NewEvent("request_received", When.parse("2026-10-19")))
            casebook.add_event(unit, installation.cipher, record.id, event, by="test")
            file_quietly(installation, unit, record, hold=None)


def _start(home: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WORKER, str(home)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _run_and_kill(home: Path, rng: Random) -> int:
    """Start a worker again and again and kill it at some moment; then let one come to its end. How many were killed."""
    killed = 0
    for _ in range(KILLS):
        worker = _start(home)
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        time.sleep(rng.uniform(0.01, 0.25))
        killed += worker.poll() is None
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
    with _start(home) as last:
        assert last.wait(60) == 0
    return killed


def _planned(home: Path) -> Counter[tuple[str, str]]:
    with installed(home, None, DAY) as installation, installation.database.read() as unit:
        question = "SELECT notices.key, outbox.key FROM notices JOIN outbox ON outbox.id = notices.outbox_id"
        return Counter(tuple(row) for row in unit.execute(text(question)).all())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with installed(tmp_path / "home", None, DAY) as installation:
        _file_cases(installation)
    return tmp_path / "home"


def test_a_check_killed_again_and_again_plans_what_an_unkilled_one_plans(home: Path, tmp_path: Path):
    copytree(home, tmp_path / "unkilled")
    with _start(tmp_path / "unkilled") as worker:
        assert worker.wait(60) == 0
    assert _run_and_kill(home, Random(1)) > 0
    assert _planned(home) == _planned(tmp_path / "unkilled")
    assert _planned(home).total() == 2 * CASES
