"""A queue to deliver: so many families, each with one notice in one message, planned by two planners at once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile
from typing import Protocol

import psycopg

from bench.trials.ledger import FORK
from bench.trials.multiply import address
from ehcp_workflow.law.when import When
from ehcp_workflow.services import checks
from ehcp_workflow.services.casework import file_quietly
from ehcp_workflow.services.contacts import Contact, add_contacts
from ehcp_workflow.services.event_checks import NewEvent, check_event
from ehcp_workflow.services.installation import Installation, open_installation
from ehcp_workflow.settings import Settings
from ehcp_workflow.store import casebook, notices
from ehcp_workflow.store.casebook import NewCase
from ehcp_workflow.store.engine import Database

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ASKED = "2026-10-19"  # so that on that Monday, 7 days before the council's limit, each family has one thing to hear
POLICY = "guard: {at_least: 10000000}\n"


@dataclass
class Clocked(Installation):
    """An installation in which it was noon when the trial began, and seconds pass as they do."""

    began: float = field(default=0)

    def now(self) -> datetime:
        """The present instant of the trial."""
        return NOON + timedelta(seconds=time.time() - self.began)


class Databases(Protocol):
    """Where the databases of trials are: one kind of database."""

    name: str

    def empty(self) -> str:
        """The address of a new, empty database."""

    def copy(self, url: str) -> str:
        """The address of a new database with the contents of another, which nobody has open."""


@dataclass
class Sqlite:
    """Databases in files."""

    folder: Path
    name: str = "SQLite"
    made: int = 0

    def empty(self) -> str:
        """The address of a new, empty database."""
        self.made += 1
        return f"sqlite:///{self.folder / f'{self.made}.db'}"

    def copy(self, url: str) -> str:
        """The address of a copy."""
        new = self.empty()
        copyfile(url.removeprefix("sqlite:///"), new.removeprefix("sqlite:///"))
        return new


@dataclass
class Postgres:
    """Databases of one PostgreSQL server."""

    server: str
    name: str = "PostgreSQL"
    made: int = 0

    def empty(self) -> str:
        """The address of a new, empty database."""
        return self._make("")

    def copy(self, url: str) -> str:
        """The address of a copy."""
        return self._make(f" TEMPLATE {url.partition('?')[0].rpartition('/')[2]}")

    def _make(self, of: str) -> str:
        self.made += 1
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE trial{self.made}{of}".encode())
        base, query = self.server.split("?")
        return f"{base.rpartition('/')[0]}/trial{self.made}?{query}"


@contextmanager
def clocked(home: Path, url: str) -> Iterator[Clocked]:
    """The installation of a trial; its parts are read once, and workers that begin as copies of us have them too."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "policy.yaml").write_text(POLICY)
    with open_installation(Settings(home=home, database_url=url, mail_from="reminders@example.org")) as opened:
        parts = {
            name: getattr(opened, name) for name in ("settings", "rulebook", "policy", "database", "cipher", "config")
        }
        installation = Clocked(**parts, began=time.time())
        assert installation.templates  # noqa: S101 - read now, before there are workers
        assert installation.fingerprint  # noqa: S101 - as above
        yield installation


def file_families(installation: Installation, n: int) -> None:
    """File `n` cases with a family each; nothing is planned yet."""
    with installation.database.write() as unit:
        for _ in range(n):
            record = casebook.add_case(unit, installation.cipher, NewCase(installation.now()))
            contact = Contact("parent", address(record.id), consent_source="trial")
            add_contacts(installation, unit, record.id, (contact,))
            event = check_event(installation, NewEvent("request_received", When.parse(ASKED)))
            casebook.add_event(unit, installation.cipher, record.id, event, by="trial")
            file_quietly(installation, unit, record, hold=None)
    installation.database.close()


def plan_twice_at_once(installation: Installation, url: str) -> int:
    """Let two planners plan everything at the same time, and a third afterwards; how many notices there are."""
    planners = [FORK.Process(target=_plan, args=(installation, url)) for _ in range(2)]
    for planner in planners:
        planner.start()
    for planner in planners:
        planner.join()
        if planner.exitcode:
            raise RuntimeError(f"A planner ended with {planner.exitcode}.")
    again = checks.check_deadlines(installation)
    if again.planned:
        raise RuntimeError(f"A third planner planned {again.planned} notices anew.")
    with installation.database.read() as unit:
        found = sum(notices.count_by_state(unit).values())
    installation.database.close()
    return found


def _plan(installation: Installation, url: str) -> None:
    installation.database = Database(url)
    checks.check_deadlines(installation)
    installation.database.close()
