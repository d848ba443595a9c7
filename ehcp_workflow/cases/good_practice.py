"""Good practice that a school missed before there is a plan: said as findings of their own kind, never as a breach."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.findings import Finding, Severity
from ehcp_workflow.cases.meetings import meetings_by_term, support_time
from ehcp_workflow.cases.section_f.terms import TermCalendar
from ehcp_workflow.cases.support import SUPPORT_ENDS, SupportPlan, missed_reviews, support_plans
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.when import UNKNOWN

REVIEWS, MEETINGS = "SCH-01", "SCH-02"
"""The rules of guidance that reviews and meetings rest on, by reference."""
NO_BREACH = "It is good practice missed, not a breach."


def good_practice_missed(
    rulebook: Rulebook, events: tuple[Event, ...], terms: TermCalendar | None, as_at: date
) -> Iterator[Finding]:
    """Reviews of support plans and meetings with the parents that guidance asks for and nobody recorded.

    Args:
        rulebook: has the guidance.
        events: what happened, earliest first.
        terms: the term dates; without them nothing is said of meetings.
        as_at: the end of which day.
    """
    if any(event.kind in SUPPORT_ENDS for event in events):
        return
    for plan in missed_reviews(support_plans(events), as_at):
        yield Finding(Severity.PRACTICE, f"{_review(plan)} {_authority(rulebook, REVIEWS)} {NO_BREACH}")
    missed = [one.term.name for one in meetings_by_term(events, terms, as_at) if one.is_missed] if terms else []
    if missed:
        said = f"No meeting with the parents is recorded in {_listed(missed)}."
        yield Finding(Severity.PRACTICE, f"{said} {_authority(rulebook, MEETINGS)} {NO_BREACH}")


def next_missed(events: tuple[Event, ...], terms: TermCalendar | None, as_at: date) -> Iterator[date]:
    """The days after a day on which time alone may make a review or a meeting missed."""
    firsts = [plan.now.first_missed for plan in support_plans(events)]
    had = support_time(events, as_at)
    if terms and had and had.last == as_at:
        firsts += [date.fromordinal(term.days.last.toordinal() + 1) for term in terms.terms]
    yield from (day for day in firsts if day and day > as_at)


def _review(plan: SupportPlan) -> str:
    by = (plan.now.review_by or UNKNOWN).in_words()
    return f"{plan.kind.in_words}: its review was planned for {by} or before, and none is recorded."


def _authority(rulebook: Rulebook, ref: str) -> str:
    rule = rulebook.rule(ref)
    return f"Schools should {rule.title[:1].lower()}{rule.title[1:]} ({rule.versions[-1].citation})."


def _listed(names: list[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
