"""What somebody should know on a day: every rung, the latest one only, and nothing for what is over."""

from __future__ import annotations

from datetime import date

import pytest

from ehcp_workflow.cases.alerts import Alert, AlertKind
from ehcp_workflow.cases.alerts.dates import clock_alerts, next_rungs
from ehcp_workflow.cases.alerts.stages import silence_alerts
from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.policy import Audience, Ladder, Policy
from ehcp_workflow.cases.running import run_clocks
from ehcp_workflow.cases.stages import stand
from ehcp_workflow.law.rulebook import Rulebook

from stories import case_of, happened

ADVISER = "advice_request_received"


def _alerts(rulebook: Rulebook, policy: Policy, today: str, *events: Event) -> list[Alert]:
    clocks = run_clocks(rulebook, case_of(*events)).clocks
    return list(clock_alerts(clocks, policy, date.fromisoformat(today)))


def _ladder(policy: Policy, *days: int, owed_by: str = "advice_giver") -> Policy:
    ladder = Ladder(audience=Audience.ADVISER, owed_by=(owed_by,), days=days)
    return policy.model_copy(update={"ladders": (ladder,)})


# Asked on Tuesday 8 September 2026, so due on Tuesday 20 October; only advisers are told.
ASKED = happened(ADVISER, "2026-09-08", about="health")


@pytest.mark.parametrize(
    ("today", "rung", "missed", "kind"),
    [
        ("2026-10-06", -14, (), "due_soon"),
        ("2026-10-12", -14, (), "due_soon"),
        ("2026-10-13", -7, (-14,), "due_soon"),
        ("2026-10-19", -7, (-14,), "due_soon"),
        ("2026-10-20", 0, (-14, -7), "due_today"),
        ("2026-10-21", 1, (-14, -7, 0), "overdue"),
        ("2026-10-26", 1, (-14, -7, 0), "overdue"),
        ("2026-10-27", 7, (-14, -7, 0, 1), "overdue"),
        ("2026-11-03", 14, (-14, -7, 0, 1, 7), "overdue"),
        ("2026-11-30", 14, (-14, -7, 0, 1, 7), "overdue"),
        ("2026-12-01", 42, (-14, -7, 0, 1, 7, 14), "overdue"),
        ("2026-12-29", 70, (-14, -7, 0, 1, 7, 14, 42), "overdue"),
    ],
)
def test_only_the_latest_rung_is_told_and_the_missed_ones_are_kept(
    today: str, rung: int, missed: tuple[int, ...], kind: str, rulebook: Rulebook, policy: Policy
):
    (alert,) = _alerts(rulebook, policy, today, ASKED)
    assert (alert.rung, alert.missed, alert.kind.value, alert.audience.value) == (rung, missed, kind, "adviser")


def test_nobody_is_told_before_the_first_rung(rulebook: Rulebook, policy: Policy):
    assert _alerts(rulebook, policy, "2026-10-05", ASKED) == []


def test_an_alert_knows_its_clock_its_rule_and_its_date(rulebook: Rulebook, policy: Policy):
    (alert,) = _alerts(rulebook, policy, "2026-10-13", ASKED)
    assert (alert.rule, alert.stage, str(alert.due)) == ("advice", None, "2026-10-20")
    assert alert.subject == f"clock:advice@{ASKED.id}"


def test_the_key_of_an_alert_is_the_same_on_every_day_of_its_rung(rulebook: Rulebook, policy: Policy):
    keys = {_alerts(rulebook, policy, f"2026-10-{day}", ASKED)[0].key for day in range(13, 20)}
    assert keys == {f"clock:advice@{ASKED.id}:2026-10-20:-7:adviser"}


def test_a_due_date_that_moves_makes_another_alert(rulebook: Rulebook, policy: Policy):
    moved = happened(ADVISER, "2026-09-08", about="health", received_on="2026-09-09")
    assert moved.id == ASKED.id
    (one,), (other,) = (_alerts(rulebook, policy, "2026-10-14", event) for event in (ASKED, moved))
    assert one.key != other.key


@pytest.mark.parametrize(
    "over",
    [
        happened("advice_received", "2026-10-20", about="health"),
        happened("advice_received", "2026-10-30", about="health"),
        happened("advice_received", "2026-10", about="health"),
        happened("advice_received", "unknown", about="health"),
        happened("refusal_to_issue_notified", "2026-10-01"),
    ],
)
def test_nobody_is_told_of_what_was_met_or_ended(over: Event, rulebook: Rulebook, policy: Policy):
    ours = [alert for alert in _alerts(rulebook, policy, "2026-12-01", ASKED, over) if alert.rule == "advice"]
    assert ours == []
    clocks = [c for c in run_clocks(rulebook, case_of(ASKED, over)).clocks if c.rule.id == "advice"]
    assert list(next_rungs(tuple(clocks), policy, date(2026, 9, 10))) == []


def test_a_right_that_lapsed_is_not_told_as_overdue(rulebook: Rulebook, policy: Policy):
    letter = happened("refusal_to_assess_notified", "2026-09-09")
    told = {alert.kind for alert in _alerts(rulebook, policy, "2026-11-09", letter)}
    assert told == {AlertKind.DUE_TODAY}
    assert _alerts(rulebook, policy, "2026-11-10", letter) == []


def test_a_clock_for_which_another_speaks_is_silent(rulebook: Rulebook, policy: Policy):
    letter, certificate = (
        happened("refusal_to_assess_notified", "2026-09-09"),
        happened("certificate_issued", "2026-11-05"),
    )
    alerts = _alerts(rulebook, policy, "2026-12-02", letter, certificate)
    assert {alert.rule for alert in alerts} == {"appeal"}
    assert {str(alert.due) for alert in alerts} == {"2026-12-07"}


def test_a_family_is_told_in_good_time_of_its_own_right(rulebook: Rulebook, policy: Policy):
    letter = happened("refusal_to_assess_notified", "2026-09-09")  # until Monday 9 November
    told = [a for a in _alerts(rulebook, policy, "2026-11-06", letter) if a.audience is Audience.FAMILY]
    assert {(alert.rule, alert.rung, alert.missed) for alert in told} == {
        ("contact_mediation_adviser", -3, (-56, -28, -14, -7)),
        ("appeal", -3, (-56, -28, -14, -7)),
    }


def test_guidance_is_told_to_advisers_only_and_only_after_its_day(rulebook: Rulebook, policy: Policy):
    consulted = happened("placement_consulted", "2026-11-03", about="school_a")
    assert _alerts(rulebook, policy, "2026-11-18", consulted) == []
    (alert,) = _alerts(rulebook, policy, "2026-11-19", consulted)
    assert (alert.audience, alert.kind, alert.rung) == (Audience.ADVISER, AlertKind.OVERDUE, 1)


# Asked some day in September 2026: due from Tuesday 13 October to Wednesday 11 November.
ASKED_IN_SEPTEMBER = happened(ADVISER, "2026-09", about="health")


@pytest.mark.parametrize(
    ("today", "rung"),
    [
        ("2026-09-28", None),
        ("2026-09-29", -14),
        ("2026-10-06", -7),
        ("2026-10-12", -7),
        ("2026-10-13", None),  # it may be due today, or later: nobody is told that it is
        ("2026-11-11", None),
        ("2026-11-12", 1),
        ("2026-11-25", 14),
    ],
)
def test_a_date_known_to_the_month_is_told_before_its_first_day_and_after_its_last(
    today: str, rung: int | None, rulebook: Rulebook, policy: Policy
):
    alerts = _alerts(rulebook, policy, today, ASKED_IN_SEPTEMBER)
    assert [alert.rung for alert in alerts] == ([] if rung is None else [rung])


def test_nobody_is_told_of_a_date_nobody_knows(rulebook: Rulebook, policy: Policy):
    asked = happened(ADVISER, "unknown", about="health")
    clocks = run_clocks(rulebook, case_of(asked)).clocks
    assert list(clock_alerts(clocks, policy, date(2026, 12, 1))) == []
    assert list(next_rungs(clocks, policy, date(2026, 12, 1))) == []


def test_without_a_rung_on_the_day_itself_the_last_one_before_it_stands_for_it(rulebook: Rulebook, policy: Policy):
    early = _ladder(policy, -3)
    (alert,) = _alerts(rulebook, early, "2026-10-20", ASKED)
    assert (alert.kind, alert.rung) == (AlertKind.DUE_TODAY, -3)
    assert _alerts(rulebook, early, "2026-10-21", ASKED) == []


@pytest.mark.parametrize(
    ("today", "following"),
    [("2026-09-10", "2026-10-06"), ("2026-10-06", "2026-10-13"), ("2026-11-03", "2026-12-01")],
)
def test_the_next_rung_is_a_day_after_today(today: str, following: str, rulebook: Rulebook, policy: Policy):
    clocks = run_clocks(rulebook, case_of(ASKED)).clocks
    assert min(next_rungs(clocks, policy, date.fromisoformat(today))) == date.fromisoformat(following)


def test_a_ladder_that_has_ended_has_no_next_rung(rulebook: Rulebook, policy: Policy):
    clocks = run_clocks(rulebook, case_of(ASKED)).clocks
    assert list(next_rungs(clocks, _ladder(policy, -3), date(2026, 11, 1))) == []
    assert list(next_rungs(clocks, _ladder(policy, -3, owed_by="school"), date(2026, 9, 10))) == []


@pytest.mark.parametrize(
    ("today", "rung"),
    [("2026-12-30", None), ("2026-12-31", 91), ("2027-01-13", 91), ("2027-01-14", 105), ("2027-01-28", 119)],
)
def test_a_silent_stage_is_told_again_each_time_the_interval_has_passed(
    today: str, rung: int | None, rulebook: Rulebook, policy: Policy
):
    course = run_clocks(rulebook, case_of(happened("concern_raised", "2026-10-01")))
    day = date.fromisoformat(today)
    alerts = list(silence_alerts(stand(rulebook, policy, course.events, course.clocks, day), policy, day))
    assert [alert.rung for alert in alerts] == ([] if rung is None else [rung])
    for alert in alerts:
        assert (alert.kind, alert.stage, alert.rule) == (AlertKind.SILENT, "identify_needs", None)
        assert alert.key == f"stage:identify_needs:2026-10-01:{rung}:adviser"
