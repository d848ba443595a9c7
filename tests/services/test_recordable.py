"""What can be recorded: everything once, by the part of the process, and what the open dates wait for first."""

from __future__ import annotations

from datetime import date

from ehcp_workflow.cases.policy import Policy
from ehcp_workflow.cases.position import take_position
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.services.recordable import MOST_LIKELY, groups, likely

from stories import case_of, happened


def test_everything_can_be_recorded_once_in_the_order_of_the_list(rulebook: Rulebook):
    found = groups(rulebook)
    assert [kind for group in found for kind in group.kinds] == list(rulebook.events.values())
    firsts = [(group.title, group.kinds[0].kind) for group in found]
    assert firsts[0] == ("Identify needs, before a request", "concern_raised")
    assert firsts[-1] == ("Complaints and court", "complaint_received")
    assert len(firsts) == 10


def test_what_the_soonest_date_waits_for_comes_first(rulebook: Rulebook, policy: Policy):
    """Asked on Monday 19 October 2026: the answer, yes or no, is due first, by Monday 30 November."""
    position = take_position(rulebook, policy, case_of(happened("request_received", "2026-10-19")), date(2026, 11, 23))
    found = likely(rulebook, position)
    assert {one.kind.kind for one in found[:2]} == {"decision_to_assess_notified", "refusal_to_assess_notified"}
    assert {str(one.clock.due) for one in found[:2]} == {"2026-11-30"}
    kinds = [one.kind.kind for one in found]
    assert len(kinds) == len(set(kinds)) <= MOST_LIKELY
