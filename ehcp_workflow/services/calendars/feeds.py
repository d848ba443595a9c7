"""Calendar addresses: made, ended and read. Each is secret, shows no names, and can be ended by its owner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ehcp_workflow.errors import NotFound
from ehcp_workflow.messages.words.page_words import PageWords, page_words
from ehcp_workflow.services.accounts.managing import open_account
from ehcp_workflow.services.accounts.visitor import Role, Visitor
from ehcp_workflow.services.calendars.ics import Line, as_ics
from ehcp_workflow.services.calendars.telling import entries_of
from ehcp_workflow.services.family.links import may_read
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.secret_links import is_token_of, new_salt, number_in, token_of
from ehcp_workflow.store import accounts, calendar_feeds, casebook
from ehcp_workflow.store.calendar_entries import Told
from ehcp_workflow.store.calendar_feeds import Feed, Owner
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.people import manner_of

_WHAT = "calendar"
_NAME = "Dates"
_NO_FEED = "There is no calendar at this address."
_WHOSE_DAY = {
    "local_authority": "the council's last day",
    "family": "the family's last day",
    "school": "the school's last day",
    "tribunal": "the Tribunal's last day",
}


@dataclass(frozen=True)
class ListedFeed:
    """A calendar address as people see it, without the address: a number and whose it is, by account or reference."""

    number: int
    account: str | None
    reference: str | None
    person_id: int | None
    made_at: datetime
    made_by: str


def make_for_account(installation: Installation, account_id: int, by: str) -> str:
    """Make the calendar address of an account; one that it had before ends."""
    return make_for_owner(installation, Owner(account_id=account_id), by)


def make_for_account_named(installation: Installation, name: str, by: str) -> str:
    """Make the calendar address of an account by its name.

    Raises:
        NotFound: there is no such account, or it has ended.
    """
    with installation.database.read() as unit:
        account = open_account(unit, name)
    return make_for_account(installation, account.id, by)


def make_for_family(installation: Installation, reference: str, person_id: int, by: str) -> str:
    """Make the calendar address of a person of a case's family; one that they had before ends.

    Raises:
        NotFound: there is no such case, or the person is not told of it as its family now.
    """
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        if not may_read(installation, unit, record.id, person_id):
            raise NotFound(f"Person {person_id} is not told of {record.reference} as its family. See: ehcp people list")
    return make_for_owner(installation, Owner(case_id=record.id, person_id=person_id), by)


def make_for_owner(installation: Installation, owner: Owner, by: str) -> str:
    """Make the calendar address of somebody who is known to be its owner; one that they had before ends."""
    with installation.database.write() as unit:
        feed = calendar_feeds.add_feed(unit, owner, new_salt(), by, installation.now())
    return _address(installation, feed)


def address_of(installation: Installation, owner: Owner) -> str | None:
    """The calendar address that somebody has now; None where there is none."""
    with installation.database.read() as unit:
        feed = calendar_feeds.feed_of(unit, owner)
    return _address(installation, feed) if feed else None


def address_of_account(installation: Installation, account_id: int) -> str | None:
    """The calendar address that an account has now; None where there is none."""
    return address_of(installation, Owner(account_id=account_id))


def end_of_account(installation: Installation, account_id: int) -> None:
    """End the calendar address that an account has; without one nothing changes."""
    end_of(installation, Owner(account_id=account_id))


def end_feed(installation: Installation, number: int) -> None:
    """End a calendar address: nobody can read it any more.

    Raises:
        NotFound: there is none of that number, or it ended before.
    """
    with installation.database.write() as unit:
        if not calendar_feeds.end_feed(unit, number, installation.now()):
            raise NotFound(f"There is no calendar {number} that still works. `ehcp calendar list` shows them.")


def end_of(installation: Installation, owner: Owner) -> bool:
    """End the calendar address that somebody has; whether they had one."""
    with installation.database.write() as unit:
        return calendar_feeds.end_feed_of(unit, owner, installation.now())


def list_feeds(installation: Installation, reference: str | None = None) -> tuple[ListedFeed, ...]:
    """The calendar addresses that work, or those of the family of one case.

    Raises:
        NotFound: there is no such case.
    """
    with installation.database.read() as unit:
        case_id = casebook.find_case(unit, installation.cipher, reference).id if reference else None
        return tuple(_listed(unit, feed) for feed in calendar_feeds.open_feeds(unit, case_id))


def read_feed(installation: Installation, token: str) -> bytes:
    """The calendar behind a token, as programs read it.

    Raises:
        NotFound: there is none, it has ended, or its owner may see nothing any more: nobody is told which.
    """
    with installation.database.read() as unit:
        number = number_in(token)
        feed = calendar_feeds.find_feed(unit, number) if number is not None else None
        if feed is None or feed.ended_at or not is_token_of(installation.cipher, _WHAT, feed.id, feed.salt, token):
            raise NotFound(_NO_FEED)
        if feed.account_id is not None:
            cases, words = _cases_of_account(unit, feed.account_id), None
        else:
            cases, words = _case_of_family(installation, unit, feed)
    entries = entries_of(installation, cases)
    lines = [line for id_, told in entries.items() for line in _lines(installation, cases[id_], told, words)]
    settings = installation.settings
    name = words("calendar_name") if words else _NAME
    return as_ics(name, lines, (settings.mail_from_name, settings.mail_from))


def _address(installation: Installation, feed: Feed) -> str:
    return f"{installation.settings.links}/calendar/{token_of(installation.cipher, _WHAT, feed.id, feed.salt)}.ics"


def _cases_of_account(unit: Unit, account_id: int) -> dict[int, str]:
    account = accounts.account_numbered(unit, account_id)
    if account is None or account.ended_at is not None:
        raise NotFound(_NO_FEED)
    teams = accounts.teams_of(unit, account_id)
    visitor = Visitor(account_id, account.name, account.shown_as, Role(account.role), teams)
    return calendar_feeds.cases_of_account(unit, account_id, visitor.sees)


def _case_of_family(installation: Installation, unit: Unit, feed: Feed) -> tuple[dict[int, str], PageWords]:
    if feed.case_id is None or feed.person_id is None or not may_read(installation, unit, feed.case_id, feed.person_id):
        raise NotFound(_NO_FEED)
    words = page_words(installation.config, manner_of(unit, feed.person_id).language)
    return {feed.case_id: casebook.reference_of(unit, feed.case_id)}, words


def _lines(
    installation: Installation, reference: str, told: tuple[Told, ...], words: PageWords | None
) -> Iterator[Line]:
    """The dates of a case in the words of whoever reads them; a rule that is no longer known is left out."""
    for entry in told:
        rule = installation.rulebook.rules.get(entry.clock.partition("@")[0])
        if rule is None:
            continue
        if words:
            title = words("calendar_own_date" if rule.owed_by == "family" else "calendar_date")
            yield Line(_uid(installation, "family", reference, entry), entry, title, words("calendar_what"))
        else:
            whose = _WHOSE_DAY.get(rule.owed_by, "a last day") if rule.authority.binds else "a day by guidance"
            title = f"Case {reference}: {whose} ({rule.ref})"
            uid, url = (
                _uid(installation, "staff", reference, entry),
                f"{installation.settings.web_url}/cases/{reference}",
            )
            yield Line(uid, entry, title, "Open the case to see how this was worked out.", url, reminds=True)


def _uid(installation: Installation, readers: str, reference: str, entry: Told) -> str:
    """The name of a date in calendars, made with the key, so that nothing can be read from it."""
    return str(UUID(installation.cipher.lookup(f"calendar date {readers} {reference} {entry.clock}")[:32]))


def _listed(unit: Unit, feed: Feed) -> ListedFeed:
    account = accounts.account_numbered(unit, feed.account_id) if feed.account_id is not None else None
    reference = casebook.reference_of(unit, feed.case_id) if feed.case_id is not None else None
    name = account.name if account else None
    return ListedFeed(feed.id, name, reference, feed.person_id, feed.made_at, feed.made_by)
