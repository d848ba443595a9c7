"""Measure the pages of one heavy case: three years of reviews, advice, promises and notes, and 300 entries of a log."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from http import HTTPStatus
from pathlib import Path
from secrets import token_urlsafe

import httpx

from bench.board import say
from ehcp_workflow.cases.section_f.entry import EntryKind
from ehcp_workflow.cases.section_f.line import Per, Unit
from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation, open_installation
from ehcp_workflow.services.provision.recording import NewEntry, NewLine, add_line, log_delivery
from ehcp_workflow.settings import Settings
from ehcp_workflow.store import accounts, sessions
from ehcp_workflow.store.casebook import NewCase
from ehcp_workflow.web.access.visit import COOKIE
from ehcp_workflow.web.app import create_app

PARTS = ("", "/dates", "/provision", "/history", "/history?believed=2026-06-01", "/messages")
ASKED = ("health", "social_care", "educational_psychology", "education")
LINES, WEEKS, NOTES = 6, 50, 40


def main() -> None:
    """Print the median of each part of the case."""
    with tempfile.TemporaryDirectory() as home, open_installation(Settings(home=Path(home))) as installation:
        reference = heavy_case(installation)
        app = create_app(installation)
        transport = httpx.ASGITransport(app, client=("127.0.0.1", 50000))
        cookies = {COOKIE: signed_in(installation)}
        client = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8350", cookies=cookies)
        with asyncio.Runner() as runner:
            opened = app.router.lifespan_context(app)
            runner.run(opened.__aenter__())
            for part in PARTS:
                path = f"/cases/{reference}{part}"
                say(f"page of a heavy case: {part or 'overview'}", partial(_ask, runner, client, path))
            runner.run(opened.__aexit__(None, None, None))


def heavy_case(installation: Installation) -> str:
    """A case with about seventy events and a log of three hundred entries; its reference."""
    reference = casework.open_case(installation, NewCase(installation.now(), council_code="302")).reference
    for event in _events():
        casework.record_event(installation, reference, event, by="bench")
    for number in range(LINES):
        code = f"F{number}"
        line = NewLine(code, "speech_and_language", Fraction(1), Unit.HOURS, Per.WEEK, term_time=False)
        add_line(installation, reference, line, "bench")
        for week in range(WEEKS):
            day = date(2025, 9, 1) + timedelta(weeks=week)
            kind = EntryKind.DELIVERED if week % 4 else EntryKind.MISSED
            log_delivery(installation, reference, NewEntry(code, kind, day, day), "bench")
    return reference


def signed_in(installation: Installation) -> str:
    """The secret of a session of an adviser."""
    now, secret = installation.now(), token_urlsafe()
    with installation.database.write() as unit:
        account = accounts.add_account(unit, "an.adviser", "An Adviser", "adviser", now)
        sessions.add_session(unit, account, secret, token_urlsafe(), full=True, now=now, ends=now + timedelta(days=1))
    return secret


def _events() -> Iterator[NewEvent]:
    yield _event("request_received", "2023-10-02")
    yield _event("decision_to_assess_notified", "2023-11-10")
    for who in ASKED:
        yield _event("advice_request_received", "2023-11-15", about=who)
        yield _event("advice_received", "2023-12-20", about=who)
    yield _event("draft_plan_sent", "2024-01-20")
    yield _event("final_plan_sent", "2024-02-15")
    for year in (2024, 2025):
        yield _event("review_meeting_held", f"{year}-10-10")
        yield _event("amendment_notice_sent", f"{year}-10-28")
        yield _event("amended_plan_sent", f"{year}-11-15")
    for month in range(3, 9):
        promised = When.parse(f"2026-0{month}-25")
        yield NewEvent("promise_made", When.parse(f"2026-0{month}-05"), {"to": promised}, options={"of": "reply"})
    for number in range(NOTES):
        yield _event("note", str(date(2024, 3, 1) + timedelta(days=20 * number)), note="As it was told. " * 12)


def _event(kind: str, on: str, *, about: str | None = None, note: str | None = None) -> NewEvent:
    return NewEvent(kind, When.parse(on), about=about, note=note)


def _ask(runner: asyncio.Runner, client: httpx.AsyncClient, path: str) -> int:
    answer = runner.run(client.get(path))
    if answer.status_code != HTTPStatus.OK:
        raise RuntimeError(f"{path} answered {answer.status_code}.")
    return len(answer.content)


if __name__ == "__main__":
    main()
