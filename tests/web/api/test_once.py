"""A request that comes twice is done once, and is answered as it was."""

from datetime import timedelta

from sqlalchemy import text

from ehcp_workflow.services.installation import Installation
from tests.web.conftest import make_case

from .conftest import Program, token_of

REQUEST = {"kind": "request_received", "on": "2026-11-02"}
KEY = {"Idempotency-Key": "b0c2b5e6"}


def events(installation: Installation) -> int:
    with installation.database.read() as unit:
        return unit.execute(text("SELECT count(*) FROM events")).scalar_one()


def test_the_same_request_with_the_same_key_records_once(installation: Installation, program: Program):
    path = f"/cases/{make_case(installation)}/events"
    first, second = program.post(path, REQUEST, **KEY), program.post(path, REQUEST, **KEY)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second.headers["Idempotent-Replayed"] == "true"
    assert events(installation) == 1
    program.post(path, REQUEST)
    assert events(installation) == 2


def test_a_key_is_for_one_request_and_one_token(installation: Installation, program: Program):
    path = f"/cases/{make_case(installation)}/events"
    program.post(path, REQUEST, **KEY)
    other = program.post(path, {**REQUEST, "on": "2026-11-03"}, **KEY)
    assert (other.status_code, "another request" in other.json()["detail"]) == (400, True)
    somebody_else = Program(installation, token_of(installation, "supervisor"))
    assert somebody_else.post(path, REQUEST, **KEY).status_code == 201
    assert events(installation) == 2


def test_a_request_that_was_refused_may_be_put_right_under_its_key(installation: Installation, program: Program):
    path = f"/cases/{make_case(installation)}/events"
    for wrong, status in (("2026-12-24", 409), ("?", 422)):
        assert program.post(path, {**REQUEST, "on": wrong}, **KEY).status_code == status
    assert program.post(path, REQUEST, **KEY).status_code == 201


def test_where_nobody_knows_how_it_ended_it_is_not_done_again(installation: Installation, program: Program):
    path = f"/cases/{make_case(installation)}/events"
    program.post(path, REQUEST, **KEY)
    with installation.database.write() as unit:
        unit.execute(text("UPDATE api_answers SET status = NULL, answer_sealed = NULL"))
    again = program.post(path, REQUEST, **KEY)
    assert (again.status_code, "Look at what is recorded" in again.json()["detail"]) == (409, True)
    assert events(installation) == 1


def test_after_a_day_a_key_is_forgotten(installation: Installation, program: Program):
    path = f"/cases/{make_case(installation)}/events"
    program.post(path, REQUEST, **KEY)
    installation.fixed_now = installation.now() + timedelta(hours=24)
    program.post(path, REQUEST, **KEY)
    assert events(installation) == 2


def test_who_may_not_see_the_case_any_more_is_not_told_the_answer(installation: Installation, program: Program):
    path = f"/cases/{make_case(installation)}/events"
    program.post(path, REQUEST, **KEY)
    with installation.database.write() as unit:
        both = "SELECT cases.id, accounts.id, 'x', '2026-11-23' FROM cases, accounts"
        unit.execute(text(f"INSERT INTO case_walls (case_id, account_id, by, at) {both}"))
    assert program.post(path, REQUEST, **KEY).status_code == 404


def test_a_request_under_a_key_is_written_down_as_the_change_it_is(installation: Installation, program: Program):
    path = f"/cases/{make_case(installation)}/events"
    for _ in range(2):
        program.post(path, REQUEST, **KEY)
    with installation.database.read() as unit:
        seen = unit.scalars(text("SELECT changed FROM case_accesses ORDER BY id")).all()
    assert [bool(changed) for changed in seen] == [True, False]


def test_what_was_answered_is_sealed(installation: Installation, program: Program):
    program.post("/cases", {"child_name": "Amina Example"}, **KEY)
    with installation.database.read() as unit:
        assert "EHC-2026" not in repr(unit.execute(text("SELECT * FROM api_answers")).all())
