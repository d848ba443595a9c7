"""Alerts about what was promised, and about provision that is not delivered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ehcp_workflow.cases.alerts.alert import Alert, AlertKind
from ehcp_workflow.cases.policy import Audience, Ladder, LadderOf, Policy
from ehcp_workflow.cases.promises import Promise, PromiseState
from ehcp_workflow.cases.provision import Lapse
from ehcp_workflow.cases.section_f.telling import Unreported

_UNKEPT = frozenset({PromiseState.OPEN, PromiseState.CANNOT_TELL, PromiseState.BROKEN})


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
    ladders = policy.ladders_of(LadderOf.PROVISION)
    # Two ladders for one audience are two ways to be told of the lapse; that it grew is told once.
    once = {ladder.audience: ladder for ladder in reversed(ladders)}
    for lapse in (lapse for lapse in lapses if lapse.is_open and lapse.since.latest):
        subject = f"provision:{lapse.line}"
        for ladder in ladders:
            if rungs := ladder.rungs_up_to(_days_since(lapse, today)):
                yield _alert(AlertKind.LAPSED, ladder, subject, str(lapse.since), rungs, lapse)
        for ladder in once.values() if lapse.grew else ():
            yield _alert(AlertKind.SHORTFALL_GREW, ladder, subject, str(lapse.grew[-1]), (0,), lapse)


def unreported_alerts(silent: Unreported | None) -> Iterator[Alert]:
    """That nobody says whether help was given: the family is asked, and again after as many weeks.

    The adviser is told from the second time on, because nobody answered.
    """
    if silent is None:
        return
    times = silent.weeks // silent.every
    rungs = tuple(n * silent.every for n in range(1, times + 1))
    about, since = ",".join(silent.lines), silent.since.isoformat()
    for audience, come in ((Audience.FAMILY, rungs), (Audience.ADVISER, rungs[1:])):
        if come:
            yield Alert(AlertKind.NOT_REPORTED, audience, "reports", since, come[-1], come[:-1], about=about)


def next_record_rungs(
    promises: Iterable[Promise], lapses: Iterable[Lapse], policy: Policy, today: date
) -> Iterator[date]:
    """The days after today on which a promise may be broken, or one of these alerts comes again."""
    for promise in promises:
        if promise.state in _UNKEPT and promise.by.latest:
            yield date.fromordinal(promise.by.latest.toordinal() + 1)
            days = (today - promise.by.latest).days
            yield from _next_rungs(policy.ladders_of(LadderOf.PROMISES), promise.by.latest, days)
    for lapse in lapses:
        if lapse.is_open and lapse.since.latest:
            ladders = policy.ladders_of(LadderOf.PROVISION)
            yield from _next_rungs(ladders, lapse.known or lapse.since.latest, _days_since(lapse, today))


def _days_since(lapse: Lapse, today: date) -> int:
    """Days since it is known, or else sure to have lapsed: what is on record has happened, also if in some month."""
    return max(0, (today - (lapse.known or lapse.since.latest or today)).days)


def _next_rungs(ladders: Iterable[Ladder], since: date, days: int) -> Iterator[date]:
    for ladder in ladders:
        if (rung := ladder.next_rung(days)) is not None:
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
