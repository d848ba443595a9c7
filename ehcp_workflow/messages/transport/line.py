"""The line to a provider that speaks HTTP: one request, watched from the first byte to the deadline.

Apprise's plugins say only yes or no. Ours are given a stand-in for the name `requests`, which makes the one request of
an attempt and keeps what was answered, or how far it came. Nothing outside our own plugins is touched.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from contextvars import Token
from dataclasses import dataclass, field
from json import loads
from types import FunctionType, TracebackType
from typing import Any, Self, cast

import requests

from ehcp_workflow.messages.outcome import Phase, Silence
from ehcp_workflow.messages.transport.door import OneAttempt
from ehcp_workflow.messages.transport.watched import WATCHER, Watcher, ask
from ehcp_workflow.messages.watchdog import Watchdog

_LONGEST_ANSWER = 65_536  # bytes: what is beyond that is not read


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider answered; `repr` shows its status and no more, for the rest often quotes the recipient."""

    status_code: int
    content: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode(errors="replace")

    def json(self) -> Any:  # noqa: ANN401 - whatever the provider says
        """The body read as JSON; an empty mapping when it is none."""
        try:
            return loads(self.content)
        except (ValueError, RecursionError):
            return {}


class Call:
    """The one request of one attempt: how far it came, and what was answered. Made inside a `with` of its own.

    Attributes:
        phase: "connect" until the connection stands, and from then on "data", for the provider may have taken it.
        answer: what was answered; None when nothing was.
        silence: how the provider fell silent, when it did.
        was_made: whether the request was begun.
    """

    def __init__(self, timeout: float, deadline: float, amend: Callable[[Any], None] = lambda _: None) -> None:
        self._timeout = timeout
        self._amend = amend
        self._watchdog = Watchdog(deadline)
        self._token: Token[Watcher] | None = None
        self.phase: Phase = "connect"
        self.answer: Answer | None = None
        self.silence: Silence | None = None
        self.was_made = False

    def __enter__(self) -> Self:
        self._token = WATCHER.set(self)
        self._watchdog.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._watchdog.__exit__(kind, error, at)
        if self._token:
            WATCHER.reset(self._token)

    def make(self, method: str, url: str, **given: Any) -> Answer:  # noqa: ANN401 - as requests takes them
        """Make the request; a second one is refused, so that one attempt is one message.

        Raises:
            RequestException: there was no answer, or the request had been made before.
        """
        if self.was_made:  # which of the two was the message, nobody could tell
            self.answer, self.silence, self.phase = None, "dropped", "data"
            raise requests.RequestException
        self.was_made = True
        try:
            self.answer = self._ask(method, url, given)
        except Exception as error:  # noqa: BLE001 - whatever the other side does, the attempt has an end
            self.silence = self._name_silence(error)
            raise requests.ConnectionError from None  # the error's own text has the address of the request in it
        return self.answer

    def _ask(self, method: str, url: str, given: Mapping[str, Any]) -> Answer:
        kept = {key: given.get(key) for key in ("params", "data", "auth")}
        self._amend(kept["data"])
        headers = {**(given.get("headers") or {}), "Connection": "close"}
        response = ask(requests.Request(method, url, headers=headers, **kept).prepare(), self._timeout)
        try:
            content = response.raw.read(_LONGEST_ANSWER, decode_content=True)
        except Exception:  # noqa: BLE001 - the status has been said; urllib3 raises many things for half a body
            content = b""
        finally:
            response.raw.close()
        return Answer(response.status_code, content, response.headers)

    def _name_silence(self, error: Exception) -> Silence:
        if self._watchdog.has_bitten or isinstance(error, requests.Timeout):
            return "timeout"
        if self.phase == "data":
            return "dropped"
        return "tls" if isinstance(error, requests.exceptions.SSLError) else "connect"

    def hold(self, connected: socket.socket) -> None:
        """Let the watchdog hang up on this socket at the deadline."""
        self._watchdog.hold(connected)

    def stands(self) -> None:
        """From here on the provider may have taken the message."""
        self.phase = "data"


class _Requests:
    """What our plugins see under the name `requests`."""

    codes = requests.codes
    RequestException = requests.RequestException

    def request(self, method: str, url: str, **given: Any) -> Answer:  # noqa: ANN401 - as requests takes them
        """Make the request of the present attempt."""
        return cast("Call", WATCHER.get()).make(method.upper(), url, **given)

    def post(self, url: str, **given: Any) -> Answer:  # noqa: ANN401 - as above
        """Make the request of the present attempt, a POST."""
        return self.request("POST", url, **given)

    def get(self, url: str, **given: Any) -> Answer:  # noqa: ANN401 - as above
        """Make the request of the present attempt, a GET."""
        return self.request("GET", url, **given)


REQUESTS = _Requests()


class OneRequest(OneAttempt):
    """A plugin whose `requests` is ours; placed before Apprise's own class."""

    def amend(self, asked: Any) -> None:  # noqa: ANN401 - what the plugin would send
        """Mend what Apprise would send, where it leaves out something we need. Most need nothing."""

    def __init_subclass__(cls, **given: Any) -> None:  # noqa: ANN401 - as Python calls it
        super().__init_subclass__(**given)
        own = set(vars(cls))
        for parent in reversed([base for base in cls.__mro__ if base.__module__.startswith("apprise.")]):
            for name, member in vars(parent).items():
                if isinstance(member, FunctionType) and member.__globals__.get("requests") is requests:
                    if name in own:  # its super() would be Apprise's, with the real requests
                        raise TypeError(f"{cls.__name__} may not have a {name} of its own.")
                    setattr(cls, name, _through_us(member))


def _through_us(function: FunctionType) -> FunctionType:
    """The same function, with our stand-in where its module has `requests`."""
    names = {**function.__globals__, "requests": REQUESTS}
    copy = FunctionType(function.__code__, names, function.__name__, function.__defaults__, function.__closure__)
    copy.__kwdefaults__ = function.__kwdefaults__
    return copy
