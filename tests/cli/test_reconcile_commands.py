"""`ehcp outbox reconcile` and `ehcp outbox bounce`: what became of messages."""

import re
from collections.abc import Iterator

import pytest
from messages.conftest import Relay
from services.bounced import dsn

from ehcp_workflow.services.bounces import bounce_address
from ehcp_workflow.services.installation import open_installation

from .conftest import Terminal

PAT = "pat@example.org"


@pytest.fixture
def relay() -> Iterator[Relay]:
    """A mail server on this machine."""
    running = Relay()
    running.start()
    yield running
    running.stop()


@pytest.fixture
def sent(ehcp: Terminal, relay: Relay) -> Terminal:
    """A terminal on Monday 23 November 2026, whose one message to a parent has left."""
    ehcp.set(EHCP_SMTP_HOST="127.0.0.1", EHCP_SMTP_PORT=relay.port, EHCP_SMTP_SECURITY="none")
    ehcp.set(EHCP_BOUNCE_ADDRESS="back@mail.example.net")
    ehcp(f"case open --child 'Kim Fictional' --parent-email {PAT} --agreed 'phone, 3 May'")
    ehcp("case event EHC-2026-0001 request_received 2026-10-05")
    ehcp("outbox send")
    return ehcp


def test_a_message_that_came_back_is_applied_from_its_file_once(sent: Terminal, tmp_path):
    with open_installation() as installation:
        (tmp_path / "back.eml").write_bytes(dsn(bounce_address(installation, 1), "5.1.1"))
    assert "The message came back" in sent(f"outbox bounce {tmp_path / 'back.eml'}")
    assert "changes nothing" in sent(f"outbox bounce {tmp_path / 'back.eml'}")
    assert [line["state"] for line in sent.json("outbox list")] == ["failed"]
    assert [task["why"] for task in sent.json("tasks list")] == ["no safe way left"]
    assert not re.search(PAT, sent("tasks list") + sent("outbox list"))


def test_a_file_that_is_not_there_is_said_with_the_remedy(sent: Terminal):
    assert "Give the file of one message" in sent.refused("outbox bounce nowhere.eml", 2)


def test_mail_that_came_back_into_the_folder_is_read(sent: Terminal, tmp_path):
    (tmp_path / "Maildir" / "new").mkdir(parents=True)
    with open_installation() as installation:
        (tmp_path / "Maildir" / "new" / "1").write_bytes(dsn(bounce_address(installation, 1), "2.0.0", "delivered"))
    sent.set(EHCP_BOUNCE_FOLDER=tmp_path / "Maildir")
    assert sent("outbox reconcile") == "1 delivered, 1 bounces"
    assert sent("outbox reconcile") == "There was nothing to do."
    assert sent.json("outbox reconcile")["bounces"] == 0
