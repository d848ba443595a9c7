"""How a family is written to, changed by themselves on their page: which ways, a break, and no more at all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from ehcp_workflow.errors import BadInput
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.services import quieting, stopping
from ehcp_workflow.services.family.entering import Reader
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import people_parts, silences
from ehcp_workflow.store.people_points import PointSheet, points_of
from ehcp_workflow.store.silences import Silence
from ehcp_workflow.today import london_date

BREAKS = (7, 14, 28)
"""How many days a break may last: a family must not miss more of their dates."""
REASON = "a break, chosen on their own page"


@dataclass(frozen=True)
class Way:
    """One way to write to somebody.

    Attributes:
        channel: how; to: where, so much of each address that its owner knows it.
        used: whether it is used: once it is not, only an adviser can take it up again.
        by_hand: whether a person phones or writes, which is for talking over with them.
    """

    channel: str
    to: str = field(repr=False)
    used: bool
    by_hand: bool


@dataclass(frozen=True)
class Manner:
    """How somebody is written to; `paused_until` the first day after a break of theirs."""

    ways: tuple[Way, ...]
    paused_until: date | None

    @property
    def any_used(self) -> bool:
        """Whether anything can be stopped."""
        return any(way.used and not way.by_hand for way in self.ways)


def manner_of_reader(installation: Installation, reader: Reader) -> Manner:
    """The ways by which the reader may be written to, and the break they take. Nobody else's are shown."""
    with installation.database.read() as unit:
        points = points_of(unit, installation.cipher, [reader.person_id])
        never = people_parts.never_of(unit, reader.person_id)
        breaks = _breaks(silences.running(unit, installation.cipher, installation.now()), reader)
    until = silences.latest_end(breaks)
    channels = dict.fromkeys(point.channel for point in points)
    ways = (_way(channel, [point for point in points if point.channel == channel], never) for channel in channels)
    return Manner(tuple(ways), london_date(until) if until else None)


def stop_ways(installation: Installation, reader: Reader, channel: str | None) -> None:
    """Write to somebody on a channel no more, or on none, as if they had used the stop link of each address there.

    The advisers of the case have a task, because the dates still run.

    Args:
        installation: the installation.
        reader: who stops.
        channel: which; None for all on which a machine can write.
    """
    with installation.database.read() as unit:
        points = points_of(unit, installation.cipher, [reader.person_id])
    for point in points:
        if Channel(point.channel).is_sent and channel in {None, point.channel}:
            stopping.stop(installation, stopping.stop_token(installation, point.id))


def take_break(installation: Installation, reader: Reader, days: int) -> date:
    """Write nothing to somebody for some days; the day on which it ends.

    Raises:
        BadInput: a break cannot last so long.
    """
    if days not in BREAKS:
        raise BadInput(f"A break lasts {', '.join(map(str, BREAKS))} days. Choose one of them.")
    until = installation.today() + timedelta(days=days)
    end_break(installation, reader)
    quieting.silence(installation, "person", str(reader.person_id), until, REASON, reader.by)
    return until


def end_break(installation: Installation, reader: Reader) -> None:
    """End the break that somebody takes; a silence that an adviser began goes on."""
    with installation.database.read() as unit:
        found = silences.running(unit, installation.cipher, installation.now())
    for one in _breaks(found, reader):
        quieting.end(installation, one.id)


def _breaks(found: Collection[Silence], reader: Reader) -> list[Silence]:
    mine = (str(reader.person_id), reader.by)
    return [one for one in found if one.scope == "person" and (one.value, one.by) == mine]


def _way(channel: str, points: Collection[PointSheet], never: Collection[str]) -> Way:
    used = [p for p in points if channel not in never and p.purposes and not _is_stopped(p)]
    to = ", ".join(_shown(point) for point in used or points)
    return Way(channel, to, bool(used), not Channel(channel).is_sent)


def _is_stopped(point: PointSheet) -> bool:
    return bool(point.stopped_why or point.suppressed or point.do_not_use)


def _shown(point: PointSheet) -> str:
    """So much of an address that its owner knows it, and somebody who looks over their shoulder does not."""
    if point.channel == Channel.EMAIL:
        name, _, domain = point.value.partition("@")
        return f"{name[:1]}…@{domain}"
    return f"…{point.value[-3:]}"
