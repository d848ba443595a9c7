"""`ehcp review plan | list`: typed as an adviser types them. A plan of Tuesday 10 March 2026 is to be reviewed."""

import pytest

from .conftest import Terminal


@pytest.fixture
def with_plan(ehcp: Terminal) -> str:
    reference = ehcp("case open --council 202").strip()
    ehcp(f"case event {reference} final_plan_sent 2026-03-10")
    return reference


def test_a_review_is_planned_step_by_step(ehcp: Terminal, with_plan: str):
    said = ehcp(f"review plan {with_plan}")
    assert "hold the meeting by Tuesday 9 February 2027" in said
    assert "Mon 25 Jan 2027 Give notice of the review meeting" in said
    assert "Tue 4 May 2027 Send the amended plan" in said


def test_a_move_is_named_by_its_limit_and_not_by_a_day_to_count_from(ehcp: Terminal, with_plan: str):
    ehcp(f"case event {with_plan} phase_transfer_expected 2027-09 --option transfer=primary_to_secondary")
    said = ehcp(f"review plan {with_plan}")
    assert "by Sunday 14 February 2027, so the meeting by Sunday 22 November 2026" in said
    assert "(counted from Tuesday 10 March 2026)" in said


def test_another_day_for_the_meeting_is_tried(ehcp: Terminal, with_plan: str):
    said = ehcp(f"review plan {with_plan} --meeting 2027-02-16")
    assert "if the meeting is on Tuesday 16 February 2027" in said
    assert "decide by Tuesday 9 March 2027" in said
    assert ehcp.json(f"review plan {with_plan} --meeting 2027-02-16")["meeting"] == "2027-02-16"


def test_each_last_day_can_be_explained_with_the_law(ehcp: Terminal, with_plan: str):
    said = ehcp(f"review plan {with_plan} --why")
    assert "so the meeting by Tuesday 9 February 2027" in said
    assert "Tue 23 Feb 2027 Send the report of the review meeting: Count 2 weeks." in said
    assert "(SI 2014/1530 regs 20(7)-(9) and 21(7))" in said


def test_the_list_says_what_was_held_and_what_is_arranged(ehcp: Terminal, with_plan: str):
    ehcp(f"case event {with_plan} review_meeting_date 2027-01-20")
    assert "arranged for Wed 20 Jan 2027" in ehcp("review list")
    ehcp(f"case event {with_plan} review_meeting_held 2026-11-12")
    assert "held Thu 12 Nov 2026" in ehcp("review list")


def test_a_plan_that_cannot_be_planned_is_named(ehcp: Terminal):
    reference = ehcp("case open --council 202").strip()
    ehcp(f"case event {reference} final_plan_sent unknown")
    assert f"a day is missing to plan by: {reference}" in ehcp("review list")
    assert "nothing to plan" in ehcp(f"review plan {reference}")


def test_the_caseload_is_listed(ehcp: Terminal, with_plan: str):
    said = ehcp("review list")
    assert "1 review, 0 with a step whose last day has passed; term dates are not known for 1." in said
    assert f"{with_plan} Tue 9 Feb 2027 REV-01 invitations Mon 25 Jan 2027" in said
    assert ehcp.json("review list --within 30")["reviews"] == []
    assert ehcp.json("review list --within 90")["reviews"][0]["last_meeting"] == "2027-02-09"


def test_what_is_not_known_is_refused(ehcp: Terminal, with_plan: str):
    assert "is not a council we know" in ehcp.refused("review list --council Nowhere", code=2)
    assert "is not a day" in ehcp.refused(f"review plan {with_plan} --meeting soon", code=2)
    assert "There is no case" in ehcp.refused("review plan EHC-2020-0001")
