"""Tokens: who is let in by which, for how long, and what each may do."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from ehcp_workflow.errors import BadInput, NotFound
from ehcp_workflow.services.accounts.tokens import list_tokens, make_token, recognise, revoke_token
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import accesses, casebook
from tests.web.conftest import Browser, make_case, signed_in

from .conftest import Program, token_of


def test_without_a_token_nobody_is_let_in_and_a_cookie_is_no_token(installation: Installation, browser: Browser):
    reference = make_case(installation)
    for answer in (Program(installation, None).get("/cases/" + reference), browser.get("/api/v1/cases/" + reference)):
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["title"] == "A token is needed"


def test_a_secret_is_kept_as_a_hash_alone_and_begins_so_that_it_is_recognised(installation: Installation):
    secret = token_of(installation, "adviser")
    assert secret.startswith("ehcp_")
    assert len(secret) > 40
    with installation.database.read() as unit:
        kept = repr(unit.execute(text("SELECT * FROM api_tokens")).all())
    assert secret not in kept
    assert secret.removeprefix("ehcp_") not in kept


def test_a_token_ends_after_ninety_days(installation: Installation):
    secret, began = token_of(installation, "adviser"), installation.now()
    assert recognise(installation, secret)
    installation.fixed_now = began + timedelta(days=90) - timedelta(seconds=1)
    assert recognise(installation, secret)
    installation.fixed_now = began + timedelta(days=90)
    assert recognise(installation, secret) is None


def test_a_token_taken_back_lets_nobody_in(installation: Installation):
    program = Program(installation, token_of(installation, "adviser"))
    assert program.get("/events/kinds").status_code == 200
    (token,) = list_tokens(installation)
    revoke_token(installation, token.id)
    assert program.get("/events/kinds").status_code == 401
    with pytest.raises(NotFound, match="ehcp token list"):
        revoke_token(installation, token.id)


def test_when_an_account_ends_so_do_its_tokens(installation: Installation):
    program = Program(installation, token_of(installation, "adviser"))
    with installation.database.write() as unit:
        unit.execute(text("UPDATE accounts SET ended_at = '2026-11-23 00:00:00'"))
    assert program.get("/events/kinds").status_code == 401


def test_the_last_use_is_noted_once_a_minute(installation: Installation):
    program, began = Program(installation, token_of(installation, "adviser")), installation.now()
    assert list_tokens(installation)[0].used_at is None
    for seconds, noted in ((0, 0), (59, 0), (60, 60), (61, 60)):
        installation.fixed_now = began + timedelta(seconds=seconds)
        program.get("/events/kinds")
        assert list_tokens(installation)[0].used_at == began + timedelta(seconds=noted)


def test_a_token_that_only_reads_changes_nothing(installation: Installation):
    program = Program(installation, token_of(installation, "adviser", write=False))
    refused = program.post("/cases", {})
    assert refused.status_code == 403
    assert "--write" in refused.json()["detail"]
    assert program.get("/cases/EHC-2026-0001").status_code == 404


def test_the_role_of_the_account_counts(installation: Installation):
    reference = make_case(installation)
    operator = Program(installation, token_of(installation, "operator"))
    assert operator.get("/cases/" + reference).status_code == 403
    reader = Program(installation, token_of(installation, "read_only"))
    assert reader.get("/cases/" + reference).status_code == 200
    assert reader.post("/cases", {}).status_code == 403


def test_a_case_of_another_team_is_as_if_it_did_not_exist(installation: Installation):
    reference = make_case(installation)
    with installation.database.write() as unit:
        unit.execute(text("INSERT INTO teams (id, name) VALUES (77, 'north')"))
        unit.execute(text("INSERT INTO case_desks (case_id, team_id) SELECT id, 77 FROM cases"))
    other = Program(installation, token_of(installation, "adviser", "south"))
    hidden, nothing = other.get("/cases/" + reference), other.get("/cases/EHC-2026-0099")
    assert (hidden.status_code, nothing.status_code) == (404, 404)
    assert hidden.text.replace(reference, "X") == nothing.text.replace("EHC-2026-0099", "X")
    own = Program(installation, token_of(installation, "adviser", "north", name="of.north"))
    assert own.get("/cases/" + reference).status_code == 200


def test_each_look_and_change_is_written_down_under_the_account(installation: Installation, program: Program):
    reference = make_case(installation)
    program.get(f"/cases/{reference}")
    program.post(f"/cases/{reference}/events", {"kind": "request_received", "on": "2026-11-02"})
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        seen = accesses.accesses_of(unit, record.id)
    assert [(one.who, one.what, one.changed) for one in seen] == [
        ("program.adviser", "POST /api/v1/cases/{reference}/events", True),
        ("program.adviser", "GET /api/v1/cases/{reference}", False),
    ]


def test_a_token_that_asks_too_much_waits(installation: Installation):
    program = Program(installation, token_of(installation, "adviser"))
    program.browser.app.state.allowance.most = 2
    assert [program.get("/events/kinds").status_code for _ in range(3)] == [200, 200, 429]
    answer = program.get("/events/kinds")
    assert answer.headers["Retry-After"] == "60"
    installation.fixed_now = installation.now() + timedelta(seconds=60)
    assert program.get("/events/kinds").status_code == 200


@pytest.mark.parametrize(
    ("name", "days", "words"), [("", 90, "needs a name"), ("x" * 61, 90, "at most 60"), ("x", 367, "367 days")]
)
def test_a_token_needs_a_name_and_an_end(installation: Installation, name: str, days: int, words: str):
    signed_in(installation, "adviser")
    with pytest.raises(BadInput, match=words):
        make_token(installation, "an.adviser", name, days=days)
