"""HTTP connections that say how far they have come, and that a watchdog can cut.

Each request has a connection of its own: on a kept one that had died nobody could tell whether a text was taken, and
providers allow far fewer messages a second than that costs.
"""

from __future__ import annotations

import logging
import socket
from contextvars import ContextVar
from typing import Any, Protocol

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from ehcp_workflow.messages.connection import tls_context


class Watcher(Protocol):
    """Who is told about the connection being made."""

    def hold(self, connected: socket.socket) -> None:
        """Take a second handle on the socket, before TLS."""

    def stands(self) -> None:
        """The connection stands: what is sent from here on may reach the provider."""


WATCHER: ContextVar[Watcher] = ContextVar("who watches the connection this thread is making")


# urllib3 logs the path of each request, and in that of a webhook is its secret. Others' requests are logged as ever.
for _name in ("connectionpool", "connection", "util.retry"):
    logging.getLogger(f"urllib3.{_name}").addFilter(lambda _: WATCHER.get(None) is None)


class _Watched(HTTPConnection):
    """A connection that tells its watcher how far it is."""

    def _new_conn(self) -> socket.socket:
        connected: socket.socket = super()._new_conn()
        WATCHER.get().hold(connected)
        return connected

    def connect(self) -> None:
        super().connect()
        WATCHER.get().stands()


class _WatchedByTls(_Watched, HTTPSConnection):
    """The same with TLS; it stands when the certificate has been verified."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Watched


class _PoolByTls(HTTPSConnectionPool):
    ConnectionCls = _WatchedByTls


_POOLS = {"http": _Pool, "https": _PoolByTls}


class _Adapter(HTTPAdapter):
    """requests' own adapter, over watched connections and with the one TLS context of this process."""

    def init_poolmanager(self, *args: Any, **given: Any) -> None:  # noqa: ANN401 - as requests calls it
        super().init_poolmanager(*args, **given)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, *args: Any, **given: Any) -> Any:  # noqa: ANN401 - as above
        manager = super().proxy_manager_for(*args, **given)
        manager.pool_classes_by_scheme = _POOLS
        return manager

    def build_connection_pool_key_attributes(self, request: Any, *args: Any, **given: Any) -> Any:  # noqa: ANN401 - as above
        host, _ = super().build_connection_pool_key_attributes(request, *args, **given)
        return host, {"ssl_context": tls_context()} if host["scheme"] == "https" else {}

    def cert_verify(self, *_: object, **__: object) -> None:
        """The TLS context verifies; requests would load its own list of authorities at every connection."""


_ADAPTER = _Adapter()


def ask(request: requests.PreparedRequest, timeout: float) -> requests.Response:
    """Make one request and return when the status has come; the body is still to be read.

    No cookie, no redirect, no netrc file, no second try. A proxy named in the environment is used.

    Args:
        request: What is asked.
        timeout: Seconds for connecting to one address, and for each wait for bytes after that.
    """
    proxies = requests.utils.get_environ_proxies(request.url or "")
    return _ADAPTER.send(request, stream=True, timeout=(timeout, timeout), proxies=proxies)
