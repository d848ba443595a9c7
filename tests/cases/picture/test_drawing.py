"""The picture of a case, compared with what was worked out by hand."""

from datetime import date

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.picture.drawing import Picture, draw
from ehcp_workflow.cases.picture.marks import Look, Mark, MarkKind
from ehcp_workflow.cases.position import take_position

from stories import case_of, corrected, happened, the_policy, the_rulebook


def picture_of(case: Case, on: str) -> Picture:
    """The picture of a case at the end of a day."""
    position = take_position(the_rulebook(), the_policy(), case, date.fromisoformat(on))
    return draw(the_rulebook(), position)


def limits(picture: Picture) -> dict[str, Mark]:
    """The limits in a picture by the reference of their rule; of several of one rule the last."""
    return {mark.ref: mark for mark in picture.marks if mark.kind is MarkKind.LIMIT}


def events(marks: tuple[Mark, ...]) -> list[tuple[str, str]]:
    """The events among some marks: what, and when."""
    return [(mark.key.partition("@")[0], str(mark.when)) for mark in marks if mark.kind is MarkKind.EVENT]


def test_a_request_of_five_weeks_ago_with_its_weeks_and_its_three_limits():
    """Asked on Monday 19 October 2026: six weeks end on Monday 30 November, 16 on 8 February, 20 on 8 March 2027."""
    (panel,) = picture_of(case_of(happened("request_received", "2026-10-19")), "2026-11-23").panels
    assert panel.title == "From the request to the plan"
    assert (str(panel.first), str(panel.last)) == ("2026-10-19", "2027-03-08")
    assert [(str(tick.day), tick.name) for tick in panel.ticks] == [
        ("2026-10-19", "Week 0"),
        ("2026-11-30", "Week 6"),
        ("2027-01-11", "Week 12"),
        ("2027-02-08", "Week 16"),
        ("2027-03-08", "Week 20"),
    ]
    assert panel.today == date(2026, 11, 23)
    assert [
        (mark.ref or mark.title, str(mark.when), mark.look, mark.words, str(mark.safe)) for mark in panel.marks
    ] == [
        ("The council received a request for an assessment", "2026-10-19", Look.PLAIN, "", "None"),
        ("REQ-02", "2026-11-30", Look.SOON, "not yet due", "2026-11-29"),
        ("ASM-03", "2027-02-08", Look.OPEN, "not yet due", "2027-02-07"),
        ("ASM-10", "2027-03-08", Look.OPEN, "not yet due", "2027-03-07"),
    ]
    assert panel.marks[3].title == "The council must send the final plan"


def test_what_is_late_lasts_to_the_day_of_the_picture_and_what_was_done_late_to_the_day_it_was_done():
    """Asked on Thursday 1 October 2026: six weeks end on Thursday 12 November."""
    asked = happened("request_received", "2026-10-01")
    late = limits(picture_of(case_of(asked), "2026-11-23"))["REQ-02"]
    assert (late.look, late.words, late.until, late.safe) == (Look.LATE, "late by 11 days", date(2026, 11, 23), None)
    assert (late.first, late.last) == (date(2026, 11, 12), date(2026, 11, 23))
    answered = case_of(asked, happened("decision_to_assess_notified", "2026-11-16"))
    done = limits(picture_of(answered, "2026-11-23"))["REQ-02"]
    assert (done.look, done.words, done.until) == (Look.DONE_LATE, "late by 4 days", date(2026, 11, 16))


def test_a_line_goes_on_to_today_while_something_on_it_is_open_and_not_when_all_is_over():
    """Asked on Thursday 1 May 2025: 20 weeks end on Thursday 18 September 2025; nothing was ever answered."""
    asked = happened("request_received", "2025-05-01")
    (panel,) = picture_of(case_of(asked), "2026-11-23").panels
    assert (panel.last, panel.today) == (date(2026, 11, 23), date(2026, 11, 23))
    refused = happened("refusal_to_assess_notified", "2025-06-02")
    (over,) = picture_of(case_of(asked, refused), "2026-11-23").panels
    assert (over.last, over.today) == (date(2025, 9, 18), None)


def test_a_month_is_a_bar_from_its_first_to_its_last_day_and_what_has_no_day_stands_beside_the_line():
    picture = picture_of(case_of(happened("request_received", "2026-10"), happened("note", "unknown")), "2026-11-23")
    (panel,) = picture.panels
    assert panel.title.endswith("counted from the first day on which it may have come")
    decide = limits(picture)["REQ-02"]
    assert (decide.first, decide.last, decide.look) == (date(2026, 11, 12), date(2026, 12, 12), Look.UNSURE)
    assert events(picture.undated) == [("note", "unknown")]


def test_a_request_without_a_day_leaves_no_line_and_its_limits_beside_it():
    picture = picture_of(case_of(happened("request_received", "unknown")), "2026-11-23")
    assert (picture.panels, picture.elsewhere) == ((), ())
    assert {mark.ref for mark in picture.undated} >= {"REQ-02", "ASM-03", "ASM-10"}


def test_what_is_recorded_before_any_request_has_a_line_of_its_own_with_four_weeks_to_come():
    (panel,) = picture_of(case_of(happened("concern_raised", "2026-09-07")), "2026-11-23").panels
    assert panel.title == "What is on record"
    assert (panel.first, panel.last) == (date(2026, 9, 7), date(2026, 12, 21))


PLANNED = (
    happened("request_received", "2025-10-13"),
    happened("decision_to_assess_notified", "2025-11-20"),
    happened("final_plan_sent", "2026-02-27"),
)
"""Asked on Monday 13 October 2025, planned on Friday 27 February 2026: 20 weeks would have ended on Monday 2 March."""


def test_a_plan_in_force_shows_the_year_of_its_review_first_and_then_the_weeks_before_it():
    """The first review is due within 12 months of Friday 27 February 2026: by Friday 26 February 2027."""
    meeting = happened("review_meeting_date", "2026-12-07")
    year, weeks = picture_of(case_of(*PLANNED, meeting), "2026-11-23").panels
    assert (year.title, weeks.title) == ("The year of the review", "From the request to the plan")
    assert (year.first, year.last, year.today) == (date(2026, 2, 27), date(2027, 2, 26), date(2026, 11, 23))
    assert [(tick.name, str(tick.day)) for tick in year.ticks] == [("Plan", "2026-02-27"), ("Review by", "2027-02-26")]
    assert events(year.marks) == [("review_meeting_date", "2026-12-07")]
    assert [mark.look for mark in year.marks if mark.kind is MarkKind.EVENT] == [Look.AHEAD]
    assert "REV-01" in {mark.ref for mark in year.marks}
    assert events(weeks.marks) == [
        ("request_received", "2025-10-13"),
        ("decision_to_assess_notified", "2025-11-20"),
        ("final_plan_sent", "2026-02-27"),
    ]
    assert (weeks.first, weeks.last, weeks.today) == (date(2025, 10, 13), date(2026, 3, 2), None)
    plan = next(mark for mark in weeks.marks if mark.ref == "ASM-10")
    assert (str(plan.when), plan.look) == ("2026-03-02", Look.DONE)


def test_a_later_year_leaves_the_review_before_it_beside_the_lines():
    """Reviewed on Monday 1 February 2027, so again within 12 months, by Monday 31 January 2028."""
    reviewed = happened("review_decision_notified", "2027-02-01", outcome="keep")
    met = happened("review_meeting_held", "2027-01-11")
    picture = picture_of(case_of(*PLANNED, met, reviewed), "2027-03-01")
    year, _ = picture.panels
    assert (year.first, year.last) == (date(2027, 2, 1), date(2028, 1, 31))
    assert year.ticks[0].name == "Last reviewed"
    assert ("review_meeting_held", "2027-01-11") in events(picture.elsewhere)
    assert "REV-01" in {mark.ref for mark in picture.elsewhere}


def test_a_plan_that_ended_shows_the_days_since_it_and_then_the_weeks_before_it():
    """The plan of Friday 27 February 2026 ended on Tuesday 1 September; four weeks from 23 November are 21 December."""
    since, weeks = picture_of(case_of(*PLANNED, happened("plan_ceased", "2026-09-01")), "2026-11-23").panels
    assert (since.title, since.first, since.last) == ("Since the plan", date(2026, 2, 27), date(2026, 12, 21))
    assert events(since.marks) == [("plan_ceased", "2026-09-01")]
    assert ("final_plan_sent", "2026-02-27") in events(weeks.marks)
    assert since.today == date(2026, 11, 23)


def test_a_plan_without_a_request_has_the_year_of_its_review_alone():
    (year,) = picture_of(case_of(happened("final_plan_sent", "2026-02-27")), "2026-11-23").panels
    assert events(year.marks) == [("final_plan_sent", "2026-02-27")]


def test_a_new_request_under_a_plan_in_force_does_not_stand_before_the_year():
    late = happened("request_received", "2026-10-12")
    (year,) = picture_of(case_of(happened("final_plan_sent", "2026-02-27"), late), "2026-11-23").panels
    assert year.title == "The year of the review"
    assert ("request_received", "2026-10-12") in events(year.marks)


def test_a_plan_sent_on_a_day_not_known_has_no_year():
    picture = picture_of(case_of(happened("final_plan_sent", "unknown")), "2026-11-23")
    assert picture.panels == ()


def test_a_claim_lies_over_its_days_and_moves_nothing():
    """A school closed from Thursday 23 July to Tuesday 1 September 2026; the limit stays where it was."""
    claim = happened(
        "exception_recorded", "2026-09-02", **{"from": "2026-07-23", "to": "2026-09-01", "exemption": "EXC-A"}
    )
    vague = happened("exception_recorded", "2026-09-03", "health")
    picture = picture_of(case_of(happened("request_received", "2026-07-06"), claim, vague), "2026-11-23")
    claims = [mark for mark in picture.marks if mark.kind is MarkKind.CLAIM]
    assert [(str(mark.when), mark.until, mark.label) for mark in claims] == [
        ("2026-07-23", date(2026, 9, 1), "Exemption claimed (EXC-A)"),
        ("2026-09-03", None, "Exemption claimed"),
    ]
    assert claims[1].title == "The council claims an exemption (health)"
    assert str(limits(picture)["REQ-02"].when) == "2026-08-17"
    assert "exception_recorded" not in {kind for kind, _ in events(picture.marks)}


def test_a_promise_stands_on_the_promised_day_and_what_was_promised_is_said_once():
    """A plan promised for Monday 16 November 2026 and then for Monday 30 November."""
    first = happened("promise_made", "2026-10-26", of="final_plan", to="2026-11-16")
    second = happened("promise_made", "2026-11-18", of="final_plan", to="2026-11-30")
    picture = picture_of(case_of(happened("request_received", "2026-07-06"), first, second), "2026-11-23")
    promised = [mark for mark in picture.marks if mark.kind is MarkKind.PROMISE]
    assert [(str(mark.when), mark.look) for mark in promised] == [("2026-11-16", Look.OVER), ("2026-11-30", Look.OPEN)]
    assert promised[0].words == "another day was promised when it was late by 2 days"
    assert promised[0].label == "Promised: final plan"


def test_guidance_is_no_limit_of_law_and_never_late():
    """A school was asked on Monday 26 October 2026 and should have answered within 15 days, by 10 November."""
    asked = happened("placement_consulted", "2026-10-26", "northside")
    picture = picture_of(case_of(happened("draft_plan_sent", "2026-11-20"), asked), "2026-11-23")
    guidance = next(mark for mark in picture.marks if mark.kind is MarkKind.LIMIT and not mark.binds and mark.until)
    assert guidance.look is Look.LATE
    assert guidance.words.startswith("after the guidance date by")


def test_a_limit_missed_before_a_move_ended_it_stays_in_the_picture():
    """Asked on Thursday 1 October 2026, due on 12 November, moved away on Monday 16 November: late by four days."""
    moved = happened("move_date", "2026-11-16")
    picture = picture_of(case_of(happened("request_received", "2026-10-01"), moved), "2026-11-23")
    ended = limits(picture)
    assert set(ended) == {"REQ-02"}
    assert (ended["REQ-02"].look, ended["REQ-02"].until) == (Look.OVER, date(2026, 11, 16))
    assert ended["REQ-02"].words == "no longer running; late by 4 days when it ended"


def test_a_corrected_record_is_drawn_once_on_its_new_day():
    old, new = corrected(happened("request_received", "2026-10-19"), "2026-10-12")
    (panel,) = picture_of(case_of(old, new), "2026-11-23").panels
    assert events(panel.marks) == [("request_received", "2026-10-12")]


def test_a_kind_of_record_that_the_rules_no_longer_know_is_still_drawn():
    picture = picture_of(case_of(happened("something_old", "2026-10-12")), "2026-11-23")
    assert [mark.title for mark in picture.marks] == ["something old"]
