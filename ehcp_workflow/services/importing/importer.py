"""Bringing a caseload in: one verdict and one transaction a row. Importing the same file again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ehcp_workflow.errors import BadInput
from ehcp_workflow.messages.email import check_address
from ehcp_workflow.services.importing.choosing import read_choices
from ehcp_workflow.services.importing.columns import Matched, load_columns, match_headings
from ehcp_workflow.services.importing.filing import AT_THE_TERMINAL, Filer, file_row
from ehcp_workflow.services.importing.rows import read_rows
from ehcp_workflow.services.importing.table import NumberedRow, read_file
from ehcp_workflow.services.importing.verdicts import Verdict
from ehcp_workflow.services.installation import Installation


@dataclass(frozen=True)
class CaseloadFile:
    """A caseload file that can be imported: its columns are understood, its rows not yet read."""

    columns: Matched
    rows: tuple[NumberedRow, ...]

    @property
    def unknown_headings(self) -> tuple[str, ...]:
        """Headings that mean nothing to us; nothing is read from their columns."""
        return self.columns.unknown

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self.rows)


def open_caseload(path: Path, said: Sequence[str] = ()) -> CaseloadFile:
    """Open a CSV or xlsx file and match its columns.

    Args:
        path: the file.
        said: what a person says of headings, each as `Heading=Column`; without a column the heading is not read.

    Raises:
        NotFound: there is no such file.
        BadInput: it is not such a file, is too big, or its columns cannot be understood.
    """
    known = load_columns()
    named = {one.partition("=")[0].strip() for one in said}
    table = read_file(path, lambda heading: known.find(heading) is not None or heading.strip() in named)
    return CaseloadFile(match_headings(table.headings, known, read_choices(said, table.headings, known)), table.rows)


def import_rows(
    installation: Installation, file: CaseloadFile, *, dry_run: bool = False, filer: Filer = AT_THE_TERMINAL
) -> Iterator[Verdict]:
    """Import a file row by row, each in a transaction of its own.

    A dry run does the same in one transaction and undoes it, so that its verdicts are the real ones. Nobody is sent
    anything by an import: the next check looks at the cases it brought.

    Args:
        installation: the installation.
        file: the file.
        dry_run: whether to undo it all.
        filer: who imports it, and which cases they may see.
    """
    readings = read_rows(file.columns, file.rows, installation.today(), _can_be_written_to)
    if not dry_run:
        for reading in readings:
            with installation.database.write() as unit:
                verdict = file_row(installation, unit, reading, filer)
            # Only what is safely stored is reported, and nothing is held while the caller looks at it.
            yield verdict
        return
    with installation.database.write() as unit:
        for reading in readings:
            yield file_row(installation, unit, reading, filer)
        unit.rollback()


def _can_be_written_to(address: str) -> bool:
    try:
        check_address(address)
    except BadInput:
        return False
    return True
