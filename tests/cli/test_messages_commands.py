"""`ehcp messages preview` and `ehcp simulate`: what would be told, typed at a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Terminal

PAT, ANN = "pat@example.org", "ann@example.org"
CASE = "EHC-2026-0001"


@pytest.fixture
def asked(ehcp: Terminal) -> Terminal:
    """A terminal on Monday 23 November 2026; the council was asked on 19 October, so it must answer by the 30th."""
    ehcp(f"case open --child 'Kim Fictional' --parent-email {PAT} --agreed 'phone, 3 May' --adviser-email {ANN}")
    ehcp(f"case event {CASE} request_received 2026-10-19")
    return ehcp


def test_a_preview_shows_day_by_day_who_is_told_what_and_why(asked: Terminal):
    said = asked(f"messages preview {CASE} --days 8")
    assert "EHC-2026-0001, Monday 23 November 2026 to Monday 30 November 2026" in said
    told = "REQ-02 Tell the family whether it will assess: due"
    assert f"12:00 parent, person 1 email {told} soon, 7 days before Monday 30 November 2026 from 08:00 on" in said
    assert f"08:30 adviser, person 2 email {told} today, Monday 30 November 2026 digest at 08:30" in said
    assert said.endswith("Nothing was sent or stored.")


def test_a_preview_shows_no_address_and_no_name(asked: Terminal):
    said = asked(f"messages preview {CASE} --words") + str(asked.json(f"messages preview {CASE} --words"))
    assert not [secret for secret in (PAT, ANN, "Kim", "Fictional") if secret in said]


def test_a_preview_with_words_shows_the_finished_messages(asked: Terminal):
    said = asked(f"messages preview {CASE} --days 1 --words")
    assert "Subject: A date to know about" in said
    assert "The last day is Monday 30 November 2026, in 7 days." in said


def test_a_preview_changes_nothing(asked: Terminal):
    before = asked.stored()
    asked(f"messages preview {CASE}")
    assert asked.stored() == before
    assert {line["state"] for line in asked.json("outbox list")} == {"due"}


def test_a_preview_for_programs_has_each_part_apart(asked: Terminal):
    found = asked.json(f"messages preview {CASE} --days 1")
    assert (found["reference"], found["from"], found["to"]) == (CASE, "2026-11-23", "2026-11-23")
    parent = found["foreseen"][0]
    assert (parent["role"], parent["person_id"], parent["channel"], parent["rule"]) == ("parent", 1, "email", "REQ-02")
    assert (parent["kind"], parent["rung"], parent["waiting"]) == ("due_soon", "7 days before", True)
    assert parent["at"] == "2026-11-23T12:00:00+00:00"
    assert "words" not in found


def test_a_case_of_which_nothing_is_to_be_told_says_so(ehcp: Terminal):
    ehcp("case open")
    assert "Nothing would be sent." in ehcp(f"messages preview {CASE}")


def test_an_unknown_case_is_refused(ehcp: Terminal):
    assert "There is no case 'EHC-2026-0009'" in ehcp.refused("messages preview EHC-2026-0009")


def test_a_simulation_counts_what_left_and_what_must_not_be(asked: Terminal, tmp_path: Path):
    report = tmp_path / "year.md"
    said = asked(f"simulate --from 2026-11-23 --to 2026-12-01 --report {report}")
    assert "1 cases, Monday 23 November 2026 to Tuesday 1 December 2026" in said
    assert "family email not urgent 3" in said
    assert "well told twice on a day without urgency: 0" in said
    assert "# 9 simulated days" in report.read_text()
    assert "ehcp simulate --from 2026-11-23 --to 2026-12-01" in report.read_text()


def test_a_simulation_for_programs(asked: Terminal):
    before = asked.stored()
    found = asked.json("simulate --from 2026-11-30 --to 2026-11-30")
    assert found["messages"] == [
        {"to": "adviser", "by": "email", "urgency": "not urgent", "count": 1},
        {"to": "family", "by": "email", "urgency": "not urgent", "count": 1},
    ]
    assert set(found["must_not_be"].values()) == {0}
    assert found["states"] == {"accepted": 2}
    assert asked.stored() == before


def test_what_must_not_be_ends_with_one(asked: Terminal, monkeypatch: pytest.MonkeyPatch):
    """A mailbox in which nothing is found afterwards."""
    monkeypatch.setattr("ehcp_workflow.services.simulating.simulation.read_mailbox", lambda _folder: [])
    said = asked("simulate --from 2026-11-30 --to 2026-11-30", code=1)
    assert "wrong messages that left and did not arrive: 1" in said
    assert "2 left and 0 arrived" in said


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("simulate --from 2026-12-01 --to 2026-11-01", "Give them the other way round."),
        ("simulate --from yesterday --to 2026-11-01", "Write it as 2026-12-01."),
        (f"messages preview {CASE} --days 0", "Choose from 1 to 366."),
    ],
)
def test_what_cannot_be_meant_is_refused(line: str, why: str, asked: Terminal):
    assert why in asked.refused(line, code=2)
