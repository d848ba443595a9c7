"""The people of a fictional case: a parent and an adviser with a supervisor, and some who want something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import consents, people_parts, update_days
from ehcp_workflow.store.consents import REMINDERS
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.people_history import Hand
from ehcp_workflow.store.people_parts import Wishes
from ehcp_workflow.store.people_points import SafeUse, add_point, keep_safe_use

BY = "demo"
ADVISERS = tuple(f"adviser.{n}@example.org" for n in (1, 2, 3))
SUPERVISORS = ("supervisor.1@example.org", "supervisor.2@example.org")
UPDATES = (REMINDERS, "updates")
YOUNG_PEOPLE = frozenset({14, 26, 45})
"""The cases of young people over compulsory school age; the numbers are those of `DEMO-014` and so on."""
_SECOND_PARENTS = frozenset({4, 8, 17, 32})
_BY_PHONE = frozenset({3, 24, 37})
_UPDATED = frozenset({8, 10, 16, 30, 40})
_POLISH = frozenset({7, 15, 33})
_NEUTRAL = frozenset({5, 19, 41})
_ONLY_EVENINGS = frozenset({22})
_EVENINGS = (time(17), time(19))


@dataclass(frozen=True)
class Somebody:
    """A fictional person: their part, one way to reach them, what they agreed to, and how they want to be told."""

    role: str
    channel: str
    value: str = field(repr=False)
    purposes: tuple[str, ...]
    wishes: Wishes = field(default_factory=Wishes)
    hours: tuple[time, time] | None = None


def add_people(installation: Installation, unit: Unit, case_id: int, number: int, *, agreed: bool) -> None:
    """Put the people of a fictional case into it.

    Args:
        installation: the installation.
        unit: the transaction.
        case_id: the case.
        number: of the case in the demo, from 1; it decides who is in it.
        agreed: whether the family agreed to be written to; some that want something particular always did.
    """
    hand = Hand(BY, installation.now())
    for somebody in (*_family(number, agreed=agreed), *_staff(number)):
        person_id = people_parts.find_person(unit, installation.cipher, case_id, somebody.role, [somebody.value])
        if person_id is None:
            person_id = people_parts.add_person(unit, installation.cipher, None)
        people_parts.begin_role(unit, case_id, person_id, somebody.role, hand, ended_too=False)
        people_parts.keep_wishes(unit, person_id, somebody.wishes, hand)
        point, _ = add_point(
            unit, installation.cipher, person_id, somebody.channel, somebody.value, hand, replaced_too=False
        )
        if somebody.hours:
            keep_safe_use(unit, point, SafeUse(hours=somebody.hours), hand)
        if somebody.purposes:
            consents.give(unit, point, somebody.purposes, "fictional agreement", hand.by, hand.at)
        if UPDATES[1] in somebody.purposes:
            update_days.begin(unit, person_id, installation.today())


def _family(number: int, *, agreed: bool) -> Iterator[Somebody]:
    wishes = Wishes(
        language="pl" if number in _POLISH else None,
        neutral=True if number in _NEUTRAL else None,
    )
    particular = number in _UPDATED | _POLISH | _NEUTRAL | _BY_PHONE | _ONLY_EVENINGS | YOUNG_PEOPLE
    purposes = UPDATES if number in _UPDATED else (REMINDERS,) if agreed or particular else ()
    hours = _EVENINGS if number in _ONLY_EVENINGS else None
    if number in _BY_PHONE:
        yield Somebody("parent", "phone", f"+447700900{number:03d}", purposes, wishes)  # kept by Ofcom for drama
    else:
        yield Somebody("parent", "email", f"parent.{number:03d}@example.org", purposes, wishes, hours)
    if number in _SECOND_PARENTS:
        yield Somebody("second_parent", "email", f"second.parent.{number:03d}@example.org", (REMINDERS,))
    if number in YOUNG_PEOPLE:
        yield Somebody("young_person", "email", f"young.person.{number:03d}@example.org", (REMINDERS,))


def _staff(number: int) -> Iterator[Somebody]:
    adviser = number % len(ADVISERS)
    yield Somebody("adviser", "email", ADVISERS[adviser], (REMINDERS,))
    yield Somebody("supervisor", "email", SUPERVISORS[min(adviser, 1)], (REMINDERS,))
