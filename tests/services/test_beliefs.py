"""What was believed of a case on a day, beside what is known of it now; on both databases."""

from datetime import date
from fractions import Fraction

import pytest

from ehcp_workflow.cases.clocks import ClockState
from ehcp_workflow.cases.section_f.entry import EntryKind
from ehcp_workflow.cases.section_f.line import Per, Unit
from ehcp_workflow.errors import BadInput, NotFound
from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework
from ehcp_workflow.services.beliefs import Belief, read_belief
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.provision.recording import NewEntry, NewLine, add_line, log_delivery
from ehcp_workflow.services.reading import CaseSheet, read_sheet

from installations import make_case, on_day

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)


def due(sheet: CaseSheet, ref: str) -> str:
    return next(str(clock.due) for clock in sheet.position.clocks if clock.rule.ref == ref)


def moved(belief: Belief) -> dict[str, tuple[str, str]]:
    return {turn.clock.rule.ref: (str(turn.before), str(turn.clock.due)) for turn in belief.difference.moved}


@pytest.fixture
def case(installation: Installation) -> str:
    """Recorded on Monday 23 November 2026: asked on 19 October. Put right on Wednesday: it was Monday 12 October."""
    reference = make_case(installation, ("request_received", "2026-10-19")).reference
    (first,) = read_sheet(installation, reference).history
    on = When.parse("2026-10-12")
    casework.correct_event(on_day(installation, "2026-11-25"), reference, first.event.id, on, by="Alex")
    return reference


def test_before_its_correction_a_record_is_believed_and_what_it_moved_is_named(installation: Installation, case: str):
    """Six weeks from 19 October end on Monday 30 November, from 12 October on Monday 23 November."""
    belief = read_belief(on_day(installation, "2026-11-26"), case, TUESDAY)
    assert due(belief.then, "REQ-02") == "2026-11-30"
    assert due(belief.now, "REQ-02") == "2026-11-23"
    assert moved(belief)["REQ-02"] == ("2026-11-30", "2026-11-23")
    assert (belief.then.position.as_at, belief.now.position.as_at) == (TUESDAY, TUESDAY)
    assert [str(one.event.on) for one in belief.then.history] == ["2026-10-19"]
    assert [str(one.event.on) for one in belief.now.history] == ["2026-10-19", "2026-10-12"]
    assert belief.later == 1


def test_from_the_day_of_the_correction_on_what_was_believed_is_what_is_known(installation: Installation, case: str):
    belief = read_belief(on_day(installation, "2026-11-26"), case, WEDNESDAY)
    assert due(belief.then, "REQ-02") == "2026-11-23"
    assert belief.difference.is_nothing
    assert belief.later == 0


def test_what_was_learned_later_had_happened_all_the_same(installation: Installation):
    """The council's answer of Friday 20 November reached us on Thursday 26 November."""
    reference = make_case(installation, ("request_received", "2026-10-19")).reference
    answer = NewEvent("decision_to_assess_notified", When.parse("2026-11-20"))
    casework.record_event(on_day(installation, "2026-11-26"), reference, answer, by="Alex")
    belief = read_belief(on_day(installation, "2026-11-27"), reference, MONDAY)
    (turn,) = belief.difference.met
    assert (turn.clock.rule.ref, turn.was, turn.now) == ("REQ-02", ClockState.DUE_SOON, ClockState.MET)
    assert belief.then.position.stage.state.value != belief.now.position.stage.state.value


def test_what_was_taken_back_later_was_believed_until_then(installation: Installation):
    reference = make_case(installation, ("request_received", "2026-10-19"), ("note", "2026-11-20")).reference
    note = next(one for one in read_sheet(installation, reference).history if one.event.kind == "note")
    casework.correct_event(on_day(installation, "2026-11-25"), reference, note.event.id, None, by="Alex")
    belief = read_belief(on_day(installation, "2026-11-25"), reference, MONDAY)
    assert [event.kind for event in belief.then.position.events] == ["request_received", "note"]
    assert [event.kind for event in belief.now.position.events] == ["request_received"]


def test_the_log_of_section_f_is_believed_as_it_was_written_then(installation: Installation):
    """The week of Monday 9 November 2026 was said on the 25th to have been missed; before, nobody had said anything."""
    reference = make_case(installation, ("final_plan_sent", "2026-09-01")).reference
    line = NewLine("F1", "speech_and_language", Fraction(1), Unit.HOURS, Per.WEEK, term_time=False)
    add_line(installation, reference, line, "test")
    missed = NewEntry("F1", EntryKind.MISSED, date(2026, 11, 9), date(2026, 11, 13))
    log_delivery(on_day(installation, "2026-11-25"), reference, missed, "test")
    belief = read_belief(on_day(installation, "2026-11-25"), reference, TUESDAY)
    then, now = (sheet.position.ledger for sheet in (belief.then, belief.now))
    assert then is not None
    assert now is not None
    assert (then.lines[0].sums.shortfall, now.lines[0].sums.shortfall) == (0, 1)
    assert belief.later == 1


def test_before_anything_was_written_down_nothing_was_believed(installation: Installation, case: str):
    belief = read_belief(on_day(installation, "2026-11-26"), case, date(2026, 11, 22))
    assert (belief.then.position.events, belief.then.history) == ((), ())
    assert belief.later == 2


def test_nothing_is_believed_yet_of_a_day_to_come_and_of_no_case(installation: Installation, case: str):
    with pytest.raises(BadInput, match="Tuesday 24 November 2026 is still to come"):
        read_belief(installation, case, TUESDAY)
    with pytest.raises(NotFound):
        read_belief(installation, "EHC-1999-0001", MONDAY)
