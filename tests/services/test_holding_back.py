"""What a change of the rules would tell people waits for a person; what does not come from the rules does not."""

from scenes import do, rows
from sqlalchemy import text

from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework, checks
from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.event_checks import NewEvent, check_event
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.outbox_desk import held_messages, release
from ehcp_workflow.services.planning.round import plan_round
from ehcp_workflow.store import casebook
from ehcp_workflow.store.casebook import NewCase
from ehcp_workflow.store.joining import Post, Slot, join

from installations import PARENT, make_case, on_day


def _worked_out_by_an_earlier_release(installation: Installation) -> None:
    with installation.database.write() as unit:
        unit.execute(text("UPDATE cases SET fingerprint = 'earlier'"))


def _held(installation: Installation) -> dict[str, str]:
    """Which kinds of notice wait in which state of message."""
    with installation.database.read() as unit:
        found = unit.execute(text("SELECT n.kind, o.state FROM notices n JOIN outbox o ON o.id = n.outbox_id"))
        return {str(kind): str(state) for kind, state in found}


def test_lapsed_support_and_a_broken_promise_go_at_once_after_a_new_release(installation: Installation):
    """The council promised a reply by Monday 23 November; the support lapsed on the 24th."""
    record = make_case(installation, ("request_received", "2026-11-02"))
    promise = NewEvent(
        "promise_made", When.parse("2026-11-20"), {"to": When.parse("2026-11-23")}, options={"of": "reply"}
    )
    casework.record_event(installation, record.reference, promise, by="test")
    tuesday = on_day(installation, "2026-11-24")
    _worked_out_by_an_earlier_release(tuesday)
    checks.check_deadlines(tuesday)
    assert _held(tuesday) == {"promise_broken": "due"}


def test_a_stage_called_silent_after_a_new_release_waits(installation: Installation):
    """Nothing since Monday 16 November: with 14 days allowed, silent from Tuesday 1 December."""
    make_case(installation, ("school_asked_to_request", "2026-11-16"))
    later = on_day(installation, "2026-12-01")
    _worked_out_by_an_earlier_release(later)
    checks.check_silence(later)
    assert _held(later) == {"silent": "held"}


def test_a_stage_called_silent_after_a_new_release_waits_whichever_check_comes_first(installation: Installation):
    make_case(installation, ("school_asked_to_request", "2026-11-16"))
    later = on_day(installation, "2026-12-01")
    _worked_out_by_an_earlier_release(later)
    plan_round(later)
    assert _held(later) == {"silent": "held"}


def test_an_event_recorded_before_the_check_tells_what_it_brings_and_not_what_the_rules_changed(
    installation: Installation,
):
    """The council's answer is due on 30 November; the earlier rules said the 20th. Support lapsed on the 24th."""
    record = make_case(installation, ("request_received", "2026-10-19"))
    do(installation, "DELETE FROM notices")
    do(installation, "DELETE FROM outbox")
    do(installation, "UPDATE clocks SET due = '2026-11-20'")
    tuesday = on_day(installation, "2026-11-24")
    _worked_out_by_an_earlier_release(tuesday)
    promise = NewEvent(
        "promise_made", When.parse("2026-11-20"), {"to": When.parse("2026-11-23")}, options={"of": "reply"}
    )
    casework.record_event(tuesday, record.reference, promise, by="test")
    assert _held(tuesday) == {"due_soon": "held", "promise_broken": "due"}


def test_an_event_recorded_in_a_case_that_no_rule_changed_tells_as_ever(installation: Installation):
    record = make_case(installation)
    _worked_out_by_an_earlier_release(installation)
    asked = NewEvent("request_received", When.parse("2026-10-19"))
    casework.record_event(installation, record.reference, asked, by="test")
    assert set(_held(installation).values()) == {"due"}


def _from_a_file(here: Installation, asked_on: str, email: str = PARENT) -> str:
    with here.database.write() as unit:
        record = casebook.add_case(unit, here.cipher, NewCase(here.now()))
        casework.add_contacts(here, unit, record.id, (Contact("parent", email, None, "in the file"),))
        event = check_event(here, NewEvent("request_received", When.parse(asked_on)))
        casebook.add_event(unit, here.cipher, record.id, event, by="test")
        casework.file_quietly(here, unit, record)
    return record.reference


def _states(here: Installation) -> list[tuple]:
    return list(rows(here, "SELECT n.rung, o.state FROM notices n JOIN outbox o ON o.id = n.outbox_id ORDER BY n.id"))


def test_what_a_file_brings_stays_held_until_somebody_accepts_it_however_often_it_is_looked_at(
    installation: Installation,
):
    _from_a_file(installation, "2026-10-19")
    for day in ("2026-11-23", "2026-11-24", "2026-11-29", "2026-11-30", "2026-12-01"):
        plan_round(on_day(installation, day))
    found = _states(installation)
    assert len(found) > 1
    assert {state for _, state in found} == {"held"}


def test_a_case_from_a_file_with_nothing_due_waits_for_acceptance_too(installation: Installation):
    _from_a_file(installation, "2026-11-16")
    plan_round(installation)
    assert [(one.why, one.messages, one.cases) for one in held_messages(installation)] == [("imported", 0, 1)]
    assert release(installation, "imported", None, "ann") == 0
    assert held_messages(installation) == []
    plan_round(on_day(installation, "2026-12-28"))  # the answer is due by 28 December
    assert {state for _, state in _states(installation)} == {"due"}


def test_letting_only_some_go_accepts_nothing(installation: Installation):
    _from_a_file(installation, "2026-10-19")
    _from_a_file(installation, "2026-10-19", "another@example.org")
    plan_round(installation)
    assert release(installation, "imported", 1, "ann") == 1
    assert [(one.messages, one.cases) for one in held_messages(installation)] == [(1, 2)]
    assert release(installation, "imported", 1, "ann") == 1
    assert held_messages(installation) == []


def test_what_a_second_file_brings_does_not_join_what_was_released_of_the_first(installation: Installation):
    _from_a_file(installation, "2026-10-19")
    plan_round(installation)
    release(installation, "imported", None, "ann")
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, "EHC-2026-0001")
        casework.file_quietly(installation, unit, record)
        post = Post(1, "email", "family", held="imported")
        slot = Slot(installation.today(), installation.now())
        second = join(unit, [1], post, [slot], installation.now())
    states = dict(rows(installation, "SELECT id, state FROM outbox"))
    assert states == {1: "due", second: "held"}
