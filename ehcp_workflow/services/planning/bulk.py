"""What a bulk change would tell people waits for a person: cases from a file, and dates that changed with the rules."""

from __future__ import annotations

from collections.abc import Collection

from ehcp_workflow.cases.alerts import Alert
from ehcp_workflow.services.planning.planner import Hold
from ehcp_workflow.store import positions
from ehcp_workflow.store.engine import Unit

RULES_CHANGED = "rules changed"
_OF_RULES = ("clock:", "stage:")


def holding_back(unit: Unit, case_ids: Collection[int], stale: Collection[int]) -> Hold:
    """What to hold of what a check finds in some cases; ask before their positions are kept anew.

    A case that came with a file is held whole, however often it is looked at, until somebody accepts it. After a change
    of the rules, of house policy or of our way of counting, a date that was the same before is told as ever, and what
    is new is held. What somebody promised, and support that is not given, come from no rule and are never held for it.

    Args:
        unit: the transaction.
        case_ids: the cases.
        stale: those of them that were last worked out with other rules, policy or code.
    """
    quiet = positions.quiet_of(unit, case_ids)
    before = positions.clock_facts(unit, sorted(stale)) if stale else {}
    same = {(id_, f"clock:{facts.key}", str(facts.due)) for id_, kept in before.items() for facts in kept}

    def why(case_id: int, alert: Alert) -> str | None:
        if case_id in quiet:
            return quiet[case_id]
        known = (case_id, alert.subject, alert.version) in same or not alert.subject.startswith(_OF_RULES)
        return RULES_CHANGED if case_id in stale and not known else None

    return why
