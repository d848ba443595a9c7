"""Bringing a database to this version, and saying when that cannot be done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from ehcp_workflow.errors import Refused
from ehcp_workflow.store.engine import Database

MIGRATIONS = Path(__file__).parent / "migrations"


class Age(StrEnum):
    """How a database stands to this version of the program."""

    EMPTY = "empty"
    OLD = "old"
    CURRENT = "current"
    NEWER = "newer"


def age_of(database: Database) -> Age:
    """Whether a database is empty, older than this program, of its version, or made by a newer one.

    Raises:
        Unavailable: it cannot be opened.
    """
    script = ScriptDirectory(str(MIGRATIONS))
    with database.read() as unit:
        revision = MigrationContext.configure(unit.connection()).get_current_revision()
    if revision is None:
        return Age.EMPTY
    if revision == script.get_current_head():
        return Age.CURRENT
    known = {found.revision for found in script.walk_revisions()}
    return Age.OLD if revision in known else Age.NEWER


def upgrade(database: Database) -> None:
    """Bring a database to this version; a current one is left alone.

    Raises:
        Refused: a newer version of the program made it.
    """
    if age_of(database) is Age.NEWER:
        raise Refused("The database was made by a newer version of ehcp. Install that version, or restore a backup.")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with _without_foreign_keys(database) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _without_foreign_keys(database: Database) -> Iterator[Connection]:
    """A connection for changing tables: SQLite makes a changed table anew, and other tables point at the old one."""
    with database.engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        if not database.is_sqlite or driver is None:
            yield connection
            return
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            yield connection
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def require_current(database: Database) -> None:
    """Check that a database can be used as it is.

    Raises:
        Refused: it is empty, older or newer; says what to do.
    """
    match age_of(database):
        case Age.EMPTY:
            raise Refused("There is no database here yet. Run: ehcp db upgrade")
        case Age.OLD:
            raise Refused("The database is from an older version. Back it up, then run: ehcp db upgrade")
        case Age.NEWER:
            raise Refused("The database was made by a newer version of ehcp. Install that version.")
        case Age.CURRENT:
            return
