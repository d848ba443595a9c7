"""What must not happen in any span of days: told twice a day, told at night, told of something that is over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.alerts import AlertKind
from ehcp_workflow.cases.clocks import ClockState
from ehcp_workflow.cases.policy import Policy
from ehcp_workflow.cases.position import Position
from ehcp_workflow.cases.promises import PromiseState
from ehcp_workflow.store.told import Line, SentMessage
from ehcp_workflow.today import LONDON, london_date

TWICE, AT_NIGHT, OVER, UNTOLD, LOST, FAILED = (
    "told twice on a day without urgency",
    "sent outside the hours for sending",
    "told of something that was over",
    "messages without anything told in them",
    "messages that left and did not arrive",
    "cases that could not be worked out",
)
MUST_NOT_BE = (TWICE, AT_NIGHT, OVER, UNTOLD, LOST, FAILED)
_OF_THE_PAST = frozenset({AlertKind.MET, AlertKind.PUT_RIGHT, AlertKind.NOT_LAPSED, AlertKind.UPDATE, AlertKind.TASK})


@dataclass(frozen=True)
class Fault:
    """Something that must not be: what, and where: a case, or a person by number, and the day."""

    what: str
    where: str


def told_twice(messages: Iterable[SentMessage]) -> Iterator[Fault]:
    """Messages that were not urgent, on a day on which their person had been sent one of the kind already."""
    seen: set[tuple[int, str, date]] = set()
    for message in messages:
        of_a_day = (message.person_id, message.message, london_date(message.at))
        if of_a_day in seen and not message.urgent:
            yield Fault(TWICE, f"person {message.person_id} on {of_a_day[2]}")
        seen.add(of_a_day)


def sent_at_night(messages: Iterable[SentMessage], policy: Policy) -> Iterator[Fault]:
    """Messages that left outside the hours of house policy, London time."""
    hours = policy.sending_hours
    for message in messages:
        local = message.at.astimezone(LONDON)
        if not hours.from_ <= local.time() < hours.to:
            yield Fault(AT_NIGHT, f"person {message.person_id} on {local:%Y-%m-%d at %H:%M}")


def without_contents(messages: Sequence[SentMessage], lines: Iterable[Line]) -> Iterator[Fault]:
    """Messages that left with no notice told in them."""
    told = {line.message_id for line in lines if line.state == "told"}
    for message in messages:
        if message.id not in told:
            yield Fault(UNTOLD, f"person {message.person_id} on {london_date(message.at)}")


def told_of_what_was_over(line: Line, position: Position) -> Fault | None:
    """A notice told on a day on which what it speaks of had been done, had ended or never was; None when all is well.

    Worked out from the case's records anew, and not from what the planner or the last look found.
    """
    fault = Fault(OVER, f"{line.reference} on {position.as_at}: {line.kind} of {line.subject.partition('@')[0]}")
    return None if AlertKind(line.kind) in _OF_THE_PAST or _still_stands(line, position) else fault


def _still_stands(line: Line, position: Position) -> bool:
    source, _, name = line.subject.partition(":")
    match source:
        case "clock":
            states = zip(position.clocks, position.states, strict=True)
            state = next((state for clock, state in states if clock.facts.key == name), ClockState.ENDED)
            return state.is_open
        case "stage":
            return any(stage.id == name and stage.state.is_open for stage in position.stages)
        case "promise":
            return any(one.of == name and one.state is PromiseState.BROKEN for one in position.promises)
        case "provision":
            return any(lapse.line == name and lapse.put_right is None for lapse in position.lapses)
        case "reports":
            return position.unreported is not None
        case _:
            return True
