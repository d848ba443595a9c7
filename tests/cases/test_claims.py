"""A claim of an exemption is tested against its own condition, gives two answers, and never moves a date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.clocks import Clock, ClockState
from ehcp_workflow.cases.facts import CaseFacts, Closure
from ehcp_workflow.cases.running import Course, run_clocks
from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.when import When

from stories import case_of, happened

# E6: asked on Monday 26 April 2027, so 6 weeks end on 7 June, 16 on 16 August and 20 on 13 September. The school is
# closed from Thursday 22 July to Wednesday 1 September (42 days) and re-opens on 2 September: advice must have been
# asked for from Thursday 15 July to Thursday 26 August.
ASKED = happened("request_received", "2027-04-26")
SUMMER = {"from": "2027-07-22", "to": "2027-09-01"}


def claim(code: str, on: str = "2027-09-14", accepted: str | None = None, **days: str) -> Event:
    options = {"exemption": code} | ({"accepted": accepted} if accepted else {})
    dates = {which: When.parse(day) for which, day in days.items()}
    return Event("claim", "exception_recorded", When.parse(on), dates, options=options)  # type: ignore[arg-type]


def asked_school(on: str) -> Event:
    return happened("advice_request_received", on, about="school")


def clock(course: Course, ref: str) -> Clock:
    (found,) = [clock for clock in course.clocks if clock.rule.ref == ref]
    return found


def run(rulebook: Rulebook, *events: Event) -> Course:
    return run_clocks(rulebook, case_of(ASKED, *events))


def said(course: Course) -> str:
    return " ".join(finding.message for finding in course.findings)


def test_advice_asked_inside_the_window_lifts_the_limits_that_ran_then(rulebook: Rulebook):
    course = run(rulebook, asked_school("2027-07-16"), claim("EXC-A", **SUMMER))
    for ref, due in (("ASM-03", date(2027, 8, 16)), ("ASM-10", date(2027, 9, 13))):
        waived = clock(course, ref)
        assert (waived.due.exact, waived.facts.claim) == (due, "EXC-A")
        assert waived.facts.state(date(2027, 10, 1), 14) is ClockState.WAIVED
        assert "as soon as practicable if EXC-A holds, otherwise late by" in waived.facts.in_words(date(2027, 10, 1))
    assert clock(course, "REQ-02").facts.claim is None  # its six weeks had ended before the school closed
    assert "It must also have made meeting the limit impractical." in said(course)


@pytest.mark.parametrize("day", ["2027-07-15", "2027-08-26"])
def test_the_first_and_the_last_day_of_the_window_are_inside_it(rulebook: Rulebook, day: str):
    assert clock(run(rulebook, asked_school(day), claim("EXC-A", **SUMMER)), "ASM-10").facts.claim == "EXC-A"


@pytest.mark.parametrize("day", ["2027-06-08", "2027-07-14", "2027-08-27"])
def test_advice_asked_outside_the_window_is_no_exception(rulebook: Rulebook, day: str):
    course = run(rulebook, asked_school(day), claim("EXC-A", **SUMMER))
    assert clock(course, "ASM-10").facts.claim is None
    assert clock(course, "ASM-10").facts.state(date(2027, 10, 1), 14) is ClockState.OVERDUE
    assert "its condition is not met: advice had to be asked for between Thursday 15 July 2027" in said(course)


def test_a_day_that_may_be_inside_the_window_cannot_be_told(rulebook: Rulebook):
    course = run(rulebook, asked_school("2027-07"), claim("EXC-A", **SUMMER))
    assert clock(course, "ASM-10").facts.claim is None
    assert "it cannot be told: advice had to be asked for" in said(course)


def test_without_a_record_of_asking_it_cannot_be_told(rulebook: Rulebook):
    course = run(rulebook, claim("EXC-A", **SUMMER))
    assert "it is not recorded when advice was asked of school or head teacher or principal" in said(course)


def test_a_closure_of_less_than_four_weeks_is_no_exception(rulebook: Rulebook):
    three_weeks_and_six_days = {"from": "2027-07-22", "to": "2027-08-17"}
    course = run(rulebook, asked_school("2027-07-16"), claim("EXC-A", **three_weeks_and_six_days))
    assert clock(course, "ASM-10").facts.claim is None
    assert "27 days closed, where at least 4 weeks in a row are needed" in said(course)


def test_four_weeks_to_the_day_are_enough(rulebook: Rulebook):
    four_weeks = {"from": "2027-07-22", "to": "2027-08-18"}
    course = run(rulebook, asked_school("2027-07-16"), claim("EXC-A", **four_weeks))
    assert clock(course, "ASM-10").facts.claim == "EXC-A"


def test_a_closure_known_of_the_school_serves_a_claim_without_its_days(rulebook: Rulebook):
    events = (ASKED, asked_school("2027-07-16"), claim("EXC-A"))
    facts = CaseFacts(school_closures=(Closure(date(2027, 7, 22), date(2027, 9, 1)),))
    course = run_clocks(rulebook, replace(Case("EHC-2027-0001", events), facts=facts))
    assert clock(course, "ASM-10").facts.claim == "EXC-A"


def test_a_claim_without_days_of_any_closure_cannot_be_told(rulebook: Rulebook):
    course = run(rulebook, asked_school("2027-07-16"), claim("EXC-A"))
    assert "it is not recorded from when to when it was closed" in said(course)


def test_a_claim_made_before_the_request_is_about_another_limit(rulebook: Rulebook):
    course = run(rulebook, claim("EXC-C", on="2027-03-01"))
    assert said(course) == "EXC-C is claimed, and no limit on record could be lifted by it (Monday 1 March 2027)."
    assert all(clock.facts.claim is None for clock in course.clocks)


@pytest.mark.parametrize(("to", "fits"), [("2027-05-29", True), ("2027-05-28", False)])
def test_an_absence_must_last_four_weeks_in_a_row(rulebook: Rulebook, to: str, fits: bool):
    course = run(rulebook, claim("EXC-D", **{"from": "2027-05-02", "to": to}))
    assert (clock(course, "REQ-02").facts.claim == "EXC-D") is fits


def test_an_absence_after_the_limit_does_not_concern_it(rulebook: Rulebook):
    course = run(rulebook, claim("EXC-D", **{"from": "2027-06-08", "to": "2027-07-20"}))
    assert clock(course, "REQ-02").facts.claim is None
    assert clock(course, "ASM-10").facts.claim == "EXC-D"


def test_days_of_a_claim_known_to_the_month_only_cannot_be_told(rulebook: Rulebook):
    assert "it is not recorded from when to when it was away" in said(
        run(rulebook, claim("EXC-D", **{"from": "2027-05", "to": "2027-06"}))
    )


@pytest.mark.parametrize(("accepted", "code"), [("yes", "EXC-C"), ("no", None), (None, None)])
def test_circumstances_are_for_a_person_to_judge(rulebook: Rulebook, accepted: str | None, code: str | None):
    course = run(rulebook, claim("EXC-C", on="2027-05-10", accepted=accepted))
    assert clock(course, "REQ-02").facts.claim == code
    words = {"yes": "the adviser accepts it", "no": "does not accept it", None: "dates alone cannot show it"}
    assert words[accepted] in said(course)


@pytest.mark.parametrize(
    ("received", "fits"),
    [
        ("2020-03-23", True),  # 20 weeks end on Monday 10 August 2020
        ("2020-05-11", False),  # 20 weeks end on Monday 28 September 2020, three days after the period
        ("2020-05-08", True),  # 20 weeks end on Friday 25 September 2020, its last day
    ],
)
def test_coronavirus_lifts_only_limits_that_ended_in_its_period(rulebook: Rulebook, received: str, fits: bool):
    asked = happened("request_received", received)
    course = run_clocks(rulebook, case_of(asked, claim("EXC-COVID", on="2020-06-01")))
    assert (clock(course, "ASM-10").facts.claim == "EXC-COVID") is fits


def test_a_claim_about_a_limit_met_in_time_changes_nothing(rulebook: Rulebook):
    plan = happened("final_plan_sent", "2027-09-01")
    final = clock(run(rulebook, plan, asked_school("2027-07-16"), claim("EXC-A", **SUMMER)), "ASM-10")
    assert final.facts.state(date(2027, 10, 1), 14) is ClockState.MET


def test_a_limit_without_that_exemption_is_not_touched(rulebook: Rulebook):
    course = run(rulebook, happened("review_meeting_held", "2027-05-03"), claim("EXC-D", **SUMMER))
    assert clock(course, "REV-09").facts.claim is None


def test_a_closure_that_ends_before_it_begins_is_refused():
    with pytest.raises(BadInput, match="ends before it begins"):
        Closure(date(2027, 9, 1), date(2027, 7, 22))


def test_a_limit_met_late_under_a_claim_gives_both_answers(rulebook: Rulebook):
    plan = happened("final_plan_sent", "2027-10-01")  # 18 days after Monday 13 September 2027
    final = clock(run(rulebook, plan, asked_school("2027-07-16"), claim("EXC-A", **SUMMER)), "ASM-10")
    assert final.facts.state(date(2027, 10, 1), 14) is ClockState.MET_LATE
    assert final.in_words(date(2027, 10, 1)) == "late by 18 days, unless EXC-A holds"


def test_a_claim_about_one_adviser_lifts_no_other_advisers_limit(rulebook: Rulebook):
    asked = [happened("advice_request_received", "2027-05-03", about=who) for who in ("health", "social_care")]
    one = replace(claim("EXC-ADVICE", on="2027-05-20", accepted="yes"), about="health")
    claims = {c.started_by.about: c.facts.claim for c in run(rulebook, *asked, one).clocks if c.rule.ref == "ASM-02"}
    assert claims == {"health": "EXC-ADVICE", "social_care": None}


def test_the_closure_that_fell_into_the_limit_is_the_one_that_counts(rulebook: Rulebook):
    easter, summer = Closure(date(2027, 3, 25), date(2027, 4, 23)), Closure(date(2027, 7, 22), date(2027, 9, 1))
    events = (ASKED, asked_school("2027-07-16"), claim("EXC-A"))
    course = run_clocks(rulebook, Case("EHC-2027-0001", events, CaseFacts(school_closures=(easter, summer))))
    assert clock(course, "ASM-10").facts.claim == "EXC-A"


def test_a_claim_that_names_no_exemption_is_said(rulebook: Rulebook):
    nameless = replace(claim("EXC-A"), options={})
    assert "names no exemption" in said(run(rulebook, nameless))
