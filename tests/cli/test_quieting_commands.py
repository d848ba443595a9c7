"""`ehcp case ack | snooze`, `ehcp silence`, `ehcp tasks`, `ehcp outbox held | release | discard`."""

import pytest
from messages.conftest import Relay

from .conftest import Terminal, write_csv
from .test_outbox_commands import ANN, PAT, relay, states, use, waiting

__all__ = ["relay", "waiting"]
# The answer to a request received on Monday 5 October 2026 was due on Monday 16 November, six weeks later.
CASE = "EHC-2026-0001"


def test_what_was_seen_is_acknowledged_once(waiting: Terminal):
    assert waiting(f"case ack {CASE} REQ-02") == "1 notice acknowledged."
    assert waiting(f"case ack {CASE} REQ-02") == "Nothing was waiting."
    assert waiting(f"case ack {CASE}") == "Nothing was waiting."


def test_acknowledging_another_rule_leaves_it_waiting(waiting: Terminal):
    assert waiting(f"case ack {CASE} ASM-10") == "Nothing was waiting."
    assert waiting(f"case ack {CASE}") == "1 notice acknowledged."


def test_a_rule_nobody_knows_is_said(waiting: Terminal):
    assert waiting.refused(f"case ack {CASE} REQ-99").startswith("There is no rule 'REQ-99'.")


def test_a_snoozed_date_is_told_to_the_family_and_not_to_the_adviser_until_its_day(waiting: Terminal, relay: Relay):
    said = waiting(f"case snooze {CASE} REQ-02 --until 2026-11-26 --reason 'council rings on Wednesday'")
    assert said == "Snoozed until 2026-11-26 (silence 1). End it before with: ehcp silence end 1"
    use(waiting, relay.port)
    waiting("outbox send")
    assert relay.recipients == [PAT]
    waiting.on("2026-11-25")
    waiting("outbox send")
    assert relay.recipients == [PAT]
    waiting.on("2026-11-26")  # a Thursday
    waiting("outbox send")
    assert relay.recipients == [PAT, ANN]
    assert b"10 days ago" in relay.messages[-1]


def test_a_silenced_case_is_told_to_nobody_and_the_reason_is_kept_sealed(waiting: Terminal, relay: Relay):
    waiting(f"silence add case {CASE} --until 2026-12-01 --reason 'Kim is in hospital'")
    use(waiting, relay.port)
    waiting("outbox send")
    assert relay.recipients == []
    (silence,) = waiting.json("silence list")
    assert (silence["number"], silence["scope"], silence["of"], silence["rule"]) == (1, "case", CASE, None)
    assert b"hospital" not in waiting.stored()


def test_the_list_of_silences_names_cases_and_rules_and_only_one_by_itself_says_why(waiting: Terminal):
    waiting(f"silence add case {CASE} --until 2026-12-01 --reason 'Kim is in hospital'")
    waiting(f"case snooze {CASE} REQ-02 --until 2026-11-26 --reason 'Kim again'")
    waiting("silence add council Camden --until 2026-12-01 --reason 'Kim too'")
    said = waiting("silence list")
    assert f"1 case {CASE} 01 Dec 2026" in said
    assert f"2 case {CASE}, REQ-02 26 Nov 2026" in said
    assert "3 council Camden 01 Dec 2026" in said
    assert "Kim" not in said + str(waiting.json("silence list"))
    assert "clock:" not in said + str(waiting.json("silence list"))
    assert waiting("silence show 1") == "Silence 1: Kim is in hospital"
    assert waiting.json("silence show 2") == {"number": 2, "reason": "Kim again"}
    assert waiting.refused("silence show 9").startswith("There is no silence 9 that still runs.")


def test_a_silence_that_is_ended_lets_what_still_holds_go(waiting: Terminal, relay: Relay):
    waiting(f"silence add case {CASE} --until 2026-12-01 --reason quiet")
    use(waiting, relay.port)
    waiting("outbox send")
    assert waiting("silence end 1").startswith("Silence 1 has ended.")
    waiting("outbox send")
    assert sorted(relay.recipients) == [ANN, PAT]
    assert "There is no silence 1 that still runs." in waiting.refused("silence end 1")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("silence add case EHC-2026-0009 --until 2026-12-01 --reason x", "There is no case"),
        ("silence add council Atlantis --until 2026-12-01 --reason x", "'Atlantis' is not a council we know."),
        ("silence add person 99999 --until 2026-12-01 --reason x", "There is no person 99999."),
        ("silence add school Oak --until 2026-12-01 --reason x", "'school Oak' cannot be silenced."),
        ("silence add kind everything --until 2026-12-01 --reason x", "'kind everything' cannot be silenced."),
        (f"silence add case {CASE} --until 2026-11-23 --reason x", "A silence must end on a day within a year"),
        (f"silence add case {CASE} --until 2028-01-01 --reason x", "A silence must end on a day within a year"),
        (f"silence add case {CASE} --until 2026-12-01 --reason ' '", "A silence needs a reason"),
        (f"case snooze {CASE} REV-13 --until 2026-12-01 --reason x", "EHC-2026-0001 has no date under 'REV-13'."),
    ],
)
def test_a_silence_that_cannot_be_meant_is_refused(waiting: Terminal, line: str, said: str):
    assert waiting.refused(line, code=1 if said.startswith(("There is no", CASE)) else 2).startswith(said)
    assert waiting.json("silence list") == []


def test_who_unsubscribed_becomes_a_task_that_is_done_once(waiting: Terminal):
    waiting("people stop --contact-point 1 --why asked")
    use(waiting, 9)
    waiting("outbox send")
    (task,) = waiting.json("tasks list")
    assert (task["reference"], task["person_id"]) == (CASE, 1)
    assert "REQ-02" in waiting(f"tasks list {CASE}")
    assert waiting("tasks done 1") == "Task 1 is done."
    assert waiting.json("tasks list") == []
    assert waiting.refused("tasks done 1").startswith("There is no open task 1.")


@pytest.fixture
def imported(ehcp: Terminal) -> Terminal:
    """A case from a file whose limit passed on Monday 16 November 2026, looked at by the checks."""
    rows = (
        ("Reference", "Request received", "Parent e-mail", "Parent agreed to reminders", "Adviser e-mail"),
        ("RD 1", "05/10/2026", PAT, "yes", ANN),
    )
    file = write_csv(ehcp.home.parent / "cases.csv", *rows)
    ehcp(f"caseload import {file}")
    ehcp("check")
    return ehcp


def test_what_a_file_tells_is_held_until_somebody_lets_it_go(imported: Terminal, relay: Relay):
    use(imported, relay.port)
    assert imported("outbox send") == "2 held"
    said = imported("outbox held")
    assert "imported: 2 messages" in said
    assert "family overdue 1" in said
    assert imported("outbox release --why imported") == "2 messages go with the next delivery."
    assert imported("outbox send") == "2 sent"
    assert imported("outbox held") == "Nothing is held."


def test_doctor_says_that_messages_are_held(imported: Terminal):
    assert "trouble Held messages: 2 wait until a person releases them; 1 imported cases are not" in imported(
        "doctor", code=1
    )


def test_what_was_dropped_is_not_told_and_later_rungs_are(imported: Terminal, relay: Relay):
    use(imported, relay.port)
    assert imported("outbox discard --why imported") == "2 messages were dropped."
    imported("check")
    assert imported("outbox send") == "Nothing was due."
    assert states(imported) == ["cancelled", "cancelled"]
    imported.on("2026-11-30")  # 14 days after the limit, a rung of both ladders
    imported("check")
    assert imported("outbox send") == "2 sent"


def test_only_some_are_let_go_the_most_urgent_first(imported: Terminal):
    assert imported("outbox release --most 1") == "1 message goes with the next delivery."
    assert sorted(states(imported)) == ["due", "held"]


def test_a_cause_for_which_nothing_is_held_is_said(imported: Terminal):
    assert imported.refused("outbox release --why rain", code=2).startswith("Nothing is held because of 'rain'.")
    assert imported.refused("outbox discard --why rain", code=2).startswith("Nothing is held because of 'rain'.")
