"""The parts people play in cases, and whom each audience means by them."""

from __future__ import annotations

from collections.abc import Mapping

from ehcp_workflow.cases.holder import Holder
from ehcp_workflow.cases.policy import Audience

FAMILY = ("parent", "second_parent", "young_person")
STAFF = ("adviser", "supervisor")
SCHOOL = "school"
"""Somebody at the school: kept with the case, and never written to."""
ALL = (*FAMILY, *STAFF, SCHOOL)
_PARENTS = ("parent", "second_parent")
_FAMILY_BY_HOLDER: Mapping[Holder, tuple[str, ...]] = {
    Holder.PARENT: _PARENTS,
    Holder.YOUNG_PERSON: ("young_person",),
    Holder.NOT_KNOWN: FAMILY,
}


def roles_told(audience: Audience, rights_of: Holder) -> tuple[str, ...]:
    """The roles an audience means, when the family's rights are somebody's.

    After compulsory school age the rights are the young person's own, and the parents are no longer told.

    Source: Children and Families Act 2014 s83(2); who holds the rights is worked out in `cases.holder`.
    """
    if audience is Audience.FAMILY:
        return _FAMILY_BY_HOLDER[rights_of]
    return (audience.value,) if audience.value in STAFF else ()


def audience_of_role(role: str) -> Audience | None:
    """The audience somebody in a role belongs to; None for the school, which is none."""
    if role in STAFF:
        return Audience(role)
    return Audience.FAMILY if role in FAMILY else None
