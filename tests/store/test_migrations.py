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


def test_an_empty_database_becomes_current_and_matches_the_tables_of_the_code(empty_database_url: str):
    database = Database(empty_database_url)
    assert age_of(database) is Age.EMPTY
    upgrade(database)
    assert age_of(database) is Age.CURRENT
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []
    upgrade(database)
    assert age_of(database) is Age.CURRENT
    database.close()


def test_a_database_of_a_newer_program_is_refused_and_left_alone(empty_database_url: str):
    database = Database(empty_database_url)
    upgrade(database)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for step in (upgrade, require_current):
        with pytest.raises(Refused, match="newer version"):
            step(database)
    database.close()


def test_an_empty_database_is_not_current(empty_database_url: str):
    database = Database(empty_database_url)
    with pytest.raises(Refused, match="ehcp db upgrade"):
        require_current(database)
    database.close()


def test_a_database_of_the_first_version_keeps_its_cases_and_gets_the_new_columns(empty_database_url: str):
    database = Database(empty_database_url)
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


def _upgraded_to(database: Database, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


OF_VERSION_2 = """
INSERT INTO cases (id, reference, opened_at) VALUES (1, 'EHC-2026-0001', '2026-11-01');
INSERT INTO people (id) VALUES (1), (2);
INSERT INTO case_people (case_id, person_id, role) VALUES (1, 1, 'parent'), (1, 2, 'adviser');
INSERT INTO contact_points (id, person_id, channel, value_sealed, value_lookup, consent, consent_source, consent_at)
  VALUES (1, 1, 'email', 'k:x', 'hash-1', true, 'phone', '2026-11-02 10:00:00'),
         (2, 2, 'email', 'k:y', 'hash-2', false, NULL, NULL);
INSERT INTO outbox (id, key, person_id, channel, london_date, state, next_at, attempts, fence, message_id, finished_at)
  VALUES (1, 'digest:1:email:2026-11-23', 1, 'email', '2026-11-23', 'sent', '2026-11-23 08:00:00', 1, 1,
          '<abc@example.org>', '2026-11-23 08:01:00'),
         (2, 'digest:2:email:2026-11-23', 2, 'email', '2026-11-23', 'unknown', '2026-11-23 08:00:00', 1, 1,
          '<def@example.org>', NULL);
INSERT INTO notices (id, key, case_id, person_id, alert_key, kind, rung, missed, state, outbox_id, planned_at)
  VALUES (1, '1:clock:reply@e1:2026-11-30:-7:family:1', 1, 1, 'clock:reply@e1:2026-11-30:-7:family', 'due_soon', -7,
          '[]', 'told', 1, '2026-11-23 06:00:00');
"""


def test_what_people_agreed_to_and_were_told_in_an_older_version_is_kept(empty_database_url: str):
    database = Database(empty_database_url)
    _upgraded_to(database, "0002")
    with database.engine.begin() as connection:
        for statement in OF_VERSION_2.strip().split(";\n"):
            connection.execute(text(statement))
    upgrade(database)
    with database.engine.connect() as connection:
        agreed = connection.execute(text("SELECT contact_point_id, purpose, given, source FROM consents")).all()
        sent = connection.execute(text("SELECT state, message_id, message FROM outbox ORDER BY id")).all()
        question = "SELECT subject, version, audience, told_at IS NOT NULL FROM notices"
        told = connection.execute(text(question)).all()
    database.close()
    assert [tuple(row) for row in agreed] == [(1, "reminders", True, "phone")]
    assert [tuple(row) for row in sent] == [("accepted", "abc", "family"), ("unknown", "def", "adviser")]
    assert [tuple(row) for row in told] == [("clock:reply@e1", "2026-11-30", "family", True)]
