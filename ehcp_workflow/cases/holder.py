"""Whose the family's rights are: the parent's, or after compulsory school age the young person's own."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from ehcp_workflow.cases.case import Case
from ehcp_workflow.law.school_age import last_day_of_compulsory_school_age

BECAME_YOUNG_PERSON = "became_young_person"


class Holder(StrEnum):
    """Who holds the rights; not known when neither the birth date nor the change is recorded."""

    PARENT = "parent"
    YOUNG_PERSON = "young person"
    NOT_KNOWN = "not known"


def holder(case: Case, today: date) -> Holder:
    """Who holds the family's rights on a day: what is recorded, or else what follows from the date of birth.

    Source: Children and Families Act 2014 ss36, 38, 51 ("the child's parent or the young person") and s83(2).
    """
    recorded = [event.on for event in case.standing if event.kind == BECAME_YOUNG_PERSON]
    if recorded:
        passed = any(on.earliest is None or on.earliest <= today for on in recorded)
        return Holder.YOUNG_PERSON if passed else Holder.PARENT
    if case.facts.date_of_birth is None:
        return Holder.NOT_KNOWN
    over = today > last_day_of_compulsory_school_age(case.facts.date_of_birth)
    return Holder.YOUNG_PERSON if over else Holder.PARENT
