"""Stopping messages by link or by text: everywhere the address is, at once, and with one task in each case."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from relay import Relay
from sqlalchemy import text

from ehcp_workflow.errors import NotFound
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.outbox_desk import open_tasks
from ehcp_workflow.services.people.changing import change_address
from ehcp_workflow.services.people.stopping import take_up_again
from ehcp_workflow.services.planning.round import plan_round
from ehcp_workflow.services.stop_words import is_stop
from ehcp_workflow.services.stopping import (
    Stopped,
    look_at,
    stop,
    stop_headers,
    stop_link,
    stop_number,
    stop_token,
)
from ehcp_workflow.store import consents
from ehcp_workflow.store.contact_points import routes
from ehcp_workflow.store.people_history import Hand
from ehcp_workflow.store.people_points import add_point

from installations import ADVISER, PARENT, make_case, on_day

NUMBER = "+447700900123"


@pytest.fixture
def due(installation: Installation) -> Installation:
    """Two cases of one parent's address and one adviser; a message waits for each of the three."""
    for _ in range(2):
        make_case(installation, ("request_received", "2026-10-19"))
    return installation


def _rows(installation: Installation, question: str) -> list[tuple[object, ...]]:
    with installation.database.read() as unit:
        return [tuple(row) for row in unit.execute(text(question)).all()]


def _parents(installation: Installation) -> list[int]:
    rows = _rows(installation, "SELECT person_id FROM case_people WHERE role = 'parent' ORDER BY person_id")
    return [int(str(row[0])) for row in rows]


def _point(installation: Installation, person_id: int) -> int:
    return int(str(_rows(installation, f"SELECT min(id) FROM contact_points WHERE person_id = {person_id}")[0][0]))


def _give_number(installation: Installation, person_id: int, channel: str = "sms") -> int:
    hand = Hand("test", installation.now())
    with installation.database.write() as unit:
        point, _ = add_point(unit, installation.cipher, person_id, channel, NUMBER, hand, replaced_too=True)
        consents.give(unit, point, ["reminders"], "by phone", "test", hand.at)
        unit.execute(text("UPDATE contact_points SET verified_at = valid_from WHERE channel = 'sms'"))
    return point


def test_a_link_stops_the_address_in_every_case_and_each_gets_one_task(due: Installation):
    link = stop_token(due, _point(due, _parents(due)[0]))
    assert look_at(due, link) == Stopped("email", already=False)
    assert stop(due, link) == Stopped("email", already=False)
    assert look_at(due, link) == stop(due, link) == Stopped("email", already=True)
    assert [(task.reference, task.why) for task in open_tasks(due)] == [
        ("EHC-2026-0001", "stopped email: phone or write"),
        ("EHC-2026-0002", "stopped email: phone or write"),
    ]
    relay = Relay()
    deliver(on_day(due, "2026-11-24"), relay.by())
    assert {message.to for message in relay.handed} == {ADVISER}
    assert "stopped email: phone or write" in relay.handed[-1].text


def test_a_link_says_stopped_only_when_nobody_is_written_to_at_its_address(due: Installation):
    first, second = (_point(due, person) for person in _parents(due))
    with due.database.write() as unit:
        consents.withdraw(unit, first, consents.PURPOSES, "phone", "test", due.now())
    assert look_at(due, stop_token(due, first)) == Stopped("email", already=False)  # the other case writes there
    stop(due, stop_token(due, first))
    assert look_at(due, stop_token(due, second)) == Stopped("email", already=True)


def test_an_old_link_stops_the_old_address_and_the_adviser_learns_that_another_is_written_to(due: Installation):
    person = _parents(due)[0]
    old = _point(due, person)
    new = change_address(due, old, "new@example.org", "test")
    link = stop_token(due, old)
    assert look_at(due, link) == Stopped("email", already=False, elsewhere=True)
    assert stop(due, link) == Stopped("email", already=False, elsewhere=True)
    assert look_at(due, link) == stop(due, link) == Stopped("email", already=True, elsewhere=True)
    assert [task.why for task in open_tasks(due, "EHC-2026-0001")] == ["stopped old email; told by email now"]
    with due.database.read() as unit:
        assert [way.contact_point_id for way in routes(unit, person, "reminders")] == [new]


def test_where_there_is_another_way_reminders_go_by_it_and_the_adviser_knows(due: Installation):
    person = _parents(due)[0]
    _give_number(due, person)
    stop(due, stop_token(due, _point(due, person)))
    assert [task.why for task in open_tasks(due, "EHC-2026-0001")] == ["stopped email; told by sms now"]
    texts = Relay(provider="govuk")
    deliver(due, Relay().by())
    deliver(due, texts.by(Channel.SMS))
    assert [message.to for message in texts.handed] == [NUMBER]
    assert len(open_tasks(due, "EHC-2026-0001")) == 1


def test_what_can_only_be_phoned_is_one_task_too(due: Installation):
    person = _parents(due)[0]
    _give_number(due, person, "phone")
    stop(due, stop_token(due, _point(due, person)))
    plan_round(due)
    assert [task.why for task in open_tasks(due, "EHC-2026-0001")] == ["stopped email: phone or write"]


def test_who_agrees_again_is_told_what_is_still_true(due: Installation):
    person = _parents(due)[0]
    point = _point(due, person)
    stop(due, stop_token(due, point))
    take_up_again(due, point, "test")
    with due.database.write() as unit:
        consents.give(unit, point, ["reminders"], "by phone", "test", due.now())
        unit.execute(text("UPDATE cases SET next_clock_look = looked_on"))
    plan_round(due)
    relay = Relay()
    deliver(due, relay.by())
    assert PARENT in [message.to for message in relay.handed]
    assert look_at(due, stop_token(due, point)) == Stopped("email", already=False)


def test_two_clicks_at_once_stop_once(due: Installation):
    link = stop_token(due, _point(due, _parents(due)[0]))
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: stop(due, link).already, range(4)))
    assert sorted(done) == [False, True, True, True]
    assert len(open_tasks(due)) == 2


def test_an_adviser_who_stops_makes_no_flood_of_tasks_but_is_heard_of(
    due: Installation, caplog: pytest.LogCaptureFixture
):
    [(adviser,)] = _rows(due, "SELECT DISTINCT person_id FROM case_people WHERE role = 'adviser'")
    with caplog.at_level(logging.WARNING):
        stop(due, stop_token(due, _point(due, int(str(adviser)))))
    assert open_tasks(due) == []
    assert f"Person {adviser}, who works on cases, stopped messages" in caplog.text


def test_stop_by_text_stops_the_number_for_everybody_who_has_it(due: Installation):
    for person in _parents(due):
        _give_number(due, person)
    assert stop_number(due, "sms", NUMBER) == 2
    assert stop_number(due, "sms", NUMBER) == 2
    assert _rows(due, "SELECT channel, reason FROM suppressions") == [("sms", "answered STOP")]
    assert [task.why for task in open_tasks(due)] == ["stopped sms; told by email now"] * 2


def test_stop_from_a_number_of_nobody_keeps_it_stopped_for_whoever_gives_it_later(due: Installation):
    assert stop_number(due, "sms", NUMBER) == 0
    _give_number(due, _parents(due)[0])
    with due.database.read() as unit:
        assert [way.channel for way in routes(unit, _parents(due)[0], "reminders")] == ["email"]


def test_an_old_task_that_was_done_does_not_hide_a_second_stop(due: Installation):
    point = _point(due, _parents(due)[0])
    stop(due, stop_token(due, point))
    with due.database.write() as unit:
        unit.execute(text("UPDATE tasks SET done_at = made_at, done_by = 'test'"))
    take_up_again(due, point, "test")
    later = replace(due, fixed_now=due.now() + timedelta(days=1))
    with later.database.write() as unit:
        consents.give(unit, point, ["reminders"], "by phone", "test", later.now())
    stop(later, stop_token(later, point))
    assert len(open_tasks(later, "EHC-2026-0001")) == 1


@pytest.mark.parametrize(
    "words",
    [
        *(
            "STOP",
            "stop",
            " Stop! ",
            "STOP ALL",
            "Unsubscribe",
            "end",
            "quit",
            "cancel",
            "opt out",
            "Opt-out",
            "OPTOUT",
        ),
        *("stop please", "Please stop.", "pls stop", "stop texting me", "Stop sending me these messages, thank you"),
        *("Can you stop texting me please?", "unsubscribe me", "please cancel", "stop the texts"),
        *('"STOP"', "'stop'", "\u201cSTOP\u201d", "\u2018Stop\u2019.", "*STOP*", "<stop>", "(STOP)"),
        *("STOP\nPat Parent", "Stop.\n\nSent from my phone", "STOP - Pat", "Stop, Pat Parent", "STOP Pat Parent"),
    ],
)
def test_words_that_stop(words: str):
    assert is_stop(words)


@pytest.mark.parametrize(
    "words",
    [
        *("", "don't stop", "please don\u2019t stop", "stop by tomorrow", "Stop by on Monday", "STOP BY", "STOPPED"),
        *("when does it end?", "help", "I can't stop by on Monday", "please", "thank you", "the end", "Stop worrying"),
        *("End of term is Friday", "Cancel Monday please", "Cancel, I am ill", "can you stop by?", "bus stop please"),
        *("Stop, we need to talk about school first", "Thanks\nstop", "Do not stop texting me", "end - see you Monday"),
    ],
)
def test_words_that_do_not(words: str):
    assert not is_stop(words)


def test_the_headers_of_a_mail_offer_one_click(due: Installation):
    link = stop_link(due, 1)
    assert stop_headers(due, 1) == {
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_a_link_of_a_contact_point_that_is_not_there_is_refused(due: Installation):
    with pytest.raises(NotFound, match="no longer here"):
        stop(due, stop_token(due, 99))
