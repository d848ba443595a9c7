"""What a check-in may ask about: lines of the plan in force on days that are over."""

from __future__ import annotations

from datetime import date, timedelta

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.section_f.in_force import lines_in_force
from ehcp_workflow.cases.standing import standing
from ehcp_workflow.errors import BadInput

_FRIDAY, _TO_MONDAY = 4, timedelta(days=4)


def last_school_week(today: date) -> tuple[date, date]:
    """Monday and Friday of the last school week that is over; from a Friday on, of this one."""
    friday = today - timedelta(days=(today.weekday() - _FRIDAY) % 7)
    return friday - _TO_MONDAY, friday


def must_be_owed(case: Case, codes: tuple[str, ...], days: tuple[date, date]) -> None:
    """See that the plan promised the help asked about: a family is asked about nothing else.

    Args:
        case: the case with its Section F.
        codes: the codes of the lines.
        days: the first and the last day asked about, both inclusive.

    Raises:
        BadInput: the case has no such line, or the plan in force on those days has none.
    """
    owed = lines_in_force(case, *days)
    stray = next((code for code in sorted(codes) if code not in owed), None)
    if stray is None:
        return
    if stray not in {line.code for line in standing(case.section_f.lines)}:
        have = f"It has {', '.join(owed)}." if owed else "Record it first: ehcp provision add"
        raise BadInput(f"{case.reference} has no line {stray} of Section F. {have}")
    then = f"Ask about {', '.join(owed)}, or other days." if owed else "Ask about other days."
    raise BadInput(f"{stray} was in no version of the plan in force from {days[0]} to {days[1]}. {then}")
