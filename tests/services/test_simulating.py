"""Days lived anew on a copy: told as in life, received by a real mail server; the real database is only read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from ehcp_workflow.cases.alerts import AlertKind
from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.law.when import When
from ehcp_workflow.messages.kept_mail import read_mailbox
from ehcp_workflow.services import casework
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.adding import NewPerson, add_person
from ehcp_workflow.services.simulating import Simulated, faults, simulate, stories
from ehcp_workflow.services.simulating.copies import in_a_copy
from ehcp_workflow.services.simulating.figures import figures
from ehcp_workflow.services.simulating.report import write_report
from ehcp_workflow.store.told import SentMessage
from ehcp_workflow.today import LONDON

from installations import ADVISER, PARENT, installed, make_case, noon

CASE = "EHC-2026-0001"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Installation]:
    """An installation on Tuesday 1 December 2026, noon."""
    with installed(tmp_path / "home", None, "2026-12-01") as it:
        yield it


def _story(done: Simulated, audience: str) -> list[tuple[str, str, int]]:
    """What an audience was told: when, London time, what and at which rung."""
    told = [line for line in done.lines if line.audience == audience and line.told_at]
    return [(f"{line.told_at.astimezone(LONDON):%d %b %H:%M}", line.kind, line.rung) for line in told if line.told_at]


def _live(installation: Installation, first: str, last: str, **more: Path) -> Simulated:
    return simulate(installation, date.fromisoformat(first), date.fromisoformat(last), **more)


def test_a_request_is_told_to_parent_and_adviser_on_these_days(here: Installation):
    """Asked on Monday 19 October 2026: the answer is due by Monday 30 November, and does not come by 1 December."""
    make_case(here, ("request_received", "2026-10-19"))
    done = _live(here, "2026-10-19", "2026-12-01")
    assert _story(done, "family") == [
        ("23 Nov 08:00", "due_soon", -7),
        ("30 Nov 08:00", "due_today", 0),
        ("01 Dec 08:00", "overdue", 1),
    ]
    assert _story(done, "adviser") == [
        ("16 Nov 08:30", "due_soon", -14),
        ("23 Nov 08:30", "due_soon", -7),
        ("30 Nov 08:30", "due_today", 0),
        ("01 Dec 08:30", "overdue", 1),
    ]
    assert (len(done.messages), done.states, done.faults) == (7, {"accepted": 7}, ())


def test_the_hours_are_londons_on_both_sides_of_a_change_of_the_clocks(here: Installation):
    """Clocks went back on Sunday 25 October 2026: 08:00 in London is 07:00 UTC before and 08:00 UTC after.

    A draft of Monday 12 October gives 15 days to answer it, that day included: until Monday 26 October.
    """
    make_case(
        here,
        ("request_received", "2026-08-03"),
        ("decision_to_assess_notified", "2026-09-01"),
        ("draft_plan_sent", "2026-10-12"),
    )
    done = _live(here, "2026-10-12", "2026-10-28")
    utc = [f"{m.at:%d %b %H:%M}" for m in done.messages if m.message == "family"]
    assert utc == ["12 Oct 07:00", "19 Oct 07:00", "23 Oct 07:00", "25 Oct 08:00", "26 Oct 08:00"]
    assert done.faults == ()


def test_a_case_knows_on_each_day_only_what_had_happened(here: Installation):
    """The decision of Wednesday 25 November ends the reminders, and not before."""
    make_case(here, ("request_received", "2026-10-19"), ("decision_to_assess_notified", "2026-11-25"))
    done = _live(here, "2026-11-16", "2026-12-01")
    assert _story(done, "family") == [("23 Nov 08:00", "due_soon", -7), ("25 Nov 08:00", "met", 0)]
    assert done.faults == ()


def test_a_supervisor_hears_of_what_nobody_confirmed_after_two_and_five_working_days(here: Installation):
    """The limit was Tuesday 10 November; told as overdue on Wednesday 11, which nobody confirms by Wednesday 18."""
    record = make_case(here, ("request_received", "2026-09-29"))
    add_person(here, record.reference, NewPerson("supervisor", (("email", "a.supervisor@example.org"),)), by="test")
    done = _live(here, "2026-11-09", "2026-11-20")
    assert _story(done, "supervisor") == [("13 Nov 08:30", "escalated", 2), ("18 Nov 08:30", "escalated", 5)]


def test_who_wants_to_hear_that_nothing_has_changed_hears_it_every_fortnight(here: Installation):
    record = make_case(here, ("request_received", "2026-08-03"), ("decision_to_assess_notified", "2026-09-01"))
    wants = NewPerson("parent", (("email", PARENT),), source="by phone", purposes=("reminders", "updates"))
    add_person(here, record.reference, wants, by="test")
    done = _live(here, "2026-09-07", "2026-10-06")
    assert _story(done, "family") == [("21 Sep 08:00", "update", 0), ("05 Oct 08:00", "update", 0)]


def test_the_real_database_is_only_read(installation: Installation):
    make_case(installation, ("request_received", "2026-10-12"))
    with installation.database.read() as unit:
        before = [str(list(unit.execute(text(f"SELECT * FROM {name}")))) for name in ("cases", "notices", "outbox")]
    done = simulate(installation, date(2026, 11, 20), date(2026, 11, 24))
    with installation.database.read() as unit:
        after = [str(list(unit.execute(text(f"SELECT * FROM {name}")))) for name in ("cases", "notices", "outbox")]
    assert done.messages
    assert after == before


def test_nothing_can_leave_by_what_the_environment_names(here: Installation, monkeypatch: pytest.MonkeyPatch):
    """Not by a provider, not by the organisation's own channels, and nothing is told to a monitor outside."""
    for name, value in {"SMS_BY": "seven", "SMS_KEY": "k", "NTFY_URL": "https://ntfy.example.org", "DEMO": "1"}.items():
        monkeypatch.setenv(f"EHCP_{name}", value)
    (here.settings.home / "apprise.yml").write_text("urls:\n  - json://127.0.0.1:9:\n      - tag: ops\n")
    monkeypatch.setenv("EHCP_HEARTBEAT_URL", "https://monitor.example.org")
    with in_a_copy(here) as copy:
        said = copy.settings
        assert (said.smtp_host, said.sms_by, said.ntfy_url, said.heartbeat_url) == (None, None, None, None)
        assert (said.organisation_channels, said.mail_from) == (None, here.settings.mail_from)
        assert copy.settings.home != here.settings.home


def test_a_copy_that_is_kept_holds_the_mail_and_can_never_send_any(here: Installation, tmp_path: Path):
    make_case(here, ("request_received", "2026-10-19"))
    keep = tmp_path / "kept"
    done = _live(here, "2026-11-23", "2026-11-23", keep=keep)
    assert sorted(mail.to for mail in read_mailbox(keep / "mailbox")) == [PARENT, ADVISER]
    assert len(done.messages) == 2
    assert not (keep / "key").exists()
    assert keep.stat().st_mode & 0o77 == 0
    again = replace(here, database=type(here.database)(f"sqlite:///{keep / 'ehcp.db'}"))
    with again.database.read() as unit:
        assert set(unit.scalars(text("SELECT do_not_use FROM contact_points"))) == {1}
    again.database.close()
    with pytest.raises(Refused, match="Choose an empty folder"):
        _live(here, "2026-11-23", "2026-11-23", keep=keep)


def test_days_the_wrong_way_round_and_too_many_are_refused(here: Installation):
    with pytest.raises(BadInput, match="the other way round"):
        _live(here, "2026-11-23", "2026-11-22")
    with pytest.raises(BadInput, match="longer than 1100 days"):
        _live(here, "2020-01-01", "2026-11-22")


def _sent(*instants: str, urgent: bool = False) -> list[SentMessage]:
    return [
        SentMessage(n, 7, "family", "email", urgent, datetime.fromisoformat(at).replace(tzinfo=UTC))
        for n, at in enumerate(instants, 1)
    ]


def test_a_second_message_on_a_day_is_a_fault_unless_it_is_urgent():
    twice = _sent("2026-07-01T07:00", "2026-07-01T11:00", "2026-07-02T07:00")
    assert [fault.where for fault in faults.told_twice(twice)] == ["person 7 on 2026-07-01"]
    urgent = _sent("2026-07-01T15:00", urgent=True)
    assert list(faults.told_twice([*_sent("2026-07-01T07:00"), *urgent])) == []


def test_a_message_before_eight_or_from_eight_in_the_evening_is_a_fault(here: Installation):
    """In July London is an hour ahead of UTC."""
    at = _sent("2026-07-01T06:59", "2026-07-01T07:00", "2026-07-01T18:59", "2026-07-01T19:00")
    found = [fault.where for fault in faults.sent_at_night(at, here.policy)]
    assert found == ["person 7 on 2026-07-01 at 07:59", "person 7 on 2026-07-01 at 20:00"]


def test_being_told_of_what_is_over_is_a_fault(here: Installation):
    """The same notice, held against the day on which it was true and against the day of the decision."""
    make_case(here, ("request_received", "2026-10-19"), ("decision_to_assess_notified", "2026-11-25"))
    done = _live(here, "2026-11-23", "2026-11-25")
    line = next(line for line in done.lines if line.kind == AlertKind.DUE_SOON)
    open_on = _position(here, "2026-11-24")
    decided = _position(here, "2026-11-25")
    assert faults.told_of_what_was_over(line, open_on) is None
    fault = faults.told_of_what_was_over(line, decided)
    assert fault is not None
    assert fault.where == "EHC-2026-0001 on 2026-11-25: due_soon of clock:decision_to_assess"


def _position(installation: Installation, day: str):
    from ehcp_workflow.cases.position import take_position
    from ehcp_workflow.store import casebook

    with installation.database.read() as unit:
        ((_, case),) = casebook.read_cases(unit, [1])
    return take_position(installation.rulebook, installation.policy, case, date.fromisoformat(day))


def test_the_figures_and_the_report_count_what_left_and_tell_the_story(here: Installation):
    make_case(here, ("request_received", "2026-10-19"))
    done = _live(here, "2026-11-23", "2026-12-01")
    told = figures(done)
    assert told.is_well
    assert told.messages == {("adviser", "email", "not urgent"): 3, ("family", "email", "not urgent"): 3}
    assert told.by_month == {
        ("2026-11", "adviser"): 2,
        ("2026-11", "family"): 2,
        ("2026-12", "adviser"): 1,
        ("2026-12", "family"): 1,
    }
    assert told.a_message == (1.0, 1)
    report = write_report(done)
    assert "| told twice on a day without urgency | 0 |" in report
    assert "| Mon 19 Oct 2026 |  | **happened** | The council received a request for an assessment |" in report
    told_on_the_day = "REQ-02 Tell the family whether it will assess: due today, Monday 30 November 2026 |"
    assert f"| Mon 30 Nov 2026 | 08:00 | parent (person 1), email | {told_on_the_day}" in report
    assert "example.org" not in report


def test_the_stories_chosen_are_those_that_show_the_most(here: Installation):
    make_case(here, ("request_received", "2026-10-19"))
    make_case(here, ("request_received", "2026-10-19"), ("decision_to_assess_notified", "2026-11-24"))
    make_case(here, ("request_received", "2026-10-19"), people=False)
    lines = _live(here, "2026-11-23", "2026-12-01").lines
    assert stories.choose(lines, 1) == (CASE,)
    assert stories.choose(lines, 6) == (CASE, "EHC-2026-0002")


def test_what_is_held_is_let_go_at_the_end_of_its_day_and_counted(here: Installation):
    """At most one message a day, says this policy: the parent's leaves at 08:00, the adviser's of 08:30 is held."""
    make_case(here, ("request_received", "2026-10-19"))
    guard = here.policy.guard.model_copy(update={"at_least": 1, "times": 0.1})
    here.policy = here.policy.model_copy(update={"guard": guard})
    done = _live(here, "2026-11-23", "2026-11-24")
    assert done.released == {"too many": 1}
    assert _story(done, "family") == [("23 Nov 08:00", "due_soon", -7)]
    assert _story(done, "adviser") == [("24 Nov 08:30", "due_soon", -7)]


def test_an_event_known_to_the_month_is_told_as_that(here: Installation):
    record = make_case(here, ("request_received", "2026-10"))
    casework.record_event(here, record.reference, NewEvent("consulted", When.parse("2026-11-02")), by="test")
    here.fixed_now = noon("2026-12-01")
    (story,) = stories.tell(here, _live(here, "2026-11-05", "2026-11-06").lines, [CASE])
    assert story.steps[0].what == "The council received a request for an assessment (some day in October 2026)"
