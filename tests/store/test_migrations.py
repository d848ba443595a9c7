"""The migrations make the tables that the code expects, on both kinds of database."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from ehcp_workflow.errors import Refused
from ehcp_workflow.store.engine import Database
from ehcp_workflow.store.tables import Table
from ehcp_workflow.store.upgrade import Age, age_of, require_current, upgrade


def test_an_empty_database_becomes_current_and_matches_the_tables_of_the_code(database_url: str):
    database = Database(database_url)
    assert age_of(database) is Age.EMPTY
    upgrade(database)
    assert age_of(database) is Age.CURRENT
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []
    upgrade(database)
    assert age_of(database) is Age.CURRENT
    database.close()


def test_a_database_of_a_newer_program_is_refused_and_left_alone(database_url: str):
    database = Database(database_url)
    upgrade(database)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for step in (upgrade, require_current):
        with pytest.raises(Refused, match="newer version"):
            step(database)
    database.close()


def test_an_empty_database_is_not_current(database_url: str):
    database = Database(database_url)
    with pytest.raises(Refused, match="ehcp db upgrade"):
        require_current(database)
    database.close()
