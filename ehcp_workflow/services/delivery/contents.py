"""What a message has to tell now: which of its notices still hold, and each as an item for the templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ehcp_workflow.cases.alerts import Alert, AlertKind
from ehcp_workflow.cases.clocks import ClockState
from ehcp_workflow.cases.holder import Holder
from ehcp_workflow.cases.policy import Audience
from ehcp_workflow.messages.words import Item, describe
from ehcp_workflow.services.delivery import rerouting
from ehcp_workflow.services.delivery.task_items import task_item
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.planning import system
from ehcp_workflow.services.planning.truths import Truth, read_truths
from ehcp_workflow.services.planning.updating import update_alert
from ehcp_workflow.services.rights import holders_of
from ehcp_workflow.store import case_facts, notices, silences
from ehcp_workflow.store.consents import UPDATES
from ehcp_workflow.store.contact_points import routes
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.notices import Notice
from ehcp_workflow.store.outbox import Claim
from ehcp_workflow.store.people import Parts, meant, parts_of_each


@dataclass(frozen=True)
class Told:
    """A notice that still holds: the alert it is now, and where its case stands; the trouble, for the system's own.

    With `ask_link` it asks whether help was given: the page on which the person answers. `page_link` is their own page,
    where they have one.
    """

    notice: Notice
    alert: Alert
    truth: Truth | None = None
    trouble: system.Trouble | None = None
    ask_link: str = ""
    page_link: str = ""


@dataclass(frozen=True)
class Contents:
    """What a message has to tell now, and how many of its notices something newer has overtaken."""

    told: list[Told]
    overtaken: int = 0


def still_true(installation: Installation, unit: Unit, claims: Sequence[Claim]) -> dict[int, Contents]:
    """What each of some messages to people still has to tell, by the number of the message.

    Notices that no longer hold are settled, and those that are silenced are put off.
    """
    planned = notices.notices_of_each(unit, [claimed.id for claimed in claims])
    running = silences.running(unit, installation.cipher, installation.now())
    heard = {one.id: _not_silenced(installation, unit, one, planned[one.id], running) for one in claims}
    case_ids = {notice.case_id for some in heard.values() for notice in some if notice.case_id is not None}
    truths = read_truths(installation, unit, case_ids)
    parts = parts_of_each(unit, case_ids)
    families = {n.case_id for some in heard.values() for n in some if n.case_id and n.audience == Audience.FAMILY}
    rights = holders_of(installation, unit, families)
    return {id_: _settle(installation, unit, some, truths, (parts, rights)) for id_, some in heard.items()}


def _settle(
    installation: Installation,
    unit: Unit,
    planned: Sequence[Notice],
    truths: Mapping[int, Truth],
    concerned: tuple[Parts, Mapping[int, Holder]],
) -> Contents:
    """Settle the notices of one message that no longer hold; the others."""
    found: list[Told] = []
    ends: dict[str, list[int]] = {}
    for notice in planned:
        truth = truths[notice.case_id or 0]
        alert = _now(installation, unit, notice, truth)
        if alert and _concerns(notice, *concerned):
            found.append(Told(notice, alert, truth))
        else:
            ends.setdefault(_end(installation, notice, truth), []).append(notice.id)
    for state, ids in ends.items():
        notices.settle(unit, ids, state)
    missed = set(ends.get("expired", []))
    if missed:  # a last day passed before it could be told: somebody must know that, and soon
        untold = [notice for notice in planned if notice.id in missed]
        rerouting.make_tasks(installation, unit, untold, "the last day passed before it left")
    return Contents(found, len(ends.get("superseded", [])))


def items_of(installation: Installation, told: Sequence[Told], language: str) -> list[Item]:
    """What is told, as the templates see it; what would read the same (advice asked of two at once) is there once."""
    return list(dict.fromkeys(_item(installation, one, language) for one in told))


def _item(installation: Installation, one: Told, language: str) -> Item:
    if one.trouble:
        return Item(
            kind=one.trouble.kind.value,
            reference="",
            title="",
            plain="",
            due="",
            when="",
            words=one.trouble.words,
            citation="",
            remedies=(),
            link="",
            urgent=True,
            order=(0, 0),
            count=one.trouble.count,
        )
    assert one.truth is not None  # noqa: S101 - what is not the system's own is a case's
    texts = installation.templates.texts(language)
    item = describe(one.alert, one.truth.position, installation.rulebook, texts, installation.settings.links)
    item = replace(item, ask_link=one.ask_link)
    job = one.truth.tasks.get(one.alert.subject)
    return task_item(item, job, one.truth.position, installation.rulebook, texts) if job else item


def _now(installation: Installation, unit: Unit, notice: Notice, truth: Truth) -> Alert | None:
    """The alert a notice is now, if it still holds."""
    if notice.kind != AlertKind.UPDATE:
        return next((alert for alert in truth.alerts_for(notice.person_id) if alert.key == notice.alert_key), None)
    if notice.person_id is None or not routes(unit, notice.person_id, UPDATES, installation.policy.must_be_verified):
        return None
    due_on = date.fromisoformat(notice.version)
    # Who has heard something since it became due has their next update put off from then.
    heard = notices.told_since(unit, notice.person_id, notice.planned_at)
    return None if heard else update_alert(truth.position, due_on, installation.policy.updates)


def _concerns(notice: Notice, parts: Parts, rights: Mapping[int, Holder]) -> bool:
    """Whether the person is still one of those who are told."""
    if notice.case_id is None or notice.person_id is None:
        return False
    whose = rights.get(notice.case_id, Holder.NOT_KNOWN)
    return notice.person_id in meant(parts, notice.case_id, Audience(notice.audience), whose)


def _end(installation: Installation, notice: Notice, truth: Truth) -> str:
    """How a notice that no longer holds ended.

    Superseded when a later alert speaks of the same thing; expired when its time passed before it could be told;
    otherwise the thing itself has been seen to.
    """
    now = truth.alerts_for(notice.person_id)
    if any((alert.subject, alert.audience) == (notice.subject, notice.audience) for alert in now):
        return "superseded"
    for clock in truth.position.clocks:
        if f"clock:{clock.facts.key}" == notice.subject and not clock.facts.ended:
            state = clock.facts.state(truth.position.as_at, installation.policy.due_soon_days)
            return "expired" if state is ClockState.ENDED else "satisfied"
    return "satisfied"


def _not_silenced(
    installation: Installation, unit: Unit, claimed: Claim, planned: list[Notice], running: Sequence[silences.Silence]
) -> list[Notice]:
    """Put off the notices that somebody silenced to the end of that silence; the others."""
    if not running:
        return planned
    councils = case_facts.councils_of(unit, {notice.case_id for notice in planned if notice.case_id is not None})
    heard: list[Notice] = []
    for notice in planned:
        council = councils.get(notice.case_id or 0)
        covering = [one for one in running if one.covers(notice, council)]
        if until := silences.latest_end(covering):
            rerouting.put_off(installation, unit, claimed, notice, until)
        else:
            heard.append(notice)
    return heard


def still_true_of_the_system(installation: Installation, unit: Unit, claimed: Claim) -> Contents:
    """What a message to operators still has to tell; what is well by now is settled."""
    planned = notices.notices_of(unit, claimed.id)
    now = system.by_key(installation, unit)
    today = installation.today()
    found = [
        Told(notice, now[notice.alert_key].alert(today), trouble=now[notice.alert_key])
        for notice in planned
        if notice.alert_key in now
    ]
    notices.settle(unit, [notice.id for notice in planned if notice.alert_key not in now], "satisfied")
    return Contents(found)
