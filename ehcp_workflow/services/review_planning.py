"""Planning the review of one case, step by step, with the term dates of its council where they are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.review_plan.plan import ReviewPlan
from ehcp_workflow.cases.review_plan.planning import plan_review
from ehcp_workflow.cases.section_f.terms import TermCalendar
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.terms.known import term_calendars
from ehcp_workflow.store import casebook


def plan_one(installation: Installation, reference: str, as_at: date | None, meeting: date | None) -> ReviewPlan:
    """The plan of the review of one case.

    Raises:
        NotFound: there is no such case.
    """
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        case = casebook.read_case(unit, record)
        case = with_terms(case, record.council_code, term_calendars(installation, unit))
    return plan_review(installation.rulebook, case, as_at or installation.today(), meeting)


def with_terms(case: Case, council: str | None, calendars: Mapping[str, TermCalendar]) -> Case:
    """A case with its council's term dates, also where nothing is recorded of Section F."""
    return replace(case, section_f=replace(case.section_f, council=council, calendars=calendars))


def plan_as_json(plan: ReviewPlan) -> dict[str, Any]:
    """A planned review for other programs. Dates are as the record has them; ranges are written first/last."""
    return {
        "reference": plan.reference,
        "as_at": plan.as_at.isoformat(),
        "plan_sent": str(plan.plan_sent) if plan.plan_sent else None,
        "meeting": str(plan.meeting),
        "meeting_is": plan.meeting_is.value,
        "last_meeting": str(plan.last_meeting),
        "safe_meeting": str(plan.safe_meeting),
        "limits": [
            {"ref": limit.ref, "title": limit.clock.rule.title, "due": str(limit.clock.due),
             "since": str(limit.since), "last_meeting": str(limit.last_meeting), "citation": limit.clock.citation}
            for limit in plan.limits
        ],
        "steps": [
            {"step": step.code, "what": step.what, "who": step.who, "last": str(step.last), "safe": str(step.safe),
             "governed_by": step.governed_by, "citation": step.citation, "why": step.why, "basis": step.basis.value,
             "binding": step.binding, "unverified": step.unverified, "state": step.state.value,
             "done": str(step.done) if step.done else None}
            for step in plan.steps
        ],
        "problems": list(plan.problems),
        "notes": list(plan.notes),
    }  # fmt: skip
