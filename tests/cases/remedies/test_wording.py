"""What was missed and what can be done, as advisers read it."""

from cases.remedies.test_remedies import ASKED, ASSESS, remedies, steps

from ehcp_workflow.cases.remedies.wording import missed_in_words, state_in_words, step_in_words

from stories import happened

LATE = remedies("2027-04-13", ASKED, ASSESS)["plan_late"]


def test_a_step_says_its_last_day_and_the_one_to_go_by():
    """Twenty weeks ended on Monday 12 April 2027; from the 13th three months and twelve are counted."""
    said = {name: step_in_words(step) for name, step in steps(LATE).items()}
    assert said["complaint"].startswith("possible; an answer would be due Wednesday 5 May 2027.")
    assert (
        "last day Tuesday 13 July 2027, counted from the first late day; go by Monday 12 July 2027"
        in said["judicial_review"]
    )
    assert said["appeal"].startswith("not possible. There is no plan and no refusal")


def test_a_step_that_was_taken_says_when_and_until_when_it_waits():
    complained = happened("complaint_received", "2027-04-13")
    waiting = steps(remedies("2027-04-15", ASKED, ASSESS, complained)["plan_late"])["complaint"]
    assert step_in_words(waiting) == (
        "done Tuesday 13 April 2027; waiting for an answer; answer due Tuesday 20 April 2027. "
        "Acknowledge the complaint."
    )
    replied = happened("complaint_stage1_reply", "2027-04-30")
    done = steps(remedies("2027-05-03", ASKED, ASSESS, complained, replied)["plan_late"])["complaint"]
    assert step_in_words(done) == "done Tuesday 13 April 2027."


def test_what_rests_on_memory_and_what_is_over_is_said():
    late = steps(remedies("2027-08-02", ASKED, ASSESS)["plan_late"])
    assert "(not verified)" in step_in_words(late["pre_action"])
    assert "the last day was Tuesday 13 July 2027, counted from the first late day" in step_in_words(
        late["judicial_review"]
    )


def test_a_known_day_is_no_estimate():
    known = happened("grounds_arose", "2027-05-01")
    found = steps(remedies("2027-05-10", ASKED, ASSESS, known)["plan_late"])["judicial_review"]
    assert "last day Sunday 1 August 2027; go by Saturday 31 July 2027" in step_in_words(found)


def test_what_was_missed_says_how_late_and_whether_it_goes_on():
    assert missed_in_words(LATE.missed.misses[0]) == "Send the final plan: due Monday 12 April 2027, late by 1 day"
    assert state_in_words(LATE.missed).startswith("It is still not done")
    over = remedies("2027-04-06", ASKED, happened("decision_to_assess_notified", "2027-01-18"))["decision_late"].missed
    assert missed_in_words(over.misses[0]).endswith("late by 14 days; done Monday 18 January 2027")
    assert state_in_words(over).startswith("It was done after all")


def test_lapsed_help_is_given_again_and_what_rests_on_memory_says_so():
    story = (
        happened("final_plan_sent", "2026-03-10"),
        happened("provision_lapsed", "2026-10-05", "f1"),
        happened("provision_put_right", "2026-11-16", "f1"),
    )
    miss = remedies("2026-11-25", *story)["provision_not_delivered"].missed.misses[0]
    assert missed_in_words(miss).endswith("; given again Monday 16 November 2026 (not verified)")


def test_a_claim_is_to_be_checked_first():
    claim = happened("exception_recorded", "2027-01-10", "", exemption="EXC-C", accepted="yes")
    miss = remedies("2027-02-01", ASKED, claim)["decision_late"].missed.misses[0]
    assert "An exemption is claimed (EXC-C): check it first" in missed_in_words(miss)
