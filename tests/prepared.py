"""An empty database that was set up once, copied for each test: to set one up takes longer than most tests."""

import atexit
import shutil
import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

from ehcp_workflow.store.engine import Database
from ehcp_workflow.store.upgrade import Age, age_of, upgrade


@cache
def prepared() -> Path:
    """A current SQLite database with nothing in it, made once for all tests of a process."""
    folder = Path(tempfile.mkdtemp(prefix="ehcp-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "ehcp.db"
    set_up(f"sqlite:///{path}")
    return path


def set_up(url: str) -> None:
    """Set a database up, and let go of it."""
    database = Database(url)
    upgrade(database)
    database.close()


def prepare(home: Path) -> None:
    """Put a current database into a data folder that has none, as the first start would."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (home / "ehcp.db").exists():
        shutil.copy(prepared(), home / "ehcp.db")


def set_up_by_copy(database: Database) -> None:
    """Set a database up; an empty one of SQLite from the one that is prepared."""
    if not database.is_sqlite or age_of(database) is not Age.EMPTY:
        upgrade(database)
        return
    with closing(sqlite3.connect(prepared())) as source, closing(database.engine.raw_connection()) as connection:
        source.backup(connection.driver_connection)
