"""Alerts about broken promises, lapsed provision and stages that stand still: when, to whom, and when again."""

from __future__ import annotations

from datetime import date

import pytest

from ehcp_workflow.cases.alerts import Alert, AlertKind
from ehcp_workflow.cases.alerts.stages import next_stall_rungs
from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.ladders import Audience, Ladder, LadderOf
from ehcp_workflow.cases.policy import Policy
from ehcp_workflow.cases.position import take_position
from ehcp_workflow.law.rulebook import Rulebook

from stories import case_of, happened

BROKEN, LAPSED, GREW = AlertKind.PROMISE_BROKEN, AlertKind.LAPSED, AlertKind.SHORTFALL_GREW
STALLED = AlertKind.STALLED
# The council promised a reply by Friday 20 March 2026; nothing in law runs from that.
PROMISED = happened("promise_made", "2026-03-02", of="reply", to="2026-03-20")
# On Monday 12 January 2026 speech therapy was not delivered.
SPEECH = happened("provision_lapsed", "2026-01-12", "speech_therapy")


def alerts(rulebook: Rulebook, policy: Policy, today: str, *events: Event) -> list[Alert]:
    found = take_position(rulebook, policy, case_of(*events), date.fromisoformat(today)).alerts_of_clocks
    return [alert for alert in found if not alert.subject.startswith("clock:")]


def rungs(rulebook: Rulebook, policy: Policy, today: str, *events: Event) -> dict[str, int]:
    return {alert.audience.value: alert.rung for alert in alerts(rulebook, policy, today, *events)}


@pytest.mark.parametrize(
    ("today", "told"),
    [
        ("2026-03-20", {}),  # Friday, the promised day
        ("2026-03-21", {"family": 1, "adviser": 1}),  # Saturday
        ("2026-03-26", {"family": 1, "adviser": 1}),
        ("2026-03-27", {"family": 1, "adviser": 7}),  # Friday
        ("2026-04-02", {"family": 1, "adviser": 7}),
        ("2026-04-03", {"family": 14, "adviser": 7}),  # Friday
        ("2026-04-10", {"family": 14, "adviser": 21}),  # Friday, 3 weeks on
        ("2026-04-24", {"family": 14, "adviser": 35}),  # Friday, 5 weeks on
    ],
)
def test_a_broken_promise_is_told_from_the_day_after_and_again(
    today: str, told: dict[str, int], rulebook: Rulebook, policy: Policy
):
    assert rungs(rulebook, policy, today, PROMISED) == told


def test_an_alert_about_a_promise_says_what_by_when_and_what_to_do(rulebook: Rulebook, policy: Policy):
    adviser = next(a for a in alerts(rulebook, policy, "2026-03-21", PROMISED) if a.audience is Audience.ADVISER)
    assert (adviser.kind, adviser.about, str(adviser.due), adviser.must_ack) == (BROKEN, "reply", "2026-03-20", True)
    assert adviser.key == "promise:reply:2026-03-20:1:adviser"
    later = next(a for a in alerts(rulebook, policy, "2026-03-27", PROMISED) if a.audience is Audience.ADVISER)
    assert (later.missed, later.must_ack, later.urgent) == ((1,), False, False)


@pytest.mark.parametrize(
    "over",
    [
        happened("promise_kept", "2026-03-23", of="reply"),
        happened("promise_made", "2026-03-19", of="reply", to="2026-05-01"),
    ],
)
def test_a_promise_that_was_kept_or_replaced_is_not_told_as_broken(over: Event, rulebook: Rulebook, policy: Policy):
    assert alerts(rulebook, policy, "2026-03-27", PROMISED, over) == []


def test_a_promise_by_a_month_is_told_when_the_month_is_over(rulebook: Rulebook, policy: Policy):
    by_march = happened("promise_made", "2026-03-02", of="reply", to="2026-03")
    assert rungs(rulebook, policy, "2026-03-31", by_march) == {}
    assert rungs(rulebook, policy, "2026-04-01", by_march) == {"family": 1, "adviser": 1}


def test_promises_of_two_things_are_two_alerts(rulebook: Rulebook, policy: Policy):
    other = happened("promise_made", "2026-03-03", of="provision", to="2026-03-20")
    keys = {alert.key for alert in alerts(rulebook, policy, "2026-03-21", PROMISED, other)}
    assert len(keys) == 4


def test_the_next_look_is_when_a_promise_may_be_broken_and_when_it_is_told_again(rulebook: Rulebook, policy: Policy):
    looks = []
    for today in ("2026-03-02", "2026-03-21", "2026-03-27", "2026-04-03"):
        position = take_position(rulebook, policy, case_of(PROMISED), date.fromisoformat(today))
        looks.append(position.next_clock_look.isoformat())
    assert looks == ["2026-03-21", "2026-03-27", "2026-04-03", "2026-04-10"]


def test_a_ladder_that_begins_on_the_promised_day_itself_is_told_when_the_promise_is_broken(
    rulebook: Rulebook, policy: Policy
):
    ladder = Ladder(audience=Audience.ADVISER, of=LadderOf.PROMISES, days=(0,))
    at_once = policy.model_copy(update={"ladders": (ladder,)})
    told = [rungs(rulebook, at_once, day, PROMISED) for day in ("2026-03-20", "2026-03-21")]
    assert told == [{}, {"adviser": 0}]
    position = take_position(rulebook, at_once, case_of(PROMISED), date(2026, 3, 20))
    assert position.next_clock_look == date(2026, 3, 21)


@pytest.mark.parametrize(
    ("today", "told"),
    [
        ("2026-01-12", {"family": 0, "adviser": 0}),  # Monday
        ("2026-01-13", {"family": 0, "adviser": 1}),  # Tuesday
        ("2026-01-15", {"family": 0, "adviser": 3}),  # Thursday
        ("2026-01-19", {"family": 7, "adviser": 7}),  # Monday
        ("2026-01-26", {"family": 7, "adviser": 14}),  # Monday
        ("2026-02-02", {"family": 21, "adviser": 21}),  # Monday
    ],
)
def test_lapsed_provision_is_told_at_once_and_again(
    today: str, told: dict[str, int], rulebook: Rulebook, policy: Policy
):
    assert rungs(rulebook, policy, today, SPEECH) == told


def test_an_alert_about_provision_says_which_line_and_what_to_do(rulebook: Rulebook, policy: Policy):
    adviser = next(a for a in alerts(rulebook, policy, "2026-01-12", SPEECH) if a.audience is Audience.ADVISER)
    assert (adviser.kind, adviser.about, adviser.due) == (LAPSED, "speech_therapy", None)
    assert (adviser.urgent, adviser.must_ack, adviser.until_acknowledged) == (True, True, True)
    assert adviser.key == "provision:speech_therapy:2026-01-12:0:adviser"


def test_two_lines_of_provision_are_two_alerts(rulebook: Rulebook, policy: Policy):
    teaching = happened("provision_lapsed", "2026-01-12", "teaching")
    assert len({alert.key for alert in alerts(rulebook, policy, "2026-01-12", SPEECH, teaching)}) == 4


def test_a_lapse_that_began_in_a_known_month_is_told_at_once_and_counted_from_its_end(
    rulebook: Rulebook, policy: Policy
):
    january = happened("provision_lapsed", "2026-01", "speech_therapy")
    told = [rungs(rulebook, policy, day, january).get("adviser") for day in ("2026-01-01", "2026-01-31", "2026-02-01")]
    assert told == [0, 0, 1]
    position = take_position(rulebook, policy, case_of(january), date(2026, 1, 12))
    assert position.next_clock_look == date(2026, 2, 1)


def test_a_shortfall_that_grew_is_told_once_for_each_time(rulebook: Rulebook, policy: Policy):
    first, second = (
        happened("provision_shortfall_grew", day, "speech_therapy") for day in ("2026-01-14", "2026-01-20")
    )
    keys = [
        {a.key for a in alerts(rulebook, policy, day, SPEECH, *grown) if a.kind is GREW}
        for day, grown in (("2026-01-13", ()), ("2026-01-16", (first,)), ("2026-01-21", (first, second)))
    ]
    told = "provision:speech_therapy:{}:0:{}:shortfall_grew"
    assert keys == [
        set(),
        {told.format("2026-01-14", "family"), told.format("2026-01-14", "adviser")},
        {told.format("2026-01-20", "family"), told.format("2026-01-20", "adviser")},
    ]


def test_two_ladders_of_provision_for_one_audience_tell_once_that_it_grew(rulebook: Rulebook, policy: Policy):
    ladders = tuple(Ladder(audience=Audience.ADVISER, of=LadderOf.PROVISION, days=(day,)) for day in (0, 5))
    twice = policy.model_copy(update={"ladders": ladders})
    grown = happened("provision_shortfall_grew", "2026-01-14", "speech_therapy")
    found = alerts(rulebook, twice, "2026-01-20", SPEECH, grown)
    assert [(alert.kind, alert.rung) for alert in found] == [(LAPSED, 0), (LAPSED, 5), (GREW, 0)]
    assert len({alert.key for alert in found}) == 3


@pytest.mark.parametrize(
    "over", [happened("provision_put_right", "2026-01-14", "speech_therapy"), happened("plan_ceased", "2026-01-14")]
)
def test_nobody_is_told_of_provision_that_was_put_right_or_of_a_plan_that_ended(
    over: Event, rulebook: Rulebook, policy: Policy
):
    ours = [a for a in alerts(rulebook, policy, "2026-01-20", SPEECH, over) if a.subject.startswith("provision:")]
    assert ours == []


def test_no_ladder_for_a_record_means_no_alert_and_no_look(rulebook: Rulebook, policy: Policy):
    quiet = policy.model_copy(update={"ladders": ()})
    assert alerts(rulebook, quiet, "2026-06-01", PROMISED, SPEECH) == []
    late = Ladder(audience=Audience.ADVISER, of=LadderOf.PROMISES, days=(3,))
    told = [
        rungs(rulebook, policy.model_copy(update={"ladders": (late,)}), day, PROMISED)
        for day in ("2026-03-22", "2026-03-23")
    ]
    assert told == [{}, {"adviser": 3}]
    ended = Ladder(audience=Audience.ADVISER, of=LadderOf.PROVISION, days=(3,))
    position = take_position(
        rulebook, policy.model_copy(update={"ladders": (ended,)}), case_of(SPEECH), date(2026, 1, 12)
    )
    assert position.alerts_of_clocks == ()
    assert position.next_clock_look == date(2026, 1, 15)


# A request received on Monday 5 January 2026: tell the family by Monday 16 February.
ASKED = happened("request_received", "2026-01-05")


@pytest.mark.parametrize(
    ("today", "rung", "missed"),
    [
        ("2026-03-15", None, ()),
        ("2026-03-16", 28, ()),  # Monday, 4 weeks on
        ("2026-05-10", 28, ()),
        ("2026-05-11", 84, (28,)),  # Monday, 12 weeks on
    ],
)
def test_a_supervisor_is_told_of_a_stage_whose_limit_has_long_been_overdue(
    today: str, rung: int | None, missed: tuple[int, ...], rulebook: Rulebook, policy: Policy
):
    found = [a for a in alerts(rulebook, policy, today, ASKED) if a.kind is STALLED]
    assert [(a.rung, a.missed) for a in found] == ([] if rung is None else [(rung, missed)])
    for alert in found:
        assert (alert.audience, alert.stage) == (Audience.SUPERVISOR, "local_authority_decision")
        assert alert.key == f"stage:local_authority_decision:2026-02-16:{rung}:supervisor:stalled"


def test_a_stage_that_stands_still_is_looked_at_when_it_is_told_again(rulebook: Rulebook, policy: Policy):
    def looks(today: str, asked: Policy) -> list[str]:
        stages = take_position(rulebook, asked, case_of(ASKED), date.fromisoformat(today)).stages
        return [str(day) for day in next_stall_rungs(stages, asked, date.fromisoformat(today))]

    assert looks("2026-02-16", policy) == []  # Monday, the last day
    assert looks("2026-02-17", policy) == ["2026-03-16"]
    assert looks("2026-03-16", policy) == ["2026-05-11"]
    once = Ladder(audience=Audience.SUPERVISOR, of=LadderOf.STALLS, days=(28,))
    assert looks("2026-03-16", policy.model_copy(update={"ladders": (once,)})) == []
