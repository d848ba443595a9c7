"""What became of what somebody had been told of: a date was met, moved or is said to be waived; help is given again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ehcp_workflow.cases.alerts.alert import Alert, AlertKind
from ehcp_workflow.cases.alerts.told import Told, last_told, subject_of, times_overtaken, told_of_each
from ehcp_workflow.cases.clocks import Clock, ClockState
from ehcp_workflow.cases.policy import Audience, FollowUps, Policy
from ehcp_workflow.cases.provision import Lapse

__all__ = ["Told", "follow_ups"]


def follow_ups(
    clocks: Iterable[Clock],
    lapses: Iterable[Lapse],
    told: Iterable[Told],
    policy: Policy,
    today: date,
    never_lapsed: Iterable[str] = (),
) -> Iterator[Alert]:
    """What follows on what people were told before; nobody hears the end of a story whose beginning they did not hear.

    Args:
        clocks: all clocks of the case, also those that are over.
        lapses: the lapses of provision.
        told: what people of the case were told, or are about to be, oldest first.
        policy: who is told of what.
        today: the day.
        never_lapsed: the lines of provision of which the log, as it now stands, shows no lapse.
    """
    told, clocks = tuple(told), tuple(clocks)
    of_each = told_of_each(clocks, told, today)
    for clock in clocks:
        of_it = of_each.get(subject_of(clock))
        if of_it and not clock.facts.governed_by:
            yield from _of_clock(clock, of_it, policy, today)
    for lapse in lapses:
        of_it = [one for one in told if one.subject == f"provision:{lapse.line}"]
        yield from _of_lapse(lapse, of_it, policy.follow_ups)
    for line in never_lapsed:
        of_it = [one for one in told if one.subject == f"provision:{line}"]
        yield from _of_no_lapse(line, of_it, policy.follow_ups)


def _of_clock(clock: Clock, told: list[Told], policy: Policy, today: date) -> Iterator[Alert]:
    """What follows for one clock, of which `told` was told, oldest first."""
    said = policy.follow_ups
    match clock.facts.state(today, policy.due_soon_days):
        case ClockState.MET | ClockState.MET_LATE:
            kind, audiences = AlertKind.MET, _without_those_who_did_it(clock, said.met)
        case ClockState.WAIVED:
            kind, audiences = AlertKind.WAIVED, said.waived
        case ClockState.RUNNING | ClockState.DUE_SOON:
            kind, audiences = AlertKind.MOVED, said.moved
        case _:
            return
    for audience in audiences:
        last = last_told(told, audience)
        if last and (kind is not AlertKind.MOVED or last.version != str(clock.due)):
            yield _alert(kind, audience, clock, told, before=last.version if kind is AlertKind.MOVED else None)


def _without_those_who_did_it(clock: Clock, audiences: tuple[Audience, ...]) -> tuple[Audience, ...]:
    """The audiences but the family, where it was the family's own to do: they know."""
    return tuple(a for a in audiences if a is not Audience.FAMILY or clock.rule.owed_by != "family")


def _of_lapse(lapse: Lapse, told: list[Told], said: FollowUps) -> Iterator[Alert]:
    """That a lapse was put right, for those who last heard of one, or of this very end."""
    if lapse.put_right is None:
        return
    version = str(lapse.put_right)
    for audience in said.put_right:
        last = last_told(told, audience)
        if last and (last.kind is not AlertKind.PUT_RIGHT or last.version == version):
            again = times_overtaken(told, audience, AlertKind.PUT_RIGHT, version)
            yield Alert(AlertKind.PUT_RIGHT, audience, f"provision:{lapse.line}", version, again, about=lapse.line)


def _of_no_lapse(line: str, told: list[Told], said: FollowUps) -> Iterator[Alert]:
    """That the record no longer shows a lapse, for those who last heard that there was one."""
    for audience in said.put_right:
        last = last_told(told, audience)
        if last and last.kind is not AlertKind.PUT_RIGHT:
            again = times_overtaken(told, audience, AlertKind.NOT_LAPSED, last.version)
            yield Alert(AlertKind.NOT_LAPSED, audience, f"provision:{line}", last.version, again, about=line)


def _alert(kind: AlertKind, audience: Audience, clock: Clock, told: list[Told], before: str | None) -> Alert:
    version = str(clock.due)
    return Alert(
        kind,
        audience,
        subject_of(clock),
        version,
        times_overtaken(told, audience, kind, version),
        rule=clock.rule.id,
        due=clock.due,
        before=before,
    )
