"""When a message cannot arrive it goes another safe way, or a person sees to it; it never simply ends."""

from relay import BUSY, LISTED, NOBODY, SPAM, Relay
from scenes import family, later, messages, rows, tasks_of, told

from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.services.delivery import WAITS, deliver
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.adding import NewPerson, add_person
from ehcp_workflow.services.people.agreeing import withdraw_consent

from installations import PARENT, on_day

CASE, ADVISER = "EHC-2026-0001", "adviser@example.org"


def _also_by_push(here: Installation) -> int:
    new = NewPerson("parent", (("email", PARENT), ("ntfy", "a-topic-of-theirs-1")), source="by phone")
    return add_person(here, CASE, new, "test").contact_point_ids[1]


def test_an_address_that_does_not_exist_is_suppressed_and_the_next_safe_way_is_taken(installation: Installation):
    family(installation)
    _also_by_push(installation)
    mail, push = Relay([NOBODY]), Relay(provider="ntfy")
    ways = {Channel.EMAIL: mail, Channel.NTFY: push}
    deliver(installation, ways)
    deliver(later(installation, minutes=1), ways)
    assert (len(mail.handed), len(push.handed)) == (1, 1)
    assert rows(installation, "SELECT channel, reason FROM suppressions") == [("email", "refused (550)")]
    assert told(installation) == {"told": 1}
    assert tasks_of(installation).total() == 0


def test_a_way_that_was_not_agreed_to_is_not_taken(installation: Installation):
    family(installation)
    withdraw_consent(installation, _also_by_push(installation), ["reminders"], "by phone", "test")
    mail, push = Relay([NOBODY]), Relay(provider="ntfy")
    deliver(installation, {Channel.EMAIL: mail, Channel.NTFY: push})
    deliver(later(installation, minutes=1), {Channel.EMAIL: mail, Channel.NTFY: push})
    assert push.handed == []
    assert tasks_of(installation).total() == 1


def test_where_no_way_is_left_the_adviser_is_told_to_phone(installation: Installation):
    family(installation, adviser=ADVISER)
    relay = Relay()
    relay.before = lambda: relay.answers.append(NOBODY) if not relay.handed else None  # the parent's goes first
    deliver(installation, relay.by(), senders=1)
    assert [message.to for message in relay.handed] == [PARENT, ADVISER]
    assert tasks_of(installation).total() == 1
    deliver(on_day(installation, "2026-11-24"), relay.by())
    assert [message.to for message in relay.handed[2:]] == [ADVISER]
    assert CASE in relay.handed[2].text


def test_a_suppressed_address_is_not_written_to_whoever_has_it(installation: Installation):
    family(installation)
    deliver(installation, Relay([NOBODY]).by())
    family(installation)  # the same address again, in another case
    relay = Relay()
    deliver(later(installation, minutes=5), relay.by())
    assert relay.handed == []
    assert messages(installation).get("due", 0) == 0


def test_a_message_whose_words_are_refused_becomes_a_task_and_the_address_stays(installation: Installation):
    family(installation)
    deliver(installation, Relay([SPAM]).by())
    assert tasks_of(installation) == {"given up (554)": 1}
    assert rows(installation, "SELECT count(*) FROM suppressions") == [(0,)]


def test_an_address_stays_when_the_server_refuses_who_sends_and_not_the_address(installation: Installation):
    family(installation)
    deliver(installation, Relay([LISTED]).by())
    assert tasks_of(installation) == {"given up (550 5.7.1)": 1}
    assert rows(installation, "SELECT count(*) FROM suppressions") == [(0,)]
    assert rows(installation, "SELECT stopped_at FROM contact_points") == [(None,)]


def test_what_a_server_refuses_because_of_who_sends_goes_by_another_channel(installation: Installation):
    family(installation)
    _also_by_push(installation)
    mail, push = Relay([LISTED]), Relay(provider="ntfy")
    ways = {Channel.EMAIL: mail, Channel.NTFY: push}
    deliver(installation, ways)
    deliver(later(installation, minutes=1), ways)
    assert (len(mail.handed), len(push.handed)) == (1, 1)
    assert told(installation) == {"told": 1}
    assert tasks_of(installation).total() == 0


def test_a_message_that_was_tried_in_vain_to_the_end_becomes_a_task(installation: Installation):
    family(installation)
    relay, here = Relay([BUSY] * (len(WAITS) + 1)), installation
    for wait in (*WAITS, 0):
        deliver(here, relay.by())
        here = later(here, minutes=1.3 * wait)
    assert len(relay.handed) == len(WAITS) + 1
    assert told(installation) == {"undeliverable": 1}
    assert tasks_of(installation) == {"given up (451)": 1}
    assert deliver(later(here, days=3), relay.by()).sent == 0


def test_two_messages_about_one_thing_make_one_task(installation: Installation):
    family(installation)
    deliver(installation, Relay([SPAM]).by())
    deliver(later(installation, days=1), Relay([SPAM]).by())
    assert tasks_of(installation).total() == 1
