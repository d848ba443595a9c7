"""Whom somebody may change: what is kept of a person holds in all their cases, so all of these must be in sight."""

from __future__ import annotations

from ehcp_workflow.errors import Refused
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.people_parts import has_part_out_of_sight
from ehcp_workflow.store.visibility import Sees


def must_be_in_reach(installation: Installation, sees: Sees, person_id: int) -> None:
    """Refuse a change of how somebody is reached who also has a part in a case that the one who asks may not see.

    An adviser is one person in all their cases: another address for them would take the messages of each.

    Raises:
        Refused: there is such a case; which is not told.
    """
    with installation.database.read() as unit:
        check_reach(unit, sees, person_id)


def check_reach(unit: Unit, sees: Sees, person_id: int) -> None:
    """The same within a transaction.

    Raises:
        Refused: as above.
    """
    if has_part_out_of_sight(unit, sees, person_id):
        raise Refused(
            "What is kept of this person holds in all their cases, and not all of these are yours to see. "
            "Nothing was changed. Ask a supervisor who sees them all, or whoever looks after the machine."
        )
