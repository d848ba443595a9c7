"""The ledger of Section F: the one door to what was owed, what was given, and what is missing."""

from __future__ import annotations

from datetime import date

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.provision import Lapse
from ehcp_workflow.cases.section_f.figures import Earlier, Ledger, LineLapse, LineLedger, State, Sums, TermSums
from ehcp_workflow.cases.section_f.record import SectionF
from ehcp_workflow.cases.section_f.thresholds import ProvisionPolicy
from ehcp_workflow.law.when import When

__all__ = ["Earlier", "Ledger", "LineLapse", "LineLedger", "State", "Sums", "TermSums", "lapses_of", "ledger"]


def ledger(record: SectionF, events: tuple[Event, ...], policy: ProvisionPolicy, as_at: date) -> Ledger:
    """What was owed of each line of Section F up to a day, what was given, and what is missing.

    Counted to the end of the last finished school week, against the version of the plan in force on each day. A case
    without lines has an empty ledger.

    Args:
        record: the lines, the log and the term dates, corrections included.
        events: what is recorded of the case. Best with corrected records in it, so that the lines of a version whose
            date was corrected twice are still known to be its lines.
        policy: the thresholds of house policy.
        as_at: the day; what is recorded of later days is left out.
    """
    raise NotImplementedError


def lapses_of(counted: Ledger) -> tuple[Lapse, ...]:
    """The latest lapse of each line, as alerts know them; one that was open when its line ended is left out."""
    newest = {line.code: line for line in counted.lines}
    return tuple(_lapse(line, line.lapse) for line in newest.values() if line.lapse and _counts(line, line.lapse))


def _counts(line: LineLedger, lapse: LineLapse) -> bool:
    return line.state is not State.ENDED or lapse.put_right is not None


def _lapse(line: LineLedger, lapse: LineLapse) -> Lapse:
    put_right = When.day(lapse.put_right) if lapse.put_right else None
    return Lapse(line.code, When.day(lapse.since), tuple(When.day(day) for day in lapse.grew), put_right)
