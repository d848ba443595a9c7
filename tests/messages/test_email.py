import re
from datetime import datetime
from email import message_from_bytes

import pytest

from ehcp_workflow.errors import BadConfiguration, BadInput
from ehcp_workflow.messages.email import check_address, write_mime

from .conftest import an_email, mail_server

SENDER = ("no-reply@messages.example.org", "Dates and reminders")


@pytest.mark.parametrize(
    "address",
    [
        "robin@example.org",
        "o'brien@example.org",
        "sam+reviews@mail.example.co.uk",
        "a_b-c.d@x-y.example",
        "x@xn--bcher-kva.example",
        f"{'a' * 64}@example.org",
    ],
)
def test_an_ordinary_address_is_taken_as_it_is(address):
    assert check_address(address) == address


def test_the_domain_is_put_into_small_letters_and_the_name_before_it_is_not():
    assert check_address("Robin.P@Example.ORG") == "Robin.P@example.org"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "is empty"),
        (" " * 4096, "is empty"),
        (f"robin{' ' * 4096}@example.org", "characters long"),
        (f"{'a' * 250}@example.org", "characters long"),
        (f"{'a' * 65}@example.org", "not in a form"),
        ("robin@example.org,sam@example.org", "comma"),
        ("robin@example.org;sam@example.org", "comma or semicolon"),
        ("robin@example.org sam@example.org", "space"),
        (" robin@example.org", "space"),
        ("robin@example.org\n", "line break"),
        ("robin@example.org\r\nBcc: sam@example.org", "line break"),
        ("robin\x00@example.org", "line break"),
        ("Robin <robin@example.org>", "space"),
        ("<robin@example.org>", "not in a form"),
        ("josé@example.org", "A to Z"),
        ("robin@bücher.example", "A to Z"),
        ("robin", "not complete"),
        ("robin@", "not in a form"),
        ("@example.org", "not in a form"),
        ("robin@localhost", "not in a form"),
        ("robin@127.0.0.1", "not in a form"),
        ("robin@[127.0.0.1]", "not in a form"),
        ("robin@-example.org", "not in a form"),
        ("robin@example..org", "not in a form"),
        ("robin..p@example.org", "not in a form"),
        ('"robin p"@example.org', "space"),
        ("robin@sam@example.org", "not in a form"),
    ],
)
def test_what_is_not_exactly_one_address_is_refused_without_being_repeated(address, reason):
    with pytest.raises(BadInput, match=reason) as refusal:
        check_address(address)
    assert "robin" not in str(refusal.value)
    with pytest.raises(BadInput):
        an_email(to=address)


@pytest.mark.parametrize(
    "changed",
    [
        {"subject": ""},
        {"subject": "A date\r\nBcc: sam@example.org"},
        {"subject": "A date\nis coming"},
        {"subject": "A date\u2028is coming"},
        {"subject": "x" * 901},
        {"subject": "half \ud83d"},
        {"text": " \n"},
        {"html": ""},
        {"text": "half \ud83d"},
        {"message_id": "no brackets@example.org"},
        {"message_id": "<a@b>\r\nBcc: sam@example.org"},
        {"message_id": "<a@b@c>"},
        {"date": datetime(2026, 3, 9, 9, 30)},  # noqa: DTZ001  # the missing zone is the point
        {"headers": {"Bcc": "sam@example.org"}},
        {"headers": {"List-Unsubscribe": "<https://example.org>\r\nBcc: sam@example.org"}},
        {"headers": {"List-Unsubscribe": "<https://bücher.example>"}},
    ],
)
def test_an_email_that_could_carry_a_foreign_header_or_nothing_at_all_is_refused(changed):
    with pytest.raises(BadInput):
        an_email(**changed)


def test_the_representation_of_an_email_and_of_a_server_holds_nothing_personal():
    shown = repr(an_email()) + repr(mail_server(25, user="relay-user", password="tops3cret"))
    for secret in ("robin", "date you asked", "coming up", "relay-user", "tops3cret"):
        assert secret not in shown


def test_the_same_email_is_the_same_bytes_and_another_one_is_not():
    first, second = (write_mime(an_email(), *SENDER) for _ in range(2))
    assert first == second
    assert first != write_mime(an_email(message_id="<other@messages.example.org>"), *SENDER)


def test_each_line_ends_in_crlf_and_none_is_too_long():
    raw = write_mime(an_email(text="ü" * 5000 + "\n.\n.dot\r\nend", html="<p>" + "x" * 5000), *SENDER)
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 78


def test_umlauts_in_subject_sender_and_bodies_arrive_as_they_were():
    raw = write_mime(
        an_email(subject="Größe " * 30 + "Ende", text="Grüße – ʿĀʾisha\n.\nEnde", html="<p>Grüße</p>"),
        SENDER[0],
        "Jürgen",
    )
    assert raw.isascii()
    mime = message_from_bytes(raw)
    text, html = mime.get_payload()
    assert text.get_payload(decode=True).decode().replace("\r\n", "\n") == "Grüße – ʿĀʾisha\n.\nEnde"
    assert html.get_payload(decode=True).decode() == "<p>Grüße</p>"
    assert re.findall(rb"\r\n =\?utf-8\?", raw)  # long subjects are folded


def test_a_long_unsubscribe_link_stays_one_link():
    link = f"<https://example.org/stop/{'a1b2-' * 60}>"
    raw = write_mime(
        an_email(headers={"List-Unsubscribe": link, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}), *SENDER
    )
    assert f"List-Unsubscribe: {link}\r\n".encode() in raw
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw


@pytest.mark.parametrize(
    "changed",
    [
        {"host": ""},
        {"host": "mail..example.org"},
        {"host": "mail example.org"},
        {"port": 0},
        {"port": 70000},
        {"security": "tls"},
        {"sender": "no-reply"},
        {"sender_name": ""},
        {"sender_name": "Dates\r\nBcc: sam@example.org"},
        {"timeout": 0},
        {"timeout": 90.0, "deadline": 60.0},
        {"user": "someone"},
        {"user": "someone", "password": "pässword"},
        {"host": "smtp.example.org", "user": "someone", "password": "secret"},
    ],
)
def test_settings_that_cannot_work_are_refused_at_the_start(changed):
    with pytest.raises(BadConfiguration):
        mail_server(**({"port": 25} | changed))
