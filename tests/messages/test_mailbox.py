import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from ehcp_workflow.errors import NotFound
from ehcp_workflow.messages.kept_mail import read_mail, read_mailbox
from ehcp_workflow.messages.transport import Outcome, send_email

from .conftest import an_email, mail_server


def start(folder, port=0):
    return subprocess.Popen(  # our own program, with a folder of our own
        [sys.executable, "-m", "ehcp_workflow.messages.mailbox", "--port", str(port), "--folder", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def mailbox(folder):
    """The mailbox as its supervisor runs it; gives the process and the port it says it listens on."""
    with start(folder) as process:
        try:
            ready = process.stdout.readline()
            assert ready.startswith("The demo mailbox listens on 127.0.0.1:"), process.stderr.read()
            yield process, int(ready.rstrip(".\n").rpartition(":")[2])
        finally:
            process.kill()


def test_a_message_sent_is_kept_and_can_be_read_and_sigterm_ends_the_mailbox_quietly(tmp_path):
    folder = tmp_path / "not" / "there" / "yet"
    with mailbox(folder) as (process, port):
        server = mail_server(port)
        for n in range(3):
            email = an_email(subject=f"Größe {n}", text=f"Grüße {n}\n", html=f"<p>Grüße {n}</p>\n")
            assert send_email(server, email).outcome is Outcome.ACCEPTED
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert process.stdout.read() + process.stderr.read() == ""

    listed = read_mailbox(folder)
    assert [(mail.to, mail.subject) for mail in listed] == [
        ("robin.parent@home.example.org", f"Größe {n}") for n in (2, 1, 0)
    ]
    assert listed[0].date == datetime(2026, 3, 9, 9, 30, tzinfo=UTC)
    assert read_mailbox(folder, limit=1) == listed[:1]

    mail = read_mail(folder, listed[0].key)
    assert (mail.summary, mail.text, mail.html) == (listed[0], "Grüße 2\n", "<p>Grüße 2</p>\n")
    assert [value for name, value in mail.headers if name == "Message-ID"] == ["<0198f3a2-7c11@messages.example.org>"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_sender_who_never_hangs_up_does_not_keep_the_mailbox_alive(tmp_path, number):
    with mailbox(tmp_path) as (process, port), socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(b"EHLO someone\r\n")
        assert line.recv(1024)
        process.send_signal(number)
        assert process.wait(20) == 0
        assert process.stderr.read() == ""


def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with start(tmp_path, port) as process:
            assert process.wait(20) == 1
            assert process.stderr.read() == (
                f"Port {port} is taken by another program. Stop that program, or choose another port with --port.\n"
            )


def test_a_folder_that_cannot_be_made_is_said_in_one_sentence(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with start(tmp_path / "file" / "mailbox") as process:
        assert process.wait(20) == 1
        said = process.stderr.read()
    assert said.startswith("The mailbox folder ")
    assert said.count("\n") == 1


def test_a_port_that_does_not_exist_is_refused(tmp_path):
    with start(tmp_path, 70000) as process:
        assert process.wait(20) == 2
        assert "'70000' is not a port" in process.stderr.read()


def test_the_mailbox_listens_on_this_machine_only(tmp_path):
    with mailbox(tmp_path) as (_, port), pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=5)


def test_a_message_that_cannot_be_kept_is_to_be_sent_again(tmp_path):
    folder = tmp_path / "mailbox"
    with mailbox(folder) as (process, port):
        (folder / "tmp").rmdir()
        sent = send_email(mail_server(port), an_email())
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert "robin" not in process.stderr.read()
    assert (sent.outcome, sent.code) == (Outcome.RETRY, "451")


def test_a_mailbox_that_does_not_exist_is_empty(tmp_path):
    assert read_mailbox(tmp_path / "missing") == []
    with pytest.raises(NotFound):
        read_mail(tmp_path / "missing", "1700000000.M1P1Q1.host")


def kept_by_hand(folder, **messages):
    for part in ("tmp", "new", "cur"):
        (folder / part).mkdir()
    for key, content in messages.items():
        (folder / "new" / key).write_bytes(content)


def test_a_message_half_written_broken_or_foreign_never_stops_the_list(tmp_path):
    kept_by_hand(
        tmp_path,
        empty=b"",
        binary=bytes(range(256)),
        cut=b"Subject: =?utf-8?b?4pyT?=\nContent-Type: multipart/alternative; boundary=x\n\n--x\nContent-Ty",
        charset=b"Subject: =?martian?q?x?=\nDate: nonsense\nContent-Type: text/plain; charset=martian\n\nGr\xc3\xbc",
        base64=b"Subject: =?utf-8?b?a?=\nDate: Mon, 09 Mar 2026 09:30:00 -0000\n\nHello",
    )
    (tmp_path / "tmp" / "unfinished").write_bytes(b"Subject: not yet")
    listed = {mail.key: mail for mail in read_mailbox(tmp_path)}
    assert set(listed) == {"empty", "binary", "cut", "charset", "base64"}
    assert listed["cut"].subject == "✓"
    assert listed["charset"].date is None
    assert listed["base64"].date == datetime(2026, 3, 9, 9, 30, tzinfo=UTC)
    assert all(read_mail(tmp_path, key).summary == mail for key, mail in listed.items())


@pytest.mark.parametrize(
    "key", ["", "..", "../secret", "new/secret", "/etc/passwd", ".hidden", "a\x00b", "nobody", "a" * 300]
)
def test_a_key_that_is_not_a_message_finds_nothing_and_leaves_the_folder_never(tmp_path, key):
    folder = tmp_path / "mailbox"
    folder.mkdir()
    kept_by_hand(folder, secret=b"Subject: kept\n\n")
    (tmp_path / "secret").write_bytes(b"Subject: outside\n\n")
    with pytest.raises(NotFound):
        read_mail(folder, key)
