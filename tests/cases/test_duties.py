"""Duties without a day to wait for: open until done, never overdue, and apart from the dates."""

from __future__ import annotations

from datetime import date

import pytest

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.clocks import Clock, ClockState
from ehcp_workflow.cases.policy import Policy
from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.cases.running import run_clocks
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.verdict import Verdict
from ehcp_workflow.law.when import UNKNOWN

from stories import case_of, happened

LONG_AFTER = date(2028, 1, 10)
ASKED = happened("request_received", "2026-11-23")
REFUSED = happened("refusal_to_assess_notified", "2026-12-18")


def clock(rulebook: Rulebook, ref: str, *events: Event, proposed: bool = False) -> Clock:
    (found,) = [c for c in run_clocks(rulebook, case_of(*events), proposed=proposed).clocks if c.rule.ref == ref]
    return found


def taken(rulebook: Rulebook, policy: Policy, *events: Event) -> Position:
    return take_position(rulebook, policy, case_of(*events), date(2026, 12, 20))


def test_a_duty_without_a_date_runs_until_it_is_done(rulebook: Rulebook):
    open_ = clock(rulebook, "REQ-01", ASKED)
    assert (open_.due, open_.facts.state(LONG_AFTER, 14)) == (UNKNOWN, ClockState.RUNNING)
    assert open_.facts.judgement(LONG_AFTER).verdict is Verdict.NOT_YET
    assert open_.facts.in_words(LONG_AFTER) == "no date is set by law"
    done = clock(rulebook, "REQ-01", ASKED, happened("consulted", "2026-11-30"))
    assert (done.facts.state(LONG_AFTER, 14), done.facts.in_words(LONG_AFTER)) == (
        ClockState.MET,
        "done; no date was set by law",
    )


def test_what_is_owed_at_once_is_never_called_overdue_and_judged_when_it_is_recorded(rulebook: Rulebook):
    open_ = clock(rulebook, "REQ-05", ASKED, REFUSED)
    assert (str(open_.due), open_.facts.state(LONG_AFTER, 14)) == ("2026-12-18", ClockState.RUNNING)
    assert open_.facts.in_words(LONG_AFTER) == "owed at once"
    late = clock(rulebook, "REQ-05", ASKED, REFUSED, happened("rights_letter_sent", "2026-12-21"))
    assert late.facts.state(LONG_AFTER, 14) is ClockState.MET_LATE
    assert late.facts.in_words(LONG_AFTER) == "late by 3 days"


def test_time_alone_changes_nothing_about_it(rulebook: Rulebook):
    for ref in ("REQ-01", "REQ-05"):
        assert list(clock(rulebook, ref, ASKED, REFUSED).facts.turning_points(14)) == []


def test_such_duties_stand_apart_from_the_dates_and_nobody_is_alerted_to_them(rulebook: Rulebook, policy: Policy):
    position = taken(rulebook, policy, ASKED, REFUSED)
    duties = {clock.rule.ref for clock in position.open_duties()}
    dates = {clock.rule.ref for clock, _ in position.open_clocks()}
    assert "REQ-05" in duties
    assert not duties & dates
    assert not {alert.rule for alert in position.alerts_of_clocks} & {c.rule.id for c in position.open_duties()}


def test_what_rests_on_memory_or_is_only_proposed_says_so_in_its_title(rulebook: Rulebook):
    assert clock(rulebook, "REQ-01", ASKED).title.endswith("(not verified)")
    plan = happened("support_plan_started", "2029-10-01")
    assert clock(rulebook, "REF-01", plan, proposed=True).title.endswith("(proposed, not law)")


def test_proposed_law_runs_only_in_a_preview_and_never_makes_a_breach(rulebook: Rulebook):
    plan = happened("support_plan_started", "2029-10-01")
    course = run_clocks(rulebook, case_of(plan))
    assert "REF-01" not in {c.rule.ref for c in course.clocks}
    assert not any("REF-01" in finding.message for finding in course.findings)
    preview = clock(rulebook, "REF-01", plan, proposed=True)
    assert preview.facts.state(date(2035, 1, 1), 14) is ClockState.ENDED


def test_a_move_that_lies_ahead_starts_what_it_starts_and_ends_nothing_yet(rulebook: Rulebook, policy: Policy):
    moving = happened("move_date", "2027-01-18")
    before = take_position(rulebook, policy, case_of(ASKED, moving), date(2026, 12, 1))
    after = take_position(rulebook, policy, case_of(ASKED, moving), date(2027, 1, 18))
    state = {
        day.as_at: dict(zip((c.rule.ref for c in day.clocks), day.states, strict=True))["ASM-10"]
        for day in (before, after)
    }
    assert state == {date(2026, 12, 1): ClockState.RUNNING, date(2027, 1, 18): ClockState.ENDED}


@pytest.mark.parametrize("ref", ["ASM-12", "ASM-13"])
def test_a_standing_duty_lasts_until_it_is_ended(rulebook: Rulebook, ref: str):
    plan = happened("final_plan_sent", "2027-04-12")
    assert clock(rulebook, ref, plan).facts.state(LONG_AFTER, 14) is ClockState.RUNNING
    ceased = clock(rulebook, ref, plan, happened("plan_ceased", "2027-10-01"))
    assert ceased.facts.state(LONG_AFTER, 14) is ClockState.ENDED


def test_a_limit_missed_before_it_ended_stays_missed(rulebook: Rulebook):
    moved = happened("move_date", "2027-03-01")
    ended = clock(rulebook, "REQ-02", ASKED, moved)  # due on Monday 4 January 2027, 56 days before the move
    assert ended.facts.state(LONG_AFTER, 14) is ClockState.ENDED
    assert ended.in_words(LONG_AFTER) == "no longer running; late by 56 days when it ended"
    in_time = clock(rulebook, "REQ-02", ASKED, happened("move_date", "2027-01-04"))
    assert in_time.in_words(LONG_AFTER) == "no longer running"
    assert clock(rulebook, "REQ-02", ASKED).in_words(date(2026, 12, 1)) == "not yet due"


def test_what_ended_in_time_or_was_answered_was_not_late(rulebook: Rulebook):
    """A later step that shows an earlier one was taken does not say when, so nothing is called late by it."""
    draft = happened("draft_plan_sent", "2027-04-01")
    shown = clock(rulebook, "REQ-02", ASKED, draft)
    assert shown.judgement(LONG_AFTER).verdict is Verdict.NOT_YET
    assert shown.in_words(LONG_AFTER) == "no longer running"
    lapsed = clock(rulebook, "MED-01", ASKED, REFUSED)
    assert (lapsed.judgement(LONG_AFTER).verdict, lapsed.in_words(LONG_AFTER)) == (
        Verdict.NOT_YET,
        "the time has passed",
    )
    again = happened("draft_plan_sent", "2027-04-09")
    first = next(c for c in run_clocks(rulebook, case_of(ASKED, draft, again)).clocks if c.rule.ref == "ASM-06")
    assert first.in_words(LONG_AFTER) == "a later one took its place"


def test_the_title_in_a_case_says_which_of_several_and_the_other_does_not(rulebook: Rulebook):
    asked = clock(rulebook, "ASM-02", happened("advice_request_received", "2026-12-01", about="health"))
    assert (asked.title, asked.title_in_case) == (
        "Give the advice the council asked for",
        "Give the advice the council asked for (health)",
    )
    assert clock(rulebook, "REQ-02", ASKED).title_in_case == "Tell the family whether it will assess"


@pytest.mark.parametrize(
    ("day", "provision"),
    [
        (date(2020, 4, 30), "CFA 2014 s42(2)"),
        (date(2020, 5, 1), "Coronavirus Act 2020 sch 17 para 5, by monthly notices"),
        (date(2020, 7, 31), "Coronavirus Act 2020 sch 17 para 5, by monthly notices"),
        (date(2020, 8, 1), "CFA 2014 s42(2)"),
    ],
)
def test_a_duty_that_stands_is_the_law_of_the_day_asked_about(
    rulebook: Rulebook, policy: Policy, day: date, provision: str
):
    plan = happened("final_plan_sent", "2019-03-01")
    position = take_position(rulebook, policy, case_of(plan), day)
    (duty,) = [c for c in position.open_duties() if c.rule.ref == "ASM-12"]
    assert duty.citation == provision
