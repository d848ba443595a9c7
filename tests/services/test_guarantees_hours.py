"""By London's clocks, and on the days on which they change: nothing early, nothing twice, and nothing late."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from relay import Relay
from scenes import family

from ehcp_workflow.law.when import When
from ehcp_workflow.messages.sending_hours import Window, window_for
from ehcp_workflow.services import casework
from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.people.wishes import keep_point_safe
from ehcp_workflow.services.planning.round import plan_round
from ehcp_workflow.store.people_points import SafeUse
from ehcp_workflow.today import LONDON

from installations import installed
from stories import the_policy, the_rulebook

_YEAR = st.integers(0, 365 * 24 * 60 - 1).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
_CHANGES = st.sampled_from([datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
_NEAR = st.tuples(_CHANGES, st.integers(-1500, 1500)).map(lambda pair: pair[0] + timedelta(minutes=pair[1]))
INSTANTS = st.one_of(_YEAR, _NEAR)
WALL = st.integers(0, 24 * 4 - 1).map(lambda n: time(n // 4, n % 4 * 15))
HOURS = st.tuples(WALL, WALL).filter(lambda pair: pair[0] < pair[1])
IN_THE_GAP = (time(1), time(2))  # on 29 March 2026 no clock in London showed a time from 01:00 to 01:59


POLICY, CALENDAR = the_policy(), the_rulebook().calendar


def _windows(own: tuple[time, time]) -> list[Window]:
    return [
        window_for(POLICY, CALENDAR, message, urgent=urgent, own=own)
        for message in ("family", "adviser")
        for urgent in (False, True)
    ]


def _is_in_the_gap(window: Window, at: datetime) -> bool:
    return at.date() == datetime(2026, 3, 29).date() and window.opens < IN_THE_GAP[1] and window.closes > IN_THE_GAP[0]  # noqa: DTZ001


@given(now=INSTANTS, own=HOURS)
def test_whenever_something_may_leave_the_window_is_open_by_the_clock_on_the_wall(
    now: datetime, own: tuple[time, time]
):
    for window in _windows(own):
        slots = window.slots(now)
        assert [slot.day for slot in slots] == sorted({slot.day for slot in slots})
        for slot in slots:
            local = slot.opens.astimezone(LONDON)
            assert slot.opens >= now
            assert local.date() == slot.day
            assert window.is_open(slot.opens) or _is_in_the_gap(window, local)
            assert own[0] <= local.time() < own[1] or _is_in_the_gap(window, local)


@given(now=INSTANTS, own=HOURS)
def test_nothing_waits_while_the_window_is_open(now: datetime, own: tuple[time, time]):
    for window in _windows(own):
        opens = window.next_opening(now)
        if window.is_open(now):
            assert opens == now
        at = now
        while at < opens:
            assert not window.is_open(at) or at.astimezone(LONDON).fold  # an hour that comes twice counts once
            at += timedelta(minutes=15)


@pytest.mark.parametrize(("day", "first"), [("2026-03-28", 8), ("2026-03-29", 7), ("2026-10-24", 7), ("2026-10-25", 8)])
def test_on_the_days_of_a_clock_change_a_message_leaves_at_eight_and_once(tmp_path: Path, day: str, first: int):
    start = datetime.fromisoformat(day).replace(tzinfo=UTC)
    request = (start.date() - timedelta(days=35)).isoformat()
    with installed(tmp_path / "home", None, day) as here:
        here.fixed_now = start
        family(here, "p@example.org", ("request_received", request))
        relay, left = Relay(), []
        for minutes in range(0, 24 * 60, 20):
            here.fixed_now = start + timedelta(minutes=minutes)
            relay.before = lambda: left.append(here.fixed_now)
            deliver(here, relay.by())
    assert left == [start + timedelta(hours=first)]


def test_in_the_hour_that_comes_twice_a_message_leaves_once(tmp_path: Path):
    """At 01:15 in summer time on 25 October, and not again when it is 01:15 a second time."""
    with installed(tmp_path / "home", None, "2026-10-24") as here:
        here.fixed_now = datetime(2026, 10, 24, 23, tzinfo=UTC)
        family(here, "p@example.org", ("note", "2026-09-20"))
        keep_point_safe(here, 1, SafeUse(hours=(time(1, 15), time(1, 45))), "test")
        asked = NewEvent("request_received", When.parse("2026-09-20"))
        casework.record_event(here, "EHC-2026-0001", asked, "test")
        relay, left = Relay(), []
        for minutes in range(0, 6 * 60, 5):
            here.fixed_now = datetime(2026, 10, 24, 23, tzinfo=UTC) + timedelta(minutes=minutes)
            plan_round(here)
            relay.before = lambda: left.append(here.fixed_now)
            deliver(here, relay.by())
    assert left == [datetime(2026, 10, 25, 0, 15, tzinfo=UTC)]
