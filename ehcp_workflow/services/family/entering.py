"""Entering the page of a family: the question, the answer, and the short visit that follows a right one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from ehcp_workflow.services.accounts.passwords import verify_password
from ehcp_workflow.services.family.links import BIRTH_DATE, find_link, plain_word
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.stop_tasks import tell_of_wrong_answers
from ehcp_workflow.store import accesses, case_facts, family_links, family_visits
from ehcp_workflow.store.accesses import Access
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.family_links import FamilyLink
from ehcp_workflow.store.people import manner_of, parts_of_each

STAYS = timedelta(minutes=30)
WAITS = timedelta(minutes=15)
WAITS_AFTER, ENDS_AFTER = 5, 10


class Outcome(StrEnum):
    """What came of an answer: right, wrong, not looked at for a while, or the last wrong one, which ends the link."""

    RIGHT = "right"
    WRONG = "wrong"
    WAIT = "wait"
    ENDED = "ended"


@dataclass(frozen=True)
class Door:
    """What the page asks before it shows anything.

    Attributes:
        asks: `birth_date` or `word`; own: whether the date is that of the reader, who is the young person.
        language: in which the reader is asked.
    """

    asks: str
    own: bool
    language: str


@dataclass(frozen=True)
class Answered:
    """What came of an answer; the secret of the visit that a right one begins."""

    outcome: Outcome
    secret: str = field(default="", repr=False)


@dataclass(frozen=True)
class Reader:
    """Somebody of a family who may see their page now.

    Attributes:
        link_id, case_id, person_id: their link, and of whom and what it is.
        language: in which they read; csrf: what their forms carry.
    """

    link_id: int
    case_id: int
    person_id: int
    language: str
    csrf: str

    @property
    def by(self) -> str:
        """Under what name their changes are kept: no name."""
        return f"person {self.person_id}"


def look_at_door(installation: Installation, token: str) -> Door:
    """What a link asks for; nothing is changed, because mail programs look at links by themselves.

    Raises:
        NotFound: the link does not work.
    """
    with installation.database.read() as unit:
        link = find_link(installation, unit, token)
        roles = {role for person, role in parts_of_each(unit, [link.case_id])[link.case_id] if person == link.person_id}
        language = manner_of(unit, link.person_id).language
    return Door(link.asks, "young_person" in roles, language)


def answer_door(installation: Installation, token: str, said: date | str) -> Answered:
    """Compare an answer with what is known; a right one begins a visit.

    After five wrong ones within a quarter of an hour none is looked at until that time is over. The tenth wrong one
    that counts ends the link, and the adviser has a task. A right answer takes away the wrong ones just before it.

    Raises:
        NotFound: the link does not work.
    """
    with installation.database.write() as unit:
        link = find_link(installation, unit, token, hold=True)
        lately = _lately(installation, link)
        if lately >= WAITS_AFTER:
            return Answered(Outcome.WAIT)
        if not _is_right(installation, unit, link, said):
            return Answered(_note_wrong(installation, unit, link, lately))
        return _begin(installation, unit, link)


def find_reader(installation: Installation, token: str, secret: str | None) -> Reader | None:
    """Who is visiting the page of a link; None where nobody gave the right answer here lately.

    Raises:
        NotFound: the link does not work, or works no more.
    """
    with installation.database.read() as unit:
        link = find_link(installation, unit, token)
        csrf = family_visits.find_visit(unit, link.id, secret, installation.now()) if secret else None
        if csrf is None:
            return None
        language = manner_of(unit, link.person_id).language
    return Reader(link.id, link.case_id, link.person_id, language, csrf)


def leave(installation: Installation, secret: str | None) -> None:
    """End a visit, so that going back in the browser asks again."""
    if secret:
        with installation.database.write() as unit:
            family_visits.end_visit(unit, secret, installation.now())


def _is_right(installation: Installation, unit: Unit, link: FamilyLink, said: date | str) -> bool:
    if link.asks == BIRTH_DATE:
        born = case_facts.birth_dates(unit, installation.cipher, [link.case_id]).get(link.case_id)
        return born is not None and said == born
    return isinstance(said, str) and verify_password(plain_word(said), link.word_hash)


def _lately(installation: Installation, link: FamilyLink) -> int:
    """How many of the wrong answers still count for waiting."""
    over = link.lately_since is None or installation.now() >= link.lately_since + WAITS
    return 0 if over else link.wrong_lately


def _note_wrong(installation: Installation, unit: Unit, link: FamilyLink, lately: int) -> Outcome:
    now, wrong = installation.now(), link.wrong + 1
    since = link.lately_since if lately else now
    family_links.change_link(unit, link.id, wrong=wrong, wrong_lately=lately + 1, lately_since=since)
    if wrong < ENDS_AFTER:
        return Outcome.WAIT if lately + 1 >= WAITS_AFTER else Outcome.WRONG
    family_links.change_link(unit, link.id, ended_at=now, ended_why="wrong answers")
    tell_of_wrong_answers(installation, unit, link.person_id)
    return Outcome.ENDED


def _begin(installation: Installation, unit: Unit, link: FamilyLink) -> Answered:
    now, secret = installation.now(), secrets.token_urlsafe(32)
    forgiven = _lately(installation, link)
    family_links.change_link(unit, link.id, wrong=link.wrong - forgiven, wrong_lately=0, lately_since=None, used_at=now)
    family_visits.add_visit(unit, link.id, secret, secrets.token_urlsafe(32), now=now, ends=now + STAYS)
    return Answered(Outcome.RIGHT, secret)


def note_look(installation: Installation, reader: Reader, what: str, *, changed: bool) -> None:
    """Write down that somebody looked at their page or changed something on it, as for everybody who looks at a case.

    Args:
        installation: the installation.
        reader: who.
        what: what they did, in the words of an address without its values.
        changed: whether it is a change.
    """
    with installation.database.write() as unit:
        accesses.add_access(unit, reader.case_id, None, Access(reader.by, what, changed, installation.now()))
