"""Everything on record about Section F of one case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ehcp_workflow.cases.section_f.entry import Entry
from ehcp_workflow.cases.section_f.line import Line
from ehcp_workflow.cases.section_f.terms import TermCalendar


@dataclass(frozen=True)
class SectionF:
    """The lines and the delivery log of one case, corrections included, with the term dates they need.

    Attributes:
        lines: every record of a line; entries: every record of the log; both in the order of recording.
        council: the DfE number of the council, whose term dates count where a line names no others.
        calendars: the term dates known, by owner.
    """

    lines: tuple[Line, ...] = ()
    entries: tuple[Entry, ...] = ()
    council: str | None = None
    calendars: Mapping[str, TermCalendar] = field(default_factory=dict)


NO_SECTION_F = SectionF()
