"""The lines and the delivery log of a case with their words, for the case's own page and commands only."""

from __future__ import annotations

from dataclasses import dataclass, field

from ehcp_workflow.cases.section_f.entry import Entry
from ehcp_workflow.cases.section_f.line import Line
from ehcp_workflow.cases.standing import standing
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.provision.standing import lines_of_plan, plan_versions
from ehcp_workflow.store import casebook, provision
from ehcp_workflow.store.provision import NO_WORDS, LineWords


@dataclass(frozen=True)
class ListedLine:
    """A line that counts, the version of the plan it is in, counted from 1, and what it says in words."""

    line: Line
    version: int
    words: LineWords = field(repr=False, default=NO_WORDS)


@dataclass(frozen=True)
class ListedEntry:
    """An entry of the log that counts, with its note."""

    entry: Entry
    note: str | None = field(repr=False, default=None)


@dataclass(frozen=True)
class SectionFSheet:
    """Everything that counts of Section F of a case: lines by version and code, entries by day."""

    reference: str
    lines: tuple[ListedLine, ...]
    entries: tuple[ListedEntry, ...]

    @property
    def without_line(self) -> tuple[str, ...]:
        """Codes that the log has entries of and no version of the plan has a line for; those entries count nothing."""
        codes = {listed.line.code for listed in self.lines}
        return tuple(sorted({listed.entry.line for listed in self.entries} - codes))


def read_section_f(installation: Installation, reference: str) -> SectionFSheet:
    """The lines and the delivery log of a case.

    Raises:
        NotFound: there is no such case.
    """
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        case = casebook.read_case(unit, record)
        words = provision.words_of_lines(unit, installation.cipher, record.id)
        notes = provision.notes_of_entries(unit, installation.cipher, record.id)
    lines = [
        ListedLine(line, version, words[line.id])
        for version, plan in enumerate(plan_versions(case), 1)
        for line in lines_of_plan(case, plan)
    ]
    log = sorted(standing(case.section_f.entries), key=lambda entry: (entry.first, entry.last, entry.id))
    return SectionFSheet(record.reference, tuple(lines), tuple(ListedEntry(e, notes.get(e.id)) for e in log))
