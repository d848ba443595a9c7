"""The review of one case, from the database."""

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.review_planning import plan_as_json, plan_one

from installations import make_case


def test_after_the_meeting_the_next_step_is_the_report(installation: Installation):
    """What had to be done before a meeting that was held is no longer to be done."""
    record = make_case(
        installation, ("final_plan_sent", "2025-12-14"), ("review_meeting_held", "2026-11-12"), people=False
    )
    plan = plan_one(installation, record.reference, None, None)
    step = plan.next_step
    assert step is not None
    assert (step.code, str(step.last)) == ("report", "2026-11-26")


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
