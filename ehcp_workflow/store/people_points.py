"""The contact points of people as records: adding, listing and replacing them, and the rules for using them safely."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ehcp_workflow.store.cipher import Cipher
from ehcp_workflow.store.consents import give, latest_answers, withdraw
from ehcp_workflow.store.people_history import Hand, note_change, note_replacement
from ehcp_workflow.store.suppressions import lift, suppressed_point
from ehcp_workflow.store.tables import ContactPointRow


@dataclass(frozen=True)
class PointSheet:
    """A contact point as the case's own page shows it. The address is for that page only, and `repr` leaves it out.

    Attributes:
        purposes: what its owner agreed to be written to for.
        stopped_why: why it stopped being used, if it did.
        suppressed: whether its address may not be written to, whoever has it.
        hours_from, hours_to: the only hours it may be used in, London time: from inclusive, to exclusive.
    """

    id: int
    person_id: int
    channel: str
    value: str = field(repr=False)
    purposes: tuple[str, ...]
    verified: bool
    do_not_use: bool
    hours_from: time | None
    hours_to: time | None
    no_voicemail: bool
    stopped_why: str | None
    suppressed: bool

    def may_be_used_for(self, purpose: str) -> bool:
        """Whether its owner agreed to a purpose and nothing stands against using it."""
        return purpose in self.purposes and not (self.do_not_use or self.stopped_why or self.suppressed)


@dataclass(frozen=True)
class SafeUse:
    """How a contact point may be used safely; None leaves a rule as it is.

    `hours` are from (inclusive) and to (exclusive), London time; the same time twice means any hour.
    """

    do_not_use: bool | None = None
    no_voicemail: bool | None = None
    hours: tuple[time, time] | None = None


def add_point(
    session: Session, cipher: Cipher, person_id: int, channel: str, value: str, hand: Hand, *, replaced_too: bool
) -> tuple[int, bool]:
    """Give a person one more way to be reached, after those they have; the contact point, and whether it is new.

    Nothing is sent to it before its owner agrees. One they had before keeps its history, and what stopped it. What is
    known of the address as it is used elsewhere (that it is not safe, its hours) holds here too.

    Args:
        session: the transaction.
        cipher: seals the address.
        person_id: whose it is.
        channel: the channel.
        value: the address or number in its checked form.
        hand: who adds it, and when.
        replaced_too: whether one that another took the place of comes back; a file from before must not bring it back.
    """
    row = _same(session, cipher, person_id, channel, value)
    if row is not None and (row.valid_to is None or not replaced_too):
        return row.id, False
    if row is None:
        sealed, lookup = cipher.seal(value), cipher.lookup(value)
        row = ContactPointRow(person_id=person_id, channel=channel, value_sealed=sealed, value_lookup=lookup)
        session.add(row)
    _take_over_rules(session, row)
    row.rank, row.valid_from, row.valid_to = _next_rank(session, person_id), hand.at, None
    row.verified_at = row.code_lookup = row.code_until = None
    session.flush()
    note_change(session, hand, person_id, f"contact point added: {channel}", row.id)
    return row.id, True


def _take_over_rules(session: Session, row: ContactPointRow) -> None:
    """Use an address as carefully as it is used for others: whoever reads it there reads it here."""
    others = select(ContactPointRow).where(
        ContactPointRow.value_lookup == row.value_lookup,
        ContactPointRow.channel == row.channel,
        ContactPointRow.id != (row.id or 0),
        ContactPointRow.valid_to.is_(None),
    )
    for other in session.scalars(others.order_by(ContactPointRow.id)):
        row.do_not_use = bool(row.do_not_use) or other.do_not_use
        row.no_voicemail = bool(row.no_voicemail) or other.no_voicemail
        if other.hours_from is not None:
            row.hours_from, row.hours_to = other.hours_from, other.hours_to


def has_point(session: Session, cipher: Cipher, person_id: int, channel: str, value: str) -> bool:
    """Whether a person may be reached at an address already."""
    row = _same(session, cipher, person_id, channel, value)
    return row is not None and row.valid_to is None


def _same(session: Session, cipher: Cipher, person_id: int, channel: str, value: str) -> ContactPointRow | None:
    question = select(ContactPointRow).where(
        ContactPointRow.person_id == person_id,
        ContactPointRow.channel == channel,
        ContactPointRow.value_lookup == cipher.lookup(value),
    )
    return session.scalars(question).first()


def _next_rank(session: Session, person_id: int) -> int:
    question = select(func.max(ContactPointRow.rank)).where(
        ContactPointRow.person_id == person_id, ContactPointRow.valid_to.is_(None)
    )
    with session.no_autoflush:
        highest = session.scalar(question)
    return 0 if highest is None else highest + 1


def replace_value(session: Session, cipher: Cipher, contact_point_id: int, value: str, hand: Hand) -> int:
    """Another address takes a contact point's place: in its rank, with its rules and with what its owner agreed to.

    It must be verified again where its channel asks for that. The old one is kept and used no more.
    """
    old = session.get_one(ContactPointRow, contact_point_id)
    new_id, _ = add_point(session, cipher, old.person_id, old.channel, value, hand, replaced_too=True)
    new = session.get_one(ContactPointRow, new_id)
    new.rank, new.no_voicemail = old.rank, old.no_voicemail
    new.hours_from, new.hours_to = old.hours_from, old.hours_to
    old.valid_to, old.code_lookup, old.code_until = hand.at, None, None
    _carry_over(session, old.id, new_id, hand)
    note_replacement(session, hand, old.person_id, old.id, new_id)
    return new_id


def _carry_over(session: Session, old_id: int, new_id: int, hand: Hand) -> None:
    """What was agreed to at one contact point holds at the one that takes its place."""
    latest = latest_answers(session, [old_id])
    for say, given in ((give, True), (withdraw, False)):
        if purposes := [answer.purpose for answer in latest if answer.given is given]:
            say(session, new_id, purposes, f"as at contact point {old_id} before", hand.by, hand.at)


def keep_safe_use(session: Session, contact_point_id: int, rules: SafeUse, hand: Hand) -> None:
    """Keep how a contact point may be used safely."""
    row = session.get_one(ContactPointRow, contact_point_id, with_for_update=True)
    said = []
    if rules.do_not_use is not None:
        row.do_not_use = rules.do_not_use
        said.append("do not use" if rules.do_not_use else "may be used")
    if rules.no_voicemail is not None:
        row.no_voicemail = rules.no_voicemail
        said.append("no voicemail" if rules.no_voicemail else "voicemail is safe")
    if rules.hours is not None:
        start, end = rules.hours
        row.hours_from, row.hours_to = (None, None) if start == end else rules.hours
        said.append("any hour" if start == end else f"only {start:%H:%M} to {end:%H:%M}")
    if said:
        note_change(session, hand, row.person_id, f"safe contact: {', '.join(said)}", row.id)


def put_first(session: Session, contact_point_id: int, hand: Hand) -> None:
    """Try a contact point before the other present ones of its owner; those keep their order."""
    row = session.get_one(ContactPointRow, contact_point_id, with_for_update=True)
    theirs = select(ContactPointRow).where(
        ContactPointRow.person_id == row.person_id, ContactPointRow.valid_to.is_(None), ContactPointRow.id != row.id
    )
    others = session.scalars(theirs.order_by(ContactPointRow.rank, ContactPointRow.id))
    for rank, point in enumerate((row, *others)):
        point.rank = rank
    note_change(session, hand, row.person_id, "contact point is tried first", row.id)


def resume(session: Session, contact_point_id: int, hand: Hand) -> None:
    """Use a contact point again that was stopped, because its owner asked for it. What they agreed to is asked anew."""
    row = session.get_one(ContactPointRow, contact_point_id, with_for_update=True)
    row.stopped_at = row.stopped_why = row.soft_since = None
    row.soft_bounces = 0
    lift(session, row.value_lookup, row.channel)
    note_change(session, hand, row.person_id, "contact point taken up again", row.id)


def points_of(session: Session, cipher: Cipher, person_ids: Iterable[int]) -> tuple[PointSheet, ...]:
    """The present contact points of people, best first for each, with what was agreed for them."""
    question = (
        select(ContactPointRow, suppressed_point())
        .where(ContactPointRow.person_id.in_(list(person_ids)), ContactPointRow.valid_to.is_(None))
        .order_by(ContactPointRow.person_id, ContactPointRow.rank, ContactPointRow.id)
    )
    rows = session.execute(question).all()
    agreed: dict[int, list[str]] = {}
    for answer in latest_answers(session, [row.id for row, _ in rows]):
        if answer.given:
            agreed.setdefault(answer.contact_point_id, []).append(answer.purpose)
    return tuple(_sheet(cipher, row, agreed.get(row.id, []), suppressed=suppressed) for row, suppressed in rows)


def _sheet(cipher: Cipher, row: ContactPointRow, purposes: list[str], *, suppressed: bool) -> PointSheet:
    return PointSheet(
        id=row.id,
        person_id=row.person_id,
        channel=row.channel,
        value=cipher.open(row.value_sealed),
        purposes=tuple(purposes),
        verified=row.verified_at is not None,
        do_not_use=row.do_not_use,
        hours_from=row.hours_from,
        hours_to=row.hours_to,
        no_voicemail=row.no_voicemail,
        stopped_why=row.stopped_why,
        suppressed=suppressed,
    )


@dataclass(frozen=True)
class PointRecord:
    """A contact point without its address: enough to decide what may be done with it."""

    id: int
    person_id: int
    channel: str
    value_lookup: str = field(repr=False)
    is_present: bool
    stopped: bool
    do_not_use: bool
    code_until: datetime | None


def find_point(session: Session, contact_point_id: int) -> PointRecord | None:
    """A contact point by its number; None when there is none."""
    row = session.get(ContactPointRow, contact_point_id)
    if row is None:
        return None
    present, stopped = row.valid_to is None, row.stopped_at is not None
    return PointRecord(
        row.id, row.person_id, row.channel, row.value_lookup, present, stopped, row.do_not_use, row.code_until
    )
