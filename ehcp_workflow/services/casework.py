"""Recording what happened in a case: in one transaction the event, the dates it moves and the alerts it raises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.errors import NotFound, Refused
from ehcp_workflow.law.rules import CountsFrom
from ehcp_workflow.law.when import When
from ehcp_workflow.services.contacts import Contact, add_contacts
from ehcp_workflow.services.event_checks import NewEvent, check_event, check_new_case, new_id
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.once import Once, is_first
from ehcp_workflow.services.planning.bulk import holding_back
from ehcp_workflow.services.planning.over import close_tasks_that_are_over
from ehcp_workflow.services.planning.planner import plan
from ehcp_workflow.services.planning.truths import add_to
from ehcp_workflow.services.terms.attached import with_terms
from ehcp_workflow.store import case_desks, casebook, positions, sent_forms
from ehcp_workflow.store.casebook import CaseRecord, NewCase
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.positions import Watch
from ehcp_workflow.store.visibility import EVERYTHING, Sees, may_see


@dataclass(frozen=True)
class Further:
    """What else is put right in an event beside the day it happened.

    Attributes:
        dates, options, about: what is right; what is not named stays as it was.
        source: where that is known from; once: of the form that asks for it.
        whole: whether this is all there is to say, so that what is not named falls away instead.
    """

    dates: Mapping[CountsFrom, When] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    about: str | None = None
    source: str | None = None
    whole: bool = False
    once: Once | None = None


NOTHING_FURTHER = Further()


def open_case(
    installation: Installation,
    new: NewCase,
    contacts: tuple[Contact, ...] = (),
    once: Once | None = None,
    team: int | None = None,
    sees: Sees = EVERYTHING,
) -> CaseRecord:
    """Open a case with the people in it; events follow. A form that opened one before leads to that one.

    Args:
        installation: the installation.
        new: what is known of it.
        contacts: the people in it.
        once: what its form carried.
        team: the number of the team whose it is; None for no team's.
        sees: which cases the one who opens it may see: of another that goes by the reference no more is told.

    Raises:
        BadInput: an address is not one, or the date of birth or the name cannot be meant.
        Refused: another case goes by the adviser's own reference already.
    """
    check_new_case(new, installation.today())
    with installation.database.write() as unit:
        if once and (opened := sent_forms.case_of(unit, once.key)) is not None:
            return casebook.find_case(unit, installation.cipher, casebook.reference_of(unit, opened))
        if new.their_reference and (other := find_if_there(installation, unit, new.their_reference)):
            known = other.reference if may_see(unit, sees, other.id) else "A case that is not yours to see"
            raise Refused(f"{known} has that reference of yours already. Record in that case, or use another.")
        record = casebook.add_case(unit, installation.cipher, new)
        is_first(installation, unit, record, once)
        if team is not None:
            case_desks.assign(unit, record.id, team, None)
        add_contacts(installation, unit, record.id, contacts)
        case = with_terms(installation, unit, casebook.read_case(unit, record))
        position = take_position(installation.rulebook, installation.policy, case, installation.today())
        keep(installation, unit, record.id, position)
    return record


def find_if_there(installation: Installation, unit: Unit, reference: str) -> CaseRecord | None:
    """The case with a reference, ours or the adviser's own, held until the transaction ends; None if there is none."""
    try:
        return casebook.find_case(unit, installation.cipher, reference, lock=True)
    except NotFound:
        return None


def record_event(
    installation: Installation, reference: str, new: NewEvent, by: str, once: Once | None = None
) -> Position:
    """Record what happened, move the dates and plan the messages that follow; where the case stands now.

    Raises:
        NotFound: there is no such case.
        BadInput: the event, one of its dates or options is not known.
        Refused: it is in the future.
        ChangedMeanwhile: the case is not as the sender of the form saw it.
    """
    event = check_event(installation, new)
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        if is_first(installation, unit, record, once):
            catch_up(installation, unit, record)
            casebook.add_event(unit, installation.cipher, record.id, event, by=by, source=new.source, note=new.note)
        return work_out(installation, unit, record)


def correct_event(
    installation: Installation,
    reference: str,
    event_id: str,
    on: When | None,
    by: str,
    note: str | None = None,
    also: Further = NOTHING_FURTHER,
) -> Position:
    """Correct what was recorded of an event, or take it back; the old record stays and is marked as corrected.

    Args:
        installation: the installation.
        reference: the case.
        event_id: the event, or enough of the start of its id to know it by.
        on: the right date; None takes the event back.
        by: who says so.
        note: why.
        also: further dates and options to put right or to add.

    Raises:
        NotFound: there is no such case, or no such event in it.
        BadInput: the event cannot have such a date or option.
        Refused: it was corrected before (correct the correction) or taken back, or a new date is in the future.
        ChangedMeanwhile: the case is not as the sender of the form saw it.
    """
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        if not is_first(installation, unit, record, also.once):
            return work_out(installation, unit, record)
        old = _find_event(casebook.read_case(unit, record).recorded, record, event_id)
        event = _corrected(installation, old, on, also)
        catch_up(installation, unit, record)
        casebook.add_event(unit, installation.cipher, record.id, event, by=by, source=also.source, note=note)
        return work_out(installation, unit, record)


def work_out(installation: Installation, unit: Unit, record: CaseRecord) -> Position:
    """Work a case out again, keep the result, and plan the alerts that are due."""
    case = with_terms(installation, unit, casebook.read_case(unit, record))
    position = take_position(installation.rulebook, installation.policy, case, installation.today())
    stale = positions.worked_out_otherwise(unit, [record.id], installation.fingerprint)
    hold = holding_back(unit, [record.id], stale)
    keep(installation, unit, record.id, position)
    close_tasks_that_are_over(installation, unit, {record.id: position})
    plan(installation, unit, add_to(installation, unit, {record.id: position}), hold=hold)
    return position


def catch_up(installation: Installation, unit: Unit, record: CaseRecord) -> None:
    """Do first what the next check would, after a change of the rules: what they tell waits, what an event tells not.

    A case that cannot be worked out is left as it is: what is about to be recorded may be what puts it right.
    """
    if not positions.worked_out_otherwise(unit, [record.id], installation.fingerprint):
        return
    case = with_terms(installation, unit, casebook.read_case(unit, record))
    try:
        take_position(installation.rulebook, installation.policy, case, installation.today())
    except Exception:  # noqa: BLE001 - whatever is wrong with the case, people may still record in it
        return
    work_out(installation, unit, record)


def file_quietly(installation: Installation, unit: Unit, record: CaseRecord, hold: str | None = "imported") -> Position:
    """Work a case out and keep the result without planning anything: the next check looks at it and plans what is due.

    For many cases at once: nobody is written to because of a file that somebody loaded. Whatever is planned for the
    case is held for the reason `hold`, until a person accepts it; with None it goes at once.
    """
    case = with_terms(installation, unit, casebook.read_case(unit, record))
    position = take_position(installation.rulebook, installation.policy, case, installation.today())
    looks = dict.fromkeys(Watch, position.as_at)
    positions.save_position(unit, record.id, position, installation.fingerprint, looks)
    positions.set_quiet(unit, [record.id], hold)
    return position


def keep(installation: Installation, unit: Unit, case_id: int, position: Position) -> None:
    """Keep what was worked out, and the days to look again."""
    looks = {Watch.DEADLINES: position.next_clock_look, Watch.SILENCE: position.next_silence_look}
    positions.save_position(unit, case_id, position, installation.fingerprint, looks)


def _corrected(installation: Installation, old: Event, on: When | None, also: Further) -> Event:
    """What replaces an event: the same with what is put right, or the record that takes it back."""
    if on is None:
        return replace(old, id=new_id(), corrects=old.id, withdrawn=True, recorded_at=installation.now())
    if also.whole:
        new = NewEvent(old.kind, on, also.dates, also.about, also.options)
    else:
        about = also.about or old.about
        new = NewEvent(old.kind, on, {**old.dates, **also.dates}, about, {**old.options, **also.options})
    return replace(check_event(installation, new), corrects=old.id)


def _find_event(recorded: tuple[Event, ...], record: CaseRecord, event_id: str) -> Event:
    found = [event for event in recorded if event.id.startswith(event_id)] if event_id else []
    if len(found) != 1:
        raise NotFound(f"{record.reference} has no single event '{event_id}'. `ehcp case show` lists the ids.")
    newer = next((event for event in recorded if event.corrects == found[0].id), found[0])
    if newer.withdrawn:
        raise Refused(f"Event {event_id} was taken back. If it did happen, record it anew.")
    if newer is not found[0]:
        raise Refused(f"Event {event_id} has been corrected already. Correct the newer record of it.")
    return found[0]
