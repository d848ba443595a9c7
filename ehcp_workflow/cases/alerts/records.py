"""Alerts about what was promised, and about provision that is not delivered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ehcp_workflow.cases.alerts.alert import Alert, AlertKind
from ehcp_workflow.cases.policy import Ladder, LadderOf, Policy
from ehcp_workflow.cases.promises import Promise, PromiseState
from ehcp_workflow.cases.provision import Lapse


def promise_alerts(promises: Iterable[Promise], policy: Policy, today: date) -> Iterator[Alert]:
    """The alerts that broken promises give today."""
    for promise in promises:
        if promise.state is not PromiseState.BROKEN or promise.by.latest is None:
            continue
        for ladder in policy.ladders_of(LadderOf.PROMISES):
            if rungs := ladder.rungs_up_to((today - promise.by.latest).days):
                yield _alert(AlertKind.PROMISE_BROKEN, ladder, f"promise:{promise.of}", str(promise.by), rungs, promise)


def provision_alerts(lapses: Iterable[Lapse], policy: Policy, today: date) -> Iterator[Alert]:
    """The alerts that lapsed provision gives today: that it lapsed, and that the shortfall grew."""
    for lapse in (lapse for lapse in lapses if lapse.put_right is None):
        for ladder in policy.ladders_of(LadderOf.PROVISION):
            subject, since = f"provision:{lapse.line}", lapse.since.isoformat()
            if rungs := ladder.rungs_up_to((today - lapse.since).days):
                yield _alert(AlertKind.LAPSED, ladder, subject, since, rungs, lapse)
            if lapse.grew:
                yield _alert(AlertKind.SHORTFALL_GREW, ladder, subject, lapse.grew[-1].isoformat(), (0,), lapse)


def next_record_rungs(
    promises: Iterable[Promise], lapses: Iterable[Lapse], policy: Policy, today: date
) -> Iterator[date]:
    """The days after today on which a promise may be broken, or one of these alerts comes again."""
    for promise in promises:
        if promise.state in {PromiseState.OPEN, PromiseState.CANNOT_TELL, PromiseState.BROKEN} and promise.by.latest:
            yield date.fromordinal(promise.by.latest.toordinal() + 1)
            yield from _next_rungs(policy.ladders_of(LadderOf.PROMISES), promise.by.latest, today)
    for lapse in lapses:
        if lapse.put_right is None:
            yield from _next_rungs(policy.ladders_of(LadderOf.PROVISION), lapse.since, today)


def _next_rungs(ladders: Iterable[Ladder], since: date, today: date) -> Iterator[date]:
    for ladder in ladders:
        if (rung := ladder.next_rung((today - since).days)) is not None:
            yield date.fromordinal(since.toordinal() + rung)


def _alert(
    kind: AlertKind, ladder: Ladder, subject: str, version: str, rungs: tuple[int, ...], of: Promise | Lapse
) -> Alert:
    rung = rungs[-1]
    return Alert(
        kind,
        ladder.audience,
        subject,
        version,
        rung,
        rungs[:-1],
        due=of.by if isinstance(of, Promise) else None,
        about=of.of if isinstance(of, Promise) else of.line,
        urgent=rung in ladder.urgent,
        must_ack=rung in ladder.must_ack,
        until_acknowledged=ladder.until_acknowledged,
    )
