"""Whether a child is of the age at which most change school, where nobody recorded that they will."""

from __future__ import annotations

from datetime import date

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.review_plan.limits import Limit

USUAL_AGES = {11: "secondary school", 16: "a college, sixth form or training"}
"""The birthdays after which most children in England change to the next phase, on the following 1 September."""


def transfer_question(case: Case, limits: tuple[Limit, ...], as_at: date) -> str | None:
    """A question for the adviser and never a limit: some areas have middle schools, some children repeat a year."""
    born = case.facts.date_of_birth
    if born is None or any(limit.is_of_a_transfer for limit in limits):
        return None
    if any(event.kind == "phase_transfer_expected" for event in case.standing):
        return None
    for age, place in USUAL_AGES.items():
        moves = _first_september_after(born.year + age, born)
        if 0 <= (moves - as_at).days <= 366:
            return (
                f"By age the child may move to {place} in September {moves.year}. If so, record "
                f"phase_transfer_expected: the plan must then name the new place well before."
            )
    return None


def _first_september_after(year: int, born: date) -> date:
    """The first 1 September that comes after a birthday; one on the day itself is a year too early."""
    return date(year if (born.month, born.day) < (9, 1) else year + 1, 9, 1)
