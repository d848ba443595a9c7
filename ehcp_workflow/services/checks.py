"""The daily checks: what somebody should know today, over the whole caseload.

A check is a function of the database and the London date. It may run twice, late, or beside itself: the result is the
same as that of one run. One bad case does not stop the others; it is recorded, counted and named.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from time import monotonic
from traceback import extract_tb

from ehcp_workflow.cases.alerts import Alert
from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.errors import EhcpError, Unavailable
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.planning.bulk import holding_back
from ehcp_workflow.services.planning.over import close_tasks_that_are_over
from ehcp_workflow.services.planning.planner import plan
from ehcp_workflow.services.planning.truths import Truth, add_to
from ehcp_workflow.services.terms.attached import with_terms
from ehcp_workflow.store import casebook, checklog, positions
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.positions import Watch

log = logging.getLogger(__name__)
BATCH = 200


@dataclass(frozen=True)
class CheckReport:
    """What a check did.

    Attributes:
        watch: deadlines or silence.
        as_at: the London date it was done for.
        looked_at: cases that time, a new event or a new rule may have changed.
        changed: cases of which an operator sees something new.
        alerts: new notices, by kind of alert.
        planned: new notices in all.
        failures: the cases that could not be worked out, with the reason.
        seconds: how long it took.
    """

    watch: str
    as_at: date
    looked_at: int
    changed: int
    alerts: dict[str, int]
    planned: int
    failures: tuple[tuple[str, str], ...]
    seconds: float


@dataclass(frozen=True)
class Found:
    """An alert that a dry run found, for showing."""

    reference: str
    alert: Alert


@dataclass
class _Tally:
    looked_at: int = 0
    changed: int = 0
    alerts: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: _Tally) -> None:
        self.looked_at += other.looked_at
        self.changed += other.changed
        self.alerts += other.alerts
        self.failures += other.failures


def check_deadlines(installation: Installation) -> CheckReport:
    """Look at every case in which a date has come nearer, or has passed, since it was last looked at."""
    return _check(installation, Watch.DEADLINES)


def check_silence(installation: Installation) -> CheckReport:
    """Look at every case whose stage may have been quiet for too long."""
    return _check(installation, Watch.SILENCE)


def look_ahead(installation: Installation, as_at: date) -> tuple[list[Found], tuple[tuple[str, str], ...]]:
    """What both checks would find on a day in every case, and the cases that fail; nothing is stored or planned."""
    found: list[Found] = []
    failed: list[tuple[str, str]] = []
    with installation.database.read() as unit:
        for ids in _all_batches(unit):
            for _, case in casebook.read_cases(unit, ids):
                position = _work_out(installation, with_terms(installation, unit, case), as_at, failed)
                if position:
                    found += (Found(case.reference, alert) for alert in position.alerts)
    return found, tuple(failed)


def _all_batches(unit: Unit) -> Iterator[list[int]]:
    after = 0
    while ids := casebook.all_case_ids(unit, after, BATCH):
        yield ids
        after = ids[-1]


def _check(installation: Installation, watch: Watch) -> CheckReport:
    began, as_at, tally, after = monotonic(), installation.today(), _Tally(), 0
    with installation.database.write() as unit:
        run_id = checklog.begin_run(unit, watch, as_at, installation.now())
    while ids := _next_batch(installation, watch, as_at, after):
        tally.add(_check_cases(installation, watch, as_at, ids))
        after = ids[-1]
    planned = tally.alerts.total()
    with installation.database.write() as unit:
        checklog.finish_run(
            unit,
            run_id,
            installation.now(),
            looked_at=tally.looked_at,
            changed=tally.changed,
            planned=planned,
            failed=len(tally.failures),
        )
    seconds = monotonic() - began
    return CheckReport(
        watch.value, as_at, tally.looked_at, tally.changed, dict(tally.alerts), planned, tuple(tally.failures), seconds
    )


def _next_batch(installation: Installation, watch: Watch, as_at: date, after: int) -> list[int]:
    with installation.database.read() as unit:
        return positions.cases_to_look_at(unit, watch, as_at, installation.fingerprint, after, BATCH)


def _check_cases(installation: Installation, watch: Watch, as_at: date, ids: list[int]) -> _Tally:
    """Look at some cases; when their records cannot even be read together, one by one."""
    try:
        with installation.database.write() as unit:
            return _check_batch(installation, unit, watch, as_at, ids)
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one case, the others are still looked at
        if len(ids) == 1:
            return _give_up(installation, ids[0], error)
    tally = _Tally()
    for case_id in ids:
        tally.add(_check_cases(installation, watch, as_at, [case_id]))
    return tally


def _check_batch(installation: Installation, unit: Unit, watch: Watch, as_at: date, ids: list[int]) -> _Tally:
    """Look at some cases in one transaction: hold them, work them out, keep the results, plan the alerts."""
    casebook.hold_cases(unit, ids)
    tally = _Tally(looked_at=len(ids))
    stale = positions.worked_out_otherwise(unit, ids, installation.fingerprint)
    hold = holding_back(unit, ids, stale)
    found: dict[int, Position] = {}
    for case_id, case in casebook.read_cases(unit, ids):
        position = _work_out(installation, with_terms(installation, unit, case), as_at, tally.failures)
        if position is None:
            checklog.note_failure(unit, case_id, tally.failures[-1][1], installation.now())
            continue
        checklog.clear_failure(unit, case_id)
        tally.changed += _keep(installation, unit, watch, case_id, position)
        found[case_id] = position
    close_tasks_that_are_over(installation, unit, found)
    new = plan(installation, unit, add_to(installation, unit, found), _alerts(watch, found, stale), hold)
    tally.alerts.update({kind.value: n for kind, n in new.items()})
    return tally


def _of_deadlines(truth: Truth) -> tuple[Alert, ...]:
    return (*truth.position.alerts_of_clocks, *truth.further)


def _of_silence(truth: Truth) -> tuple[Alert, ...]:
    return truth.position.alerts_of_silence


_ALERTS = {Watch.DEADLINES: _of_deadlines, Watch.SILENCE: _of_silence}


def _alerts(watch: Watch, found: dict[int, Position], stale: set[int]) -> Callable[[Truth], tuple[Alert, ...]]:
    """What a check plans: its own alerts; all of them where the rules changed, because the next sees no change."""
    references = {found[case_id].reference for case_id in stale & set(found)}
    return lambda truth: truth.alerts if truth.position.reference in references else _ALERTS[watch](truth)


def _give_up(installation: Installation, case_id: int, error: Exception) -> _Tally:
    """Record that a case's records cannot be read."""
    what = in_words(error)
    with installation.database.write() as unit:
        reference = casebook.reference_of(unit, case_id)
        checklog.note_failure(unit, case_id, what, installation.now())
    log.error("%s could not be read (%s)", reference, what)
    return _Tally(looked_at=1, failures=[(reference, what)])


def _work_out(installation: Installation, case: Case, as_at: date, failures: list[tuple[str, str]]) -> Position | None:
    try:
        return take_position(installation.rulebook, installation.policy, case, as_at)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one case, the others are still looked at
        what = in_words(error)
        log.error("%s could not be worked out (%s)", case.reference, what)  # noqa: TRY400 - a trace might hold data
        failures.append((case.reference, what))
        return None


def in_words(error: Exception) -> str:
    """An error of ours says what to do; any other is named with its place, because its text might quote a record."""
    if isinstance(error, EhcpError):
        return str(error)
    frame = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {PurePath(frame.filename).name}:{frame.lineno}"


def _keep(installation: Installation, unit: Unit, watch: Watch, case_id: int, position: Position) -> bool:
    """Keep the position; what was never worked out the other check looks at too, and else at its own days."""
    looks = {Watch.DEADLINES: position.next_clock_look, Watch.SILENCE: position.next_silence_look}
    before = positions.fingerprint_of(unit, case_id)
    for other in set(Watch) - {watch}:
        if before is None:
            looks[other] = position.as_at
        elif before == installation.fingerprint:
            del looks[other]
    return positions.save_position(unit, case_id, position, installation.fingerprint, looks)
