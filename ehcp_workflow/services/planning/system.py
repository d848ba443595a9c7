"""What operators should know of the system itself: told once a day, or once a month where there is time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from ehcp_workflow.cases.alerts import Alert, AlertKind
from ehcp_workflow.cases.policy import Audience
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.messages.sending_hours import window_for
from ehcp_workflow.messages.transport import tags
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.rulebook_review.signatures import Standing
from ehcp_workflow.store import checklog, holding, notices, outbox_lists
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.joining import Post, join
from ehcp_workflow.store.positions import Watch
from ehcp_workflow.today import LONDON

OPERATORS = "ops"
CHECKED_BY = time(9)
WARN_BEFORE_CALENDAR_ENDS = 365
DELIVERED_WITHIN = timedelta(minutes=30)
_MONTHLY = frozenset({AlertKind.CALENDAR_ENDS, AlertKind.RULES_UNSIGNED})


@dataclass(frozen=True)
class Trouble:
    """One thing that is not well: its kind, how many, and what to know and do in one sentence."""

    kind: AlertKind
    count: int
    words: str

    def alert(self, today: date) -> Alert:
        """The alert it gives on a day."""
        version = f"{today:%Y-%m}" if self.kind in _MONTHLY else today.isoformat()
        return Alert(self.kind, Audience.OPERATOR, f"system:{self.kind}", version, 0, urgent=True)


def troubles(installation: Installation, unit: Unit) -> list[Trouble]:
    """Everything operators should know now, worst first."""
    return [
        *_of_checks(installation, unit),
        *_of_delivery(installation, unit),
        *_of_messages(installation, unit),
        *_of_rules(installation),
    ]


def by_key(installation: Installation, unit: Unit) -> Mapping[str, Trouble]:
    """What is not well now, by the key of its alert."""
    today = installation.today()
    return {trouble.alert(today).key: trouble for trouble in troubles(installation, unit)}


def operators(installation: Installation) -> list[str]:
    """The channels of `config/apprise.yml` on which operators are told: `ops#1`, `ops#2` ...; none without it."""
    path = installation.settings.organisation_channels
    return [f"{OPERATORS}#{n}" for n in range(1, tags(path).get(OPERATORS, 0) + 1)] if path else []


def plan_system(installation: Installation) -> int:
    """Plan today's alerts for operators; how many are new. Without a channel for them nothing is planned."""
    channels = operators(installation)
    if not channels:
        return 0
    now = installation.now()
    window = window_for(installation.policy, installation.rulebook.calendar, "operator", urgent=True)
    new = 0
    with installation.database.write() as unit:
        for trouble in troubles(installation, unit):
            for channel in channels:
                notice_id = notices.add(unit, trouble.alert(installation.today()), None, channel, now)
                if notice_id is not None:
                    post = Post(channel, Channel.ORGANISATION.value, Audience.OPERATOR.value, urgent=True)
                    join(unit, [notice_id], post, window.slots(now), now)
                    new += 1
    return new


def _of_checks(installation: Installation, unit: Unit) -> Iterator[Trouble]:
    if installation.now().astimezone(LONDON).time() < CHECKED_BY:
        return
    runs = [checklog.last_finished(unit, watch) for watch in Watch]
    late = sum(run is None or run.as_at != installation.today() for run in runs)
    if late:
        yield Trouble(AlertKind.CHECK_NOT_RUN, late, "The daily check has not finished today. Run: ehcp check")


def _of_delivery(installation: Installation, unit: Unit) -> Iterator[Trouble]:
    now = installation.now()
    last = checklog.last_delivery(unit)
    by_day = window_for(installation.policy, installation.rulebook.calendar, "family", urgent=False).is_open(now)
    waiting = outbox_lists.count_due(unit, now - DELIVERED_WITHIN)
    if by_day and waiting and (last is None or now - last > DELIVERED_WITHIN):
        words = "Messages are due and none was sent for half an hour. Run: ehcp outbox send"
        yield Trouble(AlertKind.DELIVERY_NOT_RUN, waiting, words)
    elif put_off := outbox_lists.in_trouble(unit, now)[outbox_lists.PUT_OFF]:
        words = "Messages have been put off by their provider for hours. See: ehcp outbox list, ehcp doctor"
        yield Trouble(AlertKind.DELIVERY_NOT_RUN, put_off, words)


def _of_messages(installation: Installation, unit: Unit) -> Iterator[Trouble]:
    trouble = outbox_lists.in_trouble(unit, installation.now())
    if dead := trouble[outbox_lists.GIVEN_UP]:
        yield Trouble(AlertKind.DEAD_LETTERS, dead, "Messages were given up. See: ehcp outbox list --state dead")
    if unknown := trouble[outbox_lists.UNKNOWN]:
        yield Trouble(AlertKind.UNKNOWN, unknown, "Nobody knows whether they arrived. See: ehcp outbox list")
    if held := sum(one.messages for one in holding.held(unit)):
        yield Trouble(AlertKind.HELD, held, "Messages wait until a person releases them. See: ehcp outbox held")


def _of_rules(installation: Installation) -> Iterator[Trouble]:
    known_to = installation.rulebook.calendar.known_to
    left = (known_to - installation.today()).days
    if left <= WARN_BEFORE_CALENDAR_ENDS:
        words = f"Bank holidays are known to {known_to}. Add the next years to config/calendars/england.yaml."
        yield Trouble(AlertKind.CALENDAR_ENDS, left, words)
    signoffs, rules = installation.signoffs, installation.rulebook.rules.values()
    if unsigned := sum(signoffs.of(rule).standing is not Standing.SIGNED for rule in rules):
        yield Trouble(AlertKind.RULES_UNSIGNED, unsigned, "No lawyer has signed these rules. See: ehcp rules list")
