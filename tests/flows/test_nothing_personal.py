"""A day with everything going wrong, through the real flows; then every place where something could have leaked."""

import json
import logging
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from shutil import copytree

import pytest
from messages.conftest import Relay
from messages.fake_provider import FakeNotify, Reply
from prefect.settings import PREFECT_SERVER_DATABASE_CONNECTION_URL
from services.bounced import complaint, dsn
from typer.testing import CliRunner

from ehcp_workflow.cli.main import app
from ehcp_workflow.messages.mail_server import MailServer
from ehcp_workflow.messages.words import Templates
from ehcp_workflow.services.bounces import bounce_address
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.services.reconciling import take_bounce
from ehcp_workflow.services.stopping import stop_token
from ehcp_workflow.settings import config_dir
from ehcp_workflow.web.app import create_app
from flows.checks import check_deadlines, check_provision, check_silence
from flows.deliver import deliver
from flows.plan import digest, plan
from flows.reconcile import reconcile
from tests.web.conftest import Browser

pytestmark = pytest.mark.usefixtures("prefect_server")

HOOK_TOKEN, PASSWORD, USER = "hooktoken5e7f1c", "smtppass9a3d2b", "smtpuser4c8e1f"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
GOVUK_KEY = f"our-key-26785a09-ab16-4eb0-8407-a37497a57506-{SECRET}"
TEMPLATE = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
PARENTS = [f"xanthippe{n}.quill@home.example.org" for n in range(6)]
CHILDREN = [f"Peregrine Zywiec{n}" for n in range(6)]
ADVISER = "ludovica.brand@help.example.org"
NUMBER, STRANGER = "+447700900123", "+447700900987"
REPLY_WORDS = "Oswaldina will call"
SEEDS = ("xanthippe", "quill", "peregrine", "zywiec", "ludovica", "7700900123", "7700 900123", "7700900987", "theirref",
         "oswaldina", HOOK_TOKEN, PASSWORD, USER, SECRET)  # fmt: skip


@contextmanager
def everything_logged() -> Iterator[list[str]]:
    """Every record of every logger from DEBUG on, with its trace, also of those that keep theirs to themselves."""
    lines: list[str] = []
    handler = logging.Handler(logging.DEBUG)
    form = logging.Formatter("%(name)s %(message)s")
    handler.addFilter(_is_ours)
    handler.emit = lambda record: lines.append(form.format(record) + repr(record.args))  # type: ignore[method-assign]
    each = [logging.getLogger(), *map(logging.getLogger, list(logging.root.manager.loggerDict))]
    before = [(logger, logger.level, logger.disabled) for logger in each]
    printing = {one for logger in each for one in logger.handlers}  # other tests may have left some that print
    for one in printing:
        one.addFilter(_is_ours)
    for logger in each:
        logger.setLevel(logging.DEBUG)
        if logger is logging.root or not logger.propagate:
            logger.addHandler(handler)
    yield lines
    for one in printing:
        one.removeFilter(_is_ours)
    for logger, level, disabled in before:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.disabled = disabled


def _is_ours(record: logging.LogRecord) -> bool:
    """Whether a line is of the program, and not of the tests' own mail server or browser, which hold all of it."""
    return record.name != "mail.log" and "http://127.0.0.1:8350/stop/" not in record.getMessage()


class Day:
    """A day in an installation, from the outside: commands, flows, and what providers and people do."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self._monkeypatch = home, monkeypatch
        self.said: list[str] = []
        self.set(HOME=home, PREFECT_API_URL="http://127.0.0.1:9/api", HOOK_TOKEN=HOOK_TOKEN)
        self.set(BOUNCE_ADDRESS="back@mail.example.net", BOUNCE_FOLDER=home / "Maildir")

    def set(self, **variables: object) -> None:
        for name, value in variables.items():
            self._monkeypatch.setenv(f"EHCP_{name}", str(value))

    def at(self, moment: str) -> None:
        instant = datetime.fromisoformat(moment)
        self._monkeypatch.setattr("ehcp_workflow.today.now", lambda: instant)

    def run(self, *words: str) -> str:
        output = CliRunner().invoke(app, list(words)).output
        self.said.append(output)
        return output

    def tokens(self) -> list[str]:
        with open_installation() as installation:
            return [stop_token(installation, n) for n in range(1, 8)]

    def come_back(self, outbox_id: int, status: str) -> None:
        """A bounce arrives in the folder, naming the address in clear, as bounces do."""
        with open_installation() as installation:
            raw = dsn(bounce_address(installation, outbox_id), status, diagnostic=f"smtp; 550 <{PARENTS[0]}> unknown")
        (self.home / "Maildir" / "new").mkdir(parents=True, exist_ok=True)
        (self.home / "Maildir" / "new" / f"{outbox_id}.{status}").write_bytes(raw)

    def ask(self, path: str, method: str = "GET", told: object = None, **headers: str) -> int:
        with open_installation() as installation:
            browser = Browser(create_app(installation), "203.0.113.9")
            return browser.get(path, method=method, content=json.dumps(told), **headers).status_code


@pytest.fixture
def day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Day:
    for name in [name for name in os.environ if name.startswith("EHCP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(
        "ehcp_workflow.messages.transport.choosing.MailServer", partial(MailServer, timeout=0.5, deadline=2)
    )
    return Day(tmp_path / "home", monkeypatch)


def _bring_in(day: Day, folder: Path) -> None:
    """Cases from a file, and people with numbers."""
    head = "Reference,Council,Child's name,Request received,Parent's email,Parent agreed to reminders,Adviser's email"
    rows = [
        f"theirref{n},Camden,{child},2026-10-{13 + n},{parent},yes,{ADVISER}"
        for n, (child, parent) in enumerate(zip(CHILDREN, PARENTS, strict=True))
    ]
    (folder / "cases.csv").write_text("\n".join([head, *rows]))
    day.run("caseload", "import", str(folder / "cases.csv"))
    reach = ("--contact", f"sms={NUMBER}", "--agreed", "phone, 3 May", "--name", "Quill Xanthippe")
    day.run("people", "add", "EHC-2026-0001", "second_parent", *reach)
    with closing(sqlite3.connect(day.home / "ehcp.db")) as database, database:
        database.execute("UPDATE contact_points SET verified_at = '2026-11-01 12:00:00+00:00' WHERE channel = 'sms'")


def _trouble_with_mail(day: Day, relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each way in which sending can go wrong; the other side quotes the address in every answer."""
    day.set(SMTP_USER=USER, SMTP_PASSWORD=PASSWORD)
    deliver(return_state=True)  # this server knows nobody
    monkeypatch.delenv("EHCP_SMTP_USER")
    monkeypatch.delenv("EHCP_SMTP_PASSWORD")
    with monkeypatch.context() as broken:
        broken.setattr(Templates, "write", _raise)
        deliver(return_state=True)
    for message in range(1, 12):
        day.run("outbox", "retry", str(message))
    answers = (
        {"RCPT": f"451 4.2.1 <{PARENTS[1]}> is busy"},
        {"DATA": "drop"},
        {"DATA": "hang"},
        {"DATA": f"554 5.7.1 mail for <{PARENTS[2]}> is spam"},
    )
    for minute, answer in enumerate(answers):
        day.at(f"2026-11-24T1{minute}:00:00+00:00")
        relay.answers = answer
        deliver(return_state=True)
        for message in range(1, 20):
            day.run("outbox", "retry", str(message))
    relay.answers = {}


def _break_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors that nobody thought of, each with a name and an address in its text."""
    services = "ehcp_workflow.services"
    places = (
        (f"{services}.planning.round.plan_escalations", plan),
        (f"{services}.delivery.dispatcher.holding.usual_day", deliver),
        (f"{services}.reconciling.outbox.release_lapsed", reconcile),
        (f"{services}.checks.checklog.begin_run", check_deadlines),
    )
    for place, flow in places:
        with monkeypatch.context() as broken:
            broken.setattr(place, _raise)
            state = flow(return_state=True)
        assert state.is_failed()
        assert "ValueError at test_nothing_personal.py" in (state.message or "")


def _raise(*_: object, **__: object) -> None:
    raise ValueError(f"{PARENTS[0]} {CHILDREN[0]} {NUMBER}")


def _trouble_with_texts(day: Day, notify: FakeNotify) -> None:
    day.set(SMS_BY="govuk", GOVUK_KEY=GOVUK_KEY, GOVUK_URL=notify.url, GOVUK_SMS_TEMPLATE=TEMPLATE)
    quoted = {"errors": [{"error": "BadRequestError", "message": f"phone_number {NUMBER} is not valid"}]}
    notify.replies.extend([Reply(manner="drop"), Reply(500, quoted), Reply(403, quoted)])
    for hour in range(14, 18):
        day.at(f"2026-11-24T{hour}:00:00+00:00")
        deliver(return_state=True)
    notify.state = "temporary-failure"
    reconcile(return_state=True)


def _what_people_do(day: Day) -> None:
    """Bounces, a complaint, stops by link and by text, answers, and strangers who try."""
    tokens = day.tokens()
    day.come_back(1, "5.1.1")
    day.come_back(2, "5.2.2")
    with open_installation() as installation:
        take_bounce(installation, complaint(bounce_address(installation, 3)))
        take_bounce(installation, dsn("back+1-0123456789abcdef@mail.example.net", "5.1.1", diagnostic=PARENTS[3]))
    known = {"Authorization": f"Bearer {HOOK_TOKEN}", "Content-Type": "application/json"}
    texts = ((NUMBER, REPLY_WORDS), (NUMBER, "STOP"), (STRANGER, REPLY_WORDS), (PARENTS[0], "STOP"))
    said = [
        *(day.ask("/hooks/texts", "POST", {"sender": number, "text": words}, **known) for number, words in texts),
        day.ask("/hooks/texts", "POST", {"sender": NUMBER, "text": "STOP"}, Authorization=f"Bearer {HOOK_TOKEN}x"),
        day.ask("/hooks/govuk", "POST", {"to": PARENTS[0], "status": 7}, **known),
        *(day.ask(f"/stop/{tokens[3]}", method) for method in ("GET", "POST", "POST")),
        day.ask(f"/stop/{tokens[3]}x"),
    ]
    assert said == [204, 204, 204, 204, 403, 400, 200, 200, 200, 404]
    reconcile(return_state=True)


def _prefects_database() -> str:
    """Everything the Prefect server has, as text: runs, parameters, logs, artifacts, events."""
    path = PREFECT_SERVER_DATABASE_CONNECTION_URL.value().removeprefix("sqlite+aiosqlite:///")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        return "\n".join(database.iterdump())


def _our_database(home: Path) -> str:
    with closing(sqlite3.connect(home / "ehcp.db")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return b"".join(path.read_bytes() for path in home.glob("ehcp.db*")).decode("latin-1")


def _found(seeds: list[str], where: str) -> list[str]:
    small = where.casefold()
    return [seed for seed in seeds if seed.casefold() in small]


def test_after_a_day_of_everything_going_wrong_nothing_personal_is_anywhere(
    day: Day, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    relay = Relay()
    relay.start()
    with everything_logged() as logged, FakeNotify() as notify:
        day.at("2026-11-24T09:30:00+00:00")
        _bring_in(day, tmp_path)
        day.set(SMTP_HOST="127.0.0.1", SMTP_PORT=relay.port, SMTP_SECURITY="none")
        for flow in (check_deadlines, check_provision, check_silence, plan):
            flow(return_state=True)
        day.run("outbox", "held")
        day.run("outbox", "release")
        _break_everything(monkeypatch)
        _trouble_with_mail(day, relay, monkeypatch)
        _trouble_with_texts(day, notify)
        day.at("2026-11-25T08:30:00+00:00")
        digest(return_state=True)
        _what_people_do(day)
        _break_words(day, tmp_path)
        for hour in (3, 11, 12):
            day.at(f"2026-11-26T{hour:02}:02:00+00:00")
            for flow in (plan, deliver, reconcile):
                flow(return_state=True)
        for line in ("outbox list --json", "tasks list --json", "doctor --json", "doctor", "outbox held --json"):
            day.run(*line.split())
    relay.stop()
    printed = capfd.readouterr()

    assert relay.messages
    assert notify.taken
    assert len(re.findall('"state"', day.said[-5])) > 6
    seeds = [*SEEDS, *(token.partition("-")[2] for token in day.tokens())]
    assert _found(seeds, PARENTS[0] + CHILDREN[0]) == ["xanthippe", "quill", "peregrine", "zywiec"]  # the search finds
    places = {
        "logs": "\n".join(logged),
        "printed": printed.out + printed.err,
        "commands": "\n".join(day.said),
        "Prefect": _prefects_database(),
        "our database": _our_database(day.home),
    }
    assert {name: _found(seeds, where) for name, where in places.items()} == {name: [] for name in places}
    assert all(len(where) > 1000 for name, where in places.items() if name != "printed")


def _break_words(day: Day, folder: Path) -> None:
    """Templates that cannot be filled, for one round."""
    config = folder / "config"
    copytree(config_dir(), config)
    for path in (config / "messages").rglob("*.j2"):
        path.write_text("{{ item.nothing.of_the_kind }}")
    day.set(CONFIG_DIR=config)
    day.at("2026-11-25T16:00:00+00:00")
    for flow in (plan, deliver):
        flow(return_state=True)
    day._monkeypatch.delenv("EHCP_CONFIG_DIR")
