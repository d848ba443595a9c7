"""The figures of days that were lived through: how many messages and notices, to whom, of what, and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import mean

from ehcp_workflow.services.simulating.faults import MUST_NOT_BE
from ehcp_workflow.services.simulating.simulation import Simulated
from ehcp_workflow.store.told import Line
from ehcp_workflow.today import london_date

Table = dict[tuple[str, ...], int]


@dataclass(frozen=True)
class Figures:
    """The figures of a span of days.

    Attributes:
        messages: how many left, by audience, channel and whether they were urgent.
        notices: how many were told, by audience and kind.
        by_month: how many messages left, by month and audience.
        a_message: how many notices a message holds: on average, and the most.
        busiest_day, busiest_person: which, with the number of messages; None when none left.
        tasks: what had to be left to a person, by why.
        ends: how the notices ended.
        must_not_be: how often each thing happened that must not.
    """

    messages: Table
    notices: Table
    by_month: Table
    a_message: tuple[float, int]
    busiest_day: tuple[date, int] | None
    busiest_person: tuple[str, int] | None
    tasks: dict[str, int]
    ends: dict[str, int]
    must_not_be: dict[str, int]

    @property
    def is_well(self) -> bool:
        """Whether nothing happened that must not."""
        return not any(self.must_not_be.values())


def figures(done: Simulated) -> Figures:
    """The figures of what was lived through."""
    told = [line for line in done.lines if line.state == "told"]
    sizes = Counter(line.message_id for line in told).values()
    days = Counter(london_date(message.at) for message in done.messages)
    people = Counter(f"person {message.person_id} ({message.message})" for message in done.messages)
    faults = Counter(fault.what for fault in done.faults)
    urgency = {True: "urgent", False: "not urgent"}
    return Figures(
        messages=_counted((m.message, m.channel, urgency[m.urgent]) for m in done.messages),
        notices=_counted((line.audience, line.kind) for line in told),
        by_month=_counted((f"{london_date(m.at):%Y-%m}", m.message) for m in done.messages),
        a_message=(round(mean(sizes), 2), max(sizes)) if sizes else (0.0, 0),
        busiest_day=days.most_common(1)[0] if days else None,
        busiest_person=people.most_common(1)[0] if people else None,
        tasks=_sorted(Counter(line.task for line in done.lines if line.task)),
        ends=_sorted(Counter(line.state for line in done.lines)),
        must_not_be={what: faults[what] for what in MUST_NOT_BE},
    )


def undelivered(lines: Iterable[Line]) -> int:
    """How many notices reached nobody and became no task of their own: nobody had agreed, or it was a task already."""
    return sum(line.state == "undeliverable" and line.task is None for line in lines)


def _counted(found: Iterable[tuple[str, ...]]) -> Table:
    return dict(sorted(Counter(found).items()))


def _sorted(found: Counter[str]) -> dict[str, int]:
    return dict(sorted(found.items()))
