"""Uploaded files on both databases: kept for one account, tried out, imported once, and forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from ehcp_workflow.errors import NotFound
from ehcp_workflow.services.accounts.visitor import Role, Visitor
from ehcp_workflow.services.importing import uploads
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.reconciling import reconcile
from ehcp_workflow.services.tidying import forget_what_is_over
from ehcp_workflow.store import accounts
from ehcp_workflow.store.resealing import left_to_reseal, reseal_all

from .conftest import as_csv

FILE = as_csv([("Reference", "Council", "Request received"), ("RD 1", "Camden", "2026-10-05")])


@pytest.fixture
def ada(installation: Installation) -> Visitor:
    with installation.database.write() as unit:
        account = accounts.add_account(unit, "ada", "Ada", "adviser", installation.now())
        team = accounts.team_named(unit, "north")
    return Visitor(account, "ada", "Ada", Role.ADVISER, (team,))


def count(installation: Installation, table: str) -> int:
    with installation.database.read() as unit:
        return unit.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


def test_a_file_is_tried_out_and_imported_once(installation: Installation, ada: Visitor):
    name = uploads.receive(installation, ada, FILE)
    assert uploads.tried(installation, ada, name) is None
    assert uploads.try_out(installation, ada, name).counts == {"opened": 1}
    assert count(installation, "cases") == 0
    assert uploads.bring_in(installation, ada, name).counts == {"opened": 1}
    assert uploads.bring_in(installation, ada, name).counts == {"opened": 1}
    assert (count(installation, "cases"), count(installation, "case_desks"), count(installation, "events")) == (1, 1, 1)
    with pytest.raises(NotFound, match="no such file"):
        uploads.headings_of(installation, ada, name)


def test_changed_columns_are_tried_out_anew(installation: Installation, ada: Visitor):
    name = uploads.receive(installation, ada, FILE)
    uploads.try_out(installation, ada, name)
    uploads.choose(installation, ada, name, {1: "", 99: ""})
    assert uploads.tried(installation, ada, name) is None
    assert [heading.column for heading in uploads.headings_of(installation, ada, name)] == [
        "Reference",
        "",
        "Request received",
    ]


def test_a_new_file_takes_the_place_of_one_that_was_not_imported(installation: Installation, ada: Visitor):
    first, _ = uploads.receive(installation, ada, FILE), uploads.receive(installation, ada, FILE)
    assert count(installation, "uploads") == 1
    with pytest.raises(NotFound):
        uploads.try_out(installation, ada, first)


def test_a_file_is_for_one_account(installation: Installation, ada: Visitor):
    name = uploads.receive(installation, ada, FILE)
    with installation.database.write() as unit:
        other = accounts.add_account(unit, "bob", "Bob", "supervisor", installation.now())
    bob = replace(ada, account_id=other, name="bob", role=Role.SUPERVISOR)
    for use in (uploads.headings_of, uploads.try_out, uploads.bring_in, uploads.tried):
        with pytest.raises(NotFound):
            use(installation, bob, name)
    uploads.drop(installation, bob, name)
    assert count(installation, "uploads") == 1


def test_files_are_forgotten_after_a_day(installation: Installation, ada: Visitor):
    uploads.receive(installation, ada, FILE)
    began = installation.now()
    installation.fixed_now = began + timedelta(hours=23, minutes=59)
    assert forget_what_is_over(installation) == 0
    installation.fixed_now = began + timedelta(hours=24)
    reconcile(installation, {})
    assert count(installation, "uploads") == 0


def test_a_key_that_changes_takes_uploads_along(installation: Installation, ada: Visitor):
    name = uploads.receive(installation, ada, FILE)
    uploads.try_out(installation, ada, name)
    with installation.database.read() as unit:
        assert left_to_reseal(unit, installation.cipher) == 0
    reseal_all(installation.database, installation.cipher)
    assert uploads.bring_in(installation, ada, name).counts == {"opened": 1}
