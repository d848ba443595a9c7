"""Alerts about stages: nothing recorded for too long, or a limit in it long overdue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehcp_workflow.cases.alerts.alert import Alert, AlertKind
from ehcp_workflow.cases.policy import LadderOf, Policy
from ehcp_workflow.cases.stages import Stage


def silence_alerts(stages: tuple[Stage, ...], policy: Policy, today: date) -> Iterator[Alert]:
    """The alerts that stages give today in which nothing happens, or not what they wait for.

    There is one more each time the repeat interval has passed.
    """
    every = policy.silence.repeat_days
    for stage in stages:
        if (quiet := _quiet(stage, policy)) is None:
            continue
        since, first, version = quiet
        days = (today - since).days
        rung = first + (days - first) // every * every
        for audience in policy.silence.tells:
            yield Alert(AlertKind.SILENT, audience, f"stage:{stage.id}", version, rung, stage=stage.id)


def _quiet(stage: Stage, policy: Policy) -> tuple[date, int, str] | None:
    """Since when a stage is quiet, after how many days that counts, and what names it; None when it is not."""
    if stage.stall:
        return stage.stall.since, (stage.stall.first - stage.stall.since).days, stage.stall.version
    if stage.silent_since:
        return stage.silent_since, policy.silence.days[stage.id] + 1, stage.silent_since.isoformat()
    return None


def stall_alerts(stages: tuple[Stage, ...], policy: Policy, today: date) -> Iterator[Alert]:
    """The alerts that a stage gives today in which a binding limit has been overdue for long; the latest such stage.

    Where a later stage stands still too, it says more than the earlier one.
    """
    for stage, since in _latest_stalled(stages):
        for ladder in policy.ladders_of(LadderOf.STALLS):
            if rungs := ladder.rungs_up_to((today - since).days):
                yield Alert(
                    AlertKind.STALLED,
                    ladder.audience,
                    f"stage:{stage.id}",
                    since.isoformat(),
                    rungs[-1],
                    rungs[:-1],
                    stage=stage.id,
                    urgent=rungs[-1] in ladder.urgent,
                    must_ack=rungs[-1] in ladder.must_ack,
                )


def next_stall_rungs(stages: tuple[Stage, ...], policy: Policy, today: date) -> Iterator[date]:
    """The days after today on which a stalled stage's next alert comes."""
    for _, since in _latest_stalled(stages):
        for ladder in policy.ladders_of(LadderOf.STALLS):
            if (rung := ladder.next_rung((today - since).days)) is not None:
                yield date.fromordinal(since.toordinal() + rung)


def _latest_stalled(stages: tuple[Stage, ...]) -> list[tuple[Stage, date]]:
    """The latest of the stages in which a limit is overdue, and since when; empty when none is."""
    return [(stage, stage.overdue_since) for stage in stages if stage.overdue_since][-1:]
