import socket
import threading
from contextlib import contextmanager
from email import message_from_bytes

import pytest

from ehcp_workflow.messages.transport import Outcome, Sent, send_email
from ehcp_workflow.messages.watchdog import Watchdog

from .conftest import an_email, mail_server


@contextmanager
def raw_server(*script):
    """A server made of bare sockets: says one line of the script, waits to hear something, says the next, hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer():
            connection, _ = listening.accept()
            with connection:
                for step in script:
                    if callable(step):
                        step(connection)
                    else:
                        connection.sendall(step)
                        connection.recv(65536)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(20)


def test_a_message_the_server_takes_is_accepted(relay, server):
    assert send_email(server, an_email()) == Sent(
        Outcome.ACCEPTED, "250", "done", "The mail server accepted the message."
    )
    assert relay.recipients == ["robin.parent@home.example.org"]
    assert len(relay.messages) == 1


@pytest.mark.parametrize(
    ("step", "answer", "outcome", "code", "phase"),
    [
        ("RCPT", "451 4.3.0 Try later", Outcome.RETRY, "451", "rcpt"),
        ("RCPT", "550 5.1.1 <robin.parent@home.example.org> unknown", Outcome.PERMANENT, "550", "rcpt"),
        ("DATA", "452 4.2.2 Full", Outcome.RETRY, "452", "data"),
        ("DATA", "421 4.3.2 Going down", Outcome.RETRY, "421", "data"),
        ("DATA", "554 5.7.1 No", Outcome.PERMANENT, "554", "data"),
        ("RCPT", "drop", Outcome.RETRY, "dropped", "rcpt"),
        ("DATA", "drop", Outcome.UNKNOWN, "dropped", "data"),
        ("DATA", "gibberish", Outcome.UNKNOWN, "dropped", "data"),
        ("QUIT", "drop", Outcome.ACCEPTED, "250", "done"),
        ("QUIT", "500 No", Outcome.ACCEPTED, "250", "done"),
        ("QUIT", "hang", Outcome.ACCEPTED, "250", "done"),
    ],
)
def test_each_answer_is_judged_by_its_code_and_by_where_it_came(relay, server, step, answer, outcome, code, phase):
    relay.answers[step] = answer
    sent = send_email(server, an_email())
    assert (sent.outcome, sent.code, sent.phase) == (outcome, code, phase)
    assert "robin" not in repr(sent)
    assert relay.connections == 1


def test_the_enhanced_status_is_kept_and_the_words_after_it_are_not(relay, server):
    relay.answers["RCPT"] = "550 5.1.1 <robin.parent@home.example.org> is not known here"
    assert send_email(server, an_email()).detail == (
        "The mail server refused with 550 5.1.1, when the recipient was named."
    )


@pytest.mark.parametrize(
    ("step", "outcome", "phase"), [("RCPT", Outcome.RETRY, "rcpt"), ("DATA", Outcome.UNKNOWN, "data")]
)
def test_a_server_that_stops_answering_is_left_after_the_time_out(relay, step, outcome, phase):
    relay.answers[step] = "hang"
    sent = send_email(mail_server(relay.port, timeout=1.0), an_email())
    assert (sent.outcome, sent.code, sent.phase) == (outcome, "timeout", phase)


def test_a_server_nobody_runs_is_tried_again_later():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    sent = send_email(mail_server(port), an_email())
    assert (sent.outcome, sent.code, sent.phase) == (Outcome.RETRY, "connect", "connect")


def test_a_server_whose_name_does_not_exist_is_tried_again_later():
    sent = send_email(mail_server(25, host="mail.invalid"), an_email())
    assert (sent.outcome, sent.code, sent.phase) == (Outcome.RETRY, "connect", "connect")


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ([b"554 5.3.2 Not today\r\n"], "554"),
        ([b"421 Busy\r\n"], "421"),
        ([b"220 hi\r\n", b"250 hi\r\n", b"550 5.7.1 Not you\r\n"], "550"),
        ([b"220 hi\r\n"], "dropped"),
        ([lambda connection: connection.sendall(b"25")], "dropped"),
        ([lambda connection: None], "dropped"),
    ],
)
def test_a_refusal_before_the_recipient_is_named_never_counts_against_the_recipient(script, code):
    with raw_server(*script) as port:
        sent = send_email(mail_server(port), an_email())
    assert (sent.outcome, sent.code, sent.phase) == (Outcome.RETRY, code, "connect")


def test_a_refusal_of_the_data_command_comes_before_the_message_left():
    with raw_server(b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"451 Later\r\n") as port:
        sent = send_email(mail_server(port), an_email())
    assert (sent.outcome, sent.code, sent.phase) == (Outcome.RETRY, "451", "rcpt")


@pytest.mark.parametrize(
    ("before", "outcome", "phase"),
    [
        ([], Outcome.RETRY, "connect"),
        ([b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n"], Outcome.RETRY, "rcpt"),
        ([b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"], Outcome.UNKNOWN, "data"),
    ],
)
def test_a_server_that_drips_one_letter_at_a_time_is_cut_off_at_the_deadline(before, outcome, phase):
    over = threading.Event()

    def drip(connection):
        try:
            while not over.wait(0.05):
                connection.sendall(b"2")
        except OSError:
            pass

    with raw_server(*before, drip) as port:
        sent = send_email(mail_server(port, timeout=2.0, deadline=2.0), an_email())
        over.set()
    assert (sent.outcome, sent.code, sent.phase) == (outcome, "timeout", phase)


def test_a_second_attempt_sends_the_same_bytes(relay, server):
    email = an_email(text="Grüße\n", html="<p>Grüße</p>\n")
    relay.answers["DATA"] = "drop"
    assert send_email(server, email).outcome is Outcome.UNKNOWN
    relay.answers.clear()
    assert send_email(server, email).outcome is Outcome.ACCEPTED
    first, second = relay.messages
    assert first == second


def test_the_message_has_one_of_each_header_both_parts_and_nothing_about_us(relay, server):
    stop = {"List-Unsubscribe": "<https://example.org/stop/abc>"}
    send_email(server, an_email(text="Grüße\n.\n.dot\n", html="<p>Grüße</p>\n", headers=stop))
    message = message_from_bytes(relay.messages[0])
    assert sorted(message.keys()) == [
        "Auto-Submitted", "Content-Type", "Date", "From", "List-Unsubscribe", "MIME-Version", "Message-ID", "Subject",
        "To",
    ]  # fmt: skip
    assert message["Message-ID"] == "<0198f3a2-7c11@messages.example.org>"
    assert message["Date"] == "Mon, 09 Mar 2026 09:30:00 +0000"
    assert message["From"] == "Dates and reminders <no-reply@messages.example.org>"
    parts = [(part.get_content_type(), part.get_payload(decode=True).decode()) for part in message.get_payload()]
    assert parts == [("text/plain", "Grüße\r\n.\r\n.dot\r\n"), ("text/html", "<p>Grüße</p>\r\n")]
    assert socket.gethostname().encode() not in relay.messages[0]


def test_a_connection_made_after_the_deadline_is_given_up_at_once():
    ours, theirs = socket.socketpair()
    theirs.settimeout(20)
    with theirs, Watchdog(0.0) as watchdog:
        watchdog._timer.join(20)
        with pytest.raises(TimeoutError):
            watchdog.hold(ours)
        assert theirs.recv(1) == b""


@pytest.mark.parametrize(
    ("answer", "nobody_there"),
    [
        ("550 5.1.1 unknown", True),
        ("550 5.1.10 no mail for that domain", True),
        ("550 5.2.1 disabled", True),
        ("550 no such user", True),
        ("551 not here", True),
        ("553 no such mailbox", True),
        ("550 5.7.1 blocked", False),
        ("550 5.7.26 not authenticated", False),
        ("553 5.1.8 sender", False),
        ("554 refused", False),
    ],
)
def test_only_a_refusal_that_says_so_means_that_there_is_no_such_address(relay, server, answer, nobody_there):
    relay.answers["RCPT"] = answer
    sent = send_email(server, an_email())
    assert (sent.outcome, sent.nobody_there) == (Outcome.PERMANENT, nobody_there)
