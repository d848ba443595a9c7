"""The last look before a message leaves: is it still true, may the person still be told, here and now, and how."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime

from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.messages.sending_hours import start_of_day, window_for
from ehcp_workflow.messages.words import Surround, Words
from ehcp_workflow.services.delivery import rerouting
from ehcp_workflow.services.delivery.contents import Told, items_of, still_true
from ehcp_workflow.services.heartbeat import read_pulse
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.stopping import stop_link
from ehcp_workflow.store import gathering, notices, outbox
from ehcp_workflow.store.consents import REMINDERS
from ehcp_workflow.store.contact_points import Route, routes, value_of
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.outbox import Claim
from ehcp_workflow.store.people import manner_of


@dataclass(frozen=True)
class Ready:
    """A message that may leave now: to which address, in which words; `repr` shows neither."""

    to: str = field(repr=False)
    words: Words = field(repr=False)
    contact_point_id: int | None
    collapsed: int = 0


@dataclass(frozen=True)
class Settled:
    """What became of a message that does not leave now: `cancelled`, `resting` (until later) or `dead`."""

    state: str
    collapsed: int = 0


def prepare(installation: Installation, unit: Unit, claimed: Claim) -> Ready | Settled:
    """Look again at everything a claimed message depends on; what may leave, or what became of it instead.

    A message whose last attempt ended unknown keeps its words, so that a second copy is the same to the byte.
    """
    if claimed.person_id is None:
        return _to_the_organisation(installation, unit, claimed)
    if claimed.expires_at and claimed.content_sealed and installation.now() >= claimed.expires_at:
        return _expire(installation, unit, claimed)
    if claimed.message == "verify":
        return _code(installation, unit, claimed)
    return _to_a_person(installation, unit, claimed, claimed.person_id)


def seal(installation: Installation, words: Words) -> str:
    """Words as they are kept."""
    return installation.cipher.seal(json.dumps(asdict(words)))


def unseal(installation: Installation, sealed: str) -> Words:
    """Words that were kept."""
    return Words(**json.loads(installation.cipher.open(sealed)))


def _to_a_person(installation: Installation, unit: Unit, claimed: Claim, person_id: int) -> Ready | Settled:
    ways = routes(unit, person_id, REMINDERS, installation.policy.must_be_verified)
    way = next((way for way in ways if _serves(way, claimed)), None)
    if way is None:
        rerouting.reroute(installation, unit, claimed, notices.notices_of(unit, claimed.id), ways)
        return _cancel(installation, unit, claimed)
    if later := _when_else(installation, unit, claimed, way):
        outbox.give_back(unit, claimed, later)
        return Settled("resting")
    collapsed = 0 if claimed.in_doubt else gathering.gather(unit, claimed, installation.now())
    found = still_true(installation, unit, claimed)
    collapsed += found.overtaken
    if not found.told:
        return _cancel(installation, unit, claimed, collapsed)
    if claimed.content_sealed:
        words = unseal(installation, claimed.content_sealed)
    else:
        words = _write(installation, unit, claimed, way, found.told)
    return Ready(value_of(unit, installation.cipher, way.contact_point_id), words, way.contact_point_id, collapsed)


def _serves(way: Route, claimed: Claim) -> bool:
    """Whether a contact point may carry the message: on its channel, and the same one where a copy may have arrived."""
    same = claimed.contact_point_id in {None, way.contact_point_id} or not claimed.in_doubt
    return way.channel == claimed.channel and same


def _when_else(installation: Installation, unit: Unit, claimed: Claim, way: Route) -> datetime | None:
    """When the message may leave instead, if not now."""
    now = installation.now()
    window = window_for(
        installation.policy,
        installation.rulebook.calendar,
        claimed.message,
        urgent=claimed.urgent,
        own=(way.hours_from, way.hours_to),
    )
    if not window.is_open(now):
        return window.next_opening(now)
    if claimed.in_doubt:  # words that may have arrived stay as they are, and go out again at once
        return None
    if gathering.yields_to_another(unit, claimed):
        return window.next_opening(now + rerouting.SOON)
    if not claimed.urgent and gathering.told_since(unit, claimed, start_of_day(now)):
        return window.opens_tomorrow(now) if notices.notices_of(unit, claimed.id) else None
    return None


def _write(installation: Installation, unit: Unit, claimed: Claim, way: Route, told: list[Told]) -> Words:
    manner = manner_of(unit, claimed.person_id or 0)
    channel = Channel(claimed.channel)
    family = claimed.message == "family"
    items = items_of(installation, told, manner.language if family else "en")
    most = installation.policy.digest.most
    around = Surround(
        stop_link=stop_link(installation, way.contact_point_id) if channel is Channel.EMAIL else "",
        heartbeat="" if family else read_pulse(installation, unit),
        more=max(0, len(items) - most),
    )
    message = "neutral" if family and manner.neutral else claimed.message
    if message == "family" and all(item.kind == "update" for item in items):
        message = "update"
    shown = sorted(items, key=lambda item: item.order)[:most]
    return installation.templates.write(message, channel.words, manner.language, shown, around)


def _to_the_organisation(installation: Installation, unit: Unit, claimed: Claim) -> Ready | Settled:
    window = window_for(installation.policy, installation.rulebook.calendar, "operator", urgent=True)
    if not window.is_open(installation.now()):
        outbox.give_back(unit, claimed, window.next_opening(installation.now()))
        return Settled("resting")
    found = still_true(installation, unit, claimed)
    if not found.told:
        return _cancel(installation, unit, claimed)
    if claimed.content_sealed:
        words = unseal(installation, claimed.content_sealed)
    else:
        items = items_of(installation, found.told, "en")
        around = Surround(heartbeat=read_pulse(installation, unit))
        words = installation.templates.write("operator", "email", "en", items, around)
    return Ready(str(claimed.recipient), words, None)


def _code(installation: Installation, unit: Unit, claimed: Claim) -> Ready | Settled:
    """A code somebody waits for: its words were made when it was asked for."""
    if claimed.content_sealed is None or claimed.contact_point_id is None:
        return _cancel(installation, unit, claimed)
    window = window_for(installation.policy, installation.rulebook.calendar, "verify", urgent=True)
    if not window.is_open(installation.now()):
        outbox.give_back(unit, claimed, window.next_opening(installation.now()))
        return Settled("resting")
    to = value_of(unit, installation.cipher, claimed.contact_point_id)
    return Ready(to, unseal(installation, claimed.content_sealed), claimed.contact_point_id)


def _expire(installation: Installation, unit: Unit, claimed: Claim) -> Settled:
    """Words that nobody needs any more are not tried again; a person sees to what they had to tell."""
    untold = notices.notices_of(unit, claimed.id)
    notices.settle(unit, [notice.id for notice in untold], "expired")
    rerouting.make_tasks(installation, unit, untold, "not known whether they were told")
    outbox.bury(unit, claimed, installation.now(), "expired")
    return Settled("dead")


def _cancel(installation: Installation, unit: Unit, claimed: Claim, collapsed: int = 0) -> Settled:
    outbox.cancel(unit, claimed, installation.now())
    return Settled("cancelled", collapsed)
