"""Who may ask what of the API: every operation, every role, tokens that read, and cases of others and behind a wall."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from ehcp_workflow.services.accounts.tokens import make_token
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation, open_installation
from ehcp_workflow.settings import Settings
from ehcp_workflow.store import accesses, accounts, case_desks, casebook
from tests.web.conftest import MONDAY, make_case, on

from .conftest import Program

ROLES = ("adviser", "supervisor", "operator", "read_only")
SEES = ("adviser", "supervisor", "read_only")
CHANGES = ("adviser", "supervisor")
OPERATES = ("adviser", "supervisor", "operator")
OWN, OTHER, WALLED = "own", "of another team", "behind a wall"
EVENT = {"kind": "draft_plan_sent", "on": "2026-05-04"}
DELIVERY = {"line": "F9", "kind": "missed", "first": "2026-06-01", "last": "2026-06-01"}
EVENT_ID = "0123456789"


@dataclass(frozen=True)
class Line:
    """What an operation answers: whom it lets in, with what; `body` is what is sent, `changes` what the audit says."""

    to: tuple[str, ...]
    ok: int = 200
    body: dict | None = None
    writes: bool = False
    changes: bool | None = None


def look(path: str, ok: int = 200) -> tuple[str, Line]:
    return f"GET /cases/{{reference}}{path}", Line(SEES, ok, changes=False)


def attempt(path: str, body: dict, ok: int = 200) -> tuple[str, Line]:
    return f"POST /cases/{{reference}}{path}", Line(CHANGES, ok, body, changes=False)


def change(path: str, body: dict, ok: int = 201) -> tuple[str, Line]:
    return f"POST /cases/{{reference}}{path}", Line(CHANGES, ok, body, writes=True, changes=True)


LINES: dict[str, Line] = {
    "GET /cases": Line(SEES),
    "POST /cases": Line(CHANGES, 201, {}, writes=True),
    "GET /events/kinds": Line(ROLES),
    "GET /councils": Line(ROLES),
    "GET /rules": Line(ROLES),
    "GET /rules/{rule}": Line(ROLES),
    "GET /reviews": Line(SEES),
    "GET /checks": Line(ROLES),
    "POST /whatif": Line(ROLES, 200, {"events": []}),
    "GET /outbox": Line(OPERATES),
    "GET /outbox/held": Line(OPERATES),
    "POST /outbox/release": Line(OPERATES, 200, {}, writes=True),
    **dict(
        [
            look(""),
            look("/history"),
            look("/next"),
            look("/provision"),
            look("/provision/ledger"),
            look("/people"),
            look("/letters"),
            look("/letters/{letter}"),
            look("/chronology"),
            change("/events", EVENT),
            attempt("/events/preview", EVENT),
            # There is no event of this id, and no line of this kind of provision.
            change("/events/{event}/correction", {"withdraw": True}, 404),
            attempt("/events/{event}/correction/preview", {"withdraw": True}, 404),
            change("/provision/lines", {"code": "F1", "strand": "no_such_kind"}, 400),
            change(
                "/provision/log", {"line": "F9", "kind": "missed", "first": "2026-06-01", "last": "2026-06-01"}, 404
            ),
        ]
    ),
}


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> Iterator[Installation]:
    with open_installation(Settings(home=tmp_path_factory.mktemp("who_may_ask"))) as opened:
        opened.fixed_now = MONDAY
        yield opened


@pytest.fixture(scope="module")
def cases(installation: Installation) -> dict[str, str]:
    """A case of each kind: of the team Own, of the team Other, and of Own but behind a wall."""
    plan = (NewEvent("request_received", on("2026-01-05")), NewEvent("final_plan_sent", on("2026-05-22")))
    made = {kind: make_case(installation, *plan, name=f"Child {kind}") for kind in (OWN, OTHER, WALLED)}
    with installation.database.write() as unit:
        for kind, reference in made.items():
            team = accounts.team_named(unit, "Other" if kind == OTHER else "Own")
            case_desks.assign(unit, casebook.find_case(unit, installation.cipher, reference).id, team, None)
    return made


@pytest.fixture(scope="module")
def programs(installation: Installation, cases: dict[str, str]) -> dict[tuple[str, bool], Program]:
    """A program in each role of the team Own, with a token that may change things and with one that reads."""
    made = {}
    for role in ROLES:
        with installation.database.write() as unit:
            account = accounts.add_account(unit, role, role, role, installation.now())
            accounts.join_teams(unit, account, [accounts.team_named(unit, "Own")])
            walled = casebook.find_case(unit, installation.cipher, cases[WALLED])
            case_desks.put_wall(unit, walled.id, account, "test", installation.now())
        for write in (True, False):
            made[role, write] = Program(installation, make_token(installation, role, "tests", may_change=write))
            made[role, write].browser.app.state.allowance.most = 10_000
    return made


def ask(program: Program, line: str, reference: str):
    method, _, pattern = line.partition(" ")
    path = pattern.format(reference=reference, rule="REQ-02", letter="subject_access_request", event=EVENT_ID)
    return program.get(path) if method == "GET" else program.post(path, LINES[line].body)


def looks_of(installation: Installation, reference: str, name: str) -> list[bool]:
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        return [access.changed for access in accesses.accesses_of(unit, record.id, 500) if access.who == name]


def test_every_operation_stands_in_the_table_and_nothing_else(programs):
    described = programs["adviser", True].get("/openapi.json").json()["paths"]
    there = [f"{method.upper()} {path}" for path, operations in described.items() for method in operations]
    assert sorted(there) == sorted(LINES)


@pytest.mark.parametrize("line", LINES)
def test_without_a_token_nothing_is_told(line, installation, cases):
    for program in (Program(installation, None), Program(installation, "ehcp_nothing")):
        answer = ask(program, line, cases[OWN])
        assert answer.status_code == 401
        assert "Child" not in answer.text


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("line", LINES)
def test_roles_and_tokens_that_only_read(line, role, installation, cases, programs):
    row, before = LINES[line], len(looks_of(installation, cases[OWN], role))
    answer = ask(programs[role, False], line, cases[OWN])
    allowed = role in row.to
    assert answer.status_code == (403 if row.writes or not allowed else row.ok), answer.text
    answer = ask(programs[role, True], line, cases[OWN])
    assert answer.status_code == (row.ok if allowed else 403), answer.text
    looks = looks_of(installation, cases[OWN], role)[: len(looks_of(installation, cases[OWN], role)) - before]
    expected = 0 if not allowed or row.changes is None else 1 if row.writes else 2
    assert looks == [row.changes] * expected


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("line", [line for line in LINES if "{reference}" in line])
def test_cases_of_others(line, role, installation, cases, programs):
    row, program = LINES[line], programs[role, True]
    allowed = role in row.to
    walled, other = ask(program, line, cases[WALLED]), ask(program, line, cases[OTHER])
    assert walled.status_code == (404 if allowed else 403)
    assert looks_of(installation, cases[WALLED], role) == []
    if role == "supervisor":
        assert other.status_code == row.ok
        return
    assert looks_of(installation, cases[OTHER], role) == []
    none = ask(program, line, "EHC-2026-9999")
    assert other.status_code == none.status_code == (404 if allowed else 403)
    assert json.loads(none.text.replace("EHC-2026-9999", cases[OTHER])) == other.json()
