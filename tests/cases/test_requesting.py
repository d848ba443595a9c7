"""Who may ask for an assessment: the parent, later the young person, and the school; until the 25th birthday."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.facts import CaseFacts
from ehcp_workflow.cases.requesting import Asker, May, Right, who_may_ask

from stories import case_of, happened


def born(day: str | None) -> Case:
    return replace(case_of(), facts=CaseFacts(date_of_birth=date.fromisoformat(day) if day else None))


def rights(case: Case, day: str) -> dict[Asker, Right]:
    return {right.asker: right for right in who_may_ask(case, date.fromisoformat(day))}


@pytest.mark.parametrize(
    ("birthday", "day", "parent", "young_person", "school"),
    [
        # 16 on 21 May 2026: compulsory school age ends on Friday 26 June 2026, the last in June, inclusive.
        ("2010-05-21", "2026-06-26", May.YES, May.NO, May.YES),
        ("2010-05-21", "2026-06-27", May.NO, May.YES, May.YES),
        # 25 on 21 May 2035: on that day nobody can ask any more.
        ("2010-05-21", "2035-05-20", May.NO, May.YES, May.YES),
        ("2010-05-21", "2035-05-21", May.NO, May.NO, May.NO),
        (None, "2026-11-25", May.NOT_KNOWN, May.NOT_KNOWN, May.YES),
    ],
)
def test_who_may_ask_turns_on_age_alone(birthday: str | None, day: str, parent: May, young_person: May, school: May):
    found = rights(born(birthday), day)
    assert [found[who].may for who in (Asker.PARENT, Asker.YOUNG_PERSON, Asker.SCHOOL)] == [
        parent,
        young_person,
        school,
    ]


def test_the_last_day_of_compulsory_school_age_is_named():
    found = rights(born("2010-05-21"), "2026-01-05")
    assert found[Asker.PARENT].why == (
        "The right is the parent's up to the end of compulsory school age on Friday 26 June 2026, inclusive."
    )
    assert found[Asker.YOUNG_PERSON].why.endswith("after compulsory school age, which ends on Friday 26 June 2026.")


def test_anybody_else_can_bring_the_child_to_notice_and_has_no_letter_of_their_own():
    other = rights(born("2017-05-21"), "2026-11-25")[Asker.OTHER]
    assert (other.may, other.letter) == (May.ONLY_NOTICE, None)


def test_each_who_may_ask_has_a_letter_and_nobody_else():
    young = rights(born("2008-05-21"), "2026-11-25")
    letters = {who: right.letter for who, right in young.items()}
    assert letters == {
        Asker.PARENT: None,
        Asker.YOUNG_PERSON: "young_person",
        Asker.SCHOOL: "school",
        Asker.OTHER: None,
    }
    assert rights(born(None), "2026-11-25")[Asker.PARENT].letter == "parent"


def test_what_is_recorded_goes_before_what_follows_from_the_age():
    case = case_of(happened("became_young_person", "2026-06-27"))
    assert rights(case, "2026-06-26")[Asker.PARENT].why == (
        "The right is the parent's up to the end of compulsory school age."
    )
    assert rights(case, "2026-06-26")[Asker.YOUNG_PERSON].why.endswith("own after compulsory school age.")
    assert rights(case, "2026-06-27")[Asker.YOUNG_PERSON].may is May.YES


def test_from_the_25th_birthday_on_the_day_is_named():
    assert rights(born("2000-02-29"), "2026-11-25")[Asker.SCHOOL].why == (
        "Nobody can ask from the 25th birthday on, which was Friday 28 February 2025."
    )


def test_everybody_is_called_by_name():
    assert {who.in_words for who in Asker} == {
        "The child's parent",
        "The young person",
        "The school or post-16 institution",
        "Anybody else, such as a doctor",
    }
