"""A request as it was sent: when it was received is an estimate until somebody knows; on both databases.

Today is Monday 23 November 2026 unless a test says otherwise.
"""

import pytest

from ehcp_workflow.cases.requesting import Asker, May
from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.law.receipt import Delivery
from ehcp_workflow.law.when import When
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.reading import read_sheet
from ehcp_workflow.services.support.requests import Receipt, SentRequest, prepare, record_received, record_sent

from installations import make_case, on_day


@pytest.fixture
def case(installation: Installation) -> str:
    return make_case(installation, ("school_asked_to_request", "2026-11-02")).reference


def day(text: str) -> When:
    return When.parse(text)


def due(receipt: Receipt) -> str:
    assert receipt.decision
    return str(receipt.decision.due)


POSTED = SentRequest(day("2026-11-19"), Delivery.FIRST_CLASS_POST, asked_by=Asker.PARENT)


def test_a_posted_request_is_estimated_by_both_conventions(installation: Installation, case: str):
    """Posted on Thursday 19 November: received on Friday 20 or Monday 23, so due on 1 or 4 January 2027."""
    receipt = record_sent(installation, case, POSTED, "test")
    assert (str(receipt.event.on), receipt.event.estimated, due(receipt)) == (
        "2026-11-20/2026-11-23",
        True,
        "2027-01-01/2027-01-04",
    )
    assert [str(reading.day) for reading in receipt.readings] == ["2026-11-20", "2026-11-23"]
    assert receipt.event.options == {"delivery": "first_class_post", "asked_by": "parent"}
    assert not receipt.is_second


def test_the_real_day_takes_the_place_of_the_estimate(installation: Installation, case: str):
    """Received on Monday 23 November: six weeks end on Monday 4 January 2027."""
    record_sent(installation, case, POSTED, "test")
    receipt = record_received(installation, case, day("2026-11-23"), "test")
    assert (str(receipt.event.on), receipt.event.estimated, receipt.readings) == ("2026-11-23", False, ())
    assert due(receipt) == "2027-01-04"
    assert [event.kind for event in receipt.position.events] == ["school_asked_to_request", "request_received"]


def test_a_request_posted_today_counts_from_tomorrow_on(installation: Installation, case: str):
    """Posted on Monday 23 November: received on Tuesday 24 or Wednesday 25, so due on 5 or 6 January 2027."""
    today = SentRequest(day("2026-11-23"), Delivery.FIRST_CLASS_POST)
    receipt = record_sent(installation, case, today, "test")
    assert due(receipt) == "2027-01-05/2027-01-06"
    assert [stage.id for stage in receipt.position.stages if stage.state.is_open] == ["school_request"]
    later = read_sheet(on_day(installation, "2026-11-24"), case).position
    assert [stage.id for stage in later.stages if stage.state.is_open] == ["local_authority_decision"]
    assert str(receipt.position.next_clock_look) == "2026-11-24"


def test_signed_for_post_waits_for_the_day_on_its_receipt(installation: Installation, case: str):
    receipt = record_sent(installation, case, SentRequest(day("2026-11-19"), Delivery.SIGNED_FOR), "test")
    assert (receipt.event.estimated, receipt.event.on.is_known, receipt.decision) == (False, False, None)
    assert due(record_received(installation, case, day("2026-11-20"), "test")) == "2027-01-01"


def test_what_is_known_at_once_is_not_estimated(installation: Installation, case: str):
    sent = SentRequest(day("2026-11-20"), Delivery.BY_HAND, after_5pm=True, received=day("2026-11-20"))
    receipt = record_sent(installation, case, sent, "test")
    assert (due(receipt), receipt.event.options) == ("2027-01-01", {"delivery": "by_hand", "after_5pm": "yes"})


def test_a_second_request_starts_no_dates_and_takes_none_away(installation: Installation, case: str):
    """Signed for and sent the day before: nobody knows which came first, and the one whose day is known goes on."""
    record_sent(installation, case, SentRequest(day("2026-11-20"), Delivery.EMAIL), "test")
    for how in (Delivery.SIGNED_FOR, Delivery.FIRST_CLASS_POST):
        receipt = record_sent(installation, case, SentRequest(day("2026-11-20"), how), "test")
        assert receipt.is_second
        assert due(receipt) == "2027-01-01"  # six weeks from the e-mail of Friday 20 November


def test_what_makes_no_sense_is_refused(installation: Installation, case: str):
    with pytest.raises(Refused, match=r"No request in .* waits for the day of its receipt"):
        record_received(installation, case, day("2026-11-20"), "test")
    with pytest.raises(Refused, match="in the future"):
        record_sent(installation, case, SentRequest(day("2026-12-01"), Delivery.EMAIL), "test")
    early = SentRequest(day("2026-11-19"), Delivery.EMAIL, received=day("2026-11-18"))
    with pytest.raises(BadInput, match="is before sent Thursday 19 November 2026"):
        record_sent(installation, case, early, "test")
    record_sent(installation, case, POSTED, "test")
    with pytest.raises(BadInput, match="is before sent Thursday 19 November 2026"):
        record_received(installation, case, day("2026-11-18"), "test")


def test_before_a_request_everything_is_shown_and_nothing_recorded(installation: Installation, case: str):
    """Received on Monday 23 November 2026: 6 weeks end on 4 January, 16 on 15 March, 20 on 12 April 2027."""
    before = read_sheet(installation, case).history
    prepared = prepare(installation, case, installation.today())
    dates = {clock.rule.ref: str(clock.due) for clock in prepared.dates}
    assert dates == {"REQ-02": "2027-01-04", "ASM-03": "2027-03-15", "ASM-10": "2027-04-12"}
    assert {right.asker: right.may for right in prepared.rights}[Asker.SCHOOL] is May.YES
    assert prepared.citation == "CFA 2014 s36(1)"
    assert [str(reading.day) for reading in prepared.ways[Delivery.FIRST_CLASS_POST]] == ["2026-11-24", "2026-11-25"]
    assert prepared.ways[Delivery.SIGNED_FOR] == ()
    assert (prepared.running, len(prepared.evidence.checklist) > 10) == (None, True)
    assert read_sheet(installation, case).history == before


def test_a_request_that_is_running_is_named_until_it_has_come_to_an_end(installation: Installation):
    running = make_case(installation, ("request_received", "2026-09-01")).reference
    found = prepare(installation, running, installation.today())
    assert found.running
    assert found.dates == ()  # a second one starts no new dates
    ended = make_case(installation, ("request_received", "2026-09-01"), ("request_withdrawn", "2026-10-01")).reference
    assert prepare(installation, ended, installation.today()).running is None
