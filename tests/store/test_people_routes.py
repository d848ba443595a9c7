"""Which contact points may be used now: agreed to, not stopped, safe, not suppressed; on both databases."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import event

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.adding import Added, NewPerson, add_person
from ehcp_workflow.store import consents, contact_points, people_parts, people_points, suppressions
from ehcp_workflow.store.contact_points import routes
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.people_history import Hand, changes_of
from ehcp_workflow.store.people_parts import Wishes
from ehcp_workflow.store.people_points import SafeUse

from installations import make_case

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HAND = Hand("test", NOW)
EMAIL, MOBILE = ("email", "pat@example.org"), ("sms", "07700 900123")
LANDLINE, HOME = ("phone", "0113 496 0000"), ("letter", "1 Example Road, Leeds")


@pytest.fixture
def pat(installation: Installation) -> Added:
    """A parent with e-mail (1), mobile (2), telephone (3) and postal address (4), who agreed to reminders by all."""
    make_case(installation, people=False)
    contacts = (EMAIL, MOBILE, LANDLINE, HOME)
    return add_person(installation, "EHC-2026-0001", NewPerson("parent", contacts, "Pat", "phone"), "test")


def numbers(unit: Unit, person_id: int, purpose: str = "reminders", must: tuple[str, ...] = ()) -> list[int]:
    return [route.contact_point_id for route in routes(unit, person_id, purpose, must)]


def test_every_agreed_contact_point_may_be_used_in_the_order_it_was_given(installation: Installation, pat: Added):
    with installation.database.read() as unit:
        found = routes(unit, pat.person_id, "reminders")
        assert [route.channel for route in found] == ["email", "sms", "phone", "letter"]
        assert tuple(route.contact_point_id for route in found) == pat.contact_point_ids
        assert contact_points.value_of(unit, installation.cipher, 2) == "+447700900123"
    assert "pat" not in repr(found)


def test_one_question_to_the_database_finds_them(installation: Installation, pat: Added):
    asked: list[str] = []
    with installation.database.read() as unit:
        event.listen(unit.get_bind(), "before_cursor_execute", lambda *said: asked.append(said[2]))
        routes(unit, pat.person_id, "reminders", ("sms",))
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 1


def test_consent_to_one_purpose_is_none_to_another_and_the_latest_word_holds(installation: Installation, pat: Added):
    with installation.database.write() as unit:
        assert numbers(unit, pat.person_id, "updates") == []
        consents.give(unit, 1, ("updates",), "phone", "test", NOW)
        assert numbers(unit, pat.person_id, "updates") == [1]
        consents.withdraw(unit, 1, ("updates",), "reply", "test", NOW)
        assert numbers(unit, pat.person_id, "updates") == []
        assert numbers(unit, pat.person_id) == [1, 2, 3, 4]


def test_who_works_on_the_case_agreed_to_every_purpose_by_that(installation: Installation, pat: Added):
    contacts = (("email", "ann@example.org"),)
    ann = add_person(installation, "EHC-2026-0001", NewPerson("adviser", contacts), "test").person_id
    with installation.database.write() as unit:
        assert numbers(unit, ann, "updates") == numbers(unit, ann, "reminders") == [5]
        consents.withdraw(unit, 5, ("reminders",), "asked", "test", NOW)
        assert numbers(unit, ann, "updates") == []


def test_two_people_never_cross(installation: Installation, pat: Added):
    contacts = (EMAIL,)  # the same address, in another role
    kim = add_person(installation, "EHC-2026-0001", NewPerson("second_parent", contacts, "Kim"), "test").person_id
    with installation.database.write() as unit:
        assert (kim, numbers(unit, kim)) == (2, [])
        assert numbers(unit, pat.person_id) == [1, 2, 3, 4]
        consents.give(unit, 5, ("reminders",), "phone", "test", NOW)
        consents.withdraw(unit, 1, ("reminders",), "phone", "test", NOW)
        assert (numbers(unit, kim), numbers(unit, pat.person_id)) == ([5], [2, 3, 4])


def test_a_channel_that_must_be_verified_waits_for_that(installation: Installation, pat: Added):
    must = ("sms", "whatsapp", "signal")
    with installation.database.read() as unit:
        assert numbers(unit, pat.person_id, must=must) == [1, 3, 4]


def test_what_is_not_safe_is_not_used(installation: Installation, pat: Added):
    with installation.database.write() as unit:
        people_points.keep_safe_use(unit, 1, SafeUse(do_not_use=True), HAND)
        people_parts.keep_wishes(unit, pat.person_id, Wishes(never=("phone",)), HAND)
        people_points.keep_safe_use(unit, 2, SafeUse(hours=(time(9), time(15, 30)), no_voicemail=True), HAND)
        found = routes(unit, pat.person_id, "reminders")
        assert [route.contact_point_id for route in found] == [2, 4]
        assert (found[0].hours_from, found[0].hours_to) == (time(9), time(15, 30))
        people_points.keep_safe_use(unit, 2, SafeUse(hours=(time(0), time(0))), HAND)
        assert routes(unit, pat.person_id, "reminders")[0].hours_from is None
        said = [change.what for change in changes_of(unit, pat.person_id)]
    assert "safe contact: no voicemail, only 09:00 to 15:30" in said


def test_an_address_that_came_back_for_good_is_written_to_no_more_whoever_gives_it_again(
    installation: Installation, pat: Added
):
    with installation.database.write() as unit:
        contact_points.hard_bounce(unit, 1, "hard bounce (550)", NOW)
        assert numbers(unit, pat.person_id) == [2, 3, 4]
    again = NewPerson("parent", (("email", "PAT@example.org"),))
    there = add_person(installation, "EHC-2026-0001", again, "test")
    other = make_case(installation, people=False)
    elsewhere = add_person(installation, other.reference, again, "test")
    with installation.database.write() as unit:
        consents.give(unit, 1, ["reminders"], "phone", "test", NOW)
        consents.give(unit, elsewhere.contact_point_ids[0], ["reminders"], "phone", "test", NOW)
        assert (there.person_id, numbers(unit, there.person_id)) == (1, [2, 3, 4])
        assert (elsewhere.person_id, numbers(unit, elsewhere.person_id)) == (2, [])


def test_the_third_soft_bounce_within_a_week_stops_a_contact_point(installation: Installation, pat: Added):
    with installation.database.write() as unit:
        for days in (0, 8, 9):  # the first is too long ago by the second
            contact_points.soft_bounce(unit, 1, NOW + timedelta(days=days))
        assert 1 in numbers(unit, pat.person_id)
        contact_points.soft_bounce(unit, 1, NOW + timedelta(days=15))
        assert 1 not in numbers(unit, pat.person_id)
        said = [change.what for change in changes_of(unit, pat.person_id)]
        assert not suppressions.is_suppressed(unit, installation.cipher.lookup("pat@example.org"), "email")
    assert said[-1] == "contact point stopped: soft bounces"


def test_soft_bounces_before_a_message_that_arrived_do_not_count(installation: Installation, pat: Added):
    with installation.database.write() as unit:
        for _ in range(2):
            contact_points.soft_bounce(unit, 1, NOW)
        contact_points.arrived(unit, 1)
        contact_points.soft_bounce(unit, 1, NOW)
        assert 1 in numbers(unit, pat.person_id)


def test_the_first_reason_for_stopping_is_kept(installation: Installation, pat: Added):
    with installation.database.write() as unit:
        contact_points.stop_contact_point(unit, 1, "refused (550)", NOW)
        contact_points.stop_contact_point(unit, 1, "soft bounces", NOW + timedelta(days=1))
        assert people_points.points_of(unit, installation.cipher, [1])[0].stopped_why == "refused (550)"
        said = [change.what for change in changes_of(unit, pat.person_id) if "stopped" in change.what]
    assert said == ["contact point stopped: refused (550)"]


def test_stop_is_heard_in_every_case_and_for_every_purpose(installation: Installation, pat: Added):
    other = make_case(installation, people=False)
    same = NewPerson("parent", (MOBILE,), "Kim", "phone", consents.PURPOSES)
    kim = add_person(installation, other.reference, same, "test").person_id
    with installation.database.write() as unit:
        lookup = installation.cipher.lookup("+447700900123")
        assert suppressions.stop_everywhere(unit, lookup, "sms", "STOP", NOW) == [pat.person_id, kim]
        assert suppressions.stop_everywhere(unit, lookup, "sms", "STOP", NOW) == [pat.person_id, kim]
        assert numbers(unit, pat.person_id) == [1, 3, 4]
        assert [numbers(unit, kim, purpose) for purpose in consents.PURPOSES] == [[], [], []]
        assert {(answer.given, answer.by) for answer in consents.latest_answers(unit, [5])} == {(False, "the person")}


def test_an_address_nobody_has_can_be_stopped_before_anybody_gives_it(installation: Installation, pat: Added):
    with installation.database.write() as unit:
        lookup = installation.cipher.lookup("kim@example.org")
        assert suppressions.stop_everywhere(unit, lookup, "email", "STOP", NOW) == []
    contacts = (("email", "kim@example.org"),)
    kim = add_person(installation, "EHC-2026-0001", NewPerson("young_person", contacts, "Kim"), "test")
    with installation.database.write() as unit:
        consents.give(unit, kim.contact_point_ids[0], ["reminders"], "phone", "test", NOW)
        assert numbers(unit, kim.person_id) == []


def test_a_replaced_address_keeps_rank_and_agreement_and_must_be_verified_again(installation: Installation, pat: Added):
    with installation.database.write() as unit:
        new = people_points.replace_value(unit, installation.cipher, 2, "+447700900999", HAND)
        assert numbers(unit, pat.person_id) == [1, new, 3, 4]
        assert numbers(unit, pat.person_id, must=("sms",)) == [1, 3, 4]
        back = people_points.replace_value(unit, installation.cipher, new, "+447700900123", HAND)
        assert back == 2
        assert numbers(unit, pat.person_id) == [1, 2, 3, 4]
        said = [change.what for change in changes_of(unit, pat.person_id)]
    assert f"contact point replaced by {new}" in said
    assert "contact point replaced by 2" in said
