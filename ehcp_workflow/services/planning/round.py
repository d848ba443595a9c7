"""One round of planning: everything that should be planned now and is not."""

from __future__ import annotations

from dataclasses import dataclass

from ehcp_workflow.services.checks import CheckReport, check_deadlines, check_silence
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.planning.escalating import plan_escalations
from ehcp_workflow.services.planning.system import plan_system
from ehcp_workflow.services.planning.updating import plan_updates


@dataclass(frozen=True)
class PlanReport:
    """What a round of planning planned.

    Attributes:
        deadlines, silence: what the two checks did.
        escalations, updates, system: further new notices: for supervisors, for families, for operators.
    """

    deadlines: CheckReport
    silence: CheckReport
    escalations: int
    updates: int
    system: int

    @property
    def planned(self) -> int:
        """How many notices are new."""
        return self.deadlines.planned + self.silence.planned + self.escalations + self.updates + self.system

    @property
    def failures(self) -> tuple[tuple[str, str], ...]:
        """The cases that could not be worked out, with the reason."""
        return tuple(sorted({*self.deadlines.failures, *self.silence.failures}))


def plan_round(installation: Installation) -> PlanReport:
    """Plan everything that is due and not planned yet. A quiet round costs a few look-ups, so it may be run often."""
    return PlanReport(
        check_deadlines(installation),
        check_silence(installation),
        plan_escalations(installation),
        plan_updates(installation),
        plan_system(installation),
    )
