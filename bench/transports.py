"""Measure how many messages a second leave through each transport, to servers on loopback in processes of their own."""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from time import perf_counter

from ehcp_workflow.messages.mail_server import MailServer
from ehcp_workflow.messages.outcome import Outcome
from ehcp_workflow.messages.outgoing import Channel, Outgoing, Transport
from ehcp_workflow.messages.transport import EmailBySmtp, close_connections
from ehcp_workflow.messages.transport.govuk import ByNotify, read_key

_KEY = "bench-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
_LATENCY = 0.02  # seconds a reply, as of a server some way off
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter, float], "asyncio.Future[None] | object"]


def main() -> None:
    """Measure every transport once and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=2000, help="how many at most in one measurement")
    n = parser.parse_args().messages
    for latency in (0.0, _LATENCY):
        with sink("smtp", latency) as port:
            for threads in (1, 16, 32):
                count = min(n, 1000 * threads) if latency == 0 else min(n, 40 * threads)
                say(
                    f"e-mail, {threads} threads",
                    latency,
                    count,
                    send_all(_by_smtp(port), Channel.EMAIL, threads, count),
                )
            say("e-mail by Apprise used plainly", latency, 60, send_plainly(port, 60))
        with sink("http", latency) as port:
            for threads in (1, 16):
                count = min(n, 500 * threads) if latency == 0 else min(n, 40 * threads)
                say(
                    f"GOV.UK, {threads} threads",
                    latency,
                    count,
                    send_all(_by_notify(port), Channel.SMS, threads, count),
                )


def send_all(transport: Transport, channel: Channel, threads: int, count: int) -> float:
    """Send some messages by so many threads, check that each was taken, and return the seconds it took."""

    def send(first: int) -> int:
        taken = sum(
            transport.send(_message(channel, n)).outcome is Outcome.ACCEPTED for n in range(first, count, threads)
        )
        close_connections()
        return taken

    began = perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        taken = sum(pool.map(send, range(threads)))
    if taken != count:
        raise RuntimeError(f"Only {taken} of {count} were taken.")
    return perf_counter() - began


def send_plainly(port: int, count: int) -> float:
    """Send some e-mails as Apprise's own guide does, a new object for each, and return the seconds it took."""
    from apprise import Apprise  # noqa: PLC0415 - only this comparison uses Apprise by itself

    began = perf_counter()
    for n in range(count):
        plain = Apprise()
        plain.add(f"mailto://127.0.0.1:{port}/?from=a@example.org&to=p{n}@example.org&mode=insecure")
        if not plain.notify(body="A date you asked us to watch is coming up.", title="A date is coming up"):
            raise RuntimeError("Apprise's own e-mail was not taken.")
    return perf_counter() - began


def say(what: str, latency: float, count: int, seconds: float) -> None:
    """Print one measurement."""
    distance = f"{1000 * latency:.0f} ms a reply"
    print(f"{what:<36} {distance:<14} {count:6} messages {seconds:8.2f} s {count / seconds:9.0f} a second")


@contextmanager
def sink(kind: str, latency: float) -> Iterator[int]:
    """A server in its own process that takes everything; its port."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(kind, latency, theirs), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


def _serve(kind: str, latency: float, told: Connection) -> None:
    asyncio.run(_listen(_talk_smtp if kind == "smtp" else _talk_http, latency, told))


async def _listen(talk: Talk, latency: float, told: Connection) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer, latency)  # type: ignore[misc]  # both are coroutines
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=256)
    told.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


async def _talk_smtp(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, latency: float) -> None:
    writer.write(b"220 hi\r\n")
    while line := await reader.readline():
        await asyncio.sleep(latency)
        word = line[:4].upper()
        writer.write({b"DATA": b"354 go\r\n", b"QUIT": b"221 bye\r\n"}.get(word, b"250 ok\r\n"))
        if word == b"QUIT":
            return
        if word == b"DATA":
            await reader.readuntil(b"\r\n.\r\n")
            await asyncio.sleep(latency)
            writer.write(b"250 ok\r\n")


async def _talk_http(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, latency: float) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    await reader.readexactly(length)
    await asyncio.sleep(latency)
    body = json.dumps({"id": "740e5834-3a29-46b4-9a6f-16142fde533a"}).encode()
    writer.write(b"HTTP/1.1 201 Created\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body)
    await writer.drain()


def _message(channel: Channel, n: int) -> Outgoing:
    to = f"parent{n}@example.org" if channel is Channel.EMAIL else f"+447700900{n % 1000:03d}"
    words = "A date you asked us to watch is coming up.\n" * 10
    return Outgoing(
        channel, to, "A date is coming up", words, f"<p>{words}</p>", f"bench{n}", datetime(2026, 1, 5, 9, tzinfo=UTC)
    )


def _by_smtp(port: int) -> Transport:
    return EmailBySmtp(MailServer("127.0.0.1", port, "", "", "none", "no-reply@example.org", "Reminders"))


def _by_notify(port: int) -> Transport:
    return ByNotify(Channel.SMS, read_key(_KEY, f"http://127.0.0.1:{port}"), "a1b2c3d4-e5f6-7890-abcd-ef1234567890")


if __name__ == "__main__":
    main()
