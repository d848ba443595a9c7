"""A real installation on SQLite, its pages, and a browser that asks for them."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from ehcp_workflow.law.when import When
from ehcp_workflow.services.casework import open_case, record_event
from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation, open_installation
from ehcp_workflow.settings import Settings
from ehcp_workflow.store.casebook import NewCase
from ehcp_workflow.web.app import create_app

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BARNET, LEEDS = "302", "383"


class Browser:
    """Asks an application for pages, from an address."""

    def __init__(self, app: FastAPI, client: str = "127.0.0.1") -> None:
        self.app, self.client = app, client

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
            httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8350") as client,
        ):
            return await client.request(method, path, headers=headers, content=content)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("EHCP_HOME", str(folder))
    return folder


@pytest.fixture
def installation(home: Path) -> Iterator[Installation]:
    with open_installation(Settings(demo=True, web_url="http://127.0.0.1:8350")) as opened:
        opened.fixed_now = MONDAY
        yield opened


@pytest.fixture
def browser(installation: Installation) -> Browser:
    return Browser(create_app(installation))


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
