"""What a bulk change would tell people waits for a person: cases from a file, and dates that changed with the rules."""

from __future__ import annotations

from collections.abc import Collection

from ehcp_workflow.cases.alerts import Alert
from ehcp_workflow.services.planning.planner import Hold
from ehcp_workflow.store import notices, positions, provision
from ehcp_workflow.store.engine import Unit

RULES_CHANGED = "rules changed"
_OF_RULES = ("clock:", "stage:")
_OF_A_LEDGER = ("provision:", "reports")
_OF_TIMES_THAT_END = "remedy:"


def holding_back(unit: Unit, case_ids: Collection[int], stale: Collection[int]) -> Hold:
    """What to hold of what a check finds in some cases; ask before their positions are kept anew.

    A case that came with a file is held whole, however often it is looked at, until somebody accepts it. After a change
    of the rules, of house policy or of our way of counting, a date that was the same before is told as ever, and what
    is new is held. What somebody promised, and support recorded as not given, come from no rule and are never held for
    it; but where a ledger of Section F is kept, a lapse comes of counting by term dates and thresholds, so one of which
    nobody was told yet is held too. So is a warning that the time for a step ends, unless somebody was told of it.

    Args:
        unit: the transaction.
        case_ids: the cases.
        stale: those of them that were last worked out with other rules, policy or code.
    """
    quiet = positions.quiet_of(unit, case_ids)
    before = positions.clock_facts(unit, sorted(stale)) if stale else {}
    same = {(id_, f"clock:{facts.key}", str(facts.due)) for id_, kept in before.items() for facts in kept}
    counted, told = (provision.with_lines(unit, stale), notices.planned_versions(unit, stale)) if stale else ((), ())

    def why(case_id: int, alert: Alert) -> str | None:
        if case_id in quiet:
            return quiet[case_id]
        this = (case_id, alert.subject, alert.version)
        reckoned = alert.subject.startswith(_OF_TIMES_THAT_END) or (
            case_id in counted and alert.subject.startswith(_OF_A_LEDGER)
        )
        new = this not in told if reckoned else alert.subject.startswith(_OF_RULES)
        known = this in same or not new
        return RULES_CHANGED if case_id in stale and not known else None

    return why
