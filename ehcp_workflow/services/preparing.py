"""The last look before a message leaves: is it still true, may the person still be told, and in which words."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from ehcp_workflow.cases.alerts import Alert
from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.messages.words import Item, Words, describe
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import casebook, notices, people
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.notices import Notice
from ehcp_workflow.store.outbox import Claim
from ehcp_workflow.store.people import ContactPoint


@dataclass(frozen=True)
class Ready:
    """A message that may leave now."""

    contact: ContactPoint
    words: Words


def prepare(installation: Installation, unit: Unit, claimed: Claim) -> Ready | None:
    """Settle the notices that are no longer true, and put the others into words; None when nothing is left to tell.

    A message whose last attempt ended unknown keeps its words, so that a second copy is the same to the byte.
    """
    planned = notices.notices_of(unit, claimed.id)
    contact = people.reach(unit, installation.cipher, claimed.person_id)
    if contact is None:
        notices.settle(unit, [notice.id for notice in planned], "undeliverable")
        return None
    items = _still_true(installation, unit, planned)
    if not items:
        return None
    if claimed.content_sealed:
        return Ready(contact, Words(**json.loads(installation.cipher.open(claimed.content_sealed))))
    audience = people.audience_of(unit, claimed.person_id)
    return Ready(contact, installation.templates.write(audience, items))


def seal(installation: Installation, words: Words) -> str:
    """Words as they are kept."""
    return installation.cipher.seal(json.dumps(asdict(words)))


def _still_true(installation: Installation, unit: Unit, planned: list[Notice]) -> list[Item]:
    items: list[Item] = []
    case_ids = sorted({notice.case_id for notice in planned})
    for case_id, case in casebook.read_cases(unit, case_ids):
        position = take_position(installation.rulebook, installation.policy, case, installation.today())
        current = {alert.key: alert for alert in (*position.alerts_of_clocks, *position.alerts_of_silence)}
        for notice in (notice for notice in planned if notice.case_id == case_id):
            if alert := current.get(notice.alert_key):
                items.append(_item(installation, alert, position))
            else:
                notices.settle(unit, [notice.id], _end(notice, current))
    return items


def _item(installation: Installation, alert: Alert, position: Position) -> Item:
    return describe(alert, position, installation.rulebook, installation.settings.web_url)


def _end(notice: Notice, current: dict[str, Alert]) -> str:
    """Superseded when a later alert speaks of the same thing; otherwise the thing itself has been seen to."""
    subjects = {(alert.subject, alert.audience) for alert in current.values()}
    same = any(notice.alert_key.startswith(f"{subject}:") for subject, _ in subjects)
    return "superseded" if same else "satisfied"
