"""What a family says on their page of help, and how they change what is sent to them; on both databases."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from scenes import rows, tasks_of

from ehcp_workflow.cases.section_f.line import Per, Unit
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services import check_ins
from ehcp_workflow.services.check_ins import Answer
from ehcp_workflow.services.family import messages
from ehcp_workflow.services.family.entering import Reader, answer_door, find_reader
from ehcp_workflow.services.family.help import answer_help, help_question
from ehcp_workflow.services.family.links import make_link
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.adding import NewPerson, add_person
from ehcp_workflow.services.people.listing import list_people
from ehcp_workflow.services.provision.recording import NewLine, add_line
from ehcp_workflow.services.quieting import silence

from .conftest import BORN
from installations import make_case, on_day

HOUR = NewLine("F1", "speech_and_language", Fraction(1), Unit.HOURS, Per.WEEK)
TALK = NewLine("F2", "mentoring", Fraction(1), Unit.HOURS, Per.WEEK)


@pytest.fixture
def plan(installation: Installation) -> str:
    """A plan of Tuesday 1 September 2026 with two kinds of help."""
    reference = make_case(installation, ("final_plan_sent", "2026-09-01"), birth_date=BORN).reference
    for line in (HOUR, TALK):
        add_line(installation, reference, line, "adviser")
    return reference


@pytest.fixture
def reader(installation: Installation, plan: str) -> Reader:
    token = make_link(installation, plan, 1, "an.adviser").address.rpartition("/")[2]
    found = find_reader(installation, token, answer_door(installation, token, BORN).secret)
    assert found is not None
    return found


def log_of(installation: Installation) -> list[tuple[object, ...]]:
    standing = "id NOT IN (SELECT replaces FROM deliveries WHERE replaces IS NOT NULL)"
    return list(rows(installation, f"SELECT line, kind, source FROM deliveries WHERE {standing} ORDER BY line"))


def test_the_last_school_week_is_asked_about_in_words(installation: Installation, reader: Reader):
    question = help_question(installation, reader)
    assert question is not None
    assert (question.first, question.last) == (date(2026, 11, 16), date(2026, 11, 20))
    assert [(line.code, line.title) for line in question.lines] == [
        ("F1", "Speech and language therapy"),
        ("F2", "Mentoring"),
    ]


def test_an_answer_is_logged_and_another_corrects_it(installation: Installation, reader: Reader):
    answer_help(installation, reader, "F1", "none")
    answer_help(installation, reader, "F2", "some")
    answer_help(installation, reader, "F1", "all")
    assert log_of(installation) == [("F1", "delivered", "check_in"), ("F2", "part", "check_in")]
    assert len(rows(installation, "SELECT id FROM check_ins")) == 1


def test_a_question_that_was_sent_is_the_one_asked_and_its_link_goes_on_working(
    installation: Installation, plan: str, reader: Reader
):
    days = (date(2026, 11, 9), date(2026, 11, 13))
    token = check_ins.ask(installation, plan, reader.person_id, ("F2",), days)
    question = help_question(installation, reader)
    assert question is not None
    assert (question.first, [line.code for line in question.lines]) == (days[0], ["F2"])
    answer_help(installation, reader, "F2", "none")
    assert check_ins.open_check_in(installation, token).answers == {"F2": "none"}


def test_once_all_of_an_older_question_is_answered_the_newer_week_is_asked_about(
    installation: Installation, plan: str, reader: Reader
):
    token = check_ins.ask(installation, plan, reader.person_id, ("F2",), (date(2026, 11, 9), date(2026, 11, 13)))
    check_ins.answer(installation, token, {"F2": Answer.ALL})
    question = help_question(installation, reader)
    assert question is not None
    assert (question.first, len(question.lines)) == (date(2026, 11, 16), 2)


def test_before_there_is_a_plan_nothing_is_asked(installation: Installation, case: str):
    token = make_link(installation, case, 1, "an.adviser").address.rpartition("/")[2]
    found = find_reader(installation, token, answer_door(installation, token, BORN).secret)
    assert found is not None
    assert help_question(installation, found) is None
    with pytest.raises(BadInput):
        answer_help(installation, found, "F1", "all")


def test_one_way_is_stopped_and_the_others_stay(installation: Installation, plan: str, reader: Reader):
    email = "a.parent@example.org"
    contacts = (("email", email), ("sms", "+447700900123"))
    add_person(installation, plan, NewPerson("parent", contacts, "Pat Parent", "by phone"), "an.adviser")
    shown = {way.channel: (way.to, way.used) for way in messages.manner_of_reader(installation, reader).ways}
    assert shown == {"email": ("a…@example.org", True), "sms": ("…123", True)}
    messages.stop_ways(installation, reader, "sms")
    used = {way.channel: way.used for way in messages.manner_of_reader(installation, reader).ways}
    assert used == {"email": True, "sms": False}
    assert tasks_of(installation) == {"stopped sms; told by email now": 1}


def test_all_ways_are_stopped_and_only_the_readers_own(installation: Installation, plan: str, reader: Reader):
    second = NewPerson("second_parent", (("email", "second@example.org"),), None, "by phone")
    add_person(installation, plan, second, "an.adviser")
    messages.stop_ways(installation, reader, None)
    assert not messages.manner_of_reader(installation, reader).any_used
    assert {one.role: one.consent for one in list_people(installation, plan) if one.role != "adviser"} == {
        "parent": False,
        "second_parent": True,
    }


def test_a_break_of_theirs_ends_and_an_advisers_silence_goes_on(installation: Installation, reader: Reader):
    silence(installation, "person", str(reader.person_id), date(2026, 12, 24), "away", "an.adviser")
    assert messages.take_break(installation, reader, 7) == date(2026, 11, 30)
    assert messages.take_break(installation, reader, 14) == date(2026, 12, 7)
    assert messages.manner_of_reader(installation, reader).paused_until == date(2026, 12, 7)
    messages.end_break(installation, reader)
    assert messages.manner_of_reader(installation, reader).paused_until is None
    assert rows(installation, "SELECT by FROM silences WHERE ended_at IS NULL") == [("an.adviser",)]


@pytest.mark.parametrize("days", [0, 6, 29, 366, -7])
def test_a_break_is_of_one_two_or_four_weeks(installation: Installation, reader: Reader, days: int):
    with pytest.raises(BadInput, match="7, 14, 28"):
        messages.take_break(installation, reader, days)


def test_a_break_is_over_on_its_day(installation: Installation, reader: Reader):
    messages.take_break(installation, reader, 7)
    assert messages.manner_of_reader(on_day(installation, "2026-11-30"), reader).paused_until is None


def test_after_a_half_term_the_week_before_it_is_asked_about(installation: Installation):
    """The school of the demo has its half-term from Monday 26 to Friday 30 October 2026."""
    reference = make_case(installation, ("final_plan_sent", "2026-09-01"), birth_date=BORN).reference
    add_line(installation, reference, replace(HOUR, calendar="school:demo"), "adviser")
    monday = on_day(installation, "2026-11-02")
    token = make_link(monday, reference, 1, "an.adviser").address.rpartition("/")[2]
    found = find_reader(monday, token, answer_door(monday, token, BORN).secret)
    assert found is not None
    question = help_question(monday, found)
    assert question is not None
    assert (question.first, question.last) == (date(2026, 10, 19), date(2026, 10, 23))
