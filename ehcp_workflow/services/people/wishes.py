"""How somebody wants to be written to, and how they may be reached safely."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import time

from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.checking import (
    check_channels,
    check_format,
    check_language,
    must_be_known,
    present_point,
)
from ehcp_workflow.store import owners, people_parts
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.people_history import Hand
from ehcp_workflow.store.people_parts import Wishes
from ehcp_workflow.store.people_points import SafeUse, keep_safe_use

ANY_HOUR = (time(0), time(0))
SENDING_BEGINS = time(3)
"""Deliveries run from then until midnight, London time."""
LEAST_MINUTES = 30


@dataclass(frozen=True)
class Reach:
    """For how many people something is kept, and in how many cases they have a part now."""

    people: int
    cases: int


def keep_manner(installation: Installation, person_id: int, language: str | None, format_: str | None, by: str) -> None:
    """Keep the language and the format somebody reads best; None leaves one as it is.

    Raises:
        NotFound: there is no such person.
        BadInput: the language is not a code, or the format is not known.
    """
    wishes = Wishes(check_language(language), check_format(format_))
    with installation.database.write() as unit:
        people_parts.keep_wishes(unit, must_be_known(unit, person_id), wishes, Hand(by, installation.now()))


def keep_safe(
    installation: Installation,
    person_id: int,
    never: Collection[str],
    again: Collection[str],
    neutral: bool | None,
    by: str,
) -> Reach:
    """Keep how somebody may be reached safely, on whatever contact point; for how many people it holds.

    Neutral words are for everybody who has one of this person's addresses, in any case: what must not be read there
    must not be read there in another case's message. Full words, and channels, are for this person alone.

    Args:
        installation: the installation.
        person_id: who.
        never: channels never to be used for them from now on.
        again: channels that may be used again.
        neutral: whether messages may say only that there is something to read; None leaves it as it is.
        by: who says so.

    Raises:
        NotFound: there is no such person.
        BadInput: a channel is none.
    """
    more, fewer = check_channels(never), check_channels(again)
    with installation.database.write() as unit:
        now_never = set(people_parts.never_of(unit, must_be_known(unit, person_id)))
        channels = tuple((now_never | more) - fewer) if more or fewer else None
        wishes = Wishes(neutral=neutral, never=channels)
        hand = Hand(by, installation.now())
        people_parts.keep_wishes(unit, person_id, wishes, hand)
        sharers = owners.sharers_of(unit, person_id) if neutral else [person_id]
        for other in sharers:
            if other != person_id:
                people_parts.keep_wishes(unit, other, Wishes(neutral=True), hand)
        return _reach(unit, sharers)


def keep_point_safe(installation: Installation, contact_point_id: int, rules: SafeUse, by: str) -> Reach:
    """Keep how a contact point may be used safely, and so every other with the same address; for how many people.

    A family's address is a person of its own in each case and part: what is not safe for one is not safe for another.

    Raises:
        NotFound: there is none of that number.
        Refused: another took its place.
    """
    with installation.database.write() as unit:
        point = present_point(unit, contact_point_id)
        same = owners.points_at(unit, point.value_lookup, point.channel)
        for point_id, _ in same:
            keep_safe_use(unit, point_id, rules, Hand(by, installation.now()))
        return _reach(unit, {person_id for _, person_id in same})


def _reach(unit: Unit, people: Collection[int]) -> Reach:
    return Reach(len(people), len({case for person in people for case in people_parts.cases_of(unit, person)}))


def read_hours(text: str) -> tuple[time, time]:
    """Hours typed as 09:00-17:00, London time: from inclusive, to exclusive; `any` for every hour.

    At least half an hour of them must lie after three in the morning: before that nothing is sent.

    Raises:
        BadInput: they are not hours, or end before they begin, or nothing would ever be sent in them.
    """
    if text == "any":
        return ANY_HOUR
    start, dash, end = text.partition("-")
    try:
        hours = time.fromisoformat(start.strip()), time.fromisoformat(end.strip())
    except ValueError:
        dash = ""
    if not dash or hours[0] >= hours[1] or hours[0].tzinfo or hours[1].tzinfo:
        raise BadInput("The hours cannot be read. Write them as 09:00-17:00, on one day, or write any.")
    if _minutes(hours[1]) - max(_minutes(hours[0]), _minutes(SENDING_BEGINS)) < LEAST_MINUTES:
        raise BadInput(
            f"Nothing is sent before {SENDING_BEGINS:%H:%M}, and a message needs some time: name hours of which at "
            f"least {LEAST_MINUTES} minutes lie after that, such as 09:00-17:00, or write any."
        )
    return hours


def _minutes(wall: time) -> int:
    return wall.hour * 60 + wall.minute
