"""The reviews of the whole caseload: who must have met by when, soonest first, by reference and without names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.review_plan.plan import MeetingIs, ReviewPlan, ReviewStep
from ehcp_workflow.cases.review_plan.planning import plan_review
from ehcp_workflow.cases.section_f.terms import TermCalendar
from ehcp_workflow.law.when import When
from ehcp_workflow.services.councils import find_council
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.review_planning import with_terms
from ehcp_workflow.services.terms.known import term_calendars
from ehcp_workflow.store import case_facts, casebook
from ehcp_workflow.store.visibility import EVERYTHING, Sees

BATCH = 200
NEVER = date.max


@dataclass(frozen=True)
class ReviewDue:
    """One review in the caseload, by its reference; it holds no name.

    Attributes:
        reference: the case; council: the council's name, where known.
        last_meeting, safe_meeting: the last day for the meeting, inclusive, and one day earlier; unknown when the
            decision was given and only later steps are left.
        because: the references of the rules that ask for it, the one that governs first.
        meeting: the meeting held or arranged, where there is one; meeting_is: which of the two.
        done: the codes of the steps that are done.
        next_step, next_code: the next step that is not done, in words and by its code; next_by: its last day.
        too_late: whether the last day of a step that is not done has passed.
        this_term: whether the last day for the meeting lies before the end of the term under way; None where that
            cannot be said: no term is under way, or the council's term dates are not known.
    """

    reference: str
    council: str | None
    last_meeting: When
    safe_meeting: When
    because: tuple[str, ...]
    meeting: When | None
    meeting_is: str
    done: tuple[str, ...]
    next_step: str
    next_code: str
    next_by: When
    too_late: bool
    this_term: bool | None

    @property
    def is_held(self) -> bool:
        """Whether the meeting was held."""
        return self.meeting_is == MeetingIs.HELD.value


@dataclass
class ReviewList:
    """The reviews of a caseload on a day.

    Attributes:
        as_at: the day for which it is asked.
        reviews: the reviews, the one with the soonest next step first.
        undated: the cases with a plan in force whose dates cannot be planned, because a day is not recorded.
        failed: the cases that could not be worked out at all.
    """

    as_at: date
    reviews: list[ReviewDue] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def too_late(self) -> int:
        """How many have a step whose last day has passed."""
        return sum(due.too_late for due in self.reviews)

    @property
    def this_term(self) -> int:
        """How many must still meet before the end of the term under way, as far as term dates are known."""
        return sum(bool(due.this_term) for due in self.reviews)


def reviews_due(
    installation: Installation, as_at: date | None = None, council: str | None = None, *, sees: Sees = EVERYTHING
) -> ReviewList:
    """The reviews of the caseload, the one with the soonest next step first.

    Args:
        installation: the installation.
        as_at: the day for which it is asked; today if None.
        council: only the cases of the council with this DfE number.
        sees: which cases may be seen by whoever asks.
    """
    found = ReviewList(as_at or installation.today())
    for case, code, terms in _cases(installation, council, sees):
        try:
            plan = plan_review(installation.rulebook, case, found.as_at)
        except Exception:  # noqa: BLE001 - one bad case must not hide the others; the checks name it and why
            found.failed.append(case.reference)
            continue
        if plan.next_step:
            found.reviews.append(_due(plan, plan.next_step, code, terms))
        elif plan.plan_sent and not plan.limits:
            found.undated.append(case.reference)
    found.reviews.sort(key=lambda due: (due.next_by.earliest or NEVER, due.reference))
    return found


def _cases(
    installation: Installation, council: str | None, sees: Sees
) -> Iterator[tuple[Case, str | None, TermCalendar | None]]:
    """The cases with their council and its term dates, some hundred at a time."""
    after = 0
    with installation.database.read() as unit:
        calendars = term_calendars(installation, unit)
    while True:
        with installation.database.read() as unit:
            ids = casebook.all_case_ids(unit, after, BATCH, sees)
            codes = case_facts.councils_of(unit, ids)
            wanted = [id_ for id_ in ids if council in {None, codes[id_]}]
            cases = list(casebook.read_cases(unit, wanted))
        for id_, case in cases:
            yield with_terms(case, codes[id_], calendars), codes[id_], _terms_of(codes[id_], calendars)
        if not ids:
            return
        after = ids[-1]


def _terms_of(code: str | None, calendars: Mapping[str, TermCalendar]) -> TermCalendar | None:
    return calendars.get(code or "")


def _due(plan: ReviewPlan, step: ReviewStep, code: str | None, terms: TermCalendar | None) -> ReviewDue:
    """The line of one case."""
    council = find_council(code)
    return ReviewDue(
        reference=plan.reference,
        council=council.name if council else None,
        last_meeting=plan.last_meeting,
        safe_meeting=plan.safe_meeting,
        because=tuple(limit.ref for limit in plan.limits),
        meeting=plan.meeting if plan.meeting_is is not MeetingIs.LATEST else None,
        meeting_is=plan.meeting_is.value,
        done=tuple(step.code for step in plan.steps if step.done),
        next_step=step.what,
        next_code=step.code,
        next_by=step.last,
        too_late=plan.too_late,
        this_term=None if plan.meeting_is is MeetingIs.HELD else _this_term(plan, terms),
    )


def _this_term(plan: ReviewPlan, terms: TermCalendar | None) -> bool | None:
    term, last = terms.term_of(plan.as_at) if terms else None, plan.last_meeting.earliest
    return last <= term.days.last if term and last else None


def list_as_json(found: ReviewList) -> dict[str, Any]:
    """The reviews of a caseload for other programs."""
    return {
        "as_at": found.as_at.isoformat(),
        "too_late": found.too_late,
        "this_term": found.this_term,
        "reviews": [due_as_json(due) for due in found.reviews],
        "undated": found.undated,
        "failed": found.failed,
    }


def due_as_json(due: ReviewDue) -> dict[str, Any]:
    """A line of the caseload's reviews for other programs."""
    return {
        "reference": due.reference,
        "council": due.council,
        "last_meeting": str(due.last_meeting),
        "safe_meeting": str(due.safe_meeting),
        "because": list(due.because),
        "meeting": str(due.meeting) if due.meeting else None,
        "meeting_is": due.meeting_is,
        "done": list(due.done),
        "next_step": due.next_code,
        "next_by": str(due.next_by),
        "too_late": due.too_late,
        "this_term": due.this_term,
    }
