"""Telling supervisors of what had to be acknowledged and was not."""

from __future__ import annotations

from ehcp_workflow.cases.alerts import AlertKind
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.planning.planner import plan
from ehcp_workflow.services.planning.truths import levels_reached, read_truths
from ehcp_workflow.store import acknowledgements, casebook
from ehcp_workflow.store.acknowledgements import Unanswered

BATCH = 200


def plan_escalations(installation: Installation) -> int:
    """Plan what supervisors should know of what nobody acknowledged; how many notices are new."""
    levels = len(installation.policy.escalation.after_working_days)
    with installation.database.read() as unit:
        waiting = acknowledgements.unanswered(unit, installation.now(), levels)
    today = installation.today()
    ripe = [one for one in waiting if len(levels_reached(installation, one, today)) > one.escalated]
    case_ids = sorted({one.case_id for one in ripe})
    new = 0
    for start in range(0, len(case_ids), BATCH):
        batch = set(case_ids[start : start + BATCH])
        new += _plan_batch(installation, [one for one in ripe if one.case_id in batch])
    return new


def _plan_batch(installation: Installation, ripe: list[Unanswered]) -> int:
    """Plan for some cases in one transaction, and note how far each notice was escalated."""
    with installation.database.write() as unit:
        casebook.hold_cases(unit, {one.case_id for one in ripe})
        truths = read_truths(installation, unit, {one.case_id for one in ripe})
        done = plan(
            installation,
            unit,
            truths,
            lambda truth: [alert for alert in truth.further if alert.kind is AlertKind.ESCALATED],
        )
        for one in ripe:
            reached = len(levels_reached(installation, one, installation.today()))
            acknowledgements.note_escalated(unit, [one.notice_id], reached)
    return done.total()
