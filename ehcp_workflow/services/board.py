"""The caseload at a glance: one line a case, soonest date first."""

from __future__ import annotations

from datetime import date

from ehcp_workflow.services.caseload.lines import BoardLine
from ehcp_workflow.services.caseload.listing import every_case
from ehcp_workflow.services.installation import Installation


def board(installation: Installation, as_at: date | None = None) -> list[BoardLine]:
    """The whole caseload on a day, soonest date first; cases with no open date come last.

    For today the kept positions are used where they still hold, and the others are worked out again. For any other day
    every case is worked out from what had happened by then.
    """
    return list(every_case(installation, as_at=as_at))
