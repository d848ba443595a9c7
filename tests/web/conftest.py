"""A real installation on SQLite, its pages, and a browser that asks for them."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from secrets import token_urlsafe
from urllib.parse import urlencode

import httpx
import pytest
from fastapi import FastAPI

from ehcp_workflow.law.when import When
from ehcp_workflow.services.casework import open_case, record_event
from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation, open_installation
from ehcp_workflow.settings import Settings
from ehcp_workflow.store import accounts, sessions
from ehcp_workflow.store.casebook import NewCase
from ehcp_workflow.web.access.visit import COOKIE
from ehcp_workflow.web.app import create_app

from prepared import prepare

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BARNET, LEEDS = "302", "383"


class Browser:
    """Asks an application for pages, from an address."""

    def __init__(self, app: FastAPI, client: str = "127.0.0.1", cookies: dict[str, str] | None = None) -> None:
        self.app, self.client, self.cookies = app, client, cookies or {}
        self.csrf = self.cookies.pop("csrf", "")

    def post(self, path: str, **fields: str) -> httpx.Response:
        """Send a form of ours, with the mark that it carries."""
        body = urlencode({"csrf": self.csrf, **fields})
        return self.get(path, "POST", body, **{"Content-Type": "application/x-www-form-urlencoded"})

    def get(self, path: str, method: str = "GET", content: str | bytes = b"", **headers: str) -> httpx.Response:
        return asyncio.run(self._ask(method, path, headers, content))

    def text(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return " ".join(answer.text.split())

    async def _ask(self, method: str, path: str, headers: dict[str, str], content: str | bytes) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, client=(self.client, 50000))
        async with (
            self.app.router.lifespan_context(self.app),
            httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8350", cookies=self.cookies) as client,
        ):
            return await client.request(method, path, headers=headers, content=content)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    prepare(folder)
    monkeypatch.setenv("EHCP_HOME", str(folder))
    return folder


@pytest.fixture
def installation(home: Path) -> Iterator[Installation]:
    with open_installation(Settings(demo=True, web_url="http://127.0.0.1:8350")) as opened:
        opened.fixed_now = MONDAY
        yield opened


@pytest.fixture
def browser(installation: Installation) -> Browser:
    """A browser in which an adviser is signed in."""
    return signed_in(installation, "adviser")


@pytest.fixture
def stranger(installation: Installation) -> Browser:
    """A browser in which nobody is signed in."""
    return Browser(create_app(installation))


def signed_in(installation: Installation, role: str, name: str | None = None, *teams: str) -> Browser:
    """A browser in which somebody of a role is signed in, every factor given; by default named after the role."""
    name = name or f"an.{role}"
    now, secret, csrf = installation.now(), token_urlsafe(), token_urlsafe()
    with installation.database.write() as unit:
        account = accounts.add_account(unit, name, name.replace(".", " ").title(), role, now)
        accounts.join_teams(unit, account, [accounts.team_named(unit, team) for team in teams])
        # Used in years to come, so that it holds on whatever day a test goes on.
        later = now + timedelta(days=3650)
        sessions.add_session(unit, account, secret, csrf, full=True, now=later, ends=later)
    return Browser(create_app(installation), cookies={COOKIE: secret, "csrf": csrf})


def on(text: str) -> When:
    return When.parse(text)


def make_case(
    installation: Installation,
    *events: NewEvent,
    name: str | None = "Amina Example",
    council: str | None = LEEDS,
    contacts: tuple[Contact, ...] = (),
    their_reference: str | None = None,
) -> str:
    new = NewCase(
        installation.now(),
        council_code=council,
        child_name=name,
        birth_date=date(2018, 5, 4),
        their_reference=their_reference,
    )
    reference = open_case(installation, new, contacts).reference
    for event in events:
        record_event(installation, reference, event, by="adviser")
    return reference
