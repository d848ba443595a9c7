from email import message_from_bytes

import pytest

from ehcp_workflow.errors import BadInput, Unavailable
from ehcp_workflow.messages.outcome import Outcome
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.messages.transport import EmailBySmtp

from .conftest import a_message

STOP = {
    "List-Unsubscribe": "<https://example.org/stop/abc>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
}


def test_the_message_id_is_the_reference_at_our_domain_and_the_date_is_the_messages(relay, server):
    sent = EmailBySmtp(server).send(a_message(Channel.EMAIL, headers=STOP))
    assert (sent.outcome, sent.code) == (Outcome.ACCEPTED, "250")
    mail = message_from_bytes(relay.messages[0])
    assert mail["Message-ID"] == "<0198f3a27c11@messages.example.org>"
    assert mail["Date"] == "Mon, 09 Mar 2026 09:30:00 +0000"
    assert mail["List-Unsubscribe"] == "<https://example.org/stop/abc>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["To"] == "robin.parent@home.example.org"


def test_a_bounce_comes_back_to_the_address_of_this_one_message(relay, server):
    EmailBySmtp(server).send(a_message(Channel.EMAIL, bounce_to="b+0198f3a27c11@bounces.example.org"))
    EmailBySmtp(server).send(a_message(Channel.EMAIL))
    assert relay.senders == ["b+0198f3a27c11@bounces.example.org", "no-reply@messages.example.org"]
    assert message_from_bytes(relay.messages[0])["From"] == "Dates and reminders <no-reply@messages.example.org>"


def test_the_same_message_is_the_same_bytes_each_time(relay, server):
    message = a_message(Channel.EMAIL, text="Grüße\n", html="<p>Grüße</p>", headers=STOP, bounce_to="b+1@example.org")
    relay.answers["DATA"] = "drop"
    assert EmailBySmtp(server).send(message).outcome is Outcome.UNKNOWN
    relay.answers.clear()
    assert EmailBySmtp(server).send(message).outcome is Outcome.ACCEPTED
    assert relay.messages[0] == relay.messages[1]


@pytest.mark.parametrize("to", ["", " " * 4096, "person:1", "a@b.org,c@d.org", "no-reply@messages.example.org"])
def test_a_recipient_that_is_not_exactly_one_other_is_refused(relay, server, to):
    with pytest.raises(BadInput):
        EmailBySmtp(server).send(a_message(Channel.EMAIL, to=to))
    assert relay.connections == 0


def test_a_bounce_address_that_is_none_is_refused(relay, server):
    with pytest.raises(BadInput):
        EmailBySmtp(server).send(a_message(Channel.EMAIL, bounce_to="b@x.org> SIZE=1"))
    assert relay.connections == 0


def test_an_unknown_end_may_be_tried_again_and_cannot_be_looked_up(server):
    transport = EmailBySmtp(server)
    assert (transport.provider, transport.resend_unknown, transport.can_be_asked) == ("smtp", True, False)
    assert (transport.deadline, transport.per_second) == (40.0, 0)
    with pytest.raises(Unavailable, match="cannot be asked"):
        transport.look_up("0198f3a27c11")
