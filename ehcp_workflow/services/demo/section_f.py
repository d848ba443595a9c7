"""Section F of the fictional plans, and a delivery log for each: one story for each state that help can be in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.section_f.entry import By, Entry, EntryKind, Source
from ehcp_workflow.cases.section_f.line import Line, Per
from ehcp_workflow.cases.section_f.line import Unit as Of
from ehcp_workflow.cases.section_f.terms import TermCalendar
from ehcp_workflow.cases.section_f.versions import PLANS
from ehcp_workflow.services.event_checks import new_id
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.provision.ledger import provision_words
from ehcp_workflow.services.terms.known import shipped_calendars
from ehcp_workflow.store import provision
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.provision import LineWords

_CALENDAR = "school:demo"
_WORDS = "{} of direct speech and language therapy each week in term time, by a qualified therapist."
_VAGUE = "Access to speech and language therapy as required, with regular opportunities to practise."
_LAPSED_WEEKS, _SILENT_WEEKS, _CATCHING_UP = 5, 8, 4
Said = tuple[EntryKind, Fraction | None]
_ALL: Said = (EntryKind.DELIVERED, None)
_HALF: Said = (EntryKind.PART, Fraction(1, 2))
_ONE: Said = (EntryKind.PART, Fraction(1))
_NONE: Said = (EntryKind.MISSED, None)
_MADE_UP: Said = (EntryKind.CATCH_UP, Fraction(1))


def add_section_f(
    installation: Installation, unit: Unit, case_id: int, story: str, events: Sequence[Event], by: str
) -> None:
    """Record the lines of each version of a fictional plan, and what was delivered week by week until last Friday."""
    versions = [event for event in events if event.kind in PLANS]
    for version, event in enumerate(versions):
        _add_line(installation, unit, case_id, story, event, version, by)
    sent = versions[0].on.latest if versions else None
    calendar = shipped_calendars(installation.config, installation.rulebook.calendar.holidays)[_CALENDAR]
    weeks = list(_school_weeks(calendar, sent, installation.today())) if sent else []
    for place, (first, last) in enumerate(weeks):
        for kind, amount in _said(story, len(weeks) - place):
            entry = Entry(
                id=new_id(),
                line="F1",
                kind=kind,
                first=first,
                last=last,
                amount=amount,
                equivalent=True if kind is EntryKind.CATCH_UP else None,
                by=By.PROVIDER if kind in {EntryKind.MISSED, EntryKind.PART} else By.NOT_SAID,
                source=Source.FAMILY,
                recorded_at=installation.now(),
            )
            provision.add_entry(unit, installation.cipher, case_id, entry, None, by)


def _add_line(
    installation: Installation, unit: Unit, case_id: int, story: str, plan: Event, version: int, by: str
) -> None:
    measured = story != "vague"
    amount = Fraction(3, 2) if version else Fraction(1)
    wording = _WORDS.format("90 minutes" if version else "One hour") if measured else _VAGUE
    line = Line(
        id=new_id(),
        code="F1",
        plan=plan.id,
        strand="speech_and_language",
        amount=amount if measured else None,
        unit=Of.HOURS if measured else None,
        per=Per.WEEK if measured else None,
        calendar=_CALENDAR,
        vague=provision_words(installation).find_vague(wording),
        recorded_at=installation.now(),
    )
    words = LineWords(wording, "the NHS therapist", "at school")
    provision.add_line(unit, installation.cipher, case_id, line, words, by)


def _school_weeks(calendar: TermCalendar, sent: date, today: date) -> Iterator[tuple[date, date]]:
    """The first and last day of each finished week with a school day in it, from the week after the plan was sent."""
    monday = sent + timedelta(days=7 - sent.weekday())
    while monday + timedelta(days=4) < today:
        friday = monday + timedelta(days=4)
        if calendar.school_days(monday, friday):
            yield monday, friday
        monday += timedelta(days=7)


def _said(story: str, left: int) -> tuple[Said, ...]:
    """What is said of one week.

    Args:
        story: the name of the story.
        left: how many school weeks there are from it on, itself included.
    """
    match story:
        case "in_place":
            return (_ALL,)
        case "short":
            return (_HALF,)
        case "lapsed":
            return (_NONE,) if left <= _LAPSED_WEEKS else (_ALL,)
        case "never_started":
            return (_NONE,)
        case "not_reported":
            return () if left <= _SILENT_WEEKS else (_ALL,)
        case "put_right":
            return _put_right(left)
        case "amended":
            return (_ONE,)
    return ()  # of a line that cannot be measured nobody could say what was delivered


def _put_right(left: int) -> tuple[Said, ...]:
    """Four weeks were missed, and in each of the four after them an hour more was given."""
    if left <= _CATCHING_UP:
        return (_ALL, _MADE_UP)
    return (_NONE,) if left <= 2 * _CATCHING_UP else (_ALL,)
