"""Planning alerts for the people concerned: one notice each, in the message it travels in, or as a task."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ehcp_workflow.cases.alerts import Alert, AlertKind
from ehcp_workflow.cases.holder import Holder
from ehcp_workflow.cases.policy import Audience
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.messages.sending_hours import window_for
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.planning import truths
from ehcp_workflow.services.planning.truths import Truth
from ehcp_workflow.services.rights import holders_of
from ehcp_workflow.store import notices, tasks
from ehcp_workflow.store.consents import REMINDERS, UPDATES, has_ever_agreed
from ehcp_workflow.store.contact_points import Route, routes
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.joining import Post, join
from ehcp_workflow.store.people import audience_of, people_to_tell

Hold = Callable[[int, Alert], str | None]
"""Why a person must release what an alert of a case tells first; None when it may go."""


def nothing_held(_case_id: int, _alert: Alert) -> str | None:
    """Lets everything go."""
    return None


@dataclass(frozen=True)
class Wish:
    """An alert of a case that one person should hear of; `swallowed` when another alert says the same already."""

    person_id: int
    case_id: int
    alert: Alert
    swallowed: bool = False


def plan(
    installation: Installation,
    unit: Unit,
    found: Mapping[int, Truth],
    alerts: Callable[[Truth], Iterable[Alert]] = lambda truth: truth.alerts,
    hold: Hold = nothing_held,
) -> Counter[AlertKind]:
    """Plan what people should know of some cases; how many notices are new, by kind.

    An alert that somebody was already told of, or is about to be, is not planned again; how a date went on is planned
    for each person by what that person was told of it. Everybody plans person by person in the same order, so that two
    who plan at once wait for each other and never in a circle.

    Args:
        installation: the installation.
        unit: the transaction; it should hold the cases.
        found: what is true of each case.
        alerts: which of it to plan.
        hold: what must wait for a person.
    """
    chosen = {case_id: [alert for alert in alerts(truth) if truth.holds(alert)] for case_id, truth in found.items()}
    of_family = {case_id for case_id, some in chosen.items() if any(a.audience is Audience.FAMILY for a in some)}
    rights = holders_of(installation, unit, of_family | {id_ for id_, truth in found.items() if truth.follow_ups})
    planner = Planner(installation, unit, hold)
    wishes = [
        wish
        for case_id, truth in found.items()
        for wish in planner.wishes(case_id, truth, chosen[case_id], rights.get(case_id, Holder.NOT_KNOWN))
    ]
    wishes.sort(key=lambda wish: (wish.person_id, wish.case_id))
    return Counter(wish.alert.kind for wish in wishes if planner.plan(wish))


def _moved(alert: Alert, follow_ups: Iterable[Alert]) -> Alert | None:
    """That the date of an alert moved, where that is to be told: it says all that the alert itself would say."""
    if alert.kind not in {AlertKind.DUE_SOON, AlertKind.DUE_TODAY}:
        return None
    same = (alert.subject, alert.audience)
    return next((o for o in follow_ups if o.kind is AlertKind.MOVED and (o.subject, o.audience) == same), None)


@dataclass
class Planner:
    """Plans wishes in one transaction, and remembers whom it asked about."""

    installation: Installation
    unit: Unit
    hold: Hold = nothing_held
    _routes: dict[tuple[int, str], list[Route]] = field(default_factory=dict)
    _people: dict[tuple[int, Audience, Holder], list[int]] = field(default_factory=dict)

    def people(self, case_id: int, audience: Audience, rights_of: Holder) -> list[int]:
        """The people of an audience in a case."""
        asked = (case_id, audience, rights_of)
        if asked not in self._people:
            self._people[asked] = people_to_tell(self.unit, case_id, audience, rights_of)
        return self._people[asked]

    def wishes(self, case_id: int, truth: Truth, alerts: Iterable[Alert], rights_of: Holder) -> Iterator[Wish]:
        """Who should hear of what in a case: of some alerts, and of what follows on what each person was told.

        A date that moved is told once, as moved, and as urgently as the alert that it takes the place of.
        """
        moved: dict[tuple[int, str], Alert] = {}
        for alert in alerts:
            for person_id in self.people(case_id, alert.audience, rights_of):
                instead = _moved(alert, truth.follow_ups.get(person_id, ()))
                if instead:
                    moved[person_id, instead.key] = replace(instead, urgent=alert.urgent, must_ack=alert.must_ack)
                yield Wish(person_id, case_id, alert, swallowed=instead is not None)
        for person_id, after in truth.follow_ups.items():
            for alert in after:
                if person_id in self.people(case_id, alert.audience, rights_of):
                    yield Wish(person_id, case_id, moved.get((person_id, alert.key), alert))

    def plan(self, wish: Wish) -> bool:
        """Plan one alert for one person; whether it is new."""
        now = self.installation.now()
        ways = self._ways(wish.person_id, purpose_of(wish.alert.kind))
        notice_id = notices.add(self.unit, wish.alert, wish.case_id, wish.person_id, now)
        if notice_id is None:
            if not ways:
                return False
            # Who could not be reached before may have agreed since.
            notice_id = notices.waiting_for_consent(self.unit, wish.alert, wish.case_id, wish.person_id)
            if notice_id is None:
                return False
        if wish.swallowed:
            notices.settle(self.unit, [notice_id], "superseded")
            return False
        self._send_or_make_a_task(wish, notice_id, ways)
        return True

    def _send_or_make_a_task(self, wish: Wish, notice_id: int, ways: list[Route]) -> None:
        if ways and Channel(ways[0].channel).is_sent:
            held = self.hold(wish.case_id, wish.alert)
            self.post(notice_id, wish.person_id, ways[0], wish.alert.audience, urgent=wish.alert.urgent, held=held)
            return
        notices.settle(self.unit, [notice_id], "undeliverable")
        if wish.alert.kind is AlertKind.UPDATE:
            return  # nobody phones to say that nothing has changed
        if ways or has_ever_agreed(self.unit, wish.person_id):
            why = f"to be told by {ways[0].channel}" if ways else "no safe way to reach them"
            self.make_task(notice_id, why)

    def post(
        self, notice_id: int, person_id: int, way: Route, audience: Audience, *, urgent: bool, held: str | None = None
    ) -> None:
        """Let a notice travel by a contact point's channel."""
        message = audience.value
        window = window_for(
            self.installation.policy,
            self.installation.rulebook.calendar,
            message,
            urgent=urgent,
            own=(way.hours_from, way.hours_to),
        )
        now = self.installation.now()
        join(self.unit, [notice_id], Post(person_id, way.channel, message, urgent, held), window.slots(now), now)

    def make_task(self, notice_id: int, why: str) -> None:
        """Make a task of a notice that no message can tell, and let the advisers of the case know."""
        now = self.installation.now()
        task_id = tasks.add(self.unit, notice_id, why, now)
        if task_id is None:
            return
        task = tasks.get(self.unit, task_id)
        if audience_of(self.unit, task.person_id) is not Audience.FAMILY:
            return  # an adviser who cannot be reached is the operator's to mend; `ehcp tasks list` shows it
        alert = truths.task_alert(task_id, now.date())
        for person_id in self.people(task.case_id, Audience.ADVISER, Holder.NOT_KNOWN):
            self.plan(Wish(person_id, task.case_id, alert))

    def _ways(self, person_id: int, purpose: str) -> list[Route]:
        asked = (person_id, purpose)
        if asked not in self._routes:
            self._routes[asked] = routes(self.unit, person_id, purpose, self.installation.policy.must_be_verified)
        return self._routes[asked]


def purpose_of(kind: AlertKind) -> str:
    """For which purpose somebody must have agreed to be told of a kind of alert."""
    return UPDATES if kind is AlertKind.UPDATE else REMINDERS
