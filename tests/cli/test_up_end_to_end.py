"""`ehcp up --demo` as a person starts it: three services, a first check, messages, an event, and a clean end."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from ehcp_workflow.today import today

from .test_supervisor import pids_with

EHCP = str(Path(sys.executable).with_name("ehcp"))
REFERENCE = f"EHC-{today().year}-0002"
LONG = 120.0


def wait_for(wanted: str, ask: Callable[[], Any]) -> Any:
    """Ask until there is an answer; a service that is not there yet has none."""
    deadline = time.monotonic() + LONG
    while True:
        try:
            if answer := ask():
                return answer
        except (httpx.HTTPError, OSError):
            pass
        assert time.monotonic() < deadline, f"waited in vain for: {wanted}"
        time.sleep(0.2)


def free_ports(how_many: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(how_many)]
        return [each.getsockname()[1] for each in sockets]


class Demo:
    """A running `ehcp up --demo`, with ports and a data folder of its own."""

    def __init__(self, home: Path) -> None:
        self.prefect_port, self.web_port, self.mail_port = free_ports(3)
        # Every process started from here inherits the token, so that none can hide.
        self.token = f"EHCP_TEST_TOKEN={home}"
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("EHCP_", "PREFECT_"))}
        self.env = {**ours, "EHCP_HOME": str(home), "EHCP_TEST_TOKEN": str(home)}
        self.words = home.with_suffix(".log")
        ports = {"prefect": self.prefect_port, "web": self.web_port, "mail": self.mail_port}
        options = [f"--{name}-port={port}" for name, port in ports.items()]
        with self.words.open("w") as out:
            self.process = subprocess.Popen(
                [EHCP, "up", "--demo", *options], env=self.env, stdout=out, stderr=subprocess.STDOUT
            )
        self.http = httpx.Client(timeout=10, trust_env=False)

    def type(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Type a command beside it, in the same data folder."""
        return subprocess.run([EHCP, *words], env=self.env, capture_output=True, text=True, timeout=LONG, check=False)

    def page(self, path: str) -> str:
        answer = self.http.get(f"http://127.0.0.1:{self.web_port}{path}")
        assert answer.status_code == 200, answer.text
        return answer.text

    def sign_in(self) -> bool:
        """Sign in as the demo's adviser, with what `ehcp up` printed."""
        password = self.words.read_text().partition('The password of each is "')[2].partition('"')[0]
        mark = self.page("/sign-in").partition('name="csrf" value="')[2].partition('"')[0]
        form = {"csrf": mark, "name": "adviser", "password": password}
        answer = self.http.post(f"http://127.0.0.1:{self.web_port}/sign-in", data=form)
        return answer.status_code == 303 and answer.headers["location"] == "/"

    def prefect_is_well(self) -> bool:
        return self.http.get(f"http://127.0.0.1:{self.prefect_port}/api/health").json() is True

    def runs(self, flow: str, name: str | None = None, *, asked_for: bool = False) -> list[dict[str, Any]]:
        """The runs of a flow as Prefect keeps them; those of one name, those asked for of its deployment."""
        wish: dict[str, Any] = {"flows": {"name": {"any_": [flow]}}, "sort": "EXPECTED_START_TIME_DESC"}
        if name:
            wish["flow_runs"] = {"name": {"any_": [name]}}
        if asked_for:
            wish["deployments"] = {"name": {"any_": [flow]}}
        answer = self.http.post(f"http://127.0.0.1:{self.prefect_port}/api/flow_runs/filter", json=wish)
        answer.raise_for_status()
        return answer.json()

    def states(self, flow: str, name: str | None = None, *, asked_for: bool = False) -> set[str]:
        return {run["state_name"] for run in self.runs(flow, name, asked_for=asked_for)}

    def next_run(self, flow: str) -> datetime:
        """When the last of the scheduled runs is to be."""
        scheduled = [run["expected_start_time"] for run in self.runs(flow) if run["state_name"] == "Scheduled"]
        return max(map(datetime.fromisoformat, scheduled))

    def answers_smtp(self) -> bool:
        with socket.create_connection(("127.0.0.1", self.mail_port), timeout=5) as connection:
            return connection.recv(3) == b"220"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    running = Demo(tmp_path / "home")
    yield running
    running.http.close()
    if running.process.poll() is None:
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(LONG)


def test_the_demo_starts_checks_sends_follows_an_event_and_leaves_nothing_behind(demo: Demo):
    wait_for("the pages", demo.sign_in)
    assert "Caseload" in demo.page("/")
    wait_for("Prefect", demo.prefect_is_well)
    wait_for("the mail server", demo.answers_smtp)

    wait_for("an application in each state", lambda: demo.states("application") >= {"Waiting", "Stalled", "Done"})
    wait_for("the first check", lambda: "Completed" in demo.states("check-deadlines"))
    wait_for("messages", lambda: "adviser.1@example.org" in demo.page("/mailbox"))
    for deployment in ("check-deadlines", "check-silence", "deliver"):
        assert demo.next_run(deployment) > datetime.now(UTC)
    well = {finding["what"] for finding in json.loads(demo.type("doctor", "--json").stdout) if finding["well"]}
    assert well >= {"Database", "Cases", "Messages", "Channels", "Prefect"}

    assert demo.states("application", name=REFERENCE) == {"Due soon"}
    said = demo.type("case", "event", REFERENCE, "decision_to_assess_notified", today().isoformat())
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith(f"{REFERENCE} on ")
    assert "The council said it will assess" in demo.page(f"/cases/{REFERENCE}")
    # A run of the deployment is one that was asked for because of the event; the checks make theirs without it.
    wait_for("the event in Prefect", lambda: demo.states("application", name=REFERENCE, asked_for=True) == {"Waiting"})

    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(LONG) == 0, demo.words.read_text()
    assert pids_with(demo.token) == []
    assert demo.words.read_text().endswith("Stopped.\n")
