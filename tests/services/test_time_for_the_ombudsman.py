"""That the time for the Ombudsman ends is told to adviser and family, once and once more; on both databases.

Asked on Monday 2 June 2025 and agreed in time; the plan, due on Monday 20 October, never came. It was late from the
21st, so ten months end on Friday 21 August 2026, and the twelve for the Ombudsman on Wednesday 21 October 2026.
"""

import pytest
from relay import SPAM, Relay
from scenes import rows
from sqlalchemy import text

from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework
from ehcp_workflow.services.checks import check_deadlines
from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.planning.round import plan_round

from installations import ADVISER, PARENT, make_case, on_day

SAID = "No complaint to the Ombudsman is recorded."
STORY = (("request_received", "2025-06-02"), ("decision_to_assess_notified", "2025-07-14"))


@pytest.fixture
def late(installation: Installation) -> tuple[Installation, str]:
    """The day before ten months have passed."""
    here = on_day(installation, "2026-08-20")
    return here, make_case(here, *STORY).reference


def left_on(installation: Installation, day: str, relay: Relay | None = None) -> dict[str, str]:
    """What leaves on a day, by address, after the check of that day."""
    here, relay = on_day(installation, day), relay or Relay()
    check_deadlines(here)
    plan_round(here)
    deliver(here, relay.by())
    return {message.to: message.text for message in relay.handed}


def notices_of(installation: Installation) -> list[tuple[str, int, str]]:
    found = rows(
        installation, "SELECT audience, rung, state FROM notices WHERE kind = 'time_ends' ORDER BY rung, audience"
    )
    return [(str(audience), int(rung), str(state)) for audience, rung, state in found]


def test_adviser_and_family_are_told_in_month_ten_and_once_more(late: tuple[Installation, str]):
    before, _ = late
    assert not any(SAID in said for said in left_on(before, "2026-08-20").values())
    told = left_on(before, "2026-08-21")
    assert SAID in told[ADVISER]
    assert "Wednesday 21 October 2026, in 61 days" in told[ADVISER]
    assert "The plan is late." in told[ADVISER]
    assert "You can complain to the Ombudsman if the council does not put things right." in told[PARENT]
    assert "The last day is Wednesday 21 October 2026" in told[PARENT]
    left_on(before, "2026-08-24")
    left_on(before, "2026-09-21")  # Monday, 31 days after Friday 21 August
    assert notices_of(before) == [
        ("adviser", 0, "told"),
        ("family", 0, "told"),
        ("adviser", 31, "told"),
        ("family", 31, "told"),
    ]


def test_a_complaint_to_the_ombudsman_recorded_before_it_left_ends_it(late: tuple[Installation, str]):
    before, reference = late
    here = on_day(before, "2026-08-21")
    check_deadlines(here)
    casework.record_event(here, reference, NewEvent("lgsco_complaint", When.parse("2026-08-21")), by="test")
    assert not any(SAID in text for text in left_on(before, "2026-08-21").values())
    assert {state for _, _, state in notices_of(before)} == {"satisfied"}


def ends_of_tasks(installation: Installation) -> set[str | None]:
    question = "SELECT done_by FROM tasks JOIN notices ON notices.id = notice_id WHERE notices.kind = 'time_ends'"
    return {by for (by,) in rows(installation, question)}


def test_a_task_to_tell_of_it_closes_with_a_complaint_to_the_ombudsman(late: tuple[Installation, str]):
    before, reference = late
    left_on(before, "2026-08-21", Relay([SPAM] * 9))
    assert ends_of_tasks(before) == {None}
    after = on_day(before, "2026-08-24")
    casework.record_event(after, reference, NewEvent("lgsco_complaint", When.parse("2026-08-24")), by="test")
    assert ends_of_tasks(before) == {"no longer needed"}


def test_a_task_to_tell_of_it_stays_when_the_time_has_passed_untold(late: tuple[Installation, str]):
    before, _ = late
    left_on(before, "2026-08-21", Relay([SPAM] * 9))
    left_on(before, "2026-10-22", Relay([SPAM] * 9))
    assert None in ends_of_tasks(before)


def worked_out_otherwise(installation: Installation) -> None:
    with installation.database.write() as unit:
        unit.execute(text("UPDATE cases SET fingerprint = 'earlier'"))


def messages_with_it(installation: Installation) -> set[tuple[int, str]]:
    question = (
        "SELECT n.rung, o.state FROM notices n JOIN outbox o ON o.id = n.outbox_id "
        "WHERE n.kind = 'time_ends' AND n.state = 'planned'"
    )
    return {(int(str(rung)), str(state)) for rung, state in rows(installation, question)}


def test_what_a_change_of_the_rules_brings_waits_for_a_person(late: tuple[Installation, str]):
    """Its time comes with new rules: it might be told to every family of a late plan at once."""
    before, _ = late
    here = on_day(before, "2026-08-21")
    worked_out_otherwise(here)
    check_deadlines(here)
    assert messages_with_it(here) == {(0, "held")}


def test_what_was_told_before_a_change_of_the_rules_is_told_again_as_ever(late: tuple[Installation, str]):
    """Told on Friday 21 August 2026; 31 days later, on Monday 21 September, the same comes again."""
    before, _ = late
    left_on(before, "2026-08-21")
    here = on_day(before, "2026-09-21")
    worked_out_otherwise(here)
    check_deadlines(here)
    assert messages_with_it(here) == {(31, "due")}
