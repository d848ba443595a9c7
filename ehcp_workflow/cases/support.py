"""The school's own support plans, in cycles of assess, plan, do and review. Good practice, and never a limit in law."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.section_f.terms import school_year
from ehcp_workflow.law.when import UNKNOWN, When

STARTED, REVIEWED = "support_plan_started", "support_plan_reviewed"
SUPPORT_ENDS = frozenset({"final_plan_sent", "left_education"})
"""From then on help comes under a plan, or there is no school any more that should plan it."""
ENDED = "ended"
NOT_NAMED = "support_plan"


class SupportKind(StrEnum):
    """What the school calls its plan. Whatever the name, nobody can be made to keep it."""

    IEP = "iep"
    SEN_SUPPORT_PLAN = "sen_support_plan"
    ISP = "isp"
    OTHER = "other"

    @property
    def in_words(self) -> str:
        """The name as a person reads it."""
        return _IN_WORDS[self]

    @property
    def enforceable(self) -> bool:
        """Whether anybody can be made to give the help in it: only the help in Section F of an EHC plan must be given.

        Source: Children and Families Act 2014 s42 (the council must secure the provision in an EHC plan; no section
        says so of a plan of the school's own).
        """
        return False


_IN_WORDS = {
    SupportKind.IEP: "Individual education plan (IEP)",
    SupportKind.SEN_SUPPORT_PLAN: "SEN support plan",
    SupportKind.ISP: "Individual support plan (ISP)",
    SupportKind.OTHER: "Support plan",
}


class Step(StrEnum):
    """Which step of the cycle a support plan is in: the help is given, its review has come, or the plan has ended."""

    DO = "do"
    REVIEW = "review"
    ENDED = "ended"


@dataclass(frozen=True)
class Cycle:
    """One round of assess, plan, do and review.

    Attributes:
        number: which round of the plan, from 1.
        planned: the day the help was planned: when the plan started, or when the review before led to it.
        review_by: the last day, inclusive, the school set itself for the review; None where none is recorded.
        reviewed: when it was reviewed; None while it was not.
        outcome: what the review came to: `continues`, `changed` or `ended`.
        replaced: whether the plan was started anew before a review.
    """

    number: int
    planned: When
    review_by: When | None = None
    reviewed: When | None = None
    outcome: str | None = None
    replaced: bool = False

    @property
    def is_open(self) -> bool:
        """Whether its review is still to come."""
        return self.reviewed is None and not self.replaced

    @property
    def first_missed(self) -> date | None:
        """The first day on which the review it waits for is sure to have been missed; None when it waits for none."""
        if not self.is_open or self.review_by is None or self.review_by.latest is None:
            return None
        return date.fromordinal(self.review_by.latest.toordinal() + 1)


@dataclass(frozen=True)
class SupportPlan:
    """A support plan of the school with its cycles, earliest first; there is always one."""

    code: str
    kind: SupportKind
    cycles: tuple[Cycle, ...]

    @property
    def enforceable(self) -> bool:
        """Whether anybody can be made to give the help in it."""
        return self.kind.enforceable

    @property
    def school_year(self) -> str:
        """The school year in which it was planned first, such as `2026/27`; empty when that day is not known."""
        first = self.cycles[0].planned.earliest
        if first is None:
            return ""
        began = school_year(first).first.year
        return f"{began}/{(began + 1) % 100:02d}"

    @property
    def now(self) -> Cycle:
        """The cycle it is in, or was in last."""
        return self.cycles[-1]

    def step(self, as_at: date) -> Step:
        """Which step it is in at the end of a day."""
        if not self.now.is_open:
            return Step.ENDED
        missed = self.now.first_missed
        return Step.REVIEW if missed and as_at >= missed else Step.DO


def support_plans(events: Iterable[Event]) -> tuple[SupportPlan, ...]:
    """The school's support plans, in the order in which they were started, from the events in their order."""
    plans: dict[str, SupportPlan] = {}
    for event in events:
        if event.kind in {STARTED, REVIEWED}:
            code = event.about or NOT_NAMED
            before = plans.get(code)
            plans[code] = _started(event, code, before) if event.kind == STARTED else _reviewed(event, code, before)
    return tuple(plans.values())


def missed_reviews(plans: Iterable[SupportPlan], as_at: date) -> tuple[SupportPlan, ...]:
    """The plans whose review was planned for a day that has passed, and is not recorded."""
    return tuple(plan for plan in plans if plan.step(as_at) is Step.REVIEW)


def _started(event: Event, code: str, before: SupportPlan | None) -> SupportPlan:
    kind = SupportKind(event.options.get("kind", before.kind if before else SupportKind.OTHER))
    done = before.cycles if before else ()
    if before and before.now.is_open:
        done = (*done[:-1], replace(before.now, replaced=True))
    return SupportPlan(code, kind, (*done, Cycle(len(done) + 1, event.on, event.dates.get("to"))))


def _reviewed(event: Event, code: str, before: SupportPlan | None) -> SupportPlan:
    """A plan after a review, which ends one cycle and, unless the plan ended, begins the next.

    Of a plan whose start nobody recorded there was a cycle, too; so was there before the review of an ended plan.
    """
    plan = before or SupportPlan(code, SupportKind.OTHER, (Cycle(1, UNKNOWN),))
    open_cycles = plan.cycles if plan.now.is_open else (*plan.cycles, Cycle(len(plan.cycles) + 1, UNKNOWN))
    outcome = event.options.get("outcome")
    done = (*open_cycles[:-1], replace(open_cycles[-1], reviewed=event.on, outcome=outcome))
    if outcome == ENDED:
        return SupportPlan(code, plan.kind, done)
    return SupportPlan(code, plan.kind, (*done, Cycle(len(done) + 1, event.on, event.dates.get("to"))))
