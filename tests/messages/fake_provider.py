"""A provider of texts, chats or GOV.UK Notify on loopback, which answers as it is told."""

import json
import socket
import ssl
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request that arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return {key: value[0] for key, value in parse_qs(self.body).items()}


@dataclass(frozen=True)
class Reply:
    """What to answer. `manner` is "answer", "drop" (take the request and hang up), "hang" or "drip"."""

    status: int = 200
    body: Any = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    manner: str = "answer"

    @property
    def bytes(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()


class FakeProvider:
    """Records each request; answers with what waits in `replies`, and after that with `usual`."""

    def __init__(
        self, usual: Reply | Callable[[Asked], Reply] | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        self.usual = usual or Reply()
        self.replies: deque[Reply] = deque()
        self.asked: list[Asked] = []
        self.over = threading.Event()
        self._server = _Server(self)
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        if self.replies:
            return self.replies.popleft()
        return self.usual(asked) if callable(self.usual) else self.usual

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()


class FakeNotify(FakeProvider):
    """GOV.UK Notify: takes e-mails and texts, and can be asked for them by reference. `state` is what it then says."""

    def __init__(self) -> None:
        super().__init__(self._notify)
        self.taken: list[dict[str, Any]] = []
        self.state = "delivered"
        self.lock = threading.Lock()

    def answer(self, asked: Asked) -> Reply:
        if asked.method == "POST" and self.replies and self.replies[0].manner == "drop":
            self._take(asked)  # it has the message; only the answer is lost
        return super().answer(asked)

    def _notify(self, asked: Asked) -> Reply:
        if asked.method == "POST":
            return Reply(201, {"id": self._take(asked), "reference": asked.json["reference"]})
        wanted = parse_qs(urlsplit(asked.path).query).get("reference", [""])[0]
        found = [{**one, "status": self.state} for one in self.taken if one["reference"] == wanted]
        return Reply(200, {"notifications": found, "links": {}})

    def _take(self, asked: Asked) -> str:
        with self.lock:
            name = f"740e5834-3a29-46b4-9a6f-{len(self.taken):012d}"
            self.taken.append({"id": name, "reference": asked.json["reference"]})
        return name


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, provider: FakeProvider) -> None:
        self.provider = provider
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that hung up is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        asked = Asked(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
        with suppress(OSError):
            self._give(self.server.provider.answer(asked))

    def do_GET(self) -> None:
        self.do_POST()

    def _give(self, reply: Reply) -> None:
        match reply.manner:
            case "drop":
                self.connection.shutdown(socket.SHUT_RDWR)
            case "hang":
                self.server.provider.over.wait(30)
            case "drip":
                self._drip()
            case _:
                self._answer(reply)

    def _answer(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in {"Content-Length": str(len(reply.bytes)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.bytes)

    def _drip(self) -> None:
        for letter in "HTTP/1.1 200 OK\r\nX-Slow: " + "a" * 10_000:
            self.wfile.write(letter.encode())
            self.wfile.flush()
            if self.server.provider.over.wait(0.05):
                return

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def url_nobody_answers() -> str:
    """An address on this machine where nothing runs."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}"
