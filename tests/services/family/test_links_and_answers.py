"""A family's link: shows nothing by itself, waits after wrong answers, ends after ten, and is for one person alone."""

from datetime import date

import pytest
from scenes import do, later, rows, tasks_of

from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.services.family.entering import Outcome, answer_door, find_reader, leave, look_at_door
from ehcp_workflow.services.family.links import list_links, make_link, renew_link, revoke_link
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.adding import NewPerson, add_person
from ehcp_workflow.services.people.changing import end_role
from ehcp_workflow.services.tidying import forget_what_is_over

from .conftest import BORN
from installations import make_case, on_day

WRONG = date(2018, 5, 5)


def enter(installation: Installation, token: str) -> str:
    return answer_door(installation, token, BORN).secret


def test_a_link_asks_and_shows_nothing_by_itself(installation: Installation, token: str):
    door = look_at_door(installation, token)
    assert (door.asks, door.own) == ("birth_date", False)
    assert find_reader(installation, token, None) is None
    assert find_reader(installation, token, "guessed") is None


def test_the_address_cannot_be_made_from_what_is_kept(installation: Installation, token: str):
    [(salt,)] = rows(installation, "SELECT salt FROM family_links")
    assert salt not in token
    assert token.partition("-")[2] not in salt


def test_a_right_answer_begins_a_visit_of_half_an_hour(installation: Installation, token: str):
    secret = enter(installation, token)
    assert find_reader(later(installation, minutes=29), token, secret) is not None
    assert find_reader(later(installation, minutes=30), token, secret) is None
    assert secret not in str(rows(installation, "SELECT secret_hash, csrf FROM family_visits"))


def test_a_visit_that_is_over_is_not_kept(installation: Installation, token: str):
    enter(installation, token)
    enter(later(installation, minutes=10), token)
    enter(later(installation, minutes=31), token)
    assert forget_what_is_over(later(installation, minutes=31)) == 1
    assert rows(installation, "SELECT count(*) FROM family_visits") == [(2,)]


def test_a_young_person_is_asked_for_their_own_date_of_birth(installation: Installation):
    # Born on 4 May 2009: over compulsory school age since the last Friday in June 2025.
    reference = make_case(installation, ("request_received", "2026-10-19"), birth_date=date(2009, 5, 4)).reference
    new = NewPerson("young_person", (("email", "young@example.org"),), None, "by phone")
    young = add_person(installation, reference, new, "an.adviser").person_id
    token = make_link(installation, reference, young, "an.adviser").address.rpartition("/")[2]
    assert look_at_door(installation, token).own
    with pytest.raises(NotFound, match="has no page"):
        make_link(installation, reference, 1, "an.adviser")


def test_leaving_ends_the_visit(installation: Installation, token: str):
    secret = enter(installation, token)
    leave(installation, secret)
    assert find_reader(installation, token, secret) is None


def test_the_visit_of_one_family_shows_nothing_of_another(installation: Installation, token: str):
    other = make_case(installation, ("request_received", "2026-10-19"), birth_date=BORN).reference
    [(person,)] = rows(installation, "SELECT max(person_id) FROM case_people WHERE role = 'parent'")
    theirs = make_link(installation, other, person, "an.adviser").address.rpartition("/")[2]
    assert find_reader(installation, theirs, enter(installation, token)) is None


def test_a_word_is_asked_for_and_kept_as_its_hash_alone(installation: Installation, case: str):
    made = make_link(installation, case, 1, "an.adviser", word="Blue Kettle")
    token = made.address.rpartition("/")[2]
    assert look_at_door(installation, token).asks == "word"
    [(kept,)] = rows(installation, "SELECT word_hash FROM family_links WHERE word_hash IS NOT NULL")
    assert kept.startswith("$argon2id$")
    assert answer_door(installation, token, "kettle blue").outcome is Outcome.WRONG
    assert answer_door(installation, token, "  blue  KETTLE").outcome is Outcome.RIGHT


def test_a_word_is_needed_where_no_date_of_birth_is_known_and_must_not_be_short(installation: Installation):
    reference = make_case(installation, ("request_received", "2026-10-19")).reference
    with pytest.raises(BadInput, match="Agree a word"):
        make_link(installation, reference, 1, "an.adviser")
    with pytest.raises(BadInput, match="at least 6 letters"):
        make_link(installation, reference, 1, "an.adviser", word="cat s")
    assert make_link(installation, reference, 1, "an.adviser", word="kettle").asks == "word"


def test_after_five_wrong_answers_not_even_the_right_one_is_looked_at_for_a_quarter_of_an_hour(
    installation: Installation, token: str
):
    outcomes = [answer_door(installation, token, WRONG).outcome for _ in range(5)]
    assert outcomes == [Outcome.WRONG] * 4 + [Outcome.WAIT]
    assert answer_door(later(installation, minutes=14), token, BORN).outcome is Outcome.WAIT
    assert answer_door(later(installation, minutes=15), token, BORN).outcome is Outcome.RIGHT


def test_after_ten_wrong_answers_the_link_ends_and_the_adviser_has_a_task(
    installation: Installation, case: str, token: str
):
    for _ in range(5):
        answer_door(installation, token, WRONG)
    hour = later(installation, hours=1)
    assert [answer_door(hour, token, WRONG).outcome for _ in range(5)][-1] is Outcome.ENDED
    with pytest.raises(NotFound):
        look_at_door(hour, token)
    assert tasks_of(installation) == {"wrong answers on their page": 1}
    assert list_links(hour, case)[0].state == "wrong answers"


def test_a_right_answer_takes_away_the_wrong_ones_just_before_it_and_no_others(installation: Installation, token: str):
    for minutes in (0, 60):
        for _ in range(3):
            answer_door(later(installation, minutes=minutes), token, WRONG)
    answer_door(later(installation, minutes=61), token, BORN)
    assert rows(installation, "SELECT wrong, wrong_lately FROM family_links") == [(3, 0)]


def test_an_ended_expired_or_broken_link_says_the_same(installation: Installation, case: str, token: str):
    said = set()
    for it, one in ((installation, f"{token}x"), (later(installation, days=90), token), (installation, "nonsense")):
        with pytest.raises(NotFound) as error:
            look_at_door(it, one)
        said.add(str(error.value))
    secret = enter(installation, token)
    revoke_link(installation, case, 1)
    with pytest.raises(NotFound) as error:
        find_reader(installation, token, secret)
    assert said == {str(error.value)}


def test_a_link_works_for_ninety_days_and_can_be_renewed(installation: Installation, case: str, token: str):
    look_at_door(later(installation, days=89, hours=23), token)
    assert renew_link(later(installation, days=89), case, 1) == date(2027, 5, 21)  # 23 November 2026 + 89 + 90 days
    look_at_door(later(installation, days=178), token)
    revoke_link(installation, case, 1)
    with pytest.raises(Refused, match="Make a new one"):
        renew_link(installation, case, 1)


def test_a_new_link_ends_the_one_before(installation: Installation, case: str, token: str):
    second = make_link(installation, case, 1, "an.adviser").address.rpartition("/")[2]
    with pytest.raises(NotFound):
        look_at_door(installation, token)
    look_at_door(installation, second)


def test_whose_part_ended_sees_nothing_at_once(installation: Installation, case: str, token: str):
    secret = enter(installation, token)
    end_role(installation, case, 1, "parent", "an.adviser")
    with pytest.raises(NotFound):
        find_reader(installation, token, secret)


def test_a_parent_sees_nothing_once_the_rights_are_the_young_persons(installation: Installation):
    # Born on 4 May 2011: 16 in the school year that ends in 2027, so over compulsory school age after Friday 25 June.
    reference = make_case(installation, ("request_received", "2026-10-19"), birth_date=date(2011, 5, 4)).reference
    token = make_link(installation, reference, 1, "an.adviser").address.rpartition("/")[2]
    do(installation, "UPDATE family_links SET expires_at = '2028-01-01 00:00:00+00:00'")
    look_at_door(on_day(installation, "2027-06-25"), token)
    with pytest.raises(NotFound):
        look_at_door(on_day(installation, "2027-06-26"), token)


def test_only_the_family_whose_rights_they_are_has_a_page(installation: Installation, case: str):
    with pytest.raises(NotFound, match="has no page"):
        make_link(installation, case, 2, "an.adviser")
