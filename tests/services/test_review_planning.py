"""Reviews of the caseload, and of one case, from the database."""

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.review_planning import due_as_json, plan_as_json, plan_one, reviews_due

from installations import make_case, on_day


def test_the_caseload_says_who_must_have_met_by_when_soonest_first(installation: Installation):
    """Plans of 10 March 2026 and 14 December 2025; one case without a plan has no review."""
    later = make_case(installation, ("final_plan_sent", "2026-03-10"), people=False)
    sooner = make_case(installation, ("final_plan_sent", "2025-12-14"), people=False)
    make_case(installation, ("request_received", "2026-11-02"), people=False)
    found, failed = reviews_due(installation)
    assert failed == []
    assert [due.reference for due in found] == [sooner.reference, later.reference]
    said = due_as_json(found[0])
    assert said["last_meeting"] == "2026-11-15"  # the year ends on Sunday 13 December 2026, four weeks back
    assert (said["because"], said["next_step"], said["too_late"]) == (["REV-01"], "invitations", True)
    assert not found[1].too_late


def test_only_one_council_is_listed_when_it_is_asked_for(installation: Installation):
    make_case(installation, ("final_plan_sent", "2026-03-10"), people=False)
    assert len(reviews_due(installation, council="202")[0]) == 1
    assert reviews_due(installation, council="334")[0] == []


def test_after_the_meeting_the_next_step_is_the_report(installation: Installation):
    """What had to be done before a meeting that was held is no longer to be done."""
    record = make_case(
        installation, ("final_plan_sent", "2025-12-14"), ("review_meeting_held", "2026-11-12"), people=False
    )
    plan = plan_one(installation, record.reference, None, None)
    step = plan.next_step
    assert step is not None
    assert (step.code, str(step.last)) == ("report", "2026-11-26")
    due = reviews_due(on_day(installation, "2026-12-14"))[0][0]
    assert (due.meeting_is, str(due.meeting), due.too_late) == ("held", "2026-11-12", True)


def test_a_plan_for_other_programs_has_every_key(installation: Installation):
    record = make_case(installation, ("final_plan_sent", "2026-03-10"), people=False)
    said = plan_as_json(plan_one(installation, record.reference, None, None))
    assert " ".join(said) == (
        "reference as_at plan_sent meeting meeting_is last_meeting safe_meeting limits steps problems notes"
    )
    assert " ".join(said["limits"][0]) == "ref title due since last_meeting citation"
    assert " ".join(said["steps"][0]) == (
        "step what who last safe governed_by citation why basis binding unverified state done"
    )
    assert [step["step"] for step in said["steps"]][:3] == ["invitations", "advice", "meeting"]
