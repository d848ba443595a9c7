"""The school's own support: recording plans, reviews and targets, and reading where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ehcp_workflow.cases.findings import Finding, Severity
from ehcp_workflow.cases.meetings import MET, TermMeetings, meetings_by_term, on_register_since
from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.cases.standing import standing
from ehcp_workflow.cases.support import REVIEWED, STARTED, SupportKind, SupportPlan, support_plans
from ehcp_workflow.cases.targets import Outcome, Target
from ehcp_workflow.errors import BadInput, NotFound
from ehcp_workflow.law.rules import CountsFrom
from ehcp_workflow.law.when import When
from ehcp_workflow.services.casework import record_event
from ehcp_workflow.services.event_checks import NewEvent, new_id
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.terms.attached import with_terms
from ehcp_workflow.store import casebook
from ehcp_workflow.store import support as stored
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.support import TargetWords


@dataclass(frozen=True)
class ListedTarget:
    """A target that counts, with its words."""

    target: Target
    words: TargetWords = field(repr=False)


@dataclass(frozen=True)
class SupportSheet:
    """The school's own support of a child on a day.

    Attributes:
        on_register: since when the child is on the SEN register; None when they are not.
        plans: the support plans with their cycles; targets: the targets of all of them.
        meetings: every recorded meeting with the parents.
        terms: which terms had one; None where the term dates are not known.
        missed: good practice that was missed.
    """

    reference: str
    as_at: date
    on_register: When | None
    plans: tuple[SupportPlan, ...]
    targets: tuple[ListedTarget, ...]
    meetings: tuple[When, ...]
    terms: tuple[TermMeetings, ...] | None
    missed: tuple[Finding, ...]

    def targets_of(self, plan: SupportPlan) -> tuple[ListedTarget, ...]:
        """The targets of one plan, in the order of recording."""
        return tuple(listed for listed in self.targets if listed.target.plan == plan.code)


def read_support(installation: Installation, reference: str, as_at: date | None = None) -> SupportSheet:
    """Where the school's own support stands at the end of a day, or stands today.

    Raises:
        NotFound: there is no such case.
    """
    day = as_at or installation.today()
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        case = with_terms(installation, unit, casebook.read_case(unit, record))
        targets = _targets(installation, unit, record.id)
    position = take_position(installation.rulebook, installation.policy, case, day)
    terms = case.section_f.calendars.get(case.section_f.council or "")
    return SupportSheet(
        reference=record.reference,
        as_at=day,
        on_register=on_register_since(position.events),
        plans=support_plans(position.events),
        targets=targets,
        meetings=tuple(event.on for event in position.events if event.kind == MET),
        terms=meetings_by_term(position.events, terms, day) if terms else None,
        missed=tuple(finding for finding in position.findings if finding.severity is Severity.PRACTICE),
    )


def start_plan(
    installation: Installation, reference: str, code: str, kind: SupportKind, on: When, review_by: When | None, by: str
) -> Position:
    """Record that the school started a support plan, and by when it means to review it; where the case stands now.

    Raises:
        NotFound: there is no such case.
        BadInput: the code is no code, or the review would come before the start.
        Refused: the start is in the future.
    """
    _check_order(on, review_by)
    new = NewEvent(STARTED, on, _to(review_by), code, {"kind": kind.value})
    return record_event(installation, reference, new, by)


def review_plan(
    installation: Installation, reference: str, code: str, on: When, outcome: str, next_by: When | None, by: str
) -> Position:
    """Record that the school reviewed a support plan, and by when it means to review it next.

    Raises:
        NotFound: there is no such case, or it has no such support plan.
        BadInput: the next review would come before this one.
        Refused: the review is in the future.
    """
    _check_order(on, next_by)
    sheet = read_support(installation, reference)
    _find_plan(sheet, code)
    new = NewEvent(REVIEWED, on, _to(next_by), code, {"outcome": outcome})
    return record_event(installation, reference, new, by)


def add_target(installation: Installation, reference: str, code: str, words: TargetWords, by: str) -> Target:
    """Record a target of a support plan.

    Raises:
        NotFound: there is no such case, or it has no such support plan.
        BadInput: the target says nothing.
    """
    if not words.target.strip():
        raise BadInput("A target without words says nothing. Write what is to be reached.")
    _find_plan(read_support(installation, reference), code)
    target = Target(new_id(), code, recorded_at=installation.now())
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        stored.add_target(unit, installation.cipher, record.id, target, words, by)
    return target


def judge_target(
    installation: Installation, reference: str, target_id: str, outcome: Outcome | None, by: str
) -> ListedTarget:
    """Record how a target went, or with None take it back; the old record stays.

    Raises:
        NotFound: there is no such case, or it has no single target whose id begins so.
    """
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        targets = _targets(installation, unit, record.id)
        found = [listed for listed in targets if target_id and listed.target.id.startswith(target_id)]
        if len(found) != 1:
            said = f"{record.reference} has no single target '{target_id}'. `ehcp support show` lists the ids."
            raise NotFound(said)
        old = found[0]
        new = replace(
            old.target,
            id=new_id(),
            outcome=outcome or old.target.outcome,
            replaces=old.target.id,
            withdrawn=outcome is None,
            recorded_at=installation.now(),
        )
        stored.add_target(unit, installation.cipher, record.id, new, old.words, by)
    return ListedTarget(new, old.words)


def _targets(installation: Installation, unit: Unit, case_id: int) -> tuple[ListedTarget, ...]:
    words = stored.words_of_targets(unit, installation.cipher, case_id)
    return tuple(ListedTarget(target, words[target.id]) for target in standing(stored.read_targets(unit, case_id)))


def _find_plan(sheet: SupportSheet, code: str) -> SupportPlan:
    for plan in sheet.plans:
        if plan.code == code:
            return plan
    known = ", ".join(plan.code for plan in sheet.plans) or "none"
    raise NotFound(f"{sheet.reference} has no support plan '{code}'. It has: {known}. `ehcp support plan` adds one.")


def _to(by: When | None) -> Mapping[CountsFrom, When]:
    return {"to": by} if by else {}


def _check_order(on: When, by: When | None) -> None:
    if by and not on.may_precede(by):
        raise BadInput(f"The review by {by.in_words()} would come before {on.in_words()}. Correct one of them.")
