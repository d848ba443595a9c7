"""What became of a date that somebody had been told of: it was met, it moved, an exemption is claimed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.alerts.alert import Alert, AlertKind
from ehcp_workflow.cases.clocks import Clock, ClockState
from ehcp_workflow.cases.policy import Audience, Policy
from ehcp_workflow.cases.provision import Lapse


@dataclass(frozen=True)
class Told:
    """Something that an audience of a case was told: the subject, the form of it, and what was said."""

    audience: Audience
    subject: str
    version: str
    kind: AlertKind

    @property
    def rule(self) -> str | None:
        """The rule, when it was about a clock."""
        return self.subject.removeprefix("clock:").partition("@")[0] if self.subject.startswith("clock:") else None


def follow_ups(
    clocks: Iterable[Clock], lapses: Iterable[Lapse], told: Iterable[Told], policy: Policy, today: date
) -> Iterator[Alert]:
    """What follows on what people were told before; nobody hears the end of a story whose beginning they did not hear.

    Args:
        clocks: all clocks of the case, also those that are over.
        lapses: the lapses of provision.
        told: what people of the case were told, or are about to be.
        policy: who is told of what.
        today: the day.
    """
    told, clocks = tuple(told), tuple(clocks)
    standing = frozenset(f"clock:{clock.facts.key}" for clock in clocks)
    for clock in clocks:
        own = f"clock:{clock.facts.key}"
        # A corrected event starts a clock of another name: what was told of a clock that no longer stands was of this.
        of_it = [
            one for one in told if one.rule == clock.rule.id and (one.subject == own or one.subject not in standing)
        ]
        yield from _of_clock(clock, of_it, policy, today)
    for lapse in (lapse for lapse in lapses if lapse.put_right):
        subject = f"provision:{lapse.line}"
        for audience in policy.follow_ups.put_right:
            if any(one.audience is audience and one.subject == subject for one in told):
                version = str(lapse.put_right)
                yield Alert(AlertKind.PUT_RIGHT, audience, subject, version, 0, about=lapse.line)


def _of_clock(clock: Clock, told: list[Told], policy: Policy, today: date) -> Iterator[Alert]:
    """What follows for one clock, of which `told` was told, oldest first."""
    state = clock.facts.state(today, policy.due_soon_days)
    if clock.facts.governed_by:
        return
    if state in {ClockState.MET, ClockState.MET_LATE}:
        yield from (
            _alert(AlertKind.MET, audience, clock) for audience in policy.follow_ups.met if _last(told, audience)
        )
    elif state is ClockState.WAIVED:
        who = (audience for audience in policy.follow_ups.waived if _last(told, audience))
        yield from (_alert(AlertKind.WAIVED, audience, clock) for audience in who)
    elif state in {ClockState.RUNNING, ClockState.DUE_SOON}:
        for audience in policy.follow_ups.moved:
            last = _last(told, audience)
            if last and last.version != str(clock.due):
                yield _alert(AlertKind.MOVED, audience, clock, last.version)


def _last(told: list[Told], audience: Audience) -> Told | None:
    return next((one for one in reversed(told) if one.audience is audience), None)


def _alert(kind: AlertKind, audience: Audience, clock: Clock, before: str | None = None) -> Alert:
    return Alert(
        kind,
        audience,
        f"clock:{clock.facts.key}",
        str(clock.due),
        0,
        rule=clock.rule.id,
        due=clock.due,
        before=before,
    )
