"""How timely a council was in one case: each step from the request to the final plan, against its limit.

What is counted is what the Department for Education counts: new plans by the calendar year in which they were issued,
within 20 weeks of the day the council received the request, the last day included, with the plans to which exceptions
apply and without them. Plans issued after mediation or an appeal about the same request are left out and counted apart.

Source: Department for Education, "Education, health and care plans", timeliness data set (columns
`plans_issued_den`, `plans_issued_den_ex`, `plans_issued_within_20_weeks`, `plans_issued_20_weeks_ex`), and the items
ReceivedDate, StartDate, Week20, RequestMediation and RequestTribunal of the SEN2 person-level census (decision 0026).
https://explore-education-statistics.service.gov.uk/find-statistics/education-health-and-care-plans
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.claims import CLAIM
from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.law.verdict import Verdict, judge
from ehcp_workflow.law.when import UNKNOWN, When

DISPUTES = frozenset(
    {
        "mediation_held",
        "mediation_concluded",
        "mediation_agreement",
        "appeal_received",
        "appeal_registered",
        "la_received_appeal",
        "la_conceded",
        "consent_order",
        "order_made",
    }
)
"""What shows that a request went to mediation or to the Tribunal; that an adviser was asked is not yet mediation."""
_OTHER_WAYS = frozenset(
    {"reassessment_request_received", "reassessment_decision_notified", "detained_request_received"}
)
"""What leads to a plan that is not new, or to one under other limits."""
_DRAFT, _FINAL, _REFUSAL = "draft_plan_sent", "final_plan_sent", "refusal_to_issue_notified"


class Step(StrEnum):
    """What a council is measured by, in the order in which it comes.

    Attributes:
        DECISION: it said whether it will assess.
        REFUSAL: it refused a plan and said so.
        DRAFT: it sent the draft; no limit in law, so the convention of the same 16 weeks is used.
        FINAL: it sent the final plan.
    """

    DECISION = "decision"
    REFUSAL = "refusal"
    DRAFT = "draft"
    FINAL = "final"


_RULES = {
    Step.DECISION: "decision_to_assess",
    Step.REFUSAL: "refusal_to_issue",
    Step.DRAFT: "refusal_to_issue",
    Step.FINAL: "final_plan",
}


@dataclass(frozen=True)
class Taken:
    """One step for one request: when it began to be owed, its last day, and when it was done.

    Attributes:
        step: which; request: the id of the event that started its time.
        started: the day the council received the request; due: the last day, inclusive.
        done: when; None while it is still owed.
        exception: whether the council claims that an exception to the limit applies; its word counts, as in its return.
        disputed: whether the request went to mediation or an appeal before it was done.
        waived: whether a claim on record meets its condition, so that no last day is left while it is owed.
    """

    step: Step
    request: str
    started: When
    due: When
    done: When | None = None
    exception: bool = False
    disputed: bool = False
    waived: bool = False

    @property
    def verdict(self) -> Verdict | None:
        """Whether it was done in time; None while it is still owed."""
        return judge(self.due, self.done, date.max).verdict if self.done else None

    @property
    def year(self) -> int | None:
        """The calendar year in which it was done; None while it is owed, or where the record leaves two years open."""
        if self.done is None or self.done.earliest is None or self.done.latest is None:
            return None
        return self.done.earliest.year if self.done.earliest.year == self.done.latest.year else None


def steps_taken(clocks: Iterable[Clock], events: tuple[Event, ...]) -> tuple[Taken, ...]:
    """Every step of every request in a case that was done or is still owed; what ended without it is left out.

    Args:
        clocks: all clocks of the case.
        events: what happened, earliest first.
    """
    of_rule: dict[str, list[Clock]] = {}
    for clock in clocks:
        of_rule.setdefault(clock.rule.id, []).append(clock)
    found = [taken for step in Step for clock in of_rule.get(_RULES[step], ()) if (taken := _step(step, clock, events))]
    if not of_rule.get(_RULES[Step.FINAL]):
        found += _without_request(events)
    last_days = {clock.started_by.id: clock.due for clock in of_rule.get(_RULES[Step.DRAFT], ())}
    return (*found, *_owed_drafts(found, last_days))


def _step(step: Step, clock: Clock, events: tuple[Event, ...]) -> Taken | None:
    done = _done(step, clock, events)
    owed = done is None and _is_owed(clock) and step in {Step.DECISION, Step.FINAL}
    if done is None and not owed:
        return None
    on = done.on if done else None
    return Taken(
        step=step,
        request=clock.started_by.id,
        started=clock.facts.started,
        due=clock.due,
        done=on,
        exception=any(_claims(event, clock, on) for event in events),
        disputed=any(event.kind in DISPUTES and _between(event, clock, on) for event in events),
        waived=owed and clock.facts.claim is not None,
    )


def _done(step: Step, clock: Clock, events: tuple[Event, ...]) -> Event | None:
    """The event that did it; a plan that an order brought is found behind the request that led to it."""
    if step is Step.DECISION:
        return clock.met_by
    if step is Step.REFUSAL:
        return clock.met_by if clock.met_by and clock.met_by.kind == _REFUSAL else None
    kind = _DRAFT if step is Step.DRAFT else _FINAL
    return next((event for event in _of_request(clock, events) if event.kind == kind), None)


def _of_request(clock: Clock, events: tuple[Event, ...]) -> Iterator[Event]:
    """What followed a request, up to the next that its rule counts from."""
    begun = False
    for event in events:
        if event is clock.started_by:
            begun = True
        elif begun and event.fires(clock.rule.starts) and clock.ended_by is not None:
            return
        elif begun:
            yield event


def _is_owed(clock: Clock) -> bool:
    return clock.met_by is None and not clock.facts.ended and not clock.facts.superseded


def _claims(event: Event, clock: Clock, done: When | None) -> bool:
    named = event.options.get("exemption") in clock.rule.exemptions
    return event.kind == CLAIM and named and _between(event, clock, done)


def _between(event: Event, clock: Clock, done: When | None) -> bool:
    """Whether something may have happened while the step was owed."""
    return clock.facts.started.may_precede(event.on) and (done is None or event.on.may_precede(done))


def _without_request(events: tuple[Event, ...]) -> Iterator[Taken]:
    """The first plan of a case in which no request is recorded: a plan of its year, of which no time can be told."""
    for event in events:
        if event.kind in _OTHER_WAYS:
            return
        if event.kind == _FINAL:
            yield Taken(Step.FINAL, event.id, UNKNOWN, UNKNOWN, event.on)
            return


def _owed_drafts(found: list[Taken], last_days: Mapping[str, When]) -> Iterator[Taken]:
    """The drafts still owed: the council said that it will assess, and neither a draft nor the plan is there yet."""
    undecided = {taken.request for taken in found if taken.step is Step.DECISION and taken.done is None}
    drafted = {taken.request for taken in found if taken.step is Step.DRAFT}
    for taken in found:
        owed = taken.step is Step.FINAL and taken.done is None
        if owed and taken.request not in undecided | drafted and taken.request in last_days:
            yield replace(taken, step=Step.DRAFT, due=last_days[taken.request])
