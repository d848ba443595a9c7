"""What we believed of a case on a day, beside what is known of that day now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.difference import Difference, compare
from ehcp_workflow.cases.knowledge import known_by, was_recorded_by
from ehcp_workflow.cases.position import take_position
from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.reading import CaseSheet
from ehcp_workflow.services.terms.attached import with_terms
from ehcp_workflow.store import casebook, people


@dataclass(frozen=True)
class Belief:
    """A case on a day as it was believed then, and as it is known now to have been.

    Attributes:
        day: the day; both are worked out for its end, with the rules and the house policy of today.
        then: from what was recorded by the end of that day.
        now: from everything that is recorded now of what had happened by that day.
        difference: what is different now from what was believed then.
        later: how many records about the case were added, corrected or taken back after that day.
    """

    day: date
    then: CaseSheet
    now: CaseSheet
    difference: Difference
    later: int


def read_belief(installation: Installation, reference: str, day: date) -> Belief:
    """What was believed of a case at the end of a day in London, and what is known of that day now.

    Args:
        installation: the installation.
        reference: the case.
        day: the day, not after today.

    Raises:
        NotFound: there is no such case.
        BadInput: the day is still to come.
    """
    if day > installation.today():
        raise BadInput(f"{day_in_words(day)} is still to come. Choose today or a day before it.")
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        case = with_terms(installation, unit, casebook.read_case(unit, record))
        history = casebook.read_history(unit, installation.cipher, record)
        persons = people.people_of_case(unit, installation.cipher, record.id)
    believed = known_by(case, day)
    positions = [take_position(installation.rulebook, installation.policy, one, day) for one in (believed, case)]
    then, now = (CaseSheet(record, position, history, persons) for position in positions)
    corrects = {event.id: event.corrects for event in case.recorded if event.corrects}
    told = tuple(one for one in history if was_recorded_by(one.event.recorded_at, day))
    return Belief(
        day=day,
        then=replace(then, history=told),
        now=now,
        difference=compare(then.position, now.position, corrects),
        later=len(case.recorded) - len(believed.recorded) + _of_section_f(case) - _of_section_f(believed),
    )


def _of_section_f(case: Case) -> int:
    return len(case.section_f.lines) + len(case.section_f.entries)
