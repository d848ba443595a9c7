import io
import logging
import socket
import ssl
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult
from apprise import Apprise, LogCapture
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ehcp_workflow.errors import BadConfiguration, BadInput
from ehcp_workflow.messages import smtp, transport
from ehcp_workflow.messages.transport import Outcome, Sent, send_email

from .conftest import Relay, an_email, mail_server


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


@pytest.mark.parametrize(
    "address", ["o'brien@example.org", "sam+reviews@example.org", "a%41b@example.org", "x&y=z@a.uk"]
)
def test_an_unusual_address_is_mailed_letter_for_letter(relay, server, address):
    assert send_email(server, an_email(to=address)).outcome is Outcome.ACCEPTED
    assert relay.recipients == [address]


def test_the_address_mail_comes_from_is_never_mailed(relay, server):
    with pytest.raises(BadInput, match="comes from"):
        send_email(server, an_email(to="No-Reply@messages.example.org"))
    assert relay.connections == 0


def test_a_plugin_for_anyone_else_is_stopped_before_the_first_byte(relay, server, monkeypatch):
    monkeypatch.setattr(transport, "_ALLOWED_SCHEMAS", frozenset())
    with pytest.raises(BadConfiguration, match="exactly one person"):
        send_email(server, an_email())
    assert relay.connections == 0


def test_an_apprise_that_makes_no_attempt_is_never_taken_for_a_message_sent(relay, server, monkeypatch):
    monkeypatch.setattr(transport._OneEmail, "enabled", False)
    with pytest.raises(BadConfiguration, match="no attempt"):
        send_email(server, an_email())
    assert relay.connections == 0


def test_a_plugin_asked_twice_sends_once(relay, server):
    plugin = transport._OneEmail(server, an_email())
    assert plugin.send()
    assert plugin.send()
    assert relay.connections == 1


def test_a_connection_made_after_the_deadline_is_given_up_at_once():
    ours, theirs = socket.socketpair()
    theirs.settimeout(20)
    with theirs, smtp._Watchdog(0.0) as watchdog:
        watchdog._timer.join(20)
        with pytest.raises(TimeoutError):
            watchdog.hold(ours)
        assert theirs.recv(1) == b""


def test_nothing_personal_reaches_any_log_or_the_screen(relay, server, capfd):
    written = io.StringIO()
    listeners = [logging.getLogger(name) for name in ("", "apprise")]
    handler = logging.StreamHandler(written)
    handler.addFilter(lambda record: record.name != "mail.log")  # the test's own server
    before = [(logger, logger.level) for logger in listeners]
    for logger in listeners:
        logger.addHandler(handler)
        logger.setLevel(1)
    try:
        with LogCapture(level=1) as captured:
            for answer in ("250 OK", "550 5.1.1 <robin.parent@home.example.org>", "drop"):
                relay.answers["DATA"] = answer
                send_email(server, an_email())
            said = written.getvalue() + captured.getvalue() + "".join(capfd.readouterr())
    finally:
        for logger, level in before:
            logger.removeHandler(handler)
            logger.setLevel(level)
    for secret in ("robin", "home.example.org", "no-reply", "date you asked", "coming up", "0198f3a2"):
        assert secret not in said


def test_apprise_stays_whole_for_others_in_the_process_and_ours_works_without_it(relay, server):
    send_email(server, an_email())
    assert Apprise().add("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/")
    plain = next(base for base in transport._OneEmail.__mro__ if base.__name__ == "NotifyEmail")
    plain.enabled = False
    try:
        assert send_email(server, an_email()).outcome is Outcome.ACCEPTED
    finally:
        plain.enabled = True


def test_no_url_is_ever_given_to_apprise():
    source = Path(transport.__file__).read_text()
    for word in ("Apprise(", ".add(", "instantiate", "attach", "AppriseConfig", "enable_only", "parse_url"):
        assert word not in source


@pytest.fixture
def certificate(tmp_path):
    """A certificate for 127.0.0.1 that signs itself, as a server's context and as a file to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(1))
        .not_valid_after(now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    trusted = tmp_path / "certificate.pem"
    trusted.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    secret = tmp_path / "key.pem"
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trusted, secret)
    return context, trusted


@pytest.fixture
def trusting(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    smtp.tls_context.cache_clear()
    yield
    smtp.tls_context.cache_clear()


@contextmanager
def running(**given):
    relay = Relay(**given)
    relay.start()
    try:
        yield relay
    finally:
        relay.stop()


def check_password(server, session, envelope, mechanism, given):
    return AuthResult(success=given.password == b"right", handled=False)


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_mail_travels_protected_to_a_server_whose_certificate_is_trusted(certificate, security):
    given = {"ssl_context": certificate[0]} if security == "ssl" else {"tls_context": certificate[0]}
    with running(**given, require_starttls=security == "starttls") as relay:
        sent = send_email(mail_server(relay.port, security=security), an_email())
        assert (sent.outcome, len(relay.messages)) == (Outcome.ACCEPTED, 1)


@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_a_certificate_nobody_vouches_for_is_never_accepted(certificate, security):
    given = {"ssl_context": certificate[0]} if security == "ssl" else {"tls_context": certificate[0]}
    with running(**given) as relay:
        sent = send_email(mail_server(relay.port, security=security), an_email())
        assert (sent.outcome, sent.code, sent.phase) == (Outcome.RETRY, "tls", "connect")
        assert relay.recipients == []


def test_a_server_without_starttls_gets_nothing_in_the_clear(relay):
    sent = send_email(mail_server(relay.port, security="starttls"), an_email())
    assert (sent.outcome, sent.code, sent.phase) == (Outcome.RETRY, "tls", "connect")
    assert relay.recipients == []


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize(("password", "code"), [("right", "250"), ("wrong", "535")])
def test_a_wrong_password_is_our_fault_and_not_the_recipients(certificate, password, code):
    with running(tls_context=certificate[0], authenticator=check_password, auth_required=True) as relay:
        sent = send_email(mail_server(relay.port, security="starttls", user="us", password=password), an_email())
    assert sent.code == code
    assert sent.outcome is (Outcome.ACCEPTED if password == "right" else Outcome.RETRY)


def test_a_server_that_offers_no_log_in_is_tried_again_later(relay):
    sent = send_email(mail_server(relay.port, user="us", password="right"), an_email())
    assert (sent.outcome, sent.code, sent.phase) == (Outcome.RETRY, "login", "connect")


def test_apprise_is_the_version_this_was_made_for():
    assert sys.modules["apprise"].__version__.startswith("1.13.")
