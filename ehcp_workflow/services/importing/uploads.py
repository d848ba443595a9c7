"""A caseload that somebody uploads: kept sealed for a day, its headings matched, tried out, and brought in."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_urlsafe

from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.accounts.visitor import May, Visitor
from ehcp_workflow.services.importing.cells import is_blank
from ehcp_workflow.services.importing.choosing import column_called
from ehcp_workflow.services.importing.columns import ColumnSet, load_columns, match_headings
from ehcp_workflow.services.importing.filing import Filer
from ehcp_workflow.services.importing.importer import CaseloadFile, import_rows
from ehcp_workflow.services.importing.table import Table, TooManyRows, read_upload
from ehcp_workflow.services.importing.trying import CHECKED, IMPORTED, Tried, begin, gone, keep, kept
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import uploads
from ehcp_workflow.store.uploads import Upload

MAX_ROWS = 2_000
"""More than these hold the database for longer than others should wait; `ehcp caseload import` takes them."""


@dataclass(frozen=True)
class Heading:
    """One heading of a file. No cell under it is shown: it may name somebody.

    Attributes:
        place: its place in the row, counted from 0; text: what it says.
        filled: how many rows have something under it.
        column: the name of the column it means; empty for none.
        recognised: whether we recognised that ourselves.
    """

    place: int
    text: str
    filled: int
    column: str
    recognised: bool


def receive(installation: Installation, visitor: Visitor, content: bytes) -> str:
    """Keep an uploaded file; its name in addresses. Whatever else they had uploaded and not imported goes.

    Raises:
        BadInput: it is not a caseload we can read.
    """
    _read(content)
    name, said = token_urlsafe(16), base64.b64encode(content).decode()
    with installation.database.write() as unit:
        uploads.add_upload(unit, installation.cipher, visitor.account_id, name, said, installation.now())
    return name


def headings_of(installation: Installation, visitor: Visitor, name: str) -> tuple[Heading, ...]:
    """The headings of a file and what each means.

    Raises:
        NotFound: there is no such file of theirs, or it was imported.
    """
    upload = _find(installation, visitor, name)
    table, known = _table(upload), load_columns()
    return tuple(_heading(upload, table, known, place) for place in range(len(table.headings)))


def choose(installation: Installation, visitor: Visitor, name: str, said: Mapping[int, str]) -> None:
    """Keep what a person says the headings mean, by their place; an empty name means none.

    Raises:
        NotFound: there is no such file of theirs, or it was imported.
        BadInput: there is no such column, two headings mean one column, or none of them could start a case.
    """
    known = load_columns()
    table = _table(_find(installation, visitor, name))
    chosen = {place: column_called(one, known) for place, one in said.items() if 0 <= place < len(table.headings)}
    match_headings(table.headings, known, chosen)
    kept = {str(place): column.name if column else "" for place, column in chosen.items()}
    with installation.database.write() as unit:
        uploads.choose(unit, name, kept)


def try_out(installation: Installation, visitor: Visitor, name: str) -> Tried:
    """What would become of each row; nothing of it is kept but the answer.

    Raises:
        NotFound: there is no such file of theirs, or it was imported.
        BadInput: its headings do not start a case.
    """
    file = _file(_find(installation, visitor, name))
    verdicts = tuple(import_rows(installation, file, dry_run=True, filer=_filer(visitor)))
    return keep(installation, name, verdicts, CHECKED)


def bring_in(installation: Installation, visitor: Visitor, name: str) -> Tried:
    """Import a file whose rows were looked at before. The file itself is forgotten; nobody is sent anything by it.

    Raises:
        NotFound: there is no such file of theirs.
        Refused: nobody looked at what would become of its rows, or it is being imported now.
    """
    with installation.database.write() as unit:
        whose = (visitor.account_id, name, installation.now())
        upload = begin(unit, uploads.find_upload(unit, installation.cipher, *whose, lock=True))
    if upload.state == IMPORTED:
        return kept(upload)
    file = _file(upload)
    return keep(installation, name, tuple(import_rows(installation, file, filer=_filer(visitor))), IMPORTED)


def tried(installation: Installation, visitor: Visitor, name: str) -> Tried | None:
    """What became, or would become, of each row; None before that was asked.

    Raises:
        NotFound: there is no such file of theirs.
    """
    upload = _find(installation, visitor, name, imported=True)
    return kept(upload) if upload.verdicts else None


def drop(installation: Installation, visitor: Visitor, name: str) -> None:
    """Forget a file at once."""
    with installation.database.write() as unit:
        uploads.drop(unit, visitor.account_id, name)


def _read(content: bytes) -> Table:
    known = load_columns()
    try:
        return read_upload(content, lambda heading: known.find(heading) is not None, MAX_ROWS)
    except TooManyRows:
        raise BadInput(
            f"The file has more than the {MAX_ROWS:,} rows that this page takes. Split it, or use the command: "
            "ehcp caseload import"
        ) from None


def _table(upload: Upload) -> Table:
    return _read(base64.b64decode(upload.content or ""))


def _file(upload: Upload) -> CaseloadFile:
    table, known = _table(upload), load_columns()
    chosen = {int(place): column_called(name, known) for place, name in upload.choices.items()}
    return CaseloadFile(match_headings(table.headings, known, chosen), table.rows)


def _heading(upload: Upload, table: Table, known: ColumnSet, place: int) -> Heading:
    found = known.find(table.headings[place])
    ours = found.name if found else ""
    means = str(upload.choices.get(str(place), ours))
    filled = sum(not is_blank(values[place]) for _, values in table.rows)
    return Heading(place, table.headings[place], filled, means, recognised=bool(ours) and means == ours)


def _filer(visitor: Visitor) -> Filer:
    return Filer(
        by=visitor.name,
        knows=visitor.knows,
        shown=visitor.may(May.SEE_CASES),
        team=visitor.only_team,
        account_id=visitor.account_id,
        what="POST /import/{upload}",
    )


def _find(installation: Installation, visitor: Visitor, name: str, *, imported: bool = False) -> Upload:
    with installation.database.read() as unit:
        found = uploads.find_upload(unit, installation.cipher, visitor.account_id, name, installation.now())
    if found is None or (found.content is None and not imported):
        raise gone()
    return found
