"""Who of a family may have a page of their own, and what they have, as their adviser sees it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ehcp_workflow.services.calendars.feeds import ListedFeed, list_feeds
from ehcp_workflow.services.family.links import ListedLink, list_links, may_read
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import casebook
from ehcp_workflow.store.people import people_of_case


@dataclass(frozen=True)
class PossibleReader:
    """Somebody of a family whose rights they are now.

    Attributes:
        person_id, role, name: who it is; the name is for the case's own page only.
        link: the link they can use now; before: their links that ended.
        calendar: the calendar they have.
    """

    person_id: int
    role: str
    name: str | None = field(repr=False)
    link: ListedLink | None
    before: tuple[ListedLink, ...]
    calendar: ListedFeed | None


def possible_readers(installation: Installation, reference: str) -> tuple[PossibleReader, ...]:
    """Everybody who may have a page to a case, with what they have.

    Raises:
        NotFound: there is no such case.
    """
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        people = {one.person_id: one for one in people_of_case(unit, installation.cipher, record.id)}
        meant = [one for one in people.values() if may_read(installation, unit, record.id, one.person_id)]
    links, calendars = list_links(installation, reference), list_feeds(installation, reference)
    found = []
    for one in meant:
        theirs = [link for link in links if link.person_id == one.person_id]
        now = next((link for link in theirs if link.is_open), None)
        calendar = next((feed for feed in calendars if feed.person_id == one.person_id), None)
        before = tuple(link for link in theirs if not link.is_open)
        found.append(PossibleReader(one.person_id, one.role, one.name, now, before, calendar))
    return tuple(found)
