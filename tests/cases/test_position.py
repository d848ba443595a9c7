"""Where a case stands on a day, and until which day that stays true."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.looks import NEVER
from ehcp_workflow.cases.policy import Policy
from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.cases.promises import PromiseState
from ehcp_workflow.cases.stages import StageState
from ehcp_workflow.law.rulebook import Rulebook

from stories import case_of, happened, quiet_cases, small_cases, the_policy, the_rulebook

ASKED = happened("request_received", "2026-11-23")
YES = happened("decision_to_assess_notified", "2026-12-18")
days = st.dates(date(2025, 6, 1), date(2026, 8, 1))


def _take(rulebook: Rulebook, policy: Policy, today: str, *events: object) -> Position:
    return take_position(rulebook, policy, case_of(*events), date.fromisoformat(today))  # type: ignore[arg-type]


def test_a_position_shows_the_case_on_a_day(rulebook: Rulebook, policy: Policy):
    position = _take(rulebook, policy, "2026-12-28", ASKED)
    assert (position.reference, position.as_at) == ("EHC-2026-0001", date(2026, 12, 28))
    assert (position.stage.id, position.stage.state) == ("local_authority_decision", StageState.DUE_SOON)
    dated = [s.value for c, s in zip(position.clocks, position.states, strict=True) if not c.facts.undated]
    assert dated == ["due_soon", "running", "running"]
    assert {alert.rung for alert in position.alerts_of_clocks} == {-7}
    assert position.alerts_of_silence == ()
    assert position.alerts == position.alerts_of_clocks
    assert position.findings == ()


def test_the_open_clocks_are_shown_soonest_first_and_only_the_governing_ones(rulebook: Rulebook, policy: Policy):
    letter = happened("refusal_to_assess_notified", "2026-12-18")
    position = _take(rulebook, policy, "2026-12-28", ASKED, letter)
    assert [clock.rule.ref for clock, _ in position.open_clocks()] == ["APP-01", "MED-01"]
    dated = [clock.rule.ref for clock, _ in _take(rulebook, policy, "2026-12-28", ASKED, YES).open_clocks()]
    assert dated == ["ASM-03", "ASM-10"]


def test_a_clock_met_on_a_day_nobody_knows_is_not_open(rulebook: Rulebook, policy: Policy):
    final = happened("final_plan_sent", "unknown")
    position = _take(rulebook, policy, "2027-06-01", ASKED, YES, final)
    assert "ASM-10" not in {clock.rule.ref for clock, _ in position.open_clocks()}


def test_looking_back_shows_what_had_happened_by_then(rulebook: Rulebook, policy: Policy):
    position = _take(rulebook, policy, "2026-12-01", ASKED, YES)
    assert position.events == (ASKED,)
    assert position.next_clock_look <= date(2026, 12, 18)


def test_a_position_holds_what_was_promised_and_what_lapsed_by_its_day(rulebook: Rulebook, policy: Policy):
    promised = happened("promise_made", "2026-12-01", of="reply", to="2026-12-11")
    lapsed = happened("provision_lapsed", "2026-12-09", "teaching")
    position = _take(rulebook, policy, "2026-12-07", promised, lapsed)
    assert ([promise.of for promise in position.promises], position.lapses) == (["reply"], ())
    assert [lapse.line for lapse in _take(rulebook, policy, "2026-12-09", promised, lapsed).lapses] == ["teaching"]


def test_a_silent_stage_is_told_beside_the_dates(rulebook: Rulebook, policy: Policy):
    position = _take(rulebook, policy, "2027-02-22", happened("concern_raised", "2026-11-23"))
    assert [alert.kind.value for alert in position.alerts] == ["silent"]


def test_a_case_without_events_need_never_be_looked_at(rulebook: Rulebook, policy: Policy):
    position = _take(rulebook, policy, "2026-12-01")
    assert (position.next_clock_look, position.next_silence_look) == (NEVER, NEVER)


def test_the_digest_changes_when_a_stage_or_a_clock_does(rulebook: Rulebook, policy: Policy):
    before = _take(rulebook, policy, "2026-12-20", ASKED).digest
    assert before == _take(rulebook, policy, "2026-12-01", ASKED).digest
    assert before != _take(rulebook, policy, "2026-12-21", ASKED).digest


def _clock_side(position: Position) -> tuple[object, ...]:
    keys = tuple(alert.key for alert in position.alerts_of_clocks)
    broken = tuple(promise.of for promise in position.promises if promise.state is PromiseState.BROKEN)
    return position.states, keys, broken, position.lapses


def _silence_side(position: Position) -> tuple[str, ...]:
    return tuple(alert.key for alert in position.alerts_of_silence)


def _missed(
    days: Sequence[Position], shown: Callable[[Position], object], look: Callable[[Position], date]
) -> list[str]:
    """The days on which something shown changed before the look that an earlier day had announced."""
    changes = [b.as_at for a, b in pairwise(days) if shown(a) != shown(b)]
    nexts = ((day, next((change for change in changes if change > day.as_at), NEVER)) for day in days)
    return [f"on {day.as_at}: {change} before {look(day)}" for day, change in nexts if change < look(day)]


@given(st.one_of(small_cases(), quiet_cases()), days)
@settings(max_examples=80)
def test_until_the_next_look_nothing_changes_by_time_alone(case: Case, first: date):
    """The daily checks look only at cases whose day has come, so whatever changes must have been announced every day.

    The check of dates and the check of silence look apart: each must find what it tells of unchanged until its own day.
    Promises, lapsed provision and stages that stand still are told by the check of dates.
    """
    walk = [take_position(the_rulebook(), the_policy(), case, first + timedelta(days=n)) for n in range(200)]
    assert _missed(walk, _clock_side, lambda day: day.next_clock_look) == []
    assert _missed(walk, _silence_side, lambda day: day.next_silence_look) == []
    assert _missed(walk, lambda day: day.digest, lambda day: min(day.next_clock_look, day.next_silence_look)) == []
    assert all(min(day.next_clock_look, day.next_silence_look) > day.as_at for day in walk)


@given(small_cases(), days)
def test_the_same_day_always_gives_the_same_position(case: Case, today: date):
    one, other = (take_position(the_rulebook(), the_policy(), case, today) for _ in range(2))
    assert one == other
    keys = [alert.key for alert in (*one.alerts_of_clocks, *one.alerts_of_silence)]
    assert len(keys) == len(set(keys))
