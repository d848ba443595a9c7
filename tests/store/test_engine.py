"""Opening databases, and saying what is wrong with one in a sentence."""

from pathlib import Path

import pytest
from sqlalchemy import text

from ehcp_workflow.errors import BadConfiguration, Unavailable
from ehcp_workflow.store.engine import Database
from ehcp_workflow.store.upgrade import upgrade


def _ask(database: Database, question: str) -> object:
    with database.read() as unit:
        return unit.execute(text(question)).scalar()


def test_sqlite_waits_writes_ahead_and_keeps_its_references(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path / 'a.db'}")
    assert _ask(database, "PRAGMA journal_mode") == "wal"
    assert _ask(database, "PRAGMA foreign_keys") == 1
    assert _ask(database, "PRAGMA busy_timeout") == 30_000
    database.close()


def test_a_file_that_is_no_database_is_named_as_damaged(tmp_path: Path):
    (tmp_path / "a.db").write_text("these are not the pages you are looking for " * 100)
    database = Database(f"sqlite:///{tmp_path / 'a.db'}")
    with pytest.raises(Unavailable, match="damaged"):
        _ask(database, "SELECT 1")
    database.close()


def test_a_folder_that_does_not_exist_is_said(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path / 'nowhere' / 'a.db'}")
    with pytest.raises(Unavailable, match="cannot be opened"):
        _ask(database, "SELECT 1")
    database.close()


def test_a_server_that_does_not_answer_is_said():
    database = Database("postgresql://nobody@127.0.0.1:9/nothing")
    with pytest.raises(Unavailable, match="does not answer"):
        _ask(database, "SELECT 1")
    database.close()


@pytest.mark.parametrize("address", ["what://is/this", "no-address-at-all", "mysql://user@host/db"])
def test_an_address_of_no_database_is_refused_without_repeating_it(address: str):
    with pytest.raises(BadConfiguration, match="EHCP_DATABASE_URL") as refused:
        Database(address)
    assert address not in str(refused.value)


def test_an_error_rolls_everything_back(empty_database_url: str):
    database = Database(empty_database_url)
    upgrade(database)
    insert = text("INSERT INTO people (name_sealed) VALUES ('x')")
    with pytest.raises(RuntimeError), database.write() as unit:
        unit.execute(insert)
        raise RuntimeError
    assert _ask(database, "SELECT count(*) FROM people") == 0
    database.close()
