"""What is noted at the end of each day that is lived through, and let go of for the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.messages.sending_hours import start_of_day
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.simulating.faults import FAILED, Fault, told_of_what_was_over
from ehcp_workflow.services.terms.attached import with_terms
from ehcp_workflow.store import casebook, checklog, holding, positions, told
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.told import Line

BY = "simulation"


@dataclass
class Diary:
    """Notes on days that were lived through in a copy.

    Attributes:
        released: how many messages were held, by the cause; each was let go at the end of its day, as by a person.
        faults: what was told that was not so, and which cases failed.
    """

    copy: Installation
    released: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    def end(self, day: date) -> None:
        """Note a day that has ended."""
        with self.copy.database.write() as unit:
            today = told.lines(unit, start_of_day(self.copy.now()))
            self._check(
                [line for line in today if line.told_at and line.told_at >= start_of_day(self.copy.now())], unit
            )
            for reference, _ in checklog.failures(unit):
                self.faults.append(Fault(FAILED, f"{reference} on {day}"))
            for one in holding.held(unit):
                if one.messages:
                    self.released[one.why] += one.messages
            holding.release(unit, None, None, BY, self.copy.now())
            positions.end_quiet(unit, None)

    def _check(self, lines: list[Line], unit: Unit) -> None:
        positions = self._positions(unit, {line.case_id for line in lines})
        found = (told_of_what_was_over(line, positions[line.case_id]) for line in lines)
        self.faults += (fault for fault in found if fault)

    def _positions(self, unit: Unit, case_ids: set[int]) -> Mapping[int, Position]:
        rulebook, policy, today = self.copy.rulebook, self.copy.policy, self.copy.today()
        cases = casebook.read_cases(unit, case_ids)
        return {
            case_id: take_position(rulebook, policy, with_terms(self.copy, unit, case), today)
            for case_id, case in cases
        }
