"""The messages of one case: to which part, by which way, what became of each, and what each told; on both databases."""

from __future__ import annotations

import pytest
from relay import NOBODY, SILENT, Relay
from scenes import do, later

from ehcp_workflow.errors import NotFound
from ehcp_workflow.services.case_messages import CaseMessage, read_messages
from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.sealed_links import without_keys

from installations import ADVISER, PARENT, make_case

TOLD = "REQ-02 Tell the family whether it will assess: due soon, 7 days before Monday 30 November 2026"


def shown(messages: tuple[CaseMessage, ...]) -> set[tuple[str, str, str, tuple[str, ...]]]:
    return {(one.role, one.channel, one.state, one.tells) for one in messages}


def test_what_waits_is_shown_with_what_it_will_tell_and_has_no_words_yet(installation: Installation):
    reference = make_case(installation, ("request_received", "2026-10-19")).reference
    found = read_messages(installation, reference)
    expected = {("parent", "email", "due", (TOLD,)), ("adviser", "email", "due", (TOLD,))}
    assert (shown(found.waiting), found.over, found.by_hand) == (expected, (), ())
    assert {one.text for one in found.waiting} == {""}


def test_what_was_sent_can_be_read_without_the_key_of_its_links(installation: Installation):
    reference = make_case(installation, ("request_received", "2026-10-19")).reference
    relay = Relay()
    deliver(installation, relay.by())
    found = read_messages(installation, reference)
    assert shown(found.over) == {("parent", "email", "accepted", (TOLD,)), ("adviser", "email", "accepted", (TOLD,))}
    assert found.waiting == ()
    sent = {one.to: one for one in relay.handed}
    to_parent = next(one for one in found.over if one.role == "parent")
    assert to_parent.subject == sent[PARENT].subject
    start, _, rest = to_parent.text.partition("/stop/…")
    assert rest
    assert sent[PARENT].text.startswith(start)
    assert sent[PARENT].text not in to_parent.text


def test_what_failed_and_what_nobody_knows_of_are_told_apart(installation: Installation):
    reference = make_case(installation, ("request_received", "2026-10-19")).reference
    deliver(installation, Relay([NOBODY, SILENT]).by(), senders=1)
    found = read_messages(installation, reference)
    assert [(one.role, one.state, one.attempts) for one in found.over] == [("parent", "failed", 1)]
    # Of the parent whom nothing reaches the adviser is told in another message.
    waiting = [(one.role, one.state, one.attempts) for one in found.waiting]
    assert waiting == [("adviser", "unknown", 1), ("adviser", "due", 0)]


def test_what_is_held_says_why(installation: Installation):
    reference = make_case(installation, ("request_received", "2026-10-19")).reference
    do(installation, "UPDATE outbox SET state = 'held', held_why = 'too many'")
    assert {(one.state, one.held_why) for one in read_messages(installation, reference).waiting} == {
        ("held", "too many")
    }


def test_an_advisers_message_about_several_cases_shows_only_what_it_told_of_this_one(installation: Installation):
    first = make_case(installation, ("request_received", "2026-10-19")).reference
    second = make_case(installation, ("request_received", "2026-10-19")).reference
    do(installation, "UPDATE case_people SET person_id = 2 WHERE role = 'adviser'")
    do(installation, "UPDATE notices SET person_id = 2 WHERE audience = 'adviser'")
    do(
        installation,
        "UPDATE notices SET outbox_id = (SELECT min(outbox_id) FROM notices WHERE audience = 'adviser') "
        "WHERE audience = 'adviser'",
    )
    relay = Relay()
    deliver(installation, relay.by())
    to_adviser = next(one for one in relay.handed if one.to == ADVISER)
    assert first in to_adviser.text
    assert second in to_adviser.text
    for reference in (first, second):
        (one,) = (one for one in read_messages(installation, reference).over if one.role == "adviser")
        assert (one.of_others, one.text, one.subject, one.tells) == (True, "", "", (TOLD,))


def test_what_no_message_can_tell_is_named_with_why(installation: Installation):
    reference = make_case(installation, ("request_received", "2026-10-19")).reference
    do(installation, "UPDATE contact_points SET do_not_use = true")
    deliver(later(installation, minutes=1), Relay().by())
    (parent,) = (one for one in read_messages(installation, reference).by_hand if one.role == "parent")
    assert parent.what == TOLD
    assert parent.why


def test_the_messages_of_no_case_are_not_found(installation: Installation):
    with pytest.raises(NotFound):
        read_messages(installation, "EHC-1999-0001")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Stop: https://x.example/stop/12.AbCdEf0123456789_-xyz.", "Stop: https://x.example/stop/…"),
        ("(https://x.example/a/check-in/AbCdEf0123456789_-xyz/yes)", "(https://x.example/a/check-in/…)"),
        ("http://127.0.0.1:8350/cases/EHC-2026-0001", "http://127.0.0.1:8350/cases/EHC-2026-0001"),
        (
            "https://www.legislation.gov.uk/uksi/2014/1530/regulation/13",
            "https://www.legislation.gov.uk/uksi/2014/1530/regulation/13",
        ),
        (
            "https://www.gov.uk/children-with-special-educational-needs/extra-help",
            "https://www.gov.uk/children-with-special-educational-needs/extra-help",
        ),
    ],
)
def test_keys_are_left_out_and_public_addresses_are_not(text: str, left: str):
    assert without_keys(text) == left
