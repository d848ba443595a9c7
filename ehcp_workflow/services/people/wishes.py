"""How somebody wants to be written to, and how they may be reached safely."""

from __future__ import annotations

from collections.abc import Collection
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
from ehcp_workflow.store import people_parts
from ehcp_workflow.store.people_history import Hand
from ehcp_workflow.store.people_parts import Wishes
from ehcp_workflow.store.people_points import SafeUse, keep_safe_use

ANY_HOUR = (time(0), time(0))


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
) -> None:
    """Keep how somebody may be reached safely, on whatever contact point.

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
        people_parts.keep_wishes(unit, person_id, wishes, Hand(by, installation.now()))


def keep_point_safe(installation: Installation, contact_point_id: int, rules: SafeUse, by: str) -> None:
    """Keep how one contact point may be used safely.

    Raises:
        NotFound: there is none of that number.
        Refused: another took its place.
    """
    with installation.database.write() as unit:
        present_point(unit, contact_point_id)
        keep_safe_use(unit, contact_point_id, rules, Hand(by, installation.now()))


def read_hours(text: str) -> tuple[time, time]:
    """Hours typed as 09:00-17:00, London time: from inclusive, to exclusive; `any` for every hour.

    Raises:
        BadInput: they are not hours, or end before they begin.
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
    return hours
