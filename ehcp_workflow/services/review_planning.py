"""Planning reviews: of one case step by step, and over the caseload who must have met by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ehcp_workflow.cases.review_plan.plan import MeetingIs, ReviewPlan
from ehcp_workflow.cases.review_plan.planning import plan_review
from ehcp_workflow.errors import EhcpError
from ehcp_workflow.law.when import When
from ehcp_workflow.services.councils import find_council
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import casebook

BATCH = 200
NEVER = date.max


@dataclass(frozen=True)
class ReviewDue:
    """One review in the caseload, by its reference; it holds no name.

    Attributes:
        reference: the case; council: the council's name, where known.
        last_meeting: the last day for the meeting, inclusive; unknown once only later steps are left.
        because: the references of the rules that ask for it, the one that governs first.
        meeting: the meeting held or arranged, where there is one; meeting_is: which of the two.
        next_step, next_code: the next step that is not done, in words and by its code; next_by: its last day.
        too_late: whether the last day of a step that is not done has passed.
    """

    reference: str
    council: str | None
    last_meeting: When
    because: tuple[str, ...]
    meeting: When | None
    meeting_is: str
    next_step: str
    next_code: str
    next_by: When
    too_late: bool


def plan_one(installation: Installation, reference: str, as_at: date | None, meeting: date | None) -> ReviewPlan:
    """The plan of the review of one case.

    Raises:
        NotFound: there is no such case.
    """
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        case = casebook.read_case(unit, record)
    return plan_review(installation.rulebook, case, as_at or installation.today(), meeting)


def reviews_due(
    installation: Installation, as_at: date | None = None, council: str | None = None
) -> tuple[list[ReviewDue], list[str]]:
    """The reviews of the caseload, soonest first, and the references of the cases that could not be worked out.

    Args:
        installation: the installation.
        as_at: the day for which it is asked; today if None.
        council: only the cases of the council with this DfE number.
    """
    day, failed = as_at or installation.today(), list[str]()
    found = list(_all_due(installation, day, council, failed))
    return sorted(found, key=lambda due: (due.next_by.earliest or NEVER, due.reference)), failed


def _all_due(installation: Installation, day: date, council: str | None, failed: list[str]) -> Iterator[ReviewDue]:
    after = 0
    while True:
        with installation.database.read() as unit:
            ids = casebook.all_case_ids(unit, after, BATCH)
            if not ids:
                return
            codes = casebook.councils_of(unit, ids)
            cases = [(id_, case) for id_, case in casebook.read_cases(unit, ids) if council in {None, codes[id_]}]
        after = ids[-1]
        for id_, case in cases:
            try:
                plan = plan_review(installation.rulebook, case, day)
            except EhcpError:
                failed.append(case.reference)
                continue
            if due := _due(plan, codes[id_]):
                yield due


def _due(plan: ReviewPlan, code: str | None) -> ReviewDue | None:
    """The line of one case; None when no review is due in it."""
    step = plan.next_step
    if step is None:
        return None
    council = find_council(code)
    return ReviewDue(
        reference=plan.reference,
        council=council.name if council else None,
        last_meeting=plan.last_meeting,
        because=tuple(limit.ref for limit in plan.limits),
        meeting=plan.meeting if plan.meeting_is is not MeetingIs.LATEST else None,
        meeting_is=plan.meeting_is.value,
        next_step=step.what,
        next_code=step.code,
        next_by=step.last,
        too_late=plan.too_late,
    )


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


def due_as_json(due: ReviewDue) -> dict[str, Any]:
    """A line of the caseload's reviews for other programs."""
    return {
        "reference": due.reference,
        "council": due.council,
        "last_meeting": str(due.last_meeting),
        "because": list(due.because),
        "meeting": str(due.meeting) if due.meeting else None,
        "meeting_is": due.meeting_is,
        "next_step": due.next_code,
        "next_by": str(due.next_by),
        "too_late": due.too_late,
    }
