"""The connection to the mail server that each sending thread keeps."""

import socket
import threading
import time

import pytest

from ehcp_workflow.messages.connection import KEPT
from ehcp_workflow.messages.transport import Outcome, close_connections, send_email

from .conftest import an_email, mail_server


def numbered(n):
    return an_email(message_id=f"<{n}@messages.example.org>")


class Scripted:
    """A mail server made of sockets, which does to each connection what its script says after so many messages."""

    def __init__(self, *scripts):
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._scripts = scripts
        self.taken = []
        self.senders = []
        self.gone = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        for script in self._scripts:
            connection, _ = self._listening.accept()
            with connection:
                self._talk(connection, connection.makefile("rb"), dict(script))
            self.gone.set()
        self._listening.close()

    def _talk(self, connection, lines, script):
        connection.sendall(b"220 hi\r\n")
        for line in lines:
            word = line.split()[0].upper().decode()
            answer = script.get(f"{word} {len(self.taken)}", {"DATA": "354 go", "QUIT": "221 bye"}.get(word, "250 ok"))
            if word == "MAIL":
                self.senders.append(line)
            if answer == "drop":
                return
            connection.sendall(answer.encode() + b"\r\n")
            if word == "DATA":
                self.taken.append(b"".join(iter(lambda: next(lines), b".\r\n")))
                answer = script.get(f"END {len(self.taken)}", "250 ok")
                if answer in {"drop", "close"}:
                    if answer == "close":
                        connection.sendall(b"250 ok\r\n")
                    return
                connection.sendall(answer.encode() + b"\r\n")
            if word == "QUIT":
                return

    def __enter__(self):
        return self

    def __exit__(self, *_):
        close_connections()
        self._thread.join(10)


def test_one_connection_carries_the_messages_of_a_thread(relay, server):
    for n in range(3):
        assert send_email(server, numbered(n)).outcome is Outcome.ACCEPTED
    assert (relay.connections, len(relay.messages)) == (1, 3)


def test_each_thread_keeps_its_own(relay, server):
    def send_two():
        for n in range(2):
            send_email(server, numbered(n))
        close_connections()

    threads = [threading.Thread(target=send_two) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert (relay.connections, len(relay.messages)) == (3, 6)


def test_a_thread_that_ends_without_goodbye_leaves_nothing_open(relay, server):
    kept = []

    def send_one():
        send_email(server, numbered(1))
        kept.append(KEPT.connection.sock.fileno())

    thread = threading.Thread(target=send_one)
    thread.start()
    thread.join(20)
    deadline = time.monotonic() + 5
    while len(relay.open_connections()) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert kept
    assert relay.open_connections() == []


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
@pytest.mark.parametrize("answer", ["451 4.3.0 Later", "550 5.1.1 No", "drop"])
def test_after_anything_but_a_yes_the_next_message_has_a_new_connection(relay, server, step, answer):
    send_email(server, numbered(1))
    relay.answers[step] = answer
    assert send_email(server, numbered(2)).outcome is not Outcome.ACCEPTED
    relay.answers.clear()
    assert send_email(server, numbered(3)).outcome is Outcome.ACCEPTED
    assert relay.connections == 2


def test_another_server_is_never_spoken_to_on_the_connection_of_the_first(relay, server):
    send_email(server, numbered(1))
    renamed = mail_server(relay.port, sender="other@messages.example.org")
    assert send_email(renamed, numbered(2)).outcome is Outcome.ACCEPTED
    assert relay.connections == 2


def test_a_connection_the_server_closed_meanwhile_is_replaced_and_nothing_is_doubled():
    with Scripted([("END 1", "close")], []) as server:
        assert send_email(mail_server(server.port), numbered(1)).outcome is Outcome.ACCEPTED
        assert server.gone.wait(10)
        assert send_email(mail_server(server.port), numbered(2)).outcome is Outcome.ACCEPTED
        assert [b"<1@" in server.taken[0], b"<2@" in server.taken[1], len(server.taken)] == [True, True, 2]


@pytest.mark.parametrize("answer", ["drop", "421 Too many messages on this connection", "451 Later", "250"])
def test_a_kept_connection_that_dies_when_the_sender_is_named_is_replaced_once(answer):
    script = [("MAIL 1", answer)] if answer != "250" else [("RCPT 1", "drop")]
    with Scripted(script, []) as server:
        assert send_email(mail_server(server.port), numbered(1)).outcome is Outcome.ACCEPTED
        sent = send_email(mail_server(server.port), numbered(2))
        assert len(server.taken) == (1 if answer == "250" else 2)
    if answer == "250":  # the recipient had been named: not tried again on its own
        assert (sent.outcome, sent.code, sent.phase) == (Outcome.RETRY, "dropped", "rcpt")
    else:
        assert sent.outcome is Outcome.ACCEPTED


def test_a_new_connection_that_fails_too_is_not_tried_a_third_time():
    with Scripted([("MAIL 1", "451 Later")], [("MAIL 1", "451 Later")]) as server:
        send_email(mail_server(server.port), numbered(1))
        sent = send_email(mail_server(server.port), numbered(2))
        assert (sent.outcome, sent.code, sent.phase) == (Outcome.RETRY, "451", "connect")
        assert len(server.senders) == 3


def test_a_message_whose_answer_was_lost_on_a_kept_connection_is_unknown_and_not_sent_again():
    with Scripted([("END 2", "drop")]) as server:
        send_email(mail_server(server.port), numbered(1))
        sent = send_email(mail_server(server.port), numbered(2))
        assert (sent.outcome, sent.code, sent.phase) == (Outcome.UNKNOWN, "dropped", "data")
        assert len(server.taken) == 2


def test_a_kept_connection_that_hangs_is_cut_off_at_the_deadline(relay):
    server = mail_server(relay.port, timeout=1.0, deadline=1.0)
    send_email(server, numbered(1))
    relay.answers["DATA"] = "hang"
    began = time.monotonic()
    sent = send_email(server, numbered(2))
    assert (sent.outcome, sent.code, sent.phase) == (Outcome.UNKNOWN, "timeout", "data")
    assert time.monotonic() - began < 4


def test_closing_says_goodbye_and_may_be_done_twice():
    with Scripted([]) as server:
        send_email(mail_server(server.port), numbered(1))
        close_connections()
        assert server.gone.wait(10)
        close_connections()
        assert KEPT.connection is None
