"""What will change before it is saved: nothing is stored, and saving does what was shown, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from ehcp_workflow.cases.clocks import ClockState
from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework
from ehcp_workflow.services.casework import Further
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.foreseeing import DAYS_AHEAD, Foresight, foresee
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.once import ChangedMeanwhile, Once, new_key
from ehcp_workflow.services.previewing import Foreseen, preview
from ehcp_workflow.services.reading import read_sheet
from ehcp_workflow.store.tables import Table

from installations import installed, make_case

CASE = "EHC-2026-0001"
REFUSAL = NewEvent("refusal_to_assess_notified", When.parse("2026-11-20"))
PROMISE = NewEvent(
    "promise_made",
    When.parse("2026-11-20"),
    dates={"to": When.parse("2026-12-04")},
    options={"of": "decision_to_assess"},
)
CLAIM = NewEvent("exception_recorded", When.parse("2026-11-20"), options={"exemption": "EXC-C", "accepted": "yes"})


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Installation]:
    """An installation on SQLite alone, for what does not depend on the database; Monday 23 November 2026, noon."""
    with installed(tmp_path / "home", None, "2026-11-23") as it:
        yield it


def _rows(installation: Installation) -> dict[str, list[str]]:
    with installation.database.read() as unit:
        tables = sorted(Table.metadata.tables)
        return {table: sorted(map(str, unit.execute(text(f"SELECT * FROM {table}")))) for table in tables}


def _foresee(installation: Installation, new: NewEvent) -> Foresight:
    return foresee(installation, CASE, lambda where: casework.record_event(where, CASE, new, "test"))


def _told(foreseen: tuple[Foreseen, ...]) -> set[tuple[int, str | None, str, str]]:
    return {(one.person_id, one.channel, one.what, str(one.at)) for one in foreseen}


def _dates(foresight: Foresight, which: str) -> list[tuple[str, str]]:
    return [(turn.clock.rule.ref, str(turn.clock.due)) for turn in getattr(foresight.difference, which)]


@pytest.mark.parametrize("new", [REFUSAL, PROMISE, CLAIM], ids=["refusal", "promise", "claim"])
def test_saving_does_what_was_shown(installation: Installation, new: NewEvent):
    """The position after saving is that of the preview, and so are the messages of the next four weeks."""
    make_case(installation, ("request_received", "2026-10-05"))
    before = preview(installation, CASE, DAYS_AHEAD)
    shown = _foresee(installation, new)
    assert not shown.difference.is_nothing
    assert shown.added or shown.withdrawn
    saved = casework.record_event(installation, CASE, new, "test", Once(new_key(), shown.mark))
    then = preview(installation, CASE, DAYS_AHEAD)
    states = {clock.rule.ref: (str(clock.due), state) for clock, state in zip(saved.clocks, saved.states, strict=True)}
    for turn in (*shown.difference.new, *shown.difference.met, *shown.difference.otherwise):
        assert states[turn.clock.rule.ref] == (str(turn.clock.due), turn.now)
    assert _told(then.foreseen) == (_told(before.foreseen) - _told(shown.withdrawn)) | _told(shown.added)
    assert {shown.words[one.message] for one in shown.added if one.message} <= set(then.words.values())


def test_a_refusal_is_shown_with_the_dates_that_begin_are_met_and_end(here: Installation):
    """Refused on Friday 20 November 2026: two months from it end on Wednesday 20 January 2027."""
    make_case(here, ("request_received", "2026-10-19"))
    shown = _foresee(here, REFUSAL)
    assert _dates(shown, "met") == [("REQ-02", "2026-11-30")]
    assert ("APP-01", "2027-01-20") in _dates(shown, "new")
    assert ("ASM-10", "2027-03-08") in _dates(shown, "otherwise")
    assert [(turn.before.state.value, turn.after.state.value) for turn in shown.difference.stages] == [
        ("due soon", "refused")
    ]
    told = {(one.role, one.rule, one.kind) for one in shown.added}
    assert ("parent", "APP-01", "due_soon") in told
    assert {one.rule for one in shown.withdrawn} == {"REQ-02"}


def test_a_claim_that_fits_is_shown_with_both_answers(here: Installation):
    """Asked on Monday 5 October, so that the answer was due on Monday 16 November 2026: overdue, unless it holds."""
    make_case(here, ("request_received", "2026-10-05"))
    shown = _foresee(here, CLAIM)
    (turn,) = (turn for turn in shown.difference.otherwise if turn.clock.rule.ref == "REQ-02")
    assert (turn.was, turn.now, str(turn.clock.due)) == (ClockState.OVERDUE, ClockState.WAIVED, "2026-11-16")
    assert any("EXC-C is claimed for REQ-02" in finding.message for finding in shown.difference.said)


def test_a_promise_is_shown(here: Installation):
    make_case(here, ("request_received", "2026-10-19"))
    (turn,) = _foresee(here, PROMISE).difference.promises
    assert (turn.before, turn.after.of, str(turn.after.by)) == (None, "decision_to_assess", "2026-12-04")


def test_a_corrected_date_moves_and_is_no_new_one(here: Installation):
    """Received a week later, on Monday 26 October: the answer is due on Monday 7 December, not on 30 November."""
    make_case(here, ("request_received", "2026-10-19"))
    event = read_sheet(here, CASE).history[0].event
    right = When.parse("2026-10-26")
    shown = foresee(here, CASE, lambda where: casework.correct_event(where, CASE, event.id, right, "test"))
    moved = {turn.clock.rule.ref: (str(turn.before), str(turn.clock.due)) for turn in shown.difference.moved}
    assert moved["REQ-02"] == ("2026-11-30", "2026-12-07")
    assert not shown.difference.new
    assert not shown.difference.gone


def test_what_is_taken_back_falls_away(here: Installation):
    make_case(here, ("request_received", "2026-10-19"))
    event = read_sheet(here, CASE).history[0].event
    shown = foresee(here, CASE, lambda where: casework.correct_event(where, CASE, event.id, None, "test"))
    assert ("REQ-02", "2026-11-30") in _dates(shown, "gone")
    assert not shown.added


def test_nothing_is_stored(installation: Installation):
    make_case(installation, ("request_received", "2026-10-19"))
    before = _rows(installation)
    _foresee(installation, REFUSAL)
    assert _rows(installation) == before


def test_what_cannot_be_saved_cannot_be_foreseen(here: Installation):
    make_case(here)
    with pytest.raises(Refused, match="in the future"):
        _foresee(here, NewEvent("request_received", When.parse("2026-12-24")))


def test_a_note_changes_nothing_but_the_record(here: Installation):
    make_case(here, ("request_received", "2026-11-20"))
    shown = _foresee(here, NewEvent("note", When.parse("2026-11-20"), note="said on the phone"))
    assert shown.difference.is_nothing


def test_the_same_form_does_its_work_once(installation: Installation):
    make_case(installation, ("request_received", "2026-10-19"))
    once = Once(new_key(), _foresee(installation, REFUSAL).mark)
    first = casework.record_event(installation, CASE, REFUSAL, "test", once)
    second = casework.record_event(installation, CASE, REFUSAL, "test", once)
    assert first == second
    assert len(read_sheet(installation, CASE).history) == 2


def test_a_case_that_changed_meanwhile_is_not_saved_over(installation: Installation):
    make_case(installation, ("request_received", "2026-10-19"))
    once = Once(new_key(), _foresee(installation, REFUSAL).mark)
    casework.record_event(installation, CASE, NewEvent("consulted", When.parse("2026-11-02")), "somebody else")
    with pytest.raises(ChangedMeanwhile):
        casework.record_event(installation, CASE, REFUSAL, "test", once)
    assert len(read_sheet(installation, CASE).history) == 2
    again = Once(once.key, _foresee(installation, REFUSAL).mark)
    casework.record_event(installation, CASE, REFUSAL, "test", again)
    assert len(read_sheet(installation, CASE).history) == 3


def test_another_day_asks_to_look_again(here: Installation):
    make_case(here, ("request_received", "2026-10-19"))
    once = Once(new_key(), _foresee(here, REFUSAL).mark)
    assert here.fixed_now is not None
    here.fixed_now = here.fixed_now.replace(day=24)
    with pytest.raises(ChangedMeanwhile):
        casework.record_event(here, CASE, REFUSAL, "test", once)


@pytest.mark.parametrize("key", ["", "short", "Z" * 32, "0" * 31 + "'"])
def test_a_key_that_is_not_ours_is_refused(key: str):
    with pytest.raises(BadInput, match="not one of ours"):
        Once(key)


def test_a_correction_may_leave_out_what_was_said_before(here: Installation):
    """All that is right is typed: the day it was sent falls away, and so does how it was delivered."""
    make_case(here)
    new = NewEvent(
        "request_received",
        When.parse("2026-10-19"),
        dates={"sent_on": When.parse("2026-10-16")},
        options={"delivery": "first_class_post"},
    )
    casework.record_event(here, CASE, new, "test")
    event = read_sheet(here, CASE).history[0].event
    whole = Further(options={"asked_by": "parent"}, source="letter", whole=True)
    casework.correct_event(here, CASE, event.id, When.parse("2026-10-20"), "test", also=whole)
    (now,) = read_sheet(here, CASE).position.events
    assert (str(now.on), dict(now.dates), dict(now.options)) == ("2026-10-20", {}, {"asked_by": "parent"})
    assert {one.source for one in read_sheet(here, CASE).history} == {None, "letter"}
