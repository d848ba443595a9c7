"""The migrations make the tables that the code expects, on both kinds of database."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from ehcp_workflow.errors import Refused
from ehcp_workflow.store.engine import Database
from ehcp_workflow.store.tables import Table
from ehcp_workflow.store.upgrade import MIGRATIONS, Age, age_of, require_current, upgrade


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


def test_a_database_of_the_first_version_keeps_its_cases_and_gets_the_new_columns(database_url: str):
    database = Database(database_url)
    with database.engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        a_case = "INSERT INTO cases (id, reference, opened_at) VALUES (1, 'EHC-2026-0001', '2026-11-23')"
        connection.execute(text(a_case))
        connection.execute(
            text(
                "INSERT INTO clocks (case_id, rule, started_by, started, due, ended, superseded, lapses) "
                "VALUES (1, 'final_plan', 'e1', '2026-11-23', '2027-04-12', false, false, false)"
            )
        )
    assert age_of(database) is Age.OLD
    upgrade(database)
    with database.engine.connect() as connection:
        kept = connection.execute(text("SELECT rule, due, undated, claim FROM clocks")).one()
    assert tuple(kept) == ("final_plan", "2027-04-12", False, None)
    assert age_of(database) is Age.CURRENT
    database.close()
