"""Trying again, leaving a provider alone that does not answer, and asking none for more than it takes."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from relay import ACCEPTED, AWAY, BUSY, Relay
from scenes import family, later, messages, rows

from ehcp_workflow.messages.outcome import Outcome, Sent
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.services.delivery import WAITS, deliver
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.adding import NewPerson, add_person
from ehcp_workflow.services.planning.round import plan_round
from ehcp_workflow.store import providers


def _families(here: Installation, n: int) -> None:
    for number in range(n):
        family(here, f"p{number}@example.org")


def test_each_further_try_comes_after_its_wait_give_or_take_a_fifth(installation: Installation):
    family(installation)
    relay, here = Relay([BUSY] * 3), installation
    for minutes in WAITS[:3]:
        tried = len(relay.handed)
        deliver(here, relay.by())
        deliver(later(here, minutes=0.79 * minutes), relay.by())
        assert len(relay.handed) == tried + 1
        here = later(here, minutes=1.21 * minutes)
    assert deliver(here, relay.by()).sent == 1


def test_a_provider_that_says_when_to_come_back_is_not_tried_before(installation: Installation):
    family(installation)
    relay = Relay([Sent(Outcome.RETRY, "429", "data", "", retry_after=1800)])
    deliver(installation, relay.by())
    deliver(later(installation, minutes=29), relay.by())
    assert len(relay.handed) == 1
    assert deliver(later(installation, minutes=30), relay.by()).sent == 1


THROTTLED = Sent(Outcome.RETRY, "429:20429", "rcpt", "")


@pytest.mark.parametrize("answer", [AWAY, THROTTLED], ids=["does not answer", "says too many"])
def test_after_five_failures_to_speak_a_provider_is_left_alone_for_a_minute_and_then_tried_once(
    installation: Installation, answer: Sent
):
    _families(installation, 12)
    relay = Relay([answer] * 6)
    deliver(installation, relay.by(), senders=1)
    assert len(relay.handed) == 5
    deliver(later(installation, seconds=59), relay.by(), senders=1)
    assert len(relay.handed) == 5
    deliver(later(installation, seconds=61), relay.by(), senders=1)  # the one try, which fails as well
    assert len(relay.handed) == 6
    deliver(later(installation, seconds=119), relay.by(), senders=1)
    assert len(relay.handed) == 6
    deliver(later(installation, seconds=122), relay.by(), senders=1)  # answered again: everything flows
    assert messages(later(installation, seconds=122)).get("accepted", 0) >= 7


def test_with_several_senders_no_more_is_tried_than_was_under_way_when_it_broke(installation: Installation):
    _families(installation, 24)
    relay = Relay([AWAY] * 24)
    deliver(installation, relay.by(), senders=4)
    assert 5 <= len(relay.handed) <= 5 + 4 - 1


def test_while_one_provider_is_left_alone_the_others_flow(installation: Installation):
    _families(installation, 6)
    for n in range(3):
        new = NewPerson("parent", (("ntfy", f"a-topic-of-theirs-{n}"),), source="by phone")
        case = family(installation, f"q{n}@example.org").reference
        add_person(installation, case, new, "test")
    plan_round(later(installation, days=7))
    mail, push = Relay([AWAY] * 50), Relay(provider="ntfy")
    here = later(installation, days=7)
    deliver(here, {Channel.EMAIL: mail, Channel.NTFY: push}, senders=1)
    assert len(mail.handed) == 5
    assert len(push.handed) == 3


def test_many_failures_among_many_tries_break_it_too(installation: Installation):
    with installation.database.write() as unit:
        now = installation.now()
        providers.note(unit, "smtp", now, [True, True, False, True] * 2)  # 2 of 8 failed, and it is too few to say
        assert providers.allow(unit, "smtp", 0, 9, now) == 9
        providers.note(unit, "smtp", now, [True, False, True, False])  # 4 of 12
        assert providers.allow(unit, "smtp", 0, 9, now) == 0
        after = now + timedelta(seconds=60)
        assert providers.allow(unit, "smtp", 0, 9, after) == 1
        assert providers.allow(unit, "smtp", 0, 9, after) == 0  # the others wait for what becomes of the one


def test_what_went_well_and_was_not_written_down_counts_when_something_fails(installation: Installation):
    _families(installation, 30)
    relay = Relay([ACCEPTED] * 20 + [AWAY] * 4 + [ACCEPTED] * 6)
    deliver(installation, relay.by(), senders=1)  # 4 failures of 24 are no reason to stop
    assert len(relay.handed) == 30


@dataclass
class Slow(Relay):
    """A relay that takes five messages a second."""

    per_second: float = 5


def test_a_provider_is_given_no_more_than_its_rate(installation: Installation):
    _families(installation, 12)
    relay = Slow()
    deliver(installation, relay.by())
    assert len(relay.handed) == 5
    deliver(later(installation, seconds=1), relay.by())
    assert len(relay.handed) == 10
    deliver(later(installation, seconds=1.2), relay.by())
    assert len(relay.handed) == 11


def test_the_attempt_is_written_down_before_the_first_byte_leaves(installation: Installation):
    family(installation)
    seen: list = []
    relay = Relay(before=lambda: seen.extend(rows(installation, "SELECT n, outcome FROM attempts")))
    deliver(installation, relay.by())
    assert seen == [(1, None)]


@pytest.mark.parametrize("code", ["421", "429"])
def test_a_provider_that_is_too_busy_for_anybody_counts_as_one_that_does_not_answer(
    installation: Installation, code: str
):
    _families(installation, 8)
    relay = Relay([Sent(Outcome.RETRY, code, "data", "")] * 8)
    deliver(installation, relay.by(), senders=1)
    assert len(relay.handed) == 5
