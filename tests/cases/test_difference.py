"""What becomes different in a case from one position to the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ehcp_workflow.cases.clocks import ClockState
from ehcp_workflow.cases.difference import Difference, compare
from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.cases.provision import Lapse
from ehcp_workflow.cases.section_f.ledger import Ledger
from ehcp_workflow.law.when import When

from stories import case_of, corrected, happened, the_policy, the_rulebook

TODAY = date(2026, 11, 23)


def _position(*events: object) -> Position:
    return take_position(the_rulebook(), the_policy(), case_of(*events), TODAY)  # type: ignore[arg-type]


def _refs(difference: Difference, which: str) -> set[str]:
    return {turn.clock.rule.ref for turn in getattr(difference, which)}


def test_nothing_is_different_between_a_position_and_itself():
    made = happened("promise_made", "2026-11-02", to="2026-11-27", of="decision_to_assess")
    position = _position(happened("request_received", "2026-10-19"), made)
    assert compare(position, position).is_nothing


def test_a_first_event_begins_dates_and_its_withdrawal_ends_them():
    before, after = _position(), _position(happened("request_received", "2026-10-19"))
    assert {"REQ-02", "ASM-10"} <= _refs(compare(before, after), "new")
    assert {"REQ-02", "ASM-10"} <= _refs(compare(after, before), "gone")
    assert all(turn.now is None for turn in compare(after, before).gone)


def test_a_date_whose_start_is_corrected_moves():
    """Received on Monday 26 October, not on Monday 19: the answer is due on Monday 7 December, not on 30 November."""
    request = happened("request_received", "2026-10-19")
    difference = compare(_position(request), _position(*corrected(request, "2026-10-26")))
    moved = {turn.clock.rule.ref: (str(turn.before), str(turn.clock.due)) for turn in difference.moved}
    assert moved["REQ-02"] == ("2026-11-30", "2026-12-07")
    assert difference.new == difference.gone == ()


def test_an_answer_meets_a_date_and_ends_others():
    request = happened("request_received", "2026-10-19")
    difference = compare(_position(request), _position(request, happened("refusal_to_assess_notified", "2026-11-20")))
    assert _refs(difference, "met") == {"REQ-02"}
    ended = {turn.clock.rule.ref: turn.now for turn in difference.otherwise}
    assert ended["ASM-10"] is ClockState.ENDED
    assert [(turn.before.state.value, turn.after.state.value) for turn in difference.stages] == [
        ("due soon", "refused")
    ]


def test_promises_pair_by_what_was_promised_when_and_for_when():
    made = happened("promise_made", "2026-11-02", to="2026-11-13", of="decision_to_assess")
    request = happened("request_received", "2026-10-19")
    none, broken = _position(request), _position(request, made)
    kept = _position(request, made, happened("promise_kept", "2026-11-20", of="decision_to_assess"))
    (new,) = compare(none, broken).promises
    (otherwise,) = compare(broken, kept).promises
    (gone,) = compare(broken, none).promises
    assert (new.before, gone.after) == (None, None)
    assert (otherwise.before.state.value, otherwise.after.state.value) == ("broken", "kept late")


def test_findings_are_said_and_unsaid():
    alone = happened("refusal_to_assess_notified", "2026-11-20")
    odd, sound = _position(alone), _position(happened("request_received", "2026-10-19"), alone)
    gone = {finding.message for finding in compare(odd, sound).unsaid}
    assert gone
    assert gone <= {finding.message for finding in compare(sound, odd).said}


def test_lapses_begin_and_are_put_right():
    position = _position(happened("final_plan_sent", "2026-09-01"))
    open_ = replace(position, lapses=(Lapse("f1", When.day(date(2026, 10, 5))),))
    right = replace(position, lapses=(Lapse("f1", When.day(date(2026, 10, 5)), put_right=When.day(TODAY)),))
    (begun,), (ended,), (never,) = (
        compare(*pair).lapses for pair in ((position, open_), (open_, right), (right, position))
    )
    assert (begun.before, ended.after.is_open, never.after) == (None, False, None)


@pytest.mark.parametrize("way", [1, -1])
def test_lines_of_the_ledger_come_and_go(way: int):
    """Only the code and what is said of a line count here, so that any two things that differ will do."""

    class Said:
        code = "F1"

    position = _position(happened("final_plan_sent", "2026-09-01"))
    ledger = replace(position, ledger=Ledger(TODAY, TODAY, (Said(),), ()))  # type: ignore[arg-type]
    (turn,) = compare(*(position, ledger)[::way]).lines
    assert (turn.before is None, turn.after is None) == (way == 1, way == -1)
