"""What a change of the rules would tell people waits for a person; what does not come from the rules does not."""

from sqlalchemy import text

from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework, checks
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation

from installations import make_case, on_day


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
