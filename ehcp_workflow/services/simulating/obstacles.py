"""Why something that was planned does not leave: no consent, no way but the phone, silenced, held."""

from __future__ import annotations

from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.messages.sending_hours import end_of_day
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import case_facts, notices, silences, told
from ehcp_workflow.store.consents import has_ever_agreed
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.told import Line
from ehcp_workflow.today import LONDON


class Obstacles:
    """Why notices had not left at the end of the day on which that was first seen, by their numbers.

    Attributes:
        began: the instant from which on the copy lives.
        before: how the notices stood then that were there already.
        found: why a notice did not leave.
    """

    def __init__(self, copy: Installation) -> None:
        self.copy, self.began = copy, copy.now()
        self.found: dict[int, str] = {}
        with copy.database.read() as unit:
            self.before = {line.id: line.state for line in told.lines(unit)}

    def still_open(self, unit: Unit) -> list[Line]:
        """The notices that had not come to an end before."""
        return [line for line in told.lines(unit) if self.before.get(line.id, "planned") == "planned"]

    def look(self) -> None:
        """Look at the end of a day."""
        with self.copy.database.read() as unit:
            for line in self.still_open(unit):
                if line.id not in self.found and (why := self._why_not(unit, line)):
                    self.found[line.id] = why

    def _why_not(self, unit: Unit, line: Line) -> str | None:
        if line.state == "undeliverable":
            if line.task:
                return line.task
            agreed = has_ever_agreed(unit, line.person_id)
            return "a task for the adviser already" if agreed else "has not agreed to be written to"
        if line.state != "planned":
            return None
        if line.message_state == "held":
            return f"held: {line.held_why}"
        later = line.next_at is not None and line.next_at >= end_of_day(self.copy.now())
        return self._silenced(unit, line) if later else None

    def _silenced(self, unit: Unit, line: Line) -> str | None:
        council = case_facts.councils_of(unit, [line.case_id]).get(line.case_id)
        running = silences.running(unit, self.copy.cipher, self.copy.now())
        notice = next((one for one in notices.notices_of(unit, line.message_id or 0) if one.id == line.id), None)
        until = silences.latest_end(one for one in running if notice and one.covers(notice, council))
        return f"silenced until {day_in_words(until.astimezone(LONDON).date())}" if until else None
