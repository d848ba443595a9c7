"""Relays on loopback that behave as a trial wants: a mail server, and GOV.UK Notify with its look-up."""

from __future__ import annotations

import json
import re
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from multiprocessing.connection import Connection
from random import Random
from urllib.parse import parse_qs, urlsplit

from bench.trials.ledger import FORK, Ledger

_REFERENCE = re.compile(rb"^Message-ID: <([^@>]+)@", re.MULTILINE)
_LONG = 30.0  # seconds: far beyond any deadline of a trial


@dataclass(frozen=True)
class Manners:
    """How often a relay misbehaves, as shares of the messages it is offered.

    Attributes:
        defers: it says "later" and takes nothing.
        drops: it takes the message, and hangs up instead of answering.
        hangs: it says nothing any more, having taken the message half of the time.
    """

    defers: float = 0
    drops: float = 0
    hangs: float = 0

    def draw(self, rng: Random) -> str:
        """What it does with the next message."""
        drawn = rng.random()
        for manner, share in (("defer", self.defers), ("drop", self.drops), ("hang", self.hangs)):
            if drawn < share:
                return manner
            drawn -= share
        return "take"


@contextmanager
def relay(kind: str, ledger: Ledger, manners: Manners) -> Iterator[int]:
    """A relay in a process of its own; its port."""
    ours, theirs = FORK.Pipe()
    process = FORK.Process(target=_serve, args=(kind, ledger, manners, theirs), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.kill()
        process.join()


def _serve(kind: str, ledger: Ledger, manners: Manners, told: Connection) -> None:
    handler = {"smtp": _Smtp, "notify": _Notify}[kind]
    with _Server(("127.0.0.1", 0), handler) as server:
        server.ledger, server.manners = ledger, manners
        told.send(server.server_address[1])
        server.serve_forever()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128
    ledger: Ledger
    manners: Manners

    def __init__(self, address: tuple[str, int], handler: type[socketserver.BaseRequestHandler]) -> None:
        super().__init__(address, handler)
        self.lock = threading.Lock()
        self._rng = Random(7)  # noqa: S311 - faults, the same shares each time
        self.taken: dict[str, str] = {}

    def draw(self) -> str:
        with self.lock:
            return self.manners.draw(self._rng)

    def hang(self) -> bool:
        """Say nothing for long; whether the message is taken all the same."""
        with self.lock:
            return self._rng.random() < 0.5

    def handle_error(self, *_: object) -> None:
        """Say nothing: clients that are killed hang up."""


class _Smtp(socketserver.StreamRequestHandler):
    server: _Server
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self._say("220 trial")
        to, manner = "", "take"
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"RCPT":
                to, manner = line.decode().split("<")[1].split(">")[0], self.server.draw()
                self._say("451 later" if manner == "defer" else "250 ok")
            elif word == b"DATA":
                self._say("354 go on")
                if not self._take(to, manner):
                    return
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self, to: str, manner: str) -> bool:
        """Read a message and deal with it; whether the conversation goes on."""
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False  # the client died half-way: nothing was taken
            lines.append(line)
        content = b"".join(lines)
        found = _REFERENCE.search(content)
        reference = found[1].decode() if found else ""
        if manner != "hang" or self.server.hang():
            self.server.ledger.note(to, reference, content)
        if manner == "hang":
            time.sleep(_LONG)
        if manner in {"hang", "drop"}:
            return False
        self._say("250 taken")
        return True

    def _say(self, reply: str) -> None:
        self.wfile.write(f"{reply}\r\n".encode())


class _Notify(BaseHTTPRequestHandler):
    server: _Server
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        manner, asked = self.server.draw(), json.loads(content)
        if manner == "defer":
            return self._answer(429, {"errors": [{"error": "RateLimitError", "message": "Exceeded rate limit"}]})
        reference = asked["reference"]
        if manner != "hang" or self.server.hang():
            self.server.taken[reference] = f"740e5834-3a29-46b4-9a6f-{len(self.server.taken):012d}"
            self.server.ledger.note(asked["email_address"], reference, content)
        if manner == "hang":
            time.sleep(_LONG)
        if manner in {"hang", "drop"}:
            return None
        return self._answer(201, {"id": self.server.taken[reference], "reference": reference})

    def do_GET(self) -> None:
        wanted = parse_qs(urlsplit(self.path).query)["reference"][0]
        known = self.server.taken.get(wanted)
        found = [{"id": known, "reference": wanted, "status": "sending"}] if known else []
        self._answer(200, {"notifications": found})

    def _answer(self, status: int, document: object) -> None:
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
