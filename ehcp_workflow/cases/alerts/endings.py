"""Alerts about times that end: what was missed, and nobody went to the Ombudsman with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ehcp_workflow.cases.alerts.alert import Alert, AlertKind
from ehcp_workflow.cases.policy import Audience, Ladder, LadderOf, Policy
from ehcp_workflow.cases.remedies.ending import Ending
from ehcp_workflow.law.rulebook import Rulebook


def ending_alerts(rulebook: Rulebook, found: Iterable[Ending], policy: Policy, today: date) -> Iterator[Alert]:
    """The alerts that times which end give today, counted from the day on which house policy begins to warn.

    A family is told of nothing that rests on memory or for which an exemption is claimed.
    """
    for ending in found:
        for ladder in policy.ladders_of(LadderOf.REMEDIES):
            rungs = ladder.rungs_up_to((today - ending.warned_from).days)
            if rungs and (ending.sure or ladder.audience is not Audience.FAMILY):
                yield _alert(rulebook, ending, ladder, rungs)


def next_ending_rungs(found: Iterable[Ending], policy: Policy, today: date) -> Iterator[date]:
    """The days after today on which one of these alerts comes, or the time is over."""
    for ending in found:
        for ladder in policy.ladders_of(LadderOf.REMEDIES):
            if (rung := ladder.next_rung((today - ending.warned_from).days)) is not None:
                yield date.fromordinal(ending.warned_from.toordinal() + rung)
        yield date.fromordinal(ending.ends.toordinal() + 1)


def _alert(rulebook: Rulebook, ending: Ending, ladder: Ladder, rungs: tuple[int, ...]) -> Alert:
    *missed, rung = rungs
    return Alert(
        AlertKind.TIME_ENDS,
        ladder.audience,
        f"remedy:{ending.step.id}",
        str(ending.last),
        rung,
        tuple(missed),
        rule=rulebook.rule(ending.step.right or "").id,
        due=ending.last,
        about=",".join(ending.about),
        urgent=rung in ladder.urgent,
        must_ack=rung in ladder.must_ack,
        until_acknowledged=ladder.until_acknowledged,
    )
