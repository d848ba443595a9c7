"""Bringing in the term dates of a council or school: read, checked, compared with those known, kept, cases marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ehcp_workflow.cases.section_f.term_events import Meaning, TermEvent, gather, meaning
from ehcp_workflow.cases.section_f.terms import TermCalendar
from ehcp_workflow.cases.section_f.terms_joining import Change, as_said, changes, joined
from ehcp_workflow.cases.section_f.terms_reading import read_terms
from ehcp_workflow.errors import BadInput, NotFound
from ehcp_workflow.law.yaml_source import read_yaml
from ehcp_workflow.services.councils import find_council
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.terms.csv_events import csv_events
from ehcp_workflow.services.terms.ics_events import ics_events
from ehcp_workflow.services.terms.known import term_calendars
from ehcp_workflow.store import term_calendars as stored

MAX_BYTES = 1024 * 1024
_SCHOOL = re.compile(r"school:[a-z0-9][a-z0-9_-]{0,30}")


@dataclass(frozen=True)
class BroughtIn:
    """What an import did, or would do.

    Attributes:
        calendar: the term dates as they are known afterwards; read: those of the file alone.
        understood: each event of the file, and how it was understood.
        change: the days that become school days, and those that no longer are.
        cases: how many cases are worked out again by the next check.
        stored: whether it was kept; a dry run keeps nothing.
    """

    calendar: TermCalendar
    read: TermCalendar
    understood: tuple[tuple[TermEvent, Meaning], ...]
    change: Change
    cases: int
    stored: bool


def find_owner(text: str) -> tuple[str, str]:
    """The code and name of a council or school: a council's name or DfE number, or `school:` and a code.

    Raises:
        BadInput: it is neither.
    """
    if _SCHOOL.fullmatch(text.strip().lower()):
        code = text.strip().lower()
        return code, code.removeprefix("school:").replace("_", " ").title()
    if (council := find_council(text)) is not None:
        return council.code, council.name
    raise BadInput(
        f"'{text}' is no council we know and no school. Write a council's name or DfE number, such as 334, or "
        "'school:' and a short code of letters and digits, such as school:oak."
    )


def bring_in(
    installation: Installation, path: Path, whose: str, by: str, *, title: str | None = None, dry_run: bool = False
) -> BroughtIn:
    """Bring in term dates. What is wrong with the file is said all at once, and then nothing is kept.

    Cases that use these dates are worked out again by the next check, which holds what that tells for a person.

    Raises:
        NotFound: there is no such file.
        BadInput: the council or school is unknown, or anything in the file cannot be right.
    """
    owner, name = find_owner(whose)
    content = _read(path)
    holidays = installation.rulebook.calendar.holidays
    with installation.database.read() if dry_run else installation.database.write() as unit:
        old = term_calendars(installation, unit).get(owner)
        read, understood = _understand(path, content, owner, title or (old.title if old else name), holidays)
        # What is kept is read by every check, so the old and the new dates together must be as sound as a file.
        calendar = read_terms(as_said(joined(old, read)), holidays, path.name) if old else read
        change = changes(old, calendar)
        ids = stored.cases_using(unit, owner)
        if not dry_run:
            stored.add_calendar(unit, as_said(calendar), by, installation.now())
            stored.mark_changed(unit, ids)
    return BroughtIn(calendar, read, understood, change, len(ids), not dry_run)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput(
                f"{path.name} is larger than 1 MB, which no calendar of terms is. Take out what is not terms."
            )
        return path.read_bytes()
    except OSError as error:
        raise NotFound(
            f"The file {path.name} cannot be opened ({error.strerror}). Check its name and folder."
        ) from None


def _understand(
    path: Path, content: bytes, owner: str, title: str, holidays: frozenset[date]
) -> tuple[TermCalendar, tuple[tuple[TermEvent, Meaning], ...]]:
    match path.suffix.lower():
        case ".csv" | ".txt" | ".tsv":
            events = csv_events(path.name, content)
        case ".ics":
            events = ics_events(path.name, content)
        case ".yaml" | ".yml":
            said = dict(read_yaml(path)) | {"owner": owner}
            return read_terms(said, holidays, path.name), ()
        case ending:
            raise BadInput(f"{path.name} ends in '{ending}', which cannot be read. Save it as .csv, .ics or .yaml.")
    found = gather(events)
    known = found.known()
    if found.problems or known is None:
        nothing = f"{path.name}: there is no term in it. Give each term with its first and last day."
        raise BadInput("\n".join(found.problems or [nothing]))
    said = {
        "owner": owner,
        "title": title,
        "source": path.name,
        "known_from": known[0],
        "known_to": known[1],
        "terms": found.terms,
        "inset": found.inset,
        "closures": found.closures,
    }
    calendar = read_terms(said, holidays, path.name, found.places)
    return calendar, tuple((event, meaning(event)) for event in events)
