"""Recording lines of Section F and what was delivered: in one transaction the record and all that follows from it."""

from __future__ import annotations

from dataclasses import replace

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.position import Position
from ehcp_workflow.cases.section_f.entry import Entry, Source
from ehcp_workflow.cases.section_f.line import Line
from ehcp_workflow.errors import NotFound, Refused
from ehcp_workflow.services.casework import catch_up, work_out
from ehcp_workflow.services.event_checks import new_id
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.once import Once, is_first
from ehcp_workflow.services.provision.amounts import check_delivered, in_unit_of
from ehcp_workflow.services.provision.checks import NewEntry, NewLine, check_calendar, check_entry, check_line
from ehcp_workflow.services.provision.ledger import provision_words
from ehcp_workflow.services.provision.standing import line_on, lines_of_plan, plan_versions
from ehcp_workflow.services.terms.known import term_calendars
from ehcp_workflow.store import casebook, provision

__all__ = ["NewEntry", "NewLine", "add_line", "carry_lines", "entry_for", "log_delivery"]


def add_line(installation: Installation, reference: str, new: NewLine, by: str, once: Once | None = None) -> Position:
    """Record a line of Section F, by default in the newest version of the plan; where the case stands now.

    Raises:
        NotFound: there is no such case, or it has no such version of a plan.
        BadInput: the line does not make sense.
        Refused: that version has a line with this code already.
        ChangedMeanwhile: the case is not as the sender of the form saw it.
    """
    kinds = provision_words(installation)
    check_line(new, kinds)
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        if not is_first(installation, unit, record, once):
            return work_out(installation, unit, record)
        catch_up(installation, unit, record)
        case = casebook.read_case(unit, record)
        plan = _plan(case, new.plan, record.reference)
        check_calendar(new.calendar, term_calendars(installation, unit))
        if any(line.code == new.code for line in lines_of_plan(case, plan)):
            raise Refused(f"{new.code} is in this version of the plan already. Put it right, or use another code.")
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
            vague=kinds.find_vague(new.words.wording or ""),
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
        catch_up(installation, unit, record)
        case = casebook.read_case(unit, record)
        versions = plan_versions(case)
        if len(versions) < 2:
            raise Refused(
                f"{record.reference} has no earlier version of a plan to copy from. Use `ehcp provision add`."
            )
        before = lines_of_plan(case, versions[-2])
        there = {line.code for line in lines_of_plan(case, versions[-1])}
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


def log_delivery(
    installation: Installation, reference: str, new: NewEntry, by: str, once: Once | None = None
) -> Position:
    """Record what was delivered of a line, or was not; where the case stands now.

    Raises:
        NotFound: there is no such case, or no such line in it.
        BadInput: the days or the amount cannot be, or something is missing that the entry would be useless without.
        Refused: it is in the future.
        ChangedMeanwhile: the case is not as the sender of the form saw it.
    """
    check_entry(new, installation.today())
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        if not is_first(installation, unit, record, once):
            return work_out(installation, unit, record)
        catch_up(installation, unit, record)
        line = line_on(casebook.read_case(unit, record), new.line, new.first, record.reference)
        entry = entry_for(installation, line, new)
        provision.add_entry(unit, installation.cipher, record.id, entry, new.note, by)
        return work_out(installation, unit, record)


def entry_for(installation: Installation, line: Line, new: NewEntry) -> Entry:
    """The entry to log, with its amount in the line's own unit.

    Raises:
        BadInput: there cannot be so much, or the line has another unit.
    """
    amount = None if new.amount is None else in_unit_of(line, new.amount, new.unit)
    if amount is not None:
        check_delivered(line, amount, new.first, new.last)
    return Entry(
        id=new_id(),
        line=line.code,
        kind=new.kind,
        first=new.first,
        last=new.last,
        amount=amount,
        equivalent=new.equivalent,
        by=new.by,
        source=new.source or Source.ADVISER,
        recorded_at=installation.now(),
    )


def _plan(case: Case, wanted: str | None, reference: str) -> Event:
    """The version of the plan that is meant: the newest, the one of a number counted from 1, or the one of a day."""
    versions = plan_versions(case)
    found = versions[-1:] if wanted is None else [v for n, v in enumerate(versions, 1) if wanted in {str(n), str(v.on)}]
    if len(found) != 1:
        what = "no plan" if not versions else f"no single version '{wanted}' of its plan"
        raise NotFound(f"{reference} has {what}. Record that the final plan, or the amended plan, was sent.")
    return found[0]
