"""Who may see and do what: every address, every role, and cases of one's own, of another team, and behind a wall."""

import re
from collections.abc import Iterator
from secrets import token_urlsafe
from typing import Any

import pytest
from fastapi import FastAPI

from ehcp_workflow.services.installation import Installation, open_installation
from ehcp_workflow.settings import Settings
from ehcp_workflow.store import accesses, accounts, case_desks, casebook
from ehcp_workflow.web.app import create_app

from .conftest import MONDAY, Browser, make_case, signed_in
from .who_may import FIELDS, LINES, OPERATOR, QUERIES, ROLES, SUPERVISOR, VALUES, WITH_TOKENS, Line

OWN, OTHER, WALLED = "own", "of another team", "behind a wall"


def addresses(app: FastAPI) -> list[str]:
    return sorted(_walk(app.routes))


def _walk(routes: Any) -> Iterator[str]:
    for route in routes:
        if inner := getattr(route, "original_router", None):
            assert not route.include_context.prefix, "say here where a router under a prefix is found"
            yield from _walk(inner.routes)
        elif hasattr(route, "methods"):
            yield from (f"{method} {route.path}" for method in route.methods - {"HEAD"})
        elif route.path != WITH_TOKENS:
            yield f"MOUNT {route.path}"  # files for everybody


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> Iterator[Installation]:
    home = tmp_path_factory.mktemp("who_may")
    with open_installation(Settings(home=home, demo=True, web_url="http://127.0.0.1:8350")) as opened:
        opened.fixed_now = MONDAY
        yield opened


@pytest.fixture(scope="module")
def app(installation: Installation) -> FastAPI:
    return create_app(installation)


@pytest.fixture(scope="module")
def cases(installation: Installation) -> dict[str, str]:
    """A case of each kind: of the team Own, of the team Other, and of Own but behind a wall for each account."""
    made = {kind: make_case(installation, name=f"Child {kind}") for kind in (OWN, OTHER, WALLED)}
    with installation.database.write() as unit:
        for kind, reference in made.items():
            team = accounts.team_named(unit, "Other" if kind == OTHER else "Own")
            case_desks.assign(unit, casebook.find_case(unit, installation.cipher, reference).id, team, None)
    return made


def in_role(installation: Installation, cases: dict[str, str], role: str) -> Browser:
    """A browser of somebody new in a role, of the team Own, from whom one case is kept."""
    name = f"{role}.{token_urlsafe(6).lower()}"
    browser = signed_in(installation, role, name, "Own")
    with installation.database.write() as unit:
        account = accounts.find_account(unit, name)
        walled = casebook.find_case(unit, installation.cipher, cases[WALLED])
        case_desks.put_wall(unit, walled.id, account.id, "test", installation.now())
    browser.name = name
    return browser


def ask(browser: Browser, line: str, reference: str = "", *, marked: bool = True) -> Any:
    """Ask for an address of the table as a browser does."""
    method, _, pattern = line.partition(" ")
    values = VALUES | {"reference": reference}
    path = re.sub(r"{(\w+)(?::\w+)?}", lambda found: values[found[1]], pattern) + QUERIES.get(line, "")
    if method == "POST":
        fields = FIELDS.get(line, {})
        return browser.post(path, **(fields if marked else fields | {"csrf": "0"}))
    return browser.get(f"{path}/icon.svg" if method == "MOUNT" else path)


def looks_of(installation: Installation, reference: str, name: str) -> list[bool]:
    """Whether each thing somebody did with a case was a change."""
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        return [access.changed for access in accesses.accesses_of(unit, record.id, 500) if access.who == name]


def is_of_a_case(line: str) -> bool:
    return "{reference" in line


def test_every_address_stands_in_the_table_and_nothing_else(app):
    assert addresses(app) == sorted(LINES)


@pytest.mark.parametrize("line", LINES)
def test_who_is_not_signed_in(line, app, cases):
    answer = ask(Browser(app), line, cases[OWN])
    assert answer.status_code == LINES[line].nobody
    if answer.status_code == 303:
        assert answer.headers["location"].startswith("/sign-in")
    assert "Child" not in answer.text


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("line", LINES)
def test_who_is_signed_in(line, role, installation, cases):
    row: Line = LINES[line]
    browser = in_role(installation, cases, role)
    answer = ask(browser, line, cases[OWN])
    assert answer.status_code == (row.ok if role in row.to else 403)
    if answer.status_code == 303:
        assert not answer.headers["location"].startswith("/sign-in?next")
    if not is_of_a_case(line):
        assert row.changes is None
        return
    assert row.changes is not None, "say in the table whether this is a change"
    assert looks_of(installation, cases[OWN], browser.name) == ([row.changes] if role in row.to else [])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("line", [line for line in LINES if is_of_a_case(line)])
def test_cases_of_others(line, role, installation, cases):
    row: Line = LINES[line]
    browser = in_role(installation, cases, role)
    other, walled = ask(browser, line, cases[OTHER]), ask(browser, line, cases[WALLED])
    let_in = role in row.to
    assert walled.status_code == (row.hidden if let_in else 403)
    assert other.status_code == (row.ok if role == SUPERVISOR and let_in else row.hidden if let_in else 403)
    assert looks_of(installation, cases[WALLED], browser.name) == []
    if role != SUPERVISOR:
        assert looks_of(installation, cases[OTHER], browser.name) == []
        none = ask(browser, line, "EHC-2026-9999")
        assert none.status_code == other.status_code
        assert none.text.replace("EHC-2026-9999", cases[OTHER]) == other.text, "a hidden case differs from none"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("POST") and LINES[line].marked])
def test_a_form_without_its_mark_does_nothing(line, role, installation, cases):
    browser = in_role(installation, cases, role)
    assert ask(browser, line, cases[OWN], marked=False).status_code == 403
    if is_of_a_case(line):
        assert looks_of(installation, cases[OWN], browser.name) == []


def test_an_operator_sees_no_case_at_all(installation, cases):
    browser = in_role(installation, cases, OPERATOR)
    for line in LINES:
        if line.startswith("GET"):
            assert "Child" not in ask(browser, line, cases[OWN]).text
