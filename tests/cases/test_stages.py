"""The four stages and each of their eight states."""

from __future__ import annotations

from datetime import date

import pytest

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.policy import Policy
from ehcp_workflow.cases.running import run_clocks
from ehcp_workflow.cases.stages import Stage, StageState, current, last_recorded, silent_from, stand
from ehcp_workflow.law.rulebook import Rulebook

from stories import case_of, happened

NEEDS, REQUEST, DECISION, PLAN = "identify_needs", "school_request", "local_authority_decision", "plan_issued"


def _stand(rulebook: Rulebook, policy: Policy, today: str, *events: Event) -> dict[str, Stage]:
    course = run_clocks(rulebook, case_of(*events))
    stages = stand(rulebook, policy, course.events, course.clocks, date.fromisoformat(today))
    return {stage.id: stage for stage in stages}


ASKED = happened("request_received", "2026-11-23")
YES = happened("decision_to_assess_notified", "2026-12-18")
DRAFT = happened("draft_plan_sent", "2027-03-02")
FINAL = happened("final_plan_sent", "2027-04-12")
NO = happened("refusal_to_assess_notified", "2026-12-18")


@pytest.mark.parametrize(
    ("today", "events", "stage", "state", "words"),
    [
        ("2026-11-01", (), NEEDS, "not started", "Not started."),
        (
            "2026-11-01",
            (happened("concern_raised", "2026-10-01"),),
            NEEDS,
            "waiting",
            "Waiting. No date is set by law for this step.",
        ),
        ("2026-11-24", (ASKED,), NEEDS, "done", "Done by Monday 23 November 2026, as a later step shows."),
        ("2026-11-24", (ASKED,), REQUEST, "done", "Done on Monday 23 November 2026."),
        (
            "2026-11-24",
            (ASKED,),
            DECISION,
            "waiting",
            "Tell the family whether it will assess: by Monday 4 January 2027.",
        ),
        (
            "2026-12-21",
            (ASKED,),
            DECISION,
            "due soon",
            "Tell the family whether it will assess: by Monday 4 January 2027.",
        ),
        (
            "2027-01-05",
            (ASKED,),
            DECISION,
            "stalled",
            "Tell the family whether it will assess: was due Monday 4 January 2027, late by 1 day.",
        ),
        ("2026-12-19", (ASKED, NO), DECISION, "refused", "Refused on Friday 18 December 2026."),
        ("2026-12-19", (ASKED, NO), PLAN, "not started", "Not started."),
        (
            "2026-12-19",
            (ASKED, happened("refusal_to_assess_notified", "unknown")),
            DECISION,
            "refused",
            "Refused on an unknown date.",
        ),
        (
            "2027-01-02",
            (ASKED, NO, happened("refusal_withdrawn", "2027-01-02")),
            DECISION,
            "waiting",
            "Tell the family if it will not issue a plan: by Monday 15 March 2027.",
        ),
        (
            "2026-12-19",
            (ASKED, happened("request_withdrawn", "2026-12-18")),
            DECISION,
            "withdrawn",
            "Withdrawn on Friday 18 December 2026.",
        ),
        ("2027-03-02", (ASKED, YES, DRAFT), DECISION, "done", "Done by Tuesday 2 March 2027, as a later step shows."),
        ("2027-04-12", (ASKED, YES, DRAFT, FINAL), PLAN, "done", "Done on Monday 12 April 2027."),
        (
            "2027-05-12",
            (ASKED, YES, DRAFT, happened("final_plan_sent", "2027-04-22")),
            PLAN,
            "done late",
            "Done on Thursday 22 April 2027. Send the final plan: late by 10 days.",
        ),
        (
            "2027-04-13",
            (ASKED, YES),
            PLAN,
            "stalled",
            "Send the final plan: was due Monday 12 April 2027, late by 1 day.",
        ),
        ("2027-04-01", (ASKED, YES), PLAN, "due soon", "Send the final plan: by Monday 12 April 2027."),
    ],
)
def test_a_stage_has_a_state_and_says_why(
    today: str, events: tuple[Event, ...], stage: str, state: str, words: str, rulebook: Rulebook, policy: Policy
):
    found = _stand(rulebook, policy, today, *events)[stage]
    assert (found.state.value, found.words) == (state, words)


def test_a_stage_that_was_passed_without_a_record_is_done(rulebook: Rulebook, policy: Policy):
    stages = _stand(rulebook, policy, "2027-04-12", FINAL)
    assert [stage.state.value for stage in stages.values()] == ["not started", "not started", "done", "done"]


def test_a_withdrawal_ends_only_a_stage_that_had_begun(rulebook: Rulebook, policy: Policy):
    stages = _stand(rulebook, policy, "2026-12-19", ASKED, happened("request_withdrawn", "2026-12-18"))
    assert stages[PLAN].state is StageState.NOT_STARTED


def test_a_stage_done_twice_was_done_the_first_time(rulebook: Rulebook, policy: Policy):
    issue = happened("decision_to_issue", "2027-02-22")
    assert "22 February" in _stand(rulebook, policy, "2027-03-02", ASKED, YES, issue, DRAFT)[DECISION].words


def test_a_refusal_after_a_draft_ends_the_stage_of_the_plan(rulebook: Rulebook, policy: Policy):
    refused = happened("refusal_to_issue_notified", "2027-03-10")
    assert _stand(rulebook, policy, "2027-03-11", ASKED, YES, DRAFT, refused)[PLAN].state is StageState.REFUSED


def test_the_soonest_of_several_dates_is_the_one_that_is_named(rulebook: Rulebook, policy: Policy):
    asked = [happened("advice_request_received", day, about=about) for day, about in _ADVISERS]
    stages = _stand(rulebook, policy, "2027-01-20", ASKED, YES, *asked)
    assert stages[DECISION].words == "Give the advice the council asked for: by Thursday 28 January 2027."


_ADVISERS = [("2026-12-22", "health"), ("2026-12-17", "social_care")]


@pytest.mark.parametrize(("today", "silent"), [("2026-12-30", False), ("2026-12-31", True)])
def test_a_stage_stalls_the_day_after_the_silence_that_policy_allows(
    today: str, silent: bool, rulebook: Rulebook, policy: Policy
):
    concern = happened("concern_raised", "2026-10-01")
    stage = _stand(rulebook, policy, today, concern)[NEEDS]
    assert (stage.state is StageState.STALLED) == silent
    assert stage.silent_since == (date(2026, 10, 1) if silent else None)
    assert not silent or stage.words == "Nothing recorded since Thursday 1 October 2026."


def test_a_stage_that_is_overdue_is_not_also_silent(rulebook: Rulebook, policy: Policy):
    stage = _stand(rulebook, policy, "2027-06-01", ASKED, YES)[DECISION]
    assert (stage.state, stage.silent_since) == (StageState.STALLED, None)


@pytest.mark.parametrize(
    ("today", "since"),
    [
        ("2027-01-04", None),  # Monday, the last day to decide
        ("2027-01-05", date(2027, 1, 4)),
        ("2027-06-01", date(2027, 1, 4)),
    ],
)
def test_a_stage_stands_still_since_the_last_day_of_the_limit_that_is_overdue(
    today: str, since: date | None, rulebook: Rulebook, policy: Policy
):
    assert _stand(rulebook, policy, today, ASKED)[DECISION].overdue_since == since


def test_when_the_first_of_two_overdue_limits_is_met_a_stage_stands_still_since_the_other(
    rulebook: Rulebook, policy: Policy
):
    asked = [happened("advice_request_received", day, about=who) for day, who in _ADVISERS]
    before = _stand(rulebook, policy, "2027-02-15", ASKED, YES, *asked)
    assert before[DECISION].overdue_since == date(2027, 1, 28)  # Thursday, 6 weeks from 17 December
    gave = happened("advice_received", "2027-02-15", about="social_care")
    after = _stand(rulebook, policy, "2027-02-15", ASKED, YES, *asked, gave)
    assert after[DECISION].overdue_since == date(2027, 2, 2)  # Tuesday, 6 weeks from 22 December


def test_a_stage_that_is_only_silent_or_over_does_not_stand_still(rulebook: Rulebook, policy: Policy):
    assert _stand(rulebook, policy, "2026-12-31", happened("concern_raised", "2026-10-01"))[NEEDS].overdue_since is None
    late = happened("decision_to_assess_notified", "2027-02-01"), happened("draft_plan_sent", "2027-02-02")
    assert _stand(rulebook, policy, "2027-02-03", ASKED, *late)[DECISION].overdue_since is None


def test_a_step_known_only_to_have_been_taken_is_not_silence(rulebook: Rulebook, policy: Policy):
    """An undated record says nothing about silence; a month may last until today."""
    assert last_recorded([happened("note", "unknown")], date(2026, 12, 1)) is None
    assert last_recorded([happened("note", "2026-12")], date(2026, 12, 15)) == date(2026, 12, 15)
    assert last_recorded([happened("note", "2026-12")], date(2027, 1, 15)) == date(2026, 12, 31)


def test_silence_needs_a_record_and_a_policy(policy: Policy):
    assert silent_from(REQUEST, date(2026, 12, 1), policy) == date(2026, 12, 16)
    assert silent_from(REQUEST, None, policy) is None
    assert silent_from("appeal", date(2026, 12, 1), policy) is None


def test_the_current_stage_is_the_furthest_that_is_not_untouched(rulebook: Rulebook, policy: Policy):
    assert current(_stand(rulebook, policy, "2026-11-01").values()).id == NEEDS
    assert current(_stand(rulebook, policy, "2026-12-01", ASKED).values()).id == DECISION
    assert current(_stand(rulebook, policy, "2027-04-12", ASKED, YES, DRAFT, FINAL).values()).id == PLAN


def test_a_stage_is_open_while_something_is_expected():
    assert {state for state in StageState if state.is_open} == {
        StageState.WAITING,
        StageState.DUE_SOON,
        StageState.STALLED,
    }
