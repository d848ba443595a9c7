"""The messages of a case on its pages."""

from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.services.event_checks import NewEvent
from tests.services.relay import Relay
from tests.web.conftest import make_case, on
from tests.web.seeing.reading import tagless

REQUESTED = NewEvent("request_received", on("2026-10-19"))
PARENT = Contact("parent", "parent@example.org", "Pat <b>Parent</b>", "phone call")


def test_what_waits_and_what_was_sent_is_shown_by_part_and_way_without_names_and_addresses(installation, browser):
    reference = make_case(installation, REQUESTED, contacts=(PARENT,))
    waiting = tagless(browser.text(f"/cases/{reference}/messages"))
    assert "Parent, by e-mail Waiting" in waiting
    assert "REQ-02 Tell the family whether it will assess: due soon, 7 days before Monday 30 November 2026" in waiting
    assert "Nothing has been sent about this case." in waiting
    assert "Messages 1 Waiting Messages, and what would be sent next" in tagless(browser.text(f"/cases/{reference}"))
    deliver(installation, Relay().by())
    page = browser.text(f"/cases/{reference}/messages")
    sent = tagless(page)
    assert "Parent, by e-mail Sent Monday 23 November 2026 at 09:00" in sent
    assert "No message is waiting." in sent
    assert "Read it:" in sent
    assert "/stop/…" in sent
    assert "parent@example.org" not in page
    assert "Pat" not in page


def test_what_would_be_sent_in_the_next_days_is_a_page_of_its_own(installation, browser):
    reference = make_case(installation, REQUESTED, contacts=(PARENT,))
    page = browser.text(f"/cases/{reference}/messages/ahead")
    text = tagless(page)
    assert "What would be sent until Tuesday 22 December 2026" in text
    assert "REQ-02 Tell the family whether it will assess: due today, Monday 30 November 2026" in text
    assert "Nothing was sent or stored." in text
    assert 'aria-current="page">Messages</a>' in page
    assert "Parent, by e-mail Waiting" in tagless(browser.text(f"/cases/{reference}/messages"))


def test_a_case_of_nobody_has_no_messages(installation, browser):
    reference = make_case(installation, REQUESTED)
    text = tagless(browser.text(f"/cases/{reference}/messages"))
    assert "No message is waiting." in text
    assert "No message about this case has been sent, and none is waiting." in tagless(
        browser.text(f"/cases/{reference}")
    )
    assert "Nobody would be told anything." in tagless(browser.text(f"/cases/{reference}/messages/ahead"))
