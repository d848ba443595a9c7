"""The outside monitor hears of us while all is well, and of nothing else."""

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from relay import BUSY, Relay
from sqlalchemy import text

from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.outside_monitor import tell_if_well
from ehcp_workflow.services.planning.round import plan_round

from installations import make_case

SECRET = "a-secret-uuid"


class Monitor(HTTPServer):
    """A monitor that counts signs of life."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.heard: list[str] = []
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/{SECRET}"


class _Answer(BaseHTTPRequestHandler):
    server: Monitor

    def do_GET(self) -> None:
        self.server.heard.append(self.path)
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def monitor() -> Iterator[Monitor]:
    with Monitor() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def watched(installation: Installation, monitor: Monitor) -> Installation:
    installation.settings = installation.settings.model_copy(update={"heartbeat_url": monitor.url})
    make_case(installation, ("request_received", "2026-10-19"))
    return installation


def test_after_a_round_of_planning_and_one_of_delivery_it_is_told(watched: Installation, monitor: Monitor):
    plan_round(watched)
    deliver(watched, Relay().by())
    assert tell_if_well(watched)
    assert monitor.heard == [f"/{SECRET}"]


def test_it_is_not_told_by_planning_alone_nor_by_delivery_alone(watched: Installation, monitor: Monitor):
    plan_round(watched)
    assert not tell_if_well(watched)
    deliver(watched, Relay([BUSY]).by())
    assert tell_if_well(watched)
    assert not tell_if_well(replace(watched, fixed_now=watched.now() + timedelta(minutes=31)))
    assert len(monitor.heard) == 1


def test_it_is_never_told_while_a_case_fails(watched: Installation, monitor: Monitor):
    plan_round(watched)
    deliver(watched, Relay().by())
    with watched.database.write() as unit:
        unit.execute(text("INSERT INTO case_failures (case_id, what, at) VALUES (1, 'x', '2026-11-23 12:00:00+00:00')"))
    assert not tell_if_well(watched)
    assert monitor.heard == []


def test_nothing_is_told_where_there_is_no_monitor(installation: Installation):
    plan_round(installation)
    deliver(installation, Relay().by())
    assert not tell_if_well(installation)


@pytest.mark.parametrize("url", [None, "http://127.0.0.1:9/a-secret-uuid", "no address a-secret-uuid"])
def test_a_monitor_that_is_not_there_is_only_logged_and_its_address_never(
    watched: Installation, monitor: Monitor, caplog: pytest.LogCaptureFixture, url: str | None
):
    monitor.status = 500
    watched.settings = watched.settings.model_copy(update={"heartbeat_url": url or monitor.url})
    plan_round(watched)
    deliver(watched, Relay().by())
    with caplog.at_level(logging.DEBUG):
        assert not tell_if_well(watched)
    assert "could not be told" in caplog.text
    assert SECRET not in caplog.text
