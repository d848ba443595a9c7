"""The private links of families: made, renewed and ended by an adviser, each for one person and one case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ehcp_workflow.cases.holder import Holder
from ehcp_workflow.cases.policy import Audience
from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.services.accounts.passwords import hash_password
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.rights import holders_of
from ehcp_workflow.services.secret_links import is_token_of, new_salt, number_in, token_of
from ehcp_workflow.store import casebook, family_links
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.family_links import FamilyLink, NewLink
from ehcp_workflow.store.people import parts_of_each, people_to_tell
from ehcp_workflow.today import london_date

HOLDS_FOR = timedelta(days=90)
SHORTEST_WORD = 6
BIRTH_DATE, WORD = "birth_date", "word"
_WHAT = "family link"
_WRONG = "This link does not work. Part of it may be missing, or it has ended. Ask your adviser for a new one."


@dataclass(frozen=True)
class MadeLink:
    """A link that was just made; its address is shown now and never again."""

    link_id: int
    address: str
    asks: str
    last_day: date


@dataclass(frozen=True)
class ListedLink:
    """A link as advisers see it, without its address.

    Attributes:
        role: the part of the person in the case; asks: what they must say first.
        last_day: the last day on which it works; used_at: when it was last used.
        state: `open`, `expired`, or why it ended.
    """

    number: int
    reference: str
    person_id: int
    role: str
    asks: str
    made_at: datetime
    last_day: date
    used_at: datetime | None
    wrong: int
    state: str

    @property
    def is_open(self) -> bool:
        """Whether it can still be used."""
        return self.state == "open"


def make_link(
    installation: Installation, reference: str, person_id: int, by: str, *, word: str | None = None
) -> MadeLink:
    """Make the link of one person to the page of a case; one they had before ends.

    Args:
        installation: the installation.
        reference: the case.
        person_id: whose link it is: a person of the family whom the rights belong to now.
        by: who makes it.
        word: a word agreed with them, to be asked for; without one the child's date of birth is asked for. A word is
            the safer of the two where somebody else must not come in who knows the date.

    Raises:
        NotFound: there is no such case, or the person is not told of it as its family now.
        BadInput: no date of birth is recorded and no word is given, or the word is too short.
    """
    kept = check_word(word) if word is not None else None
    now = installation.now()
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        if not may_read(installation, unit, record.id, person_id):
            raise NotFound(
                f"Person {person_id} is not told of {record.reference} as its family now, so has no page. "
                "Look at their part in the case."
            )
        if kept is None and record.birth_date is None:
            raise BadInput(f"No date of birth is recorded in {record.reference} to ask for. Agree a word with them.")
        family_links.end_links_of(unit, record.id, person_id, "another took its place", now)
        asks, hashed = (BIRTH_DATE, None) if kept is None else (WORD, hash_password(kept))
        new = NewLink(record.id, person_id, new_salt(), asks, hashed, now, by, now + HOLDS_FOR)
        link = family_links.add_link(unit, new)
    return MadeLink(link.id, address_of(installation, link), asks, _last_day(link))


def renew_link(installation: Installation, reference: str, link_id: int) -> date:
    """Let a link work for its full time from now; its new last day.

    Raises:
        NotFound: the case has no such link.
        Refused: it has ended, or its person is no longer told of the case.
    """
    now = installation.now()
    with installation.database.write() as unit:
        link = _link_of(installation, unit, reference, link_id)
        if link.ended_at is not None or not may_read(installation, unit, link.case_id, link.person_id):
            raise Refused(f"Link {link_id} has ended and cannot be renewed. Make a new one for them.")
        family_links.change_link(unit, link_id, expires_at=now + HOLDS_FOR)
    return london_date(now + HOLDS_FOR)


def revoke_link(installation: Installation, reference: str, link_id: int) -> None:
    """End a link at once, and whoever is looking at its page sees nothing more; doing so again changes nothing.

    Raises:
        NotFound: the case has no such link.
    """
    with installation.database.write() as unit:
        link = _link_of(installation, unit, reference, link_id)
        if link.ended_at is None:
            family_links.change_link(unit, link_id, ended_at=installation.now(), ended_why="ended by an adviser")


def list_links(installation: Installation, reference: str) -> tuple[ListedLink, ...]:
    """Every link to the page of a case, the newest first.

    Raises:
        NotFound: there is no such case.
    """
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        found = family_links.links_of(unit, record.id)
        roles = dict(parts_of_each(unit, [record.id])[record.id])
    return tuple(_listed(installation, record.reference, roles, link) for link in found)


def addresses_of_all(installation: Installation) -> tuple[tuple[str, int, str], ...]:
    """Every link that works, as reference, person and address, for the fictional people of the demo.

    Raises:
        Refused: this is no demo: an address is shown once, to whoever makes it.
    """
    if not installation.settings.demo:
        raise Refused("An address is shown once, when its link is made. Make a new one: ehcp family link")
    with installation.database.read() as unit:
        return tuple(
            (casebook.reference_of(unit, link.case_id), link.person_id, address_of(installation, link))
            for link in family_links.all_links(unit, installation.now())
        )


def find_link(installation: Installation, unit: Unit, token: str, *, hold: bool = False) -> FamilyLink:
    """The link behind a token, if it works and its person may still see the case.

    Raises:
        NotFound: nothing of that kind; which of the reasons it is, nobody outside is told.
    """
    number = number_in(token)
    link = family_links.find_link(unit, number, hold=hold) if number is not None else None
    if link is None or not is_token_of(installation.cipher, _WHAT, link.id, link.salt, token):
        raise NotFound(_WRONG)
    if not link.holds(installation.now()) or not may_read(installation, unit, link.case_id, link.person_id):
        raise NotFound(_WRONG)
    return link


def page_of(installation: Installation, unit: Unit, case_id: int, person_id: int) -> str | None:
    """Where the page of a person is, as a path; None where they have no link that works."""
    link = family_links.open_link_of(unit, case_id, person_id, installation.now())
    if link is None or not may_read(installation, unit, case_id, person_id):
        return None
    return f"/family/{token_of(installation.cipher, _WHAT, link.id, link.salt)}"


def address_of(installation: Installation, link: FamilyLink) -> str:
    """The whole address of a link."""
    return f"{installation.settings.links}/family/{token_of(installation.cipher, _WHAT, link.id, link.salt)}"


def may_read(installation: Installation, unit: Unit, case_id: int, person_id: int) -> bool:
    """Whether somebody is of the family whose rights they are now; whose part ended, or whose rights passed, is not."""
    rights_of = holders_of(installation, unit, [case_id]).get(case_id, Holder.NOT_KNOWN)
    return person_id in people_to_tell(unit, case_id, Audience.FAMILY, rights_of)


def check_word(word: str) -> str:
    """A word agreed with somebody, as it is compared: capitals and blanks do not count.

    Raises:
        BadInput: it is too short to be asked for.
    """
    said = plain_word(word)
    if len(said) < SHORTEST_WORD:
        raise BadInput(f"The word must have at least {SHORTEST_WORD} letters. Agree a longer one with them.")
    return said


def plain_word(word: str) -> str:
    """A word without what people write differently each time."""
    return "".join(word.casefold().split())


def _link_of(installation: Installation, unit: Unit, reference: str, link_id: int) -> FamilyLink:
    record = casebook.find_case(unit, installation.cipher, reference)
    link = family_links.find_link(unit, link_id, hold=True)
    if link is None or link.case_id != record.id:
        raise NotFound(f"{record.reference} has no link {link_id}.")
    return link


def _listed(installation: Installation, reference: str, roles: dict[int, str], link: FamilyLink) -> ListedLink:
    state = "open" if link.holds(installation.now()) else link.ended_why or "expired"
    return ListedLink(
        number=link.id,
        reference=reference,
        person_id=link.person_id,
        role=roles.get(link.person_id, "person"),
        asks=link.asks,
        made_at=link.made_at,
        last_day=_last_day(link),
        used_at=link.used_at,
        wrong=link.wrong,
        state=state,
    )


def _last_day(link: FamilyLink) -> date:
    return london_date(link.expires_at)
