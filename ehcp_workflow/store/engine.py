"""Opening the database: SQLite by default, PostgreSQL by address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session

from ehcp_workflow.errors import BadConfiguration, Unavailable

BUSY_MILLISECONDS = 30_000
Unit = Session
"""One transaction, as the layers above see it: something handed to the store's functions."""


class Database:
    """The database of an installation; hands out transactions."""

    def __init__(self, url: str, *, lasting: bool = True) -> None:
        """Open it; one that is not `lasting` is thrown away soon, so it need not survive a loss of power."""
        try:
            # What is looked for may be a name: it is kept out of the log that SQLAlchemy writes when it is asked to.
            self.engine: Engine = create_engine(
                _with_driver(url), pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True
            )
        except (ArgumentError, ImportError):
            raise BadConfiguration(
                "EHCP_DATABASE_URL is not an address we can use. "
                "Write sqlite:////path/to/ehcp.db or postgresql://user:password@host/database."
            ) from None
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            if not lasting:
                event.listen(self.engine, "connect", _do_not_wait_for_the_disk)
            event.listen(self.engine, "begin", _begin_sqlite)
        self._reader = self.engine.execution_options(reads_only=True)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction that may write; committed at the end, rolled back on any error."""
        with _clear_errors(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One transaction that only reads, and sees one moment of the database."""
        with _clear_errors(), Session(self._reader, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


def _with_driver(url: str) -> str:
    """PostgreSQL is always spoken to through psycopg 3."""
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _prepare_sqlite(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own connection type
    connection.isolation_level = None  # we begin transactions ourselves, below
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _do_not_wait_for_the_disk(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own
    connection.execute("PRAGMA synchronous = OFF")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that will write takes the write lock at once: taking it half-way fails when another wrote meanwhile.
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


@contextmanager
def _clear_errors() -> Iterator[None]:
    """Say what is wrong with the database in a sentence, without its contents."""
    try:
        yield
    except DBAPIError as error:
        said = str(error.orig).lower()
        for sign, words in _SIGNS.items():
            if sign in said:
                raise Unavailable(words) from None
        # The text of a database error quotes the values of the statement, so only its kind is passed on.
        raise Unavailable(f"The database refused ({type(error.orig).__name__}). See `ehcp doctor`.") from None


_SIGNS = {
    "database is locked": "The database is busy: another program has held it for 30 seconds. Try again.",
    "readonly database": "The database cannot be written to. Check the permissions of the data folder.",
    "unable to open database": "The database cannot be opened. Check that the data folder exists and is yours.",
    "disk is full": "The disk is full, so nothing was saved. Free some space and try again.",
    "not a database": "The database file is damaged or is not a database. Restore it from your backup.",
    "malformed": "The database file is damaged. Restore it from your backup.",
    "connection refused": "The PostgreSQL server does not answer. Start it, or correct EHCP_DATABASE_URL.",
    "no such table": "The database has not been set up. Run: ehcp db upgrade",
    "no such column": "The database is from an older version. Back it up and run: ehcp db upgrade",
}
