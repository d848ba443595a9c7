"""A program that asks the API with a token."""

import json
from typing import Any

import httpx
import pytest

from ehcp_workflow.services.accounts.tokens import make_token
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import accounts
from tests.web.conftest import Browser, create_app

PREFIX = "/api/v1"


class Program:
    """Asks the API, with a token or without."""

    def __init__(self, installation: Installation, secret: str | None) -> None:
        self.browser = Browser(create_app(installation))
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.browser.get(PREFIX + path, **self.headers, **headers)

    def post(self, path: str, said: Any, **headers: str) -> httpx.Response:
        sent = json.dumps(said)
        more = {"Content-Type": "application/json", **self.headers, **headers}
        return self.browser.get(PREFIX + path, "POST", sent, **more)


def token_of(installation: Installation, role: str, *teams: str, write: bool = True, name: str | None = None) -> str:
    name = name or f"program.{role}"
    with installation.database.write() as unit:
        account = accounts.add_account(unit, name, name, role, installation.now())
        accounts.join_teams(unit, account, [accounts.team_named(unit, team) for team in teams])
    return make_token(installation, name, "tests", may_change=write)


@pytest.fixture
def program(installation: Installation) -> Program:
    """A program of an adviser that may change things."""
    return Program(installation, token_of(installation, "adviser"))
