"""Everything somebody should know about a case now: also what follows on what they were told before.

The planner plans from this, and the last look before sending checks against it, so that the two never disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.alerts import Alert, AlertKind
from ehcp_workflow.cases.alerts.follow_ups import follow_ups
from ehcp_workflow.cases.policy import Audience
from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.terms.attached import with_terms
from ehcp_workflow.store import acknowledgements, casebook, notices, tasks
from ehcp_workflow.store.acknowledgements import Unanswered
from ehcp_workflow.store.consents import REMINDERS
from ehcp_workflow.store.contact_points import Route, routes_of_each
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.tasks import Task
from ehcp_workflow.today import london_date


@dataclass(frozen=True)
class ByHand:
    """An open task, and the ways by which its person may be reached now, best first."""

    task: Task
    ways: tuple[Route, ...]


@dataclass(frozen=True)
class Truth:
    """A case as it stands, and everything somebody should know about it now.

    Attributes:
        position: where it stands.
        further: what follows on what nobody acknowledged or could be told: escalations, tasks.
        follow_ups: what follows for each person on what that person was told: met, moved, waived, put right.
        acknowledged: the subjects and versions that somebody has seen to.
        tasks: each open task, by its alert's subject.
    """

    position: Position
    further: tuple[Alert, ...]
    follow_ups: Mapping[int, tuple[Alert, ...]]
    acknowledged: frozenset[tuple[str, str]]
    tasks: Mapping[str, ByHand]

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """What somebody should know now whatever they heard before, without what an acknowledgement has ended."""
        return tuple(alert for alert in (*self.position.alerts, *self.further) if self.holds(alert))

    def alerts_for(self, person_id: int | None) -> tuple[Alert, ...]:
        """Everything one person should know now: also what follows on what they were told."""
        return (*self.alerts, *self.follow_ups.get(person_id or 0, ()))

    def holds(self, alert: Alert) -> bool:
        """Whether an alert is still to be told: of some, an acknowledgement ends the rungs that follow."""
        seen = alert.until_acknowledged and (alert.subject, alert.version) in self.acknowledged
        return not seen or alert.rung == 0


def read_truths(installation: Installation, unit: Unit, case_ids: Iterable[int]) -> dict[int, Truth]:
    """What is true now of some cases, worked out from their records."""
    cases = casebook.read_cases(unit, case_ids)
    today = installation.today()
    positions = {
        id_: take_position(installation.rulebook, installation.policy, with_terms(installation, unit, case), today)
        for id_, case in cases
    }
    return add_to(installation, unit, positions)


def add_to(installation: Installation, unit: Unit, positions: Mapping[int, Position]) -> dict[int, Truth]:
    """What is true of cases whose positions are known."""
    told = notices.told_of(unit, positions)
    acked = acknowledgements.acknowledged(unit, positions)
    waiting = _by_case(acknowledgements.unanswered(unit, installation.now(), 0, positions) if positions else [])
    open_tasks = tasks.open_tasks_of(unit, positions)
    whom = {task.person_id for jobs in open_tasks.values() for task in jobs}
    ways = routes_of_each(unit, whom, REMINDERS, installation.policy.must_be_verified) if whom else {}
    found: dict[int, Truth] = {}
    for case_id, position in positions.items():
        after = {
            person_id: tuple(
                follow_ups(
                    position.clocks,
                    position.lapses,
                    heard,
                    installation.policy,
                    position.as_at,
                    position.never_lapsed,
                )
            )
            for person_id, heard in told.get(case_id, {}).items()
        }
        jobs = open_tasks.get(case_id, [])
        further = (
            *_escalations(installation, position, waiting.get(case_id, [])),
            *(task_alert(task.id, task.made_at.date()) for task in jobs),
        )
        seen = frozenset((subject, version) for id_, subject, version in acked if id_ == case_id)
        by_hand = {f"task:{task.id}": ByHand(task, tuple(ways[task.person_id])) for task in jobs}
        found[case_id] = Truth(position, further, after, seen, by_hand)
    return found


def task_alert(task_id: int, made_on: date) -> Alert:
    """What an adviser is told of a task."""
    return Alert(AlertKind.TASK, Audience.ADVISER, f"task:{task_id}", made_on.isoformat(), 0)


def _by_case(found: list[Unanswered]) -> dict[int, list[Unanswered]]:
    cases: dict[int, list[Unanswered]] = {}
    for one in found:
        cases.setdefault(one.case_id, []).append(one)
    return cases


def _escalations(installation: Installation, position: Position, waiting: list[Unanswered]) -> Iterable[Alert]:
    """What a supervisor should know: it had to be acknowledged, was not, and is still so."""
    live = {alert.subject: alert for alert in position.alerts if alert.audience is Audience.ADVISER}
    for one in waiting:
        alert = live.get(one.subject)
        levels = levels_reached(installation, one, position.as_at)
        if alert and alert.version == one.version and levels:
            yield Alert(
                AlertKind.ESCALATED,
                Audience.SUPERVISOR,
                one.subject,
                one.version,
                levels[-1],
                levels[:-1],
                rule=alert.rule,
                stage=alert.stage,
                due=alert.due,
                about=alert.about,
            )


def levels_reached(installation: Installation, one: Unanswered, today: date) -> tuple[int, ...]:
    """After how many working days each a supervisor should have been told by today."""
    since, calendar = london_date(one.since), installation.rulebook.calendar
    levels = sorted(installation.policy.escalation.after_working_days)
    return tuple(n for n in levels if calendar.nth_after(since, n) <= today)
