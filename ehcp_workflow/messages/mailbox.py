"""The demo mailbox: a real mail server on this machine that keeps each message in a folder and passes none on.

    python -m ehcp_workflow.messages.mailbox --port 8025 --folder var/mailbox

It listens on 127.0.0.1 only and runs until it is told to stop (SIGTERM, SIGINT).
"""

import argparse
import asyncio
import errno
import logging
import mailbox
import signal
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from ehcp_workflow.errors import BadConfiguration, EhcpError

_LOOPBACK = "127.0.0.1"
_log = logging.getLogger(__name__)


class _Keeper:
    """Puts each message that arrives into the folder, as it came."""

    def __init__(self, folder: mailbox.Maildir) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802  # aiosmtpd names it
        """Keep one message; a full or missing disk is a reason to try again, not to lose it."""
        try:
            key = self._folder.add(envelope.original_content or b"")
        except OSError as trouble:
            _log.error("The mailbox folder could not be written: %s.", errno.errorcode.get(trouble.errno or 0, "?"))
            return "451 4.3.0 The mailbox folder could not be written"
        return f"250 2.0.0 Kept as {key}"


async def serve(port: int, folder: Path) -> None:
    """Receive mail on 127.0.0.1 until told to stop; says on standard output when it is ready, and on which port.

    Args:
        port: The port to listen on; 0 for any that is free.
        folder: Where the messages go (a Maildir); made if it is missing.

    Raises:
        BadConfiguration: the port is taken or not allowed, or the folder cannot be made.
    """
    keeper = _Keeper(_open_folder(folder))
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = await _listen(loop, keeper, port)
    sys.stdout.write(f"The demo mailbox listens on {_LOOPBACK}:{server.sockets[0].getsockname()[1]}.\n")
    sys.stdout.flush()
    await stop.wait()
    # Not waited for: from Python 3.12 on that would last until the last sender hangs up.
    server.close()


async def _listen(loop: asyncio.AbstractEventLoop, keeper: _Keeper, port: int) -> asyncio.Server:
    def answer() -> SMTP:
        return SMTP(keeper, hostname="localhost", ident="demo mailbox", loop=loop)

    try:
        return await loop.create_server(answer, _LOOPBACK, port)
    except OSError as trouble:
        why = "is taken by another program" if trouble.errno == errno.EADDRINUSE else "cannot be used"
        raise BadConfiguration(f"Port {port} {why}. Stop that program, or choose another port with --port.") from None


def _open_folder(folder: Path) -> mailbox.Maildir:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        kept = mailbox.Maildir(folder, create=True)
        for part in ("tmp", "new", "cur"):  # an empty folder that is already there is filled in too
            (folder / part).mkdir(mode=0o700, exist_ok=True)
    except OSError as trouble:
        raise BadConfiguration(
            f"The mailbox folder {folder} cannot be made ({trouble.strerror}). Choose another with --folder."
        ) from None
    return kept


def main(arguments: list[str] | None = None) -> int:
    """Run the demo mailbox; the answer is the exit code, 0 when it was told to stop."""
    parser = argparse.ArgumentParser(prog="mailbox", description="Keep all e-mail sent to this machine in a folder.")
    parser.add_argument("--port", type=_port, default=8025, help="port on 127.0.0.1; 0 for any (default 8025)")
    parser.add_argument("--folder", type=Path, required=True, help="folder to keep the messages in")
    given = parser.parse_args(arguments)
    logging.getLogger("mail.log").setLevel(logging.CRITICAL + 1)  # aiosmtpd writes addresses and bodies there
    try:
        asyncio.run(serve(given.port, given.folder))
    except EhcpError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return wrong.exit_code
    return 0


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"'{text}' is not a port; use a number from 0 to 65535")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
