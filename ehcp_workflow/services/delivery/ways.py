"""By which ways what a message tells may go: reminders, and the message they share, by one word; updates by another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ehcp_workflow.cases.alerts import AlertKind
from ehcp_workflow.services.delivery.contents import Told
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import notices
from ehcp_workflow.store.consents import REMINDERS, UPDATES
from ehcp_workflow.store.contact_points import Route, routes_of_each
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.outbox import Claim

Ways = Mapping[int, Sequence[Route]]


@dataclass(frozen=True)
class Permitted:
    """The contact points that may be used now, best first, for reminders and for updates; by person.

    Attributes:
        only_updates: the messages that tell nothing but that nothing has changed.
    """

    reminders: Ways
    updates: Ways
    only_updates: frozenset[int]

    def of(self, claimed: Claim) -> Sequence[Route]:
        """By which ways a message may go: by those for reminders, unless it tells of updates alone."""
        ways = self.updates if claimed.id in self.only_updates else self.reminders
        return ways.get(claimed.person_id or 0, ())

    def may_carry_more(self, claimed: Claim, way: Route) -> bool:
        """Whether reminders may join a message on its way."""
        return claimed.id not in self.only_updates or way in self.reminders.get(claimed.person_id or 0, ())

    def may_tell(self, one: Told, way: Route) -> bool:
        """Whether a notice may be told at a contact point: an update only where updates are wanted."""
        return one.notice.kind != AlertKind.UPDATE or way in self.updates.get(one.notice.person_id or 0, ())


def permitted(installation: Installation, unit: Unit, claims: Sequence[Claim]) -> Permitted:
    """The ways of some messages to people, as they are now."""
    people = [claimed.person_id for claimed in claims if claimed.person_id is not None]
    verified = installation.policy.must_be_verified
    planned = notices.notices_of_each(unit, [claimed.id for claimed in claims])
    kinds = {id_: {notice.kind for notice in some} for id_, some in planned.items()}
    only_updates = frozenset(id_ for id_, some in kinds.items() if some == {AlertKind.UPDATE.value})
    reminders = routes_of_each(unit, people, REMINDERS, verified)
    return Permitted(reminders, routes_of_each(unit, people, UPDATES, verified), only_updates)
