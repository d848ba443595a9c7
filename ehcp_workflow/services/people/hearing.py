"""When somebody can be told things from now on who could not before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import people_parts, positions, update_days
from ehcp_workflow.store.consents import UPDATES
from ehcp_workflow.store.engine import Unit


def hear_from_now(installation: Installation, unit: Unit, person_id: int, purposes: Iterable[str] = ()) -> None:
    """Have the next check look at the cases of somebody who can be told things from now on; begin their updates.

    What was planned for them in vain and still holds is planned again then.
    """
    positions.look_again(unit, people_parts.cases_of(unit, person_id), installation.today())
    if UPDATES in purposes:
        first = date.fromordinal(installation.today().toordinal() + installation.policy.updates.every_days)
        update_days.begin(unit, person_id, first)
