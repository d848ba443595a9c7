"""Rules that choose between rules: what belongs together, and which date governs."""

from __future__ import annotations

from datetime import date

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.clocks import Clock, ClockState
from ehcp_workflow.cases.running import run_clocks
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.when import UNKNOWN

from stories import case_of, happened

MEETING = happened("review_meeting_held", "2026-11-26")
NOTICE = happened("amendment_notice_sent", "2026-12-10")
LETTER = happened("refusal_to_assess_notified", "2026-09-09")


def _governing(rulebook: Rulebook, ref: str, *events: Event) -> list[Clock]:
    return [clock for clock in run_clocks(rulebook, case_of(*events)).clocks if clock.rule.ref == ref]


def _amended(rulebook: Rulebook, *events: Event) -> list[Clock]:
    return _governing(rulebook, "REV-12/REV-13", *events)


def _state(clock: Clock) -> ClockState:
    return clock.facts.state(date(2026, 12, 20), 14)


def test_a_meeting_and_the_notice_that_followed_are_one_occasion(rulebook: Rulebook):
    (clock,) = _amended(rulebook, MEETING, NOTICE)
    assert (clock.started_by, str(clock.due)) == (MEETING, "2027-02-04")
    assert clock.facts.governed_by is None
    assert clock.facts.key == f"amended_plan@{MEETING.id}"


def test_the_clocks_it_chose_from_say_who_speaks_for_them(rulebook: Rulebook):
    clocks = run_clocks(rulebook, case_of(MEETING, NOTICE)).clocks
    governed = {clock.rule.ref: clock.facts.governed_by for clock in clocks}
    assert {ref: governed[ref] for ref in ("REV-09", "REV-12", "REV-13", "REV-12/REV-13")} == {
        "REV-09": None,
        "REV-12": "amended_plan",
        "REV-13": "amended_plan",
        "REV-12/REV-13": None,
    }


def test_a_notice_without_a_meeting_is_an_occasion_of_its_own(rulebook: Rulebook):
    (clock,) = _amended(rulebook, NOTICE)
    assert (clock.started_by, str(clock.due)) == (NOTICE, "2027-02-04")


def test_a_notice_from_before_the_meeting_is_not_about_that_meeting(rulebook: Rulebook):
    early = happened("amendment_notice_sent", "2026-10-01")
    assert [clock.started_by for clock in _amended(rulebook, early, MEETING)] == [MEETING, early]


def test_a_notice_after_the_amended_plan_is_an_occasion_of_its_own(rulebook: Rulebook):
    sent = happened("amended_plan_sent", "2027-01-20")
    later = happened("amendment_notice_sent", "2027-03-01")
    first, second = _amended(rulebook, MEETING, NOTICE, sent, later)
    assert (first.met_by, first.over) == (sent, sent.on)
    assert (second.started_by, second.met_by, str(second.due)) == (later, None, "2027-04-26")


def test_a_notice_after_a_review_that_kept_the_plan_has_its_own_eight_weeks(rulebook: Rulebook):
    kept = happened("review_decision_notified", "2026-12-01", outcome="keep")
    first, second = _amended(rulebook, MEETING, kept, NOTICE)
    assert (first.ended_by, _state(first)) == (kept, ClockState.ENDED)
    assert (str(second.due), second.ended_by, _state(second)) == ("2027-02-04", None, ClockState.RUNNING)


def test_a_notice_belongs_to_the_latest_review_that_is_open(rulebook: Rulebook):
    earlier = happened("review_meeting_held", "2026-10-05")
    first, second = _amended(rulebook, earlier, MEETING, NOTICE)
    assert (str(first.due), str(second.due)) == ("2026-12-28", "2027-02-04")


def test_a_certificate_belongs_to_the_letter_before_it_and_a_second_letter_has_its_own(rulebook: Rulebook):
    first, second = _governing(
        rulebook,
        "APP-01",
        LETTER,
        happened("certificate_issued", "2026-09-25"),
        happened("refusal_withdrawn", "2026-10-05"),
        happened("refusal_to_issue_notified", "2026-10-15"),
        happened("certificate_issued", "2026-12-10"),
    )
    assert (str(first.due), _state(first)) == ("2026-11-09", ClockState.ENDED)
    assert (str(second.due), _state(second)) == ("2027-01-11", ClockState.RUNNING)


def test_an_appeal_meets_the_occasion_and_judges_it_by_the_later_date(rulebook: Rulebook):
    certificate, appeal = happened("certificate_issued", "2026-11-10"), happened("appeal_received", "2026-12-10")
    (clock,) = _governing(rulebook, "APP-01", LETTER, certificate, appeal)
    assert (clock.met_by, _state(clock)) == (appeal, ClockState.MET)
    assert len(clock.working) == 7


def test_without_the_letter_nobody_can_tell_which_of_two_dates_is_the_later(rulebook: Rulebook):
    (clock,) = _governing(rulebook, "APP-01", happened("certificate_issued", "2026-11-10"))
    assert clock.due == UNKNOWN
    assert "what the first runs from is not recorded" in clock.working[-1].says
