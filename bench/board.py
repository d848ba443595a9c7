"""Measure the caseload page of a hundred thousand cases: first and later pages, filters, counts, and whole answers."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from http import HTTPStatus
from pathlib import Path
from random import Random
from secrets import token_urlsafe
from statistics import median
from time import perf_counter

import httpx
from sqlalchemy import text

from bench.delivery import postgres_of
from bench.multiplying import multiply_cases
from bench.trials.crowd import Databases, Sqlite
from ehcp_workflow.cases.glance import Flag
from ehcp_workflow.cases.needs import Need
from ehcp_workflow.law.when import When
from ehcp_workflow.services import checks
from ehcp_workflow.services.accounts.visitor import Role, Visitor
from ehcp_workflow.services.caseload.lines import Key
from ehcp_workflow.services.caseload.listing import ANY, list_cases
from ehcp_workflow.services.casework import file_quietly
from ehcp_workflow.services.councils import load_councils
from ehcp_workflow.services.demo.lives import draw_life
from ehcp_workflow.services.demo.shares import load_shares
from ehcp_workflow.services.event_checks import NewEvent, check_event
from ehcp_workflow.services.installation import Installation, open_installation
from ehcp_workflow.settings import Settings
from ehcp_workflow.store import accounts, casebook, needs, sessions
from ehcp_workflow.store.casebook import NewCase
from ehcp_workflow.store.visibility import Sees
from ehcp_workflow.store.wanted import Wanted
from ehcp_workflow.web.access.visit import COOKIE
from ehcp_workflow.web.app import create_app

CASES, DRAWN, TIMES = 100_000, 1_000, 15
KINDS = ("SLCN", "ASD", "SEMH", "MLD", "SPLD", "PD")


def main(cases: int = CASES) -> None:
    """Print the median of each kind of page on both databases."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        for databases in (Sqlite(folder), postgres_of(folder, stack)):
            measure(databases, folder / databases.name, cases)


def measure(databases: Databases, home: Path, cases: int) -> None:
    """Build a caseload on one kind of database and measure the page on it."""
    home.mkdir()
    with open_installation(Settings(home=home, database_url=databases.empty())) as installation:
        began = perf_counter()
        file_drawn(installation, DRAWN)
        checks.check_deadlines(installation)
        checks.check_silence(installation)
        multiply_cases(installation, DRAWN, cases)
        visitor, cookie = somebody(installation)
        print(f"{databases.name}: {cases:,} cases made in {perf_counter() - began:.0f} s")
        ask_the_service(installation, visitor)
        ask_for_pages(installation, cookie)


def ask_the_service(installation: Installation, visitor: Visitor) -> None:
    """The query with its counts, as the page asks for it."""
    me = str(visitor.account_id)
    asked = {
        "nothing wanted": Wanted(),
        "late": Wanted(flag=Flag.LATE),
        "lapsed (rare)": Wanted(flag=Flag.LAPSED),
        "held": Wanted(flag=Flag.HELD),
        "one council": Wanted(council="302"),
        "mine, due": Wanted(adviser=me, flag=Flag.DUE),
        "autism, silent, one stage": Wanted(need="ASD", stage="local_authority_decision", flag=Flag.SILENT),
    }
    for who, sees in (("adviser of a team", visitor.sees), ("supervisor", replace(visitor.sees, any_team=True))):
        for what, wanted in asked.items():
            say(f"service, {who}: {what}", partial(_find, installation, sees, wanted))
        far = {"after 5,000 lines": list_cases(installation, sees, size=5_000).following, "the last": (date.max, "")}
        for what, after in far.items():
            say(f"service, {who}: {what}", partial(_find, installation, sees, ANY, after))


def ask_for_pages(installation: Installation, cookie: str) -> None:
    """Whole answers of the application, from the request to the last byte."""
    app = create_app(installation)
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 50000))
    client = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8350", cookies={COOKIE: cookie})
    with asyncio.Runner() as runner:
        opened = app.router.lifespan_context(app)
        runner.run(opened.__aenter__())
        for path in ("/", "/?flag=late", "/?flag=due&adviser=me", "/?council=302"):
            say(f"page, adviser of a team: {path}", partial(_ask, runner, client, path))
        runner.run(opened.__aexit__(None, None, None))


def say(what: str, work: Callable[[], int]) -> None:
    """Ask some times and print the median."""
    took = []
    found = work()
    for _ in range(TIMES):
        began = perf_counter()
        work()
        took.append(1000 * (perf_counter() - began))
    print(f"{what:<62} {median(took):7.1f} ms median, {max(took):7.1f} ms worst  ({found:,})")


def file_drawn(installation: Installation, n: int) -> None:
    """File fictional cases drawn like the demo's, each with a council and a need."""
    rng, shares = Random(1), load_shares(installation.config)  # noqa: S311 - made-up cases, the same each time
    councils = [council.code for council in load_councils()]
    now, today = installation.now(), installation.today()
    with installation.database.write() as unit:
        for number in range(n):
            new = NewCase(now, council_code=councils[number % len(councils)])
            record, life = casebook.add_case(unit, installation.cipher, new), draw_life(rng, shares)
            for happening in life.happenings:
                on = today - timedelta(days=life.began_days_ago - happening.day)
                if on <= today:
                    event = NewEvent(happening.kind, When.day(on), about=happening.about, options=happening.options)
                    casebook.add_event(unit, installation.cipher, record.id, check_event(installation, event), by="b")
            kind = KINDS[number % len(KINDS)]
            needs.add_need(unit, record.id, Need(f"need-{number}", kind, 1, recorded_at=now), by="bench")
            file_quietly(installation, unit, record, hold=None)


def somebody(installation: Installation) -> tuple[Visitor, str]:
    """An adviser of the first of four teams, to whom one case in twenty is assigned; and the secret of a session."""
    now, secret = installation.now(), token_urlsafe()
    with installation.database.write() as unit:
        account = accounts.add_account(unit, "an.adviser", "An Adviser", "adviser", now)
        others = [accounts.add_account(unit, f"no.{n}", f"Number {n}", "adviser", now) for n in range(19)]
        teams = [accounts.team_named(unit, f"Team {n}") for n in range(4)]
        accounts.join_teams(unit, account, teams[:1])
        sessions.add_session(unit, account, secret, token_urlsafe(), full=True, now=now, ends=now + timedelta(days=9))
        assign = (
            "INSERT INTO case_desks (case_id, team_id, account_id) "
            "SELECT id, CASE WHEN id % 5 = 4 THEN NULL ELSE :team + id % 5 END, :first + id % 20 FROM cases"
        )
        unit.execute(text(assign), {"team": teams[0], "first": account})
        wall = "INSERT INTO case_walls (case_id, account_id, by, at) SELECT id, :me, 'b', opened_at FROM cases"
        unit.execute(text(f"{wall} WHERE id < 6"), {"me": account})
        if not installation.database.is_sqlite:  # which nobody analyses; PostgreSQL does it by itself after a while
            unit.execute(text("ANALYZE"))
    if others[-1] != account + 19 or teams[-1] != teams[0] + 3:
        raise RuntimeError("The accounts or teams were not numbered one after the other.")
    return Visitor(account, "an.adviser", "An Adviser", Role.ADVISER, (teams[0],)), secret


def _find(installation: Installation, sees: Sees, wanted: Wanted, after: Key | None = None) -> int:
    return list_cases(installation, sees, wanted, after=after).found


def _ask(runner: asyncio.Runner, client: httpx.AsyncClient, path: str) -> int:
    answer = runner.run(client.get(path))
    if answer.status_code != HTTPStatus.OK:
        raise RuntimeError(f"{path} answered {answer.status_code}.")
    return len(answer.content)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)
