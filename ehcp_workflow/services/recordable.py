"""What can be recorded in a case, in the order in which things usually happen, likely ones first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.cases.position import Position
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.vocabulary import EventKind

_GROUPS = (
    ("Identify needs, before a request", "concern_raised"),
    ("Request and decision to assess", "school_asked_to_request"),
    ("Assessment, draft and final plan", "assessment_started"),
    ("Reviews, amendment and change of phase", "term_start"),
    ("Reassessment and ending the plan", "reassessment_request_received"),
    ("Moving to another area", "old_la_aware_of_move"),
    ("Mediation", "adviser_contacted"),
    ("Appeal and Tribunal", "appeal_received"),
    ("Promises, and provision that is not delivered", "promise_made"),
    ("Complaints and court", "complaint_received"),
)
"""Each group with the kind it begins with, in the order of the list of events."""
MOST_LIKELY = 12


@dataclass(frozen=True)
class Group:
    """Kinds of event that belong together."""

    title: str
    kinds: tuple[EventKind, ...]


@dataclass(frozen=True)
class Likely:
    """A kind of event that an open date waits for, and that date."""

    kind: EventKind
    clock: Clock


def groups(rulebook: Rulebook) -> tuple[Group, ...]:
    """Everything that can be recorded, by the part of the process it belongs to."""
    starts, found = {kind: title for title, kind in _GROUPS}, dict[str, list[EventKind]]()
    title = _GROUPS[0][0]
    for kind in rulebook.events.values():
        title = starts.get(kind.kind, title)
        found.setdefault(title, []).append(kind)
    return tuple(Group(title, tuple(kinds)) for title, kinds in found.items())


def likely(rulebook: Rulebook, position: Position) -> tuple[Likely, ...]:
    """What the open dates of a case wait for, soonest date first; each kind once."""
    found = {one.kind.kind: one for one in reversed(list(_waited_for(rulebook, position)))}
    return tuple(reversed(found.values()))[:MOST_LIKELY]


def _waited_for(rulebook: Rulebook, position: Position) -> Iterator[Likely]:
    for clock, _ in position.open_clocks():
        for trigger in clock.rule.met_by:
            yield Likely(rulebook.events[trigger.event], clock)
