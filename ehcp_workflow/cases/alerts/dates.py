"""Alerts about dates: for each open clock and each audience the latest rung that has come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehcp_workflow.cases.alerts.alert import Alert, AlertKind
from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.cases.policy import Audience, Ladder, LadderOf, Policy


def clock_alerts(clocks: tuple[Clock, ...], policy: Policy, today: date) -> Iterator[Alert]:
    """The alerts that the open clocks give today: per clock and audience the latest rung that has come.

    A clock for which another speaks (the earlier of two limits) is silent.
    """
    for clock in clocks:
        if clock.facts.governed_by or not clock.is_open(today, policy.due_soon_days):
            continue
        for ladder in policy.ladders_of(LadderOf.DATES):
            if speaks_of(ladder, clock) and (alert := _on_ladder(clock, ladder, today)):
                yield alert


def next_rungs(clocks: tuple[Clock, ...], policy: Policy, today: date) -> Iterator[date]:
    """The days after today on which a clock's next alert comes."""
    for clock in clocks:
        if clock.facts.governed_by or not clock.is_open(today, policy.due_soon_days):
            continue
        for ladder in (ladder for ladder in policy.ladders_of(LadderOf.DATES) if speaks_of(ladder, clock)):
            for anchor in {clock.due.earliest, clock.due.latest} - {None}:
                assert anchor is not None  # noqa: S101 - narrows the type after the set difference
                if (rung := ladder.next_rung((today - anchor).days)) is not None:
                    yield date.fromordinal(anchor.toordinal() + rung)


def speaks_of(ladder: Ladder, clock: Clock) -> bool:
    """Whether a ladder is for a clock; a family is told of nothing that rests on memory or on a proposal.

    A limit for which an exemption is claimed is on no ladder: that it is claimed is told once, as what followed.
    """
    unsure = clock.is_unverified or not clock.version.is_law
    runs = not clock.facts.undated and clock.facts.claim is None
    return ladder.is_for(clock.rule) and runs and not (unsure and ladder.audience is Audience.FAMILY)


def _on_ladder(clock: Clock, ladder: Ladder, today: date) -> Alert | None:
    """The latest rung: up to the due date counted from its earliest day, after it from its latest."""
    if clock.due.earliest is None or clock.due.latest is None:
        return None
    after = (today - clock.due.latest).days
    before = min(0, (today - clock.due.earliest).days)
    rungs = ladder.rungs_up_to(after if after > 0 else before)
    if not rungs:
        return None
    *missed, rung = rungs
    kind = AlertKind.OVERDUE if rung > 0 else AlertKind.DUE_SOON if today < clock.due.earliest else AlertKind.DUE_TODAY
    if kind is AlertKind.DUE_TODAY and today != clock.due.exact:
        return None
    return Alert(
        kind,
        ladder.audience,
        f"clock:{clock.facts.key}",
        str(clock.due),
        rung,
        tuple(missed),
        rule=clock.rule.id,
        due=clock.due,
        urgent=rung in ladder.urgent,
        must_ack=rung in ladder.must_ack,
    )
