"""Mail that comes back: whose it is, what it says, and what is not taken for it."""

import pytest
from bounced import complaint, dsn, out_of_office

from ehcp_workflow.services.bounces import bounce_address, read_bounce
from ehcp_workflow.services.installation import Installation


@pytest.fixture
def here(installation: Installation) -> Installation:
    installation.settings = installation.settings.model_copy(update={"bounce_address": "bounces@mail.example.net"})
    return installation


def test_each_message_has_a_return_address_of_its_own(here: Installation):
    first, second = bounce_address(here, 41), bounce_address(here, 42)
    assert first.startswith("bounces+41-")
    assert first.endswith("@mail.example.net")
    assert first.partition("-")[2] != second.partition("-")[2]


def test_without_a_bounce_address_there_is_none(installation: Installation):
    assert bounce_address(installation, 41) == ""


@pytest.mark.parametrize(
    ("status", "action", "told"),
    [
        ("5.1.1", "failed", "permanent"),
        ("5.1.10", "failed", "permanent"),
        ("5.2.1", "failed", "permanent"),
        ("5.7.1", "failed", "lost"),  # a block list says nothing against the address
        ("5.1.8", "failed", "lost"),  # the sender's address is what is refused
        ("5.0.0", "failed", "permanent"),  # what Postfix makes of a plain 550
        ("5.2.2", "failed", "temporary"),  # a full mailbox is emptied one day
        ("5.4.4", "failed", "temporary"),
        ("5.2.20", "failed", "lost"),
        ("4.4.1", "failed", "temporary"),  # given up after days of trying
        ("4.4.1", "delayed", "delayed"),  # still being tried
        ("5.1.1", "Failed", "permanent"),
        ("2.0.0", "delivered", "delivered"),
    ],
)
def test_a_report_says_how_the_message_ended(here: Installation, status: str, action: str, told: str):
    receipt = read_bounce(here, dsn(bounce_address(here, 42), status, action))
    assert receipt is not None
    assert (receipt.outbox_id, receipt.status, receipt.code) == (42, told, status)


def test_a_report_that_it_was_passed_on_says_nothing_of_its_end(here: Installation):
    assert read_bounce(here, dsn(bounce_address(here, 42), "2.1.5", "relayed")) is None


def test_a_complaint_is_known_by_what_it_is_about(here: Installation):
    receipt = read_bounce(here, complaint(bounce_address(here, 42)))
    assert receipt is not None
    assert (receipt.outbox_id, receipt.status) == (42, "complaint")


def test_the_same_message_read_twice_is_the_same_event(here: Installation):
    raw = dsn(bounce_address(here, 42), "5.1.1")
    assert read_bounce(here, raw) == read_bounce(here, raw)


@pytest.mark.parametrize("forge", ["bounces+42-0000000000000000@mail.example.net", "bounces@mail.example.net", ""])
def test_a_report_without_our_signature_is_none(here: Installation, forge: str):
    assert read_bounce(here, dsn(forge, "5.1.1")) is None
    assert read_bounce(here, complaint(forge)) is None


def test_a_signature_of_another_message_is_none(here: Installation):
    signature = bounce_address(here, 41).partition("-")[2]
    assert read_bounce(here, dsn(f"bounces+42-{signature}", "5.1.1")) is None


@pytest.mark.parametrize(
    "raw", [b"", b"\x00" * 1000, b"To: \xff\xfe\n\n\xff", b"Content-Type: multipart/report; boundary=x\n\n--x\n--x\n"]
)
def test_anything_at_all_may_arrive(here: Installation, raw: bytes):
    assert read_bounce(here, raw) is None


def test_what_a_person_writes_back_is_no_bounce(here: Installation):
    assert read_bounce(here, out_of_office(bounce_address(here, 42))) is None
