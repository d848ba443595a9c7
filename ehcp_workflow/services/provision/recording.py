"""Recording lines of Section F and what was delivered: in one transaction the record and all that follows from it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.position import Position
from ehcp_workflow.cases.section_f.entry import By, Entry, EntryKind, Source
from ehcp_workflow.cases.section_f.line import Line, Per, Unit
from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.services.casework import work_out
from ehcp_workflow.services.event_checks import EARLIEST, new_id
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.provision.amounts import check_delivered
from ehcp_workflow.services.provision.standing import lines_of_plan, newest_line, plan_versions
from ehcp_workflow.store import casebook, provision
from ehcp_workflow.store.provision import NO_WORDS, LineWords

_CODE = re.compile(r"[A-Z]{1,3}[0-9]{1,3}[a-z]?")
_STRAND = re.compile(r"[a-z][a-z_]{1,39}")


@dataclass(frozen=True)
class NewLine:
    """A line of Section F as somebody reads it from the plan; amount, unit and period belong together."""

    code: str
    strand: str
    amount: Fraction | None = None
    unit: Unit | None = None
    per: Per | None = None
    term_time: bool = True
    calendar: str | None = None
    starts: date | None = None
    ends: date | None = None
    words: LineWords = NO_WORDS
    plan: str | None = None


@dataclass(frozen=True)
class NewEntry:
    """What somebody says was delivered of a line; both ends of its days belong to it."""

    line: str
    kind: EntryKind
    first: date
    last: date
    amount: Fraction | None = None
    equivalent: bool | None = None
    by: By = By.NOT_SAID
    source: Source | None = None
    note: str | None = field(default=None, repr=False)


def add_line(installation: Installation, reference: str, new: NewLine, by: str) -> Position:
    """Record a line of Section F, by default in the newest version of the plan; where the case stands now.

    Raises:
        NotFound: there is no such case, or it has no such version of a plan.
        BadInput: the line does not make sense.
        Refused: that version has a line with this code already.
    """
    _check_line(new)
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        case = casebook.read_case(unit, record)
        plan = _plan(case, new.plan, record.reference)
        if any(line.code == new.code for line in lines_of_plan(case.section_f, plan.id)):
            raise Refused(f"{new.code} is in this version of the plan already. `ehcp provision correct` puts it right.")
        line = Line(
            id=new_id(),
            code=new.code,
            plan=plan.id,
            strand=new.strand,
            amount=new.amount,
            unit=new.unit,
            per=new.per,
            term_time=new.term_time,
            calendar=new.calendar,
            starts=new.starts,
            ends=new.ends,
            recorded_at=installation.now(),
        )
        provision.add_line(unit, installation.cipher, record.id, line, new.words, by)
        return work_out(installation, unit, record)


def carry_lines(installation: Installation, reference: str, by: str, only: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Copy the lines of the version before to the newest version of the plan; the codes that were copied.

    A line that the newest version has already stays as it is there.

    Raises:
        NotFound: there is no such case, or one of the lines is not in the version before.
        Refused: there is no version before.
    """
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        case = casebook.read_case(unit, record)
        versions = plan_versions(case)
        if len(versions) < 2:
            raise Refused(
                f"{record.reference} has no earlier version of a plan to copy from. Use `ehcp provision add`."
            )
        before = lines_of_plan(case.section_f, versions[-2].id)
        there = {line.code for line in lines_of_plan(case.section_f, versions[-1].id)}
        if missing := set(only) - {line.code for line in before}:
            raise NotFound(
                f"The version before has no line {', '.join(sorted(missing))}. `ehcp provision lines` lists."
            )
        wanted = [line for line in before if line.code not in there and (not only or line.code in only)]
        words = provision.words_of_lines(unit, installation.cipher, record.id)
        for line in wanted:
            copy = replace(line, id=new_id(), plan=versions[-1].id, replaces=None, recorded_at=installation.now())
            provision.add_line(unit, installation.cipher, record.id, copy, words[line.id], by)
        work_out(installation, unit, record)
    return tuple(line.code for line in wanted)


def log_delivery(installation: Installation, reference: str, new: NewEntry, by: str) -> Position:
    """Record what was delivered of a line, or was not; where the case stands now.

    Raises:
        NotFound: there is no such case, or no such line in it.
        BadInput: the days or the amount cannot be, or something is missing that the entry would be useless without.
        Refused: it is in the future.
    """
    _check_entry(new, installation.today())
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        line = newest_line(casebook.read_case(unit, record), new.line, record.reference)
        if new.amount is not None:
            check_delivered(line, new.amount, new.first, new.last)
        entry = Entry(
            id=new_id(),
            line=line.code,
            kind=new.kind,
            first=new.first,
            last=new.last,
            amount=new.amount,
            equivalent=new.equivalent,
            by=new.by,
            source=new.source or Source.ADVISER,
            recorded_at=installation.now(),
        )
        provision.add_entry(unit, installation.cipher, record.id, entry, new.note, by)
        return work_out(installation, unit, record)


def _plan(case: Case, wanted: str | None, reference: str) -> Event:
    """The version of the plan that is meant: the newest, the one of a number counted from 1, or the one of a day."""
    versions = plan_versions(case)
    found = versions[-1:] if wanted is None else [v for n, v in enumerate(versions, 1) if wanted in {str(n), str(v.on)}]
    if len(found) != 1:
        what = "no plan" if not versions else f"no single version '{wanted}' of its plan"
        raise NotFound(f"{reference} has {what}. Record final_plan_sent or amended_plan_sent with `ehcp case event`.")
    return found[0]


def _check_line(new: NewLine) -> None:
    if not _CODE.fullmatch(new.code):
        raise BadInput(f"'{new.code}' is not the code of a line. Write it like F1.")
    if not _STRAND.fullmatch(new.strand):
        raise BadInput("A strand is a code such as speech_and_language, never a name.")
    said = [part is not None for part in (new.amount, new.unit, new.per)]
    if any(said) and not all(said):
        raise BadInput("Amount, unit and period belong together. Give all of --amount, --unit and --per, or none.")
    if not any(said) and not new.words.wording:
        raise BadInput("A line without amount needs its wording. Add --wording with the plan's own words.")
    if new.starts and new.ends and new.ends < new.starts:
        raise BadInput(f"The line ends on {new.ends}, before it begins on {new.starts}. Correct one of the two.")


def _check_entry(new: NewEntry, today: date) -> None:
    if new.last < new.first:
        raise BadInput(f"{new.first}/{new.last} ends before it begins. Write the earlier day first.")
    if new.first < EARLIEST:
        raise BadInput(f"{new.first} is too long ago to be meant. Correct the year.")
    if new.last > today:
        raise Refused(f"{new.last} is in the future. Log what happened once it has happened.")
    if new.kind is EntryKind.MISSED and new.amount is not None:
        raise BadInput("Nothing was delivered, so `missed` has no amount. Log `part` with what was delivered.")
    if (new.kind is EntryKind.CATCH_UP) != (new.equivalent is not None):
        raise BadInput("Catch-up, and nothing else, is --equivalent or --not-equivalent to what was missed. Say which.")
    if new.kind is EntryKind.AGREED_GAP and not (new.note or new.source):
        raise BadInput("An agreed gap needs who agreed to it. Add --source, or a --note.")
