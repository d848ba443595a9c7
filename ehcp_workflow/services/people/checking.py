"""Whether what was typed of a person can be meant. No error repeats it: it may be a name or an address."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.messages.addresses import check_value
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import people_parts, people_roles
from ehcp_workflow.store.consents import PURPOSES
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.people_history import replacement_of
from ehcp_workflow.store.people_points import PointRecord, find_point

LONGEST_NAME = 200
FORMATS = ("standard", "large_print", "easy_read", "audio", "braille")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def check_role(role: str) -> str:
    """A part somebody may play in a case.

    Raises:
        BadInput: it is none.
    """
    if role not in people_roles.ALL:
        raise BadInput(f"That is not a role in a case. Choose from: {', '.join(people_roles.ALL)}.")
    return role


def check_channel(name: str) -> Channel:
    """A channel on which a person can be reached.

    Raises:
        BadInput: it is none, or one of the organisation's own.
    """
    theirs = [channel.value for channel in Channel if channel is not Channel.ORGANISATION]
    if name not in theirs:
        raise BadInput(f"That is not a channel to reach a person on. Choose from: {', '.join(theirs)}.")
    return Channel(name)


def check_address(channel: str, text: str) -> tuple[str, str]:
    """A channel with an address or number on it, in the form it is used in.

    Raises:
        BadInput: the channel is none, or the address is not exactly one of it.
    """
    known = check_channel(channel)
    return known.value, check_value(known, text)


def check_purposes(purposes: Iterable[str]) -> tuple[str, ...]:
    """What somebody agrees to be written to for; all of them when none is named.

    Raises:
        BadInput: one of them is none.
    """
    named = tuple(dict.fromkeys(purposes)) or PURPOSES
    if not set(named) <= set(PURPOSES):
        raise BadInput(f"That is not a purpose people agree to. Choose from: {', '.join(PURPOSES)}.")
    return named


def check_source(source: str | None) -> str:
    """How somebody said what they said of being written to.

    Raises:
        BadInput: it is missing.
    """
    if not source or not source.strip():
        raise BadInput("It must be said how they agreed or refused, such as 'phone, 3 May'. Give the source.")
    return source.strip()


def check_name(name: str | None) -> str | None:
    """A person's name, if it is known.

    Raises:
        BadInput: it is too long to be one.
    """
    if len(name or "") > LONGEST_NAME:
        raise BadInput(f"A name of over {LONGEST_NAME} letters cannot be meant. Shorten it.")
    return name


def check_language(language: str | None) -> str | None:
    """The code of a language; messages without words in it are in English and say so.

    Raises:
        BadInput: it is not a code of two or three letters.
    """
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise BadInput("A language is written as its code of two or three letters, such as en, cy or pl.")
    return language


def not_written(installation: Installation, language: str | None) -> str:
    """What to say of a language that no messages are written in; empty where they are."""
    known = installation.templates.languages
    if language is None or language in known:
        return ""
    return (
        f"There are no messages in {language}, so they are in English and say so. Those we write: {', '.join(known)}."
    )


def check_format(name: str | None) -> str | None:
    """How somebody reads best.

    Raises:
        BadInput: it is no format we know.
    """
    if name is not None and name not in FORMATS:
        raise BadInput(f"That is not a format somebody reads in. Choose from: {', '.join(FORMATS)}.")
    return name


def check_channels(names: Collection[str]) -> set[str]:
    """Several channels.

    Raises:
        BadInput: one of them is none.
    """
    return {check_channel(name).value for name in names}


def present_point(unit: Unit, contact_point_id: int) -> PointRecord:
    """A contact point that no other took the place of.

    Raises:
        NotFound: there is none of that number.
        Refused: another took its place.
    """
    point = find_point(unit, contact_point_id)
    if point is None:
        raise NotFound(f"There is no contact point {contact_point_id}. `ehcp people list` shows those of a case.")
    if not point.is_present:
        now = _in_its_place(unit, point)
        use = f"contact point {now.id}" if now else "that one"
        raise Refused(f"Another took the place of contact point {contact_point_id}. Use {use} instead.")
    return point


def _in_its_place(unit: Unit, point: PointRecord) -> PointRecord | None:
    """The present contact point that took the place of one, perhaps after others; None when it cannot be told."""
    seen, now = {point.id}, point
    while not now.is_present:
        new_id = replacement_of(unit, now.id)
        found = find_point(unit, new_id) if new_id is not None and new_id not in seen else None
        if found is None:
            return None
        seen.add(found.id)
        now = found
    return now


def must_be_known(unit: Unit, person_id: int) -> int:
    """A person who is recorded.

    Raises:
        NotFound: there is none of that number.
    """
    if not people_parts.is_known(unit, person_id):
        raise NotFound(f"There is no person {person_id}. `ehcp people list` shows those of a case.")
    return person_id
