"""Recording what happened: dates move, messages are planned, and what cannot be true is refused with the remedy."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import text

from ehcp_workflow.cases.position import Position
from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.law.when import UNKNOWN, When
from ehcp_workflow.services import casework, event_checks
from ehcp_workflow.services.casework import Further
from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.planning import planner
from ehcp_workflow.services.reading import read_sheet
from ehcp_workflow.store import case_facts, notices
from ehcp_workflow.store.casebook import NewCase

from installations import make_case

CASE = "EHC-2026-0001"


def record(installation: Installation, kind: str, on: str, **more) -> Position:
    return casework.record_event(installation, CASE, NewEvent(kind, When.parse(on), **more), by="test")


def due(position: Position, ref: str) -> date | None:
    (clock,) = (clock for clock in position.clocks if clock.rule.ref == ref)
    return clock.due.exact


def count(installation: Installation, table: str) -> int:
    with installation.database.read() as unit:
        return unit.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


def ids(installation: Installation) -> list[str]:
    """The events of the case in the order of recording; the same instant decides nothing, so corrections come last."""
    history = read_sheet(installation, CASE).history
    return [entry.event.id for entry in sorted(history, key=lambda entry: entry.event.corrects is not None)]


def test_recording_a_request_gives_its_dates(installation: Installation):
    make_case(installation)
    position = record(installation, "request_received", "2026-11-23")
    assert due(position, "REQ-02") == date(2027, 1, 4)  # Monday
    assert due(position, "ASM-03") == date(2027, 3, 15)  # Monday
    assert due(position, "ASM-10") == date(2027, 4, 12)  # Monday
    assert read_sheet(installation, CASE).position.clocks == position.clocks


def test_recording_the_decision_in_time_meets_its_date(installation: Installation):
    make_case(installation, ("request_received", "2026-10-05"))
    position = record(installation, "decision_to_assess_notified", "2026-11-16")
    states = {c.rule.ref: s.value for c, s in zip(position.clocks, position.states, strict=True)}
    assert states["REQ-02"] == "met"
    assert position.stage.id == "local_authority_decision"


def test_an_event_that_makes_a_date_overdue_plans_the_messages_at_once(installation: Installation):
    make_case(installation)
    record(installation, "request_received", "2026-10-11")  # six weeks end on Sunday 22 November 2026, yesterday
    with installation.database.read() as unit:
        assert notices.count_by_state(unit)["planned"] >= 2
    assert count(installation, "outbox") == 2


def test_a_failure_after_the_event_leaves_neither_the_event_nor_a_message(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
):
    make_case(installation)
    really_plan = planner.plan

    def plan_and_fail(*args, **kwargs):
        really_plan(*args, **kwargs)
        raise RuntimeError("the power went")

    monkeypatch.setattr(casework, "plan", plan_and_fail)
    with pytest.raises(RuntimeError):
        record(installation, "request_received", "2026-10-11")
    assert [count(installation, table) for table in ("events", "clocks", "notices", "outbox")] == [0, 0, 0, 0]
    assert read_sheet(installation, CASE).position.clocks == ()


def test_a_date_in_the_future_is_refused_and_tomorrow_it_is_not(installation: Installation):
    make_case(installation)
    with pytest.raises(Refused, match="Tuesday 24 November 2026 is in the future. Record an event once it has"):
        record(installation, "request_received", "2026-11-24")
    with pytest.raises(Refused, match="in the future"):
        record(installation, "request_received", "2026-11-20", dates={"sent_on": When.parse("2026-12")})
    assert count(installation, "events") == 0
    record(installation, "request_received", "2026-11-23")


def test_a_month_or_range_that_has_begun_is_not_in_the_future(installation: Installation):
    make_case(installation)
    record(installation, "request_received", "2026-11")
    record(installation, "draft_plan_sent", "2026-11-20/2026-11-27")
    assert count(installation, "events") == 2


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (
            NewEvent("request_recieved", UNKNOWN),
            "'request_recieved' is not a kind of event. Did you mean request_received",
        ),
        (NewEvent("request_received", UNKNOWN, {"issued_on": UNKNOWN}), "no date 'issued_on'.*sent_on, received_on"),
        (NewEvent("note", UNKNOWN, {"sent_on": UNKNOWN}), "Further dates it may have: none"),
        (NewEvent("note", UNKNOWN, about="health"), "not about one of several. Leave 'about' out"),
        (NewEvent("note", UNKNOWN, options={"outcome": "keep"}), "cannot have outcome 'keep'"),
        (
            NewEvent("review_decision_notified", UNKNOWN, options={"outcome": "kept"}),
            "cannot have outcome 'kept'.*keep.*amend.*cease",
        ),
    ],
)
def test_what_an_event_cannot_have_is_refused_with_what_it_can_have(installation: Installation, new, said: str):
    make_case(installation)
    with pytest.raises(BadInput, match=said):
        casework.record_event(installation, CASE, new, by="test")
    assert count(installation, "events") == 0


def test_an_event_of_a_case_that_is_not_there_is_refused(installation: Installation):
    with pytest.raises(NotFound, match="There is no case 'EHC-2026-0001'"):
        record(installation, "request_received", "2026-11-02")


def test_an_event_is_recorded_under_the_advisers_own_reference(installation: Installation):
    make_case(installation, their_reference="Rd 12/7")
    new = NewEvent("request_received", When.parse("2026-11-02"))
    assert casework.record_event(installation, "rd 12/7", new, by="test").reference == CASE


def test_a_corrected_date_moves_the_dates_and_the_old_record_stays(installation: Installation):
    make_case(installation, ("request_received", "2026-10-05"))
    (first,) = ids(installation)
    position = casework.correct_event(installation, CASE, first[:8], When.parse("2026-11-02"), "test", note="postmark")
    assert due(position, "REQ-02") == date(2026, 12, 14)  # Monday
    history = {e.event.corrects: (str(e.event.on), e.note) for e in read_sheet(installation, CASE).history}
    assert history == {None: ("2026-10-05", None), first: ("2026-11-02", "postmark")}


def test_a_correction_may_be_corrected_but_nothing_twice(installation: Installation):
    make_case(installation, ("request_received", "2026-10-05"))
    (first,) = ids(installation)
    casework.correct_event(installation, CASE, first, When.parse("2026-11-02"), "test")
    with pytest.raises(Refused, match="has been corrected already"):
        casework.correct_event(installation, CASE, first, When.parse("2026-11-03"), "test")
    second = ids(installation)[1]
    position = casework.correct_event(installation, CASE, second, When.parse("2026-11-03"), "test")
    assert due(position, "REQ-02") == date(2026, 12, 15)  # Tuesday


def test_a_withdrawn_event_gives_no_dates_and_is_not_corrected_but_recorded_again(installation: Installation):
    make_case(installation, ("request_received", "2026-10-05"))
    position = casework.correct_event(installation, CASE, ids(installation)[0], None, "test")
    assert position.clocks == ()
    for event_id in ids(installation):
        with pytest.raises(Refused, match="taken back. If it did happen, record it anew"):
            casework.correct_event(installation, CASE, event_id, When.parse("2026-10-06"), "test")
    record(installation, "request_received", "2026-10-06")


def test_a_correction_to_the_future_or_of_no_event_changes_nothing(installation: Installation):
    make_case(installation, ("request_received", "2026-10-05"))
    (first,) = ids(installation)
    with pytest.raises(Refused, match="in the future"):
        casework.correct_event(installation, CASE, first, When.parse("2026-12-01"), "test")
    for wrong in ("", "zzz"):
        with pytest.raises(NotFound, match="has no single event.*`ehcp case show`"):
            casework.correct_event(installation, CASE, wrong, When.parse("2026-11-01"), "test")
    assert ids(installation) == [first]


def test_a_start_of_an_id_that_fits_two_events_is_refused(installation: Installation, monkeypatch: pytest.MonkeyPatch):
    names = iter(["abc1", "abc2", "c1"])
    for module in (casework, event_checks):
        monkeypatch.setattr(module, "new_id", lambda: next(names))
    make_case(installation, ("concern_raised", "2026-10-01"), ("request_received", "2026-10-05"))
    with pytest.raises(NotFound, match="no single event 'abc'"):
        casework.correct_event(installation, CASE, "abc", When.parse("2026-10-06"), "test")
    casework.correct_event(installation, CASE, "abc2", When.parse("2026-10-06"), "test")
    assert set(ids(installation)) == {"abc1", "abc2", "c1"}


def test_correcting_a_date_keeps_what_else_was_said_of_the_event(installation: Installation):
    make_case(installation)
    sent: dict = {"sent_on": When.parse("2026-11-02")}
    record(installation, "review_decision_notified", "2026-11-04", dates=sent, options={"outcome": "amend"})
    casework.correct_event(installation, CASE, ids(installation)[0], When.parse("2026-11-05"), "test")
    (event,) = read_sheet(installation, CASE).position.events
    assert (event.on, dict(event.dates), dict(event.options)) == (When.parse("2026-11-05"), sent, {"outcome": "amend"})


def test_a_correction_can_say_what_was_left_out_and_nothing_an_event_cannot_have(installation: Installation):
    make_case(installation, ("review_decision_notified", "2026-11-04"))
    (first,) = ids(installation)
    with pytest.raises(BadInput, match="cannot have outcome 'kept'"):
        casework.correct_event(
            installation, CASE, first, When.parse("2026-11-04"), "test", also=Further(options={"outcome": "kept"})
        )
    sent: dict = {"sent_on": When.parse("2026-11-02")}
    position = casework.correct_event(
        installation, CASE, first, When.parse("2026-11-04"), "test", also=Further(sent, {"outcome": "amend"})
    )
    (event,) = position.events
    assert (dict(event.dates), dict(event.options)) == (sent, {"outcome": "amend"})


def test_an_address_that_is_none_is_refused_and_nothing_is_stored(installation: Installation):
    wrong = Contact("parent", "pat@example.org, kim@example.org", consent_source="by phone")
    with pytest.raises(BadInput, match="as if it were several") as refused:
        casework.open_case(installation, NewCase(installation.now(), child_name="Kim"), (wrong,))
    assert "example.org, kim" not in str(refused.value)
    assert [count(installation, table) for table in ("cases", "people", "contact_points")] == [0, 0, 0]


def test_a_reference_of_ones_own_belongs_to_one_case(installation: Installation):
    make_case(installation, their_reference="RD 12")
    with pytest.raises(Refused, match="EHC-2026-0001 has that reference of yours already"):
        casework.open_case(installation, NewCase(installation.now(), their_reference="rd  12"))
    with pytest.raises(BadInput, match="'ehc-2026-0001' is written as our references are"):
        casework.open_case(installation, NewCase(installation.now(), their_reference="ehc-2026-0001"))
    assert count(installation, "cases") == 1


def test_a_new_case_stands_at_its_beginning(installation: Installation):
    make_case(installation)
    assert [stage.state.value for stage in read_sheet(installation, CASE).position.stages] == ["not started"] * 4


def test_two_recordings_to_one_case_at_the_same_time_both_stand(installation: Installation):
    make_case(installation)
    kinds = ("request_received", "decision_to_assess_notified", "draft_plan_sent", "final_plan_sent")
    ready = Barrier(len(kinds))

    def record_one(kind: str) -> None:
        ready.wait()
        record(installation, kind, "2026-11-02")

    with ThreadPoolExecutor(len(kinds)) as threads:
        list(threads.map(record_one, kinds))
    sheet = read_sheet(installation, CASE)
    assert {event.kind for event in sheet.position.events} == set(kinds)
    with installation.database.read() as unit:
        kept = unit.execute(text("SELECT position FROM cases")).scalar_one()
    assert kept == sheet.position.digest


def test_cases_opened_at_the_same_time_each_get_a_reference_of_their_own(installation: Installation):
    ready = Barrier(4)

    def open_one(_: int) -> str:
        ready.wait()
        return casework.open_case(installation, NewCase(installation.now())).reference

    with ThreadPoolExecutor(4) as threads:
        given = sorted(threads.map(open_one, range(4)))
    assert given == [f"EHC-2026-000{n}" for n in (1, 2, 3, 4)]


def test_a_beginner_may_record_events_in_any_order(installation: Installation):
    make_case(installation, ("final_plan_sent", "2026-11-02"), ("request_received", "2026-06-15"))
    position = read_sheet(installation, CASE).position
    assert due(position, "ASM-10") == date(2026, 11, 2)  # Monday
    assert position.stage.state.value == "done"
    with installation.database.read() as unit:
        assert case_facts.count_cases(unit) == 1
