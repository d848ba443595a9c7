import ssl
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ehcp_workflow.messages import connection
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.messages.transport import Outcome, send_email, texts

from .conftest import Relay, a_message, an_email, mail_server
from .fake_provider import FakeProvider
from .http_ways import ACCOUNTS, WAYS, point_at


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
    connection.tls_context.cache_clear()
    yield
    connection.tls_context.cache_clear()


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


def a_text(url, monkeypatch):
    point_at(monkeypatch, url)
    return texts.texts_by("seven", ACCOUNTS["seven"]).send(a_message(Channel.SMS))


@pytest.mark.usefixtures("trusting")
def test_a_text_is_sent_over_tls_to_a_provider_somebody_vouches_for(certificate, monkeypatch):
    with FakeProvider(WAYS["seven"].yes, certificate[0]) as provider:
        assert a_text(provider.url, monkeypatch).outcome is Outcome.ACCEPTED
        assert len(provider.asked) == 1


def test_a_provider_nobody_vouches_for_gets_nothing(certificate, monkeypatch):
    with FakeProvider(WAYS["seven"].yes, certificate[0]) as provider:
        sent = a_text(provider.url, monkeypatch)
        assert (sent.outcome, sent.code, sent.phase) == (Outcome.RETRY, "tls", "connect")
        assert provider.asked == []


def test_a_provider_that_speaks_no_tls_gets_nothing(monkeypatch):
    with FakeProvider(WAYS["seven"].yes) as provider:
        sent = a_text(provider.url.replace("http", "https"), monkeypatch)
        assert (sent.outcome, sent.phase) == (Outcome.RETRY, "connect")
        assert provider.asked == []
