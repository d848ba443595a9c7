"""The last look before a message leaves: is it still true, may the person still be told, here and now, and how."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.messages.sending_hours import start_of_day, window_for
from ehcp_workflow.messages.words import Surround, Words
from ehcp_workflow.services.delivery import rerouting
from ehcp_workflow.services.delivery.asking import with_links
from ehcp_workflow.services.delivery.contents import Told, items_of, still_true, still_true_of_the_system
from ehcp_workflow.services.delivery.ways import Permitted, permitted
from ehcp_workflow.services.heartbeat import read_pulse
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.stopping import stop_link
from ehcp_workflow.store import gathering, notices, outbox
from ehcp_workflow.store.contact_points import Route, may_carry_code, value_of, values_of
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.outbox import Claim
from ehcp_workflow.store.people import Manner, manners_of


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


@dataclass(frozen=True)
class Leaving:
    """A message that may leave now if it still has something to tell: by which way, and how many notices joined it."""

    claimed: Claim
    way: Route
    gathered: int


def prepare(installation: Installation, unit: Unit, claims: Sequence[Claim]) -> dict[int, Ready | Settled]:
    """Look again at everything some claimed messages depend on; what may leave, or what became of it instead.

    A message whose last attempt ended unknown keeps its words, so that a second copy is the same to the byte. What
    many messages need is read for all of them at once, which is what makes sending fast.

    Args:
        installation: the installation.
        unit: the transaction.
        claims: messages claimed on one channel.
    """
    made: dict[int, Ready | Settled] = {}
    to_people: list[Claim] = []
    for claimed in claims:
        if claimed.person_id is None:
            made[claimed.id] = _to_the_organisation(installation, unit, claimed)
        elif claimed.expires_at and claimed.content_sealed and installation.now() >= claimed.expires_at:
            made[claimed.id] = _expire(installation, unit, claimed)
        elif claimed.message == "verify":
            made[claimed.id] = _code(installation, unit, claimed)
        else:
            to_people.append(claimed)
    return made | (_to_people(installation, unit, to_people) if to_people else {})


def seal(installation: Installation, words: Words) -> str:
    """Words as they are kept."""
    return installation.cipher.seal(json.dumps(asdict(words)))


def unseal(installation: Installation, sealed: str) -> Words:
    """Words that were kept."""
    return Words(**json.loads(installation.cipher.open(sealed)))


def _to_people(installation: Installation, unit: Unit, claims: Sequence[Claim]) -> dict[int, Ready | Settled]:
    """First by which way and whether now, then what is still true, then the words."""
    now, made = installation.now(), dict[int, Ready | Settled]()
    ways = permitted(installation, unit, claims)
    around = gathering.look_around(unit, claims, start_of_day(now), now)
    leaving: list[Leaving] = []
    for claimed in claims:
        theirs = ways.of(claimed)
        way = next((way for way in theirs if _serves(way, claimed)), None)
        more = around[claimed.id].more and not claimed.in_doubt
        if way is None:
            rerouting.reroute(installation, unit, claimed, notices.notices_of(unit, claimed.id), theirs)
            notices.set_aside(unit, claimed.id)
            made[claimed.id] = _cancel(installation, unit, claimed)
        elif later := _when_else(installation, unit, claimed, way, around[claimed.id]):
            outbox.give_back(unit, claimed, later)
            made[claimed.id] = Settled("resting")
        elif more and not ways.may_carry_more(claimed, way):
            outbox.give_back(unit, claimed, now + rerouting.SOON)  # what waits beside it is for another address
            made[claimed.id] = Settled("resting")
        else:
            leaving.append(Leaving(claimed, way, gathering.gather(unit, claimed, now) if more else 0))
    return made | (_fill(installation, unit, leaving, ways) if leaving else {})


def _fill(
    installation: Installation, unit: Unit, leaving: Sequence[Leaving], ways: Permitted
) -> dict[int, Ready | Settled]:
    """Look whether what the messages have to tell is still true, and write those that have something left."""
    made: dict[int, Ready | Settled] = {}
    found = still_true(installation, unit, [one.claimed for one in leaving])
    manners = manners_of(unit, [one.claimed.person_id or 0 for one in leaving])
    addresses = values_of(unit, installation.cipher, [one.way.contact_point_id for one in leaving])
    pulse = _pulse(installation, unit, leaving)
    for one in leaving:
        claimed, way = one.claimed, one.way
        told = [it for it in found[claimed.id].told if ways.may_tell(it, way)]
        notices.settle(unit, [it.notice.id for it in found[claimed.id].told if it not in told], "satisfied")
        collapsed = one.gathered + found[claimed.id].overtaken
        if not told:
            made[claimed.id] = _cancel(installation, unit, claimed, collapsed)
            continue
        manner = manners[claimed.person_id or 0]
        if claimed.content_sealed:
            words = unseal(installation, claimed.content_sealed)
            if _says_too_much(installation, one, words, manner):
                made[claimed.id] = _expire(installation, unit, claimed)
                continue
        else:
            asked = told if manner.neutral else with_links(installation, unit, claimed.person_id, told)
            words = _write(installation, one, asked, manner, pulse)
        made[claimed.id] = Ready(addresses[way.contact_point_id], words, way.contact_point_id, collapsed)
    return made


def _says_too_much(installation: Installation, leaving: Leaving, words: Words, manner: Manner) -> bool:
    """Whether words that may have arrived already say more than the person wants by now to be written to about."""
    if not manner.neutral or leaving.claimed.message != "family":
        return False
    return words.text != _write(installation, leaving, [], manner, "").text


def _pulse(installation: Installation, unit: Unit, leaving: Sequence[Leaving]) -> str:
    """The line that says that the engine runs, where a message to staff will show it."""
    return read_pulse(installation, unit) if any(one.claimed.message != "family" for one in leaving) else ""


def _serves(way: Route, claimed: Claim) -> bool:
    """Whether a contact point may carry the message: on its channel, and the same one where a copy may have arrived."""
    same = claimed.contact_point_id in {None, way.contact_point_id} or not claimed.in_doubt
    return way.channel == claimed.channel and same


def _when_else(
    installation: Installation, unit: Unit, claimed: Claim, way: Route, around: gathering.Around
) -> datetime | None:
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
    if around.yields:
        return window.next_opening(now + rerouting.SOON)
    if not claimed.urgent and around.told:
        return window.opens_tomorrow(now) if notices.notices_of(unit, claimed.id) else None
    return None


def _write(installation: Installation, leaving: Leaving, told: list[Told], manner: Manner, pulse: str) -> Words:
    claimed, channel = leaving.claimed, Channel(leaving.claimed.channel)
    family = claimed.message == "family"
    language = manner.language if family else "en"  # whoever works on cases is written to as the house speaks
    items = items_of(installation, told, language)
    most = installation.policy.digest.most
    around = Surround(
        stop_link=stop_link(installation, leaving.way.contact_point_id) if channel is Channel.EMAIL else "",
        heartbeat="" if family else pulse,
        more=max(0, len(items) - most),
        large=manner.large,
        page_link=next((one.page_link for one in told if one.page_link), ""),
    )
    message = "neutral" if family and manner.neutral else claimed.message
    if message == "family" and items and all(item.kind == "update" for item in items):
        message = "update"
    shown = sorted(items, key=lambda item: (not item.urgent, item.order))[:most]  # nothing urgent is cut off
    return installation.templates.write(message, channel.words, language, shown, around)


def _to_the_organisation(installation: Installation, unit: Unit, claimed: Claim) -> Ready | Settled:
    window = window_for(installation.policy, installation.rulebook.calendar, "operator", urgent=True)
    if not window.is_open(installation.now()):
        outbox.give_back(unit, claimed, window.next_opening(installation.now()))
        return Settled("resting")
    found = still_true_of_the_system(installation, unit, claimed)
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
    """A code somebody waits for: its words were made when it was asked for; where it goes is looked at again now."""
    if claimed.content_sealed is None or claimed.contact_point_id is None:
        return _cancel(installation, unit, claimed)
    way = may_carry_code(unit, claimed.contact_point_id)
    if way is None:
        return _cancel(installation, unit, claimed)
    own = (way.hours_from, way.hours_to)
    window = window_for(installation.policy, installation.rulebook.calendar, "verify", urgent=True, own=own)
    if not window.is_open(installation.now()):
        outbox.give_back(unit, claimed, window.next_opening(installation.now()))
        return Settled("resting")
    to = value_of(unit, installation.cipher, way.contact_point_id)
    return Ready(to, unseal(installation, claimed.content_sealed), way.contact_point_id)


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
