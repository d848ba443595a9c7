"""In which words and how large somebody is written to: staff in the language of the house, families as they read."""

from relay import Relay
from scenes import do, later

from ehcp_workflow.messages.outgoing import Outgoing
from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.services.installation import Installation

from installations import ADVISER, PARENT, make_case

BIG = "font-size: 24px"


def handed(installation: Installation) -> dict[str, Outgoing]:
    """What the parent and the adviser are sent by the next morning, by their address."""
    relay = Relay()
    deliver(installation, relay.by())
    deliver(later(installation, days=1), relay.by())
    return {message.to: message for message in relay.handed}


def test_who_works_on_cases_is_written_to_in_english_throughout(installation: Installation):
    make_case(installation, ("request_received", "2026-10-12"))
    do(installation, "UPDATE people SET language = 'pl'")
    sent = handed(installation)
    assert sent[ADVISER].subject == "1 thing to check"
    assert "Open the case" in sent[ADVISER].text
    assert "Termin" not in sent[ADVISER].text
    assert "Ostatni dzień" in sent[PARENT].text


def test_a_neutral_email_can_be_stopped_by_its_link(installation: Installation):
    make_case(installation, ("request_received", "2026-10-12"))
    do(installation, "UPDATE people SET neutral = true")
    text = handed(installation)[PARENT].text
    assert "There is something for you to read." in text
    assert "Stop these messages: http" in text


def test_who_reads_large_print_gets_larger_type_by_email(installation: Installation):
    make_case(installation, ("request_received", "2026-10-12"))
    do(installation, "UPDATE people SET format = 'large_print' WHERE id = 1")
    sent = handed(installation)
    assert BIG in sent[PARENT].html
    assert BIG not in sent[ADVISER].html
