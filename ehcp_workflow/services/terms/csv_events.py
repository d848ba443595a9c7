"""Term dates from a CSV: one row an event or a term, with the headings councils and schools really use."""

from __future__ import annotations

from datetime import date

from ehcp_workflow.cases.section_f.term_events import TermEvent
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.importing.cells import UnreadableCell, choice_key
from ehcp_workflow.services.importing.csv_file import read_csv
from ehcp_workflow.services.importing.dates import read_date

MAX_ROWS = 2000
TEMPLATE = """What,First day,Last day
Autumn term,Tuesday 1 September 2026,Friday 18 December 2026
Half term,Monday 26 October 2026,Friday 30 October 2026
INSET day,Tuesday 1 September 2026,
Spring term,Monday 4 January 2027,Thursday 25 March 2027
Half term,Monday 15 February 2027,Friday 19 February 2027
Summer term,Monday 12 April 2027,Wednesday 21 July 2027
Half term,Monday 31 May 2027,Friday 4 June 2027
School closed,Thursday 6 May 2027,
"""
_HEADINGS = {
    "what": {"what", "event", "term", "name", "description", "title", "summary", "subject", "period", "type",
             "holiday"},
    "first": {"first day", "first", "start", "starts", "start date", "from", "date", "begins", "begin", "opens", "open",
              "start day", "date from", "term starts", "on", "day"},
    "last": {"last day", "last", "end", "ends", "end date", "to", "finish", "finishes", "closes", "close", "until",
             "end day", "date to", "term ends"},
    "half_first": {"half term starts", "half term start", "half term from", "half term begins", "half term first day"},
    "half_last": {"half term ends", "half term end", "half term to", "half term last day"},
    "half": {"half term", "half term holiday"},
}  # fmt: skip


def csv_events(name: str, content: bytes) -> list[TermEvent]:
    """The events in a CSV, each with its file and line.

    Raises:
        BadInput: it is no CSV, has no known headings, or a date in it cannot be read; every such cell is named.
    """
    rows = read_csv(name, content, lambda words: _meaning(words) is not None)
    if len(rows) > MAX_ROWS:
        raise BadInput(f"{name} has more than {MAX_ROWS} rows, which no calendar of terms has. Leave the others out.")
    at = next((number for number, row in enumerate(rows) if {"what", "first"} <= set(map(_meaning, row))), None)
    if at is None:
        raise BadInput(f"{name} has no row of headings that is known. Use 'What', 'First day' and 'Last day'.")
    columns = [_meaning(words) for words in rows[at]]
    reading = _Rows(name)
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        reading.add(number, {what: cell.strip() for what, cell in zip(columns, row, strict=False) if what})
    if reading.problems:
        raise BadInput("\n".join(reading.problems))
    return reading.events


class _Rows:
    def __init__(self, name: str) -> None:
        self.name = name
        self.events: list[TermEvent] = []
        self.problems: list[str] = []

    def add(self, number: int, row: dict[str, str]) -> None:
        """Add what one row says: an event, and its half-term holiday where that has columns of its own."""
        if not any(row.values()):
            return
        place = f"{self.name}:{number}"
        self._event(place, row.get("what", ""), row.get("first", ""), row.get("last", ""))
        if row.get("half_first") or row.get("half"):
            self._event(place, "Half term", row.get("half_first") or row["half"], row.get("half_last", ""))

    def _event(self, place: str, words: str, first: str, last: str) -> None:
        if not words:
            self.problems.append(f"{place}: nothing says what this is. Write it in the column 'What'.")
        begins, ends = self._days(place, first), self._days(place, last) if last else None
        if begins is None or (last and ends is None):
            return
        end = ends[1] if ends else (begins[1] if begins[1] != begins[0] else None)
        if end is not None and end < begins[0]:
            self.problems.append(f"{place}: '{words}' ends {end}, before it begins {begins[0]}. Correct one.")
            return
        self.events.append(TermEvent(words, begins[0], end, place))

    def _days(self, place: str, cell: str) -> tuple[date, date] | None:
        """The day or days in a cell, or None, with a problem, when it says none."""
        try:
            found = read_date(cell)
        except UnreadableCell as error:
            self.problems.append(f"{place}: {error}")
            return None
        if found is None or found.earliest is None or found.latest is None:
            self.problems.append(f"{place}: the first day is missing. Write it like 'Monday 2 September 2024'.")
            return None
        return found.earliest, found.latest


def _meaning(words: str) -> str | None:
    key = choice_key(words)
    return next((what for what, names in _HEADINGS.items() if key in names), None)
