"""Whose the rights are: the parent's, then the young person's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ehcp_workflow.cases.facts import CaseFacts
from ehcp_workflow.cases.holder import Holder, holder

from stories import case_of, happened

BORN = CaseFacts(date_of_birth=date(2010, 9, 1))  # over compulsory school age after Friday 25 June 2027


def test_without_a_birth_date_nobody_can_say():
    assert holder(case_of(), date(2026, 11, 24)) is Holder.NOT_KNOWN


def test_the_rights_pass_the_day_after_compulsory_school_age_ends():
    case = replace(case_of(), facts=BORN)
    assert holder(case, date(2027, 6, 25)) is Holder.PARENT
    assert holder(case, date(2027, 6, 26)) is Holder.YOUNG_PERSON


def test_what_is_recorded_goes_before_what_follows_from_the_birth_date():
    case = replace(case_of(happened("became_young_person", "2026-06-27")), facts=BORN)
    assert holder(case, date(2026, 6, 26)) is Holder.PARENT
    assert holder(case, date(2026, 6, 27)) is Holder.YOUNG_PERSON
    assert holder(case_of(happened("became_young_person", "unknown")), date(2026, 1, 1)) is Holder.YOUNG_PERSON
