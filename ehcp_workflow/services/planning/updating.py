"""That nothing has changed, and the next date: for those who want it, when they have heard nothing for a while."""

from __future__ import annotations

from datetime import date

from ehcp_workflow.cases.alerts import Alert, AlertKind
from ehcp_workflow.cases.policy import Audience, Updates
from ehcp_workflow.cases.position import Position
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.planning.bulk import holding_back
from ehcp_workflow.services.planning.planner import Planner, Wish
from ehcp_workflow.services.planning.truths import read_truths
from ehcp_workflow.services.rights import holders_of
from ehcp_workflow.store import positions, update_days
from ehcp_workflow.store.engine import Unit

BATCH = 200
HAPPENED = "happened"


def plan_updates(installation: Installation) -> int:
    """Plan the updates that are due today; how many notices are new."""
    new = 0
    while True:
        with installation.database.write() as unit:
            due = update_days.due(unit, installation.today(), BATCH)
            if not due:
                return new
            case_ids = {one.case_id for one in due if one.case_id is not None}
            truths, rights = read_truths(installation, unit, case_ids), holders_of(installation, unit, case_ids)
            stale = positions.worked_out_otherwise(unit, case_ids, installation.fingerprint)
            planner = Planner(installation, unit, holding_back(unit, case_ids, stale))
            for one in due:
                if one.case_id is not None and one.person_id in planner.people(
                    one.case_id, Audience.FAMILY, rights[one.case_id]
                ):
                    alert = update_alert(truths[one.case_id].position, one.due_on, installation.policy.updates)
                    new += alert is not None and planner.plan(Wish(one.person_id, one.case_id, alert))
            put_off(installation, unit, {one.person_id for one in due})


def update_alert(position: Position, due_on: date, updates: Updates) -> Alert | None:
    """How things stand, with the next date of a case; None when no date is running in it.

    It says that nothing has changed, unless something happened in the case in the days since they last heard anything.
    """
    ahead = (c for c, _ in position.open_clocks() if c.due.earliest and c.due.earliest >= position.as_at)
    told = [clock for clock in ahead if clock.rule.authority.binds and not clock.is_unverified]
    if not told:
        return None
    clock = told[0]
    version = due_on.isoformat()
    last_heard = date.fromordinal(due_on.toordinal() - updates.every_days)
    happened = any(event.on.latest and event.on.latest > last_heard for event in position.events)
    about = HAPPENED if happened else None
    return Alert(AlertKind.UPDATE, Audience.FAMILY, "case", version, 0, rule=clock.rule.id, due=clock.due, about=about)


def put_off(installation: Installation, unit: Unit, person_ids: set[int]) -> None:
    """Who heard something today hears that nothing has changed only after the usual while."""
    days = installation.policy.updates.every_days
    next_on = date.fromordinal(installation.today().toordinal() + days)
    update_days.put_off(unit, person_ids, next_on)
