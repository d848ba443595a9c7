"""Rules of house policy that make a stage stalled: exact to the day, over Christmas and half-term, in both directions.

Every date is worked out by hand from the term dates of Solihull (see `term_dates.py`) and the bank holidays.
"""

from __future__ import annotations

from datetime import date

import pytest
from cases.term_dates import case_in_solihull

from ehcp_workflow.cases.alerts import AlertKind
from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.policy import Policy
from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.cases.stages import Stage, StageState
from ehcp_workflow.law.rulebook import Rulebook

from stories import case_of, happened, the_policy, the_rulebook

NEEDS, REQUEST = "identify_needs", "school_request"
CONCERN = happened("concern_raised", "2025-09-08")


def position(case: Case, today: str) -> Position:
    return take_position(the_rulebook(), the_policy(), case, date.fromisoformat(today))


def stage(case: Case, today: str, which: str) -> Stage:
    return next(stage for stage in position(case, today).stages if stage.id == which)


def asked(on: str) -> Event:
    return happened("school_asked_to_request", on)


def met(on: str) -> Event:
    """A record that ends the silence, so that only the rule can make the stage stalled."""
    return happened("parents_met", on)


def review_by(day: str) -> Event:
    return happened("support_plan_started", "2025-09-08", "iep_1", kind="iep", to=day)


@pytest.mark.parametrize(
    ("events", "which", "last_day", "first", "words"),
    [
        (
            # Over half-term: 21 to 24 October are 4 school days, 3 to 7 November 5 more, and Monday 10 is the tenth.
            (asked("2025-10-20"), met("2025-11-03")),
            REQUEST,
            "2025-11-10",
            "2025-11-11",
            "Since Tuesday 11 November 2025: the school was asked to request an assessment and has not answered within "
            "10 school days of Monday 20 October 2025, by the council's term dates.",
        ),
        (
            # Over Christmas: 16 to 19 December are 4 school days, 5 to 9 January 5 more, and Monday 12 is the tenth.
            (asked("2025-12-15"), met("2026-01-05")),
            REQUEST,
            "2026-01-12",
            "2026-01-13",
            "Since Tuesday 13 January 2026: the school was asked to request an assessment and has not answered within "
            "10 school days of Monday 15 December 2025, by the council's term dates.",
        ),
        (
            # Due on Friday 17 October 2025, in the autumn: all of the spring term passes, to Friday 27 March 2026.
            (review_by("2025-10-17"), met("2026-01-10")),
            NEEDS,
            "2026-03-27",
            "2026-03-28",
            "Since Saturday 28 March 2026: the school has not reviewed its support plan within 1 whole term of Friday "
            "17 October 2025, by the council's term dates.",
        ),
        (
            # Due on Monday 5 January 2026, on which the spring term begins: that term does not begin after it, so all
            # of the summer term passes, to Monday 20 July 2026.
            (review_by("2026-01-05"), met("2026-07-10")),
            NEEDS,
            "2026-07-20",
            "2026-07-21",
            "Since Tuesday 21 July 2026: the school has not reviewed its support plan within 1 whole term of Monday "
            "5 January 2026, by the council's term dates.",
        ),
        (
            # 28 days after Monday 5 January 2026 are over with Monday 2 February.
            (happened("needs_identified", "2026-01-05"), met("2026-01-20")),
            REQUEST,
            "2026-02-02",
            "2026-02-03",
            "Since Tuesday 3 February 2026: needs were identified and nobody has asked for an assessment within 28 "
            "days of Monday 5 January 2026.",
        ),
    ],
)
def test_a_stage_stalls_on_the_day_after_a_rule_allows_it_to_wait(
    events: tuple[Event, ...], which: str, last_day: str, first: str, words: str
):
    case = case_in_solihull(CONCERN, *events)
    assert stage(case, last_day, which).state is StageState.WAITING
    stalled = stage(case, first, which)
    assert (stalled.state, stalled.words, stalled.silent_since) == (StageState.STALLED, words, None)


@pytest.mark.parametrize(
    ("events", "which", "last_day", "first", "counted"),
    [
        # 21 to 24 October 4, 27 to 31 October 9 (half-term is not known of), Monday 3 November is the tenth.
        (
            (asked("2025-10-20"),),
            REQUEST,
            "2025-11-03",
            "2025-11-04",
            "10 school days of Monday 20 October 2025, counted in working",
        ),
        # 16 to 19 December 4, 22 to 24 December 7; Christmas and Boxing Day are none; Wednesday 31 is the tenth.
        (
            (asked("2025-12-15"), met("2025-12-20")),
            REQUEST,
            "2025-12-31",
            "2026-01-01",
            "Monday 15 December 2025, counted in working",
        ),
        # 91 days after Friday 17 October 2025: 14 to 31 October, 44 to 30 November, 75 to 31 December, so 16 January.
        (
            (review_by("2025-10-17"), met("2025-12-01")),
            NEEDS,
            "2026-01-16",
            "2026-01-17",
            "91 days of Friday 17 October",
        ),
    ],
)
def test_where_term_dates_are_not_known_other_days_stand_in_and_it_is_said(
    events: tuple[Event, ...], which: str, last_day: str, first: str, counted: str
):
    case = case_of(CONCERN, *events)
    assert stage(case, last_day, which).state is StageState.WAITING
    stalled = stage(case, first, which)
    assert stalled.state is StageState.STALLED
    assert counted in stalled.words
    assert stalled.words.endswith("as term dates are not known.")


def test_term_dates_that_end_too_early_or_begin_too_late_are_not_counted_by():
    # Wednesday 15 July 2026: three school days are left, and 16, 17, 20 to 24, 27, 28 and 29 July are 10 working days.
    case = case_in_solihull(asked("2026-07-15"), met("2026-07-16"))
    assert stage(case, "2026-07-29", REQUEST).state is StageState.WAITING
    assert "working days" in stage(case, "2026-07-30", REQUEST).words
    # Friday 30 August 2024 is two days before the dates begin: 2 to 6 and 9 to 13 September are 10 working days.
    early = case_in_solihull(asked("2024-08-30"), met("2024-09-02"))
    assert stage(early, "2024-09-13", REQUEST).state is StageState.WAITING
    assert "working days" in stage(early, "2024-09-14", REQUEST).words


def test_where_not_even_bank_holidays_are_known_only_silence_is_watched():
    case = case_of(asked("2028-12-20"))  # Wednesday; bank holidays are known to 26 December 2028
    assert stage(case, "2029-01-03", REQUEST).state is StageState.WAITING
    assert stage(case, "2029-01-04", REQUEST).words == "Nothing recorded since Wednesday 20 December 2028."


def test_an_answer_ends_the_wait_and_being_asked_again_after_it_begins_another():
    answer = happened("school_answered_request", "2025-11-10", answer="will_not_request")
    case = case_in_solihull(asked("2025-10-20"), answer, met("2025-11-20"))
    assert stage(case, "2025-12-01", REQUEST).stall is None
    again = case_in_solihull(asked("2025-10-20"), answer, asked("2025-11-17"), met("2025-11-24"))
    # Monday 17 November: 18 to 21 are 4, 24 to 28 are 9, Monday 1 December is the tenth.
    assert stage(again, "2025-12-01", REQUEST).state is StageState.WAITING
    assert stage(again, "2025-12-02", REQUEST).stall is not None


def test_asking_again_without_an_answer_does_not_begin_anew():
    case = case_in_solihull(asked("2025-10-20"), asked("2025-11-05"))
    assert stage(case, "2025-11-11", REQUEST).words.startswith("Since Tuesday 11 November 2025")


def test_of_a_month_the_last_day_counts_and_an_unknown_day_counts_for_nothing():
    month = case_in_solihull(asked("2025-11"), met("2025-12-10"))
    # From Sunday 30 November: 1 to 5 December are 5 school days, and 8 to 12 are 10.
    assert stage(month, "2025-12-12", REQUEST).state is StageState.WAITING
    assert stage(month, "2025-12-13", REQUEST).state is StageState.STALLED
    assert stage(case_in_solihull(asked("unknown"), met("2025-12-10")), "2025-12-20", REQUEST).stall is None


def test_a_reviewed_plan_waits_for_its_next_review_only():
    reviewed = happened("support_plan_reviewed", "2025-11-03", "iep_1", outcome="continues", to="2026-07-10")
    case = case_in_solihull(CONCERN, review_by("2025-10-17"), reviewed, met("2026-02-10"))
    assert stage(case, "2026-04-30", NEEDS).stall is None


def test_a_plan_that_ended_at_its_review_waits_for_no_other():
    ended = happened("support_plan_reviewed", "2025-11-03", "iep_1", outcome="ended")
    case = case_in_solihull(CONCERN, review_by("2025-10-17"), ended, met("2026-03-20"))
    assert stage(case, "2026-03-28", NEEDS).stall is None


def test_of_two_rules_the_one_that_held_first_is_said():
    needs = happened("needs_identified", "2025-09-08")
    case = case_in_solihull(needs, asked("2025-10-20"), asked("2025-11-05"))
    assert stage(case, "2025-11-19", REQUEST).words.startswith("Since Tuesday 11 November 2025: the school was asked")


def test_silence_is_watched_as_before_and_the_rule_says_more_once_it_holds():
    case = case_in_solihull(asked("2025-12-15"))
    silent = stage(case, "2025-12-30", REQUEST)  # Tuesday, more than 14 days after
    assert (silent.words, silent.stall) == ("Nothing recorded since Monday 15 December 2025.", None)
    assert stage(case, "2026-01-13", REQUEST).stall is not None


def test_once_the_council_has_the_request_the_school_is_waited_for_no_more():
    case = case_in_solihull(asked("2025-10-20"), happened("request_received", "2025-11-12"))
    assert [one.stall for one in position(case, "2026-01-20").stages] == [None, None, None, None]


def test_the_adviser_is_told_as_of_silence_and_again_each_time_the_interval_has_passed():
    case = case_in_solihull(asked("2025-10-20"), met("2025-11-10"))
    told = {
        day: [(a.kind, a.key, a.stage) for a in position(case, day).alerts_of_silence]
        for day in ("2025-11-10", "2025-11-11", "2025-11-24")
    }
    key = "stage:school_request:school_not_answered:2025-10-20:22:adviser"  # 22 days from 20 October to 11 November
    assert told["2025-11-10"] == []
    assert told["2025-11-11"] == told["2025-11-24"] == [(AlertKind.SILENT, key, REQUEST)]
    (again,) = position(case, "2025-11-25").alerts_of_silence  # 14 days later
    assert again.rung == 36


def test_the_next_look_at_silence_knows_the_day_on_which_a_rule_begins_to_hold():
    case = case_in_solihull(asked("2025-10-20"), met("2025-11-10"))
    assert position(case, "2025-11-10").next_silence_look == date(2025, 11, 11)
    # From then on it is told again on Tuesday 25 November; silence begins on that day, too, 15 days after the 10th.
    assert position(case, "2025-11-11").next_silence_look == date(2025, 11, 25)


def test_a_rule_that_an_organisation_switched_off_makes_nothing_stall(rulebook: Rulebook, policy: Policy):
    silence = policy.silence.model_copy(update={"rules": {"school_not_answered": None}})
    own = policy.model_copy(update={"silence": silence})
    case = case_in_solihull(asked("2025-10-20"), met("2025-11-10"))
    stages = take_position(rulebook, own, case, date(2025, 11, 20)).stages
    assert [one.state for one in stages][1] is StageState.WAITING
