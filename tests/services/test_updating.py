"""How things stand, for those who want to hear it: the next date, and whether anything happened meanwhile."""

from __future__ import annotations

from datetime import date

import pytest

from ehcp_workflow.cases.policy import Policy
from ehcp_workflow.cases.position import take_position
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.services.planning.updating import update_alert

from stories import case_of, happened

ASKED = happened("request_received", "2026-10-05")  # Monday; the answer is due by Monday 16 November
WILL_ASSESS = happened("decision_to_assess_notified", "2026-11-02")


@pytest.mark.parametrize(
    ("due_on", "about"),
    [
        ("2026-11-15", "happened"),  # they last heard on 1 November, the day before
        ("2026-11-16", None),  # they last heard on 2 November, of that very day
        ("2026-11-30", None),
    ],
)
def test_that_something_happened_since_they_last_heard_is_known(
    due_on: str, about: str | None, rulebook: Rulebook, policy: Policy
):
    day = date.fromisoformat(due_on)
    alert = update_alert(take_position(rulebook, policy, case_of(ASKED, WILL_ASSESS), day), day, policy.updates)
    assert alert is not None
    assert (alert.about, alert.rule) == (about, "refusal_to_issue")


def test_nothing_is_said_of_a_case_in_which_no_date_runs(rulebook: Rulebook, policy: Policy):
    day = date(2026, 11, 16)
    position = take_position(rulebook, policy, case_of(happened("concern_raised", "2026-11-02")), day)
    assert update_alert(position, day, policy.updates) is None
