"""Alerts beside each other: one thing is told once, by the alert that says most of it."""

from __future__ import annotations

from datetime import date

from ehcp_workflow.cases.alerts import Alert, AlertKind
from ehcp_workflow.cases.alerts.follow_ups import Told, follow_ups
from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.policy import Audience, Policy
from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.law.rulebook import Rulebook

from stories import case_of, happened

ASKED = happened("request_received", "2026-01-05")  # Monday; the council must answer by Monday 16 February


def _on(rulebook: Rulebook, policy: Policy, day: str, *events: Event) -> Position:
    return take_position(rulebook, policy, case_of(*events), date.fromisoformat(day))


def _kinds(alerts: tuple[Alert, ...], of: str) -> set[tuple[str, str]]:
    return {(alert.kind.value, alert.audience.value) for alert in alerts if alert.subject.startswith(of)}


def test_a_limit_for_which_an_exemption_is_claimed_is_not_called_overdue(rulebook: Rulebook, policy: Policy):
    """The council's claim is told as that; a reminder that the limit passed would say the opposite."""
    claim = happened("exception_recorded", "2026-02-20", exemption="EXC-C", accepted="yes")
    before = _on(rulebook, policy, "2026-02-23", ASKED)
    after = _on(rulebook, policy, "2026-02-23", ASKED, claim)
    assert ("overdue", "adviser") in _kinds(before.alerts, "clock:decision_to_assess@")
    assert _kinds(after.alerts, "clock:decision_to_assess@") == set()


def test_a_family_is_not_told_that_it_did_what_it_did_itself(rulebook: Rulebook, policy: Policy):
    """They know that they appealed, and need not be told that they may stop waiting for it."""
    refused = happened("refusal_to_assess_notified", "2026-02-09")
    appealed = happened("appeal_received", "2026-03-30")
    position = _on(rulebook, policy, "2026-03-30", ASKED, refused, appealed)
    own = next(c for c in position.clocks if c.rule.id == "appeal")
    told = [Told(Audience.FAMILY, f"clock:{own.facts.key}", str(own.due), AlertKind.DUE_SOON)]
    assert own.facts.met is not None
    assert list(follow_ups(position.clocks, position.lapses, told, policy, position.as_at)) == []


def test_a_silent_stage_is_not_told_while_an_ordered_limit_is_overdue(rulebook: Rulebook, policy: Policy):
    """An order of Monday 1 June to assess: whether a plan follows was to be said long before 1 December."""
    story = (
        ASKED,
        happened("refusal_to_assess_notified", "2026-02-09"),
        happened("appeal_received", "2026-03-30"),
        happened("order_made", "2026-06-01", order="assess"),
        happened("decision_to_assess_notified", "2026-06-12"),
    )
    quiet = _on(rulebook, policy, "2026-07-27", *story)
    assert [alert.kind.value for alert in quiet.alerts_of_silence] == ["silent"]
    late = _on(rulebook, policy, "2026-12-01", *story)
    assert any(alert.kind is AlertKind.OVERDUE for alert in late.alerts_of_clocks)
    assert late.alerts_of_silence == ()


def test_of_two_stages_that_stand_still_a_supervisor_hears_of_the_later(rulebook: Rulebook, policy: Policy):
    """Decided on 9 February and nothing since: both the council's decision and the plan are overdue."""
    position = _on(rulebook, policy, "2026-08-03", ASKED, happened("decision_to_assess_notified", "2026-02-09"))
    assert [stage.id for stage in position.stages if stage.overdue_since] == ["local_authority_decision", "plan_issued"]
    stalled = [alert for alert in position.alerts if alert.kind is AlertKind.STALLED]
    assert [alert.stage for alert in stalled] == ["plan_issued"]
