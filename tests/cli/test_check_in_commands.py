"""`ehcp check-in`: a link is made for one person of the family, and an adviser may answer for them."""

import pytest

from .conftest import Terminal

CASE = "EHC-2026-0001"


@pytest.fixture
def asked(ehcp: Terminal, requested: str) -> Terminal:
    """A case with a parent, asked on Monday 23 November about the week from Monday 16 to Friday 20 November 2026."""
    ehcp(f"people add {requested} parent --name 'Pat Fictional' --contact email=pat@example.org --agreed phone")
    ehcp(f"case event {requested} final_plan_sent 2026-11-02")
    for code in ("F1", "F2"):
        ehcp(f"provision add {requested} --code {code} --strand speech_and_language --amount 1 --unit hours --per week")
    return ehcp


def test_the_last_finished_week_is_asked_about(asked: Terminal):
    said = asked.json(f"check-in ask {CASE} F2 F1 --person 1")
    assert (said["first"], said["last"], said["lines"]) == ("2026-11-16", "2026-11-20", ["F1", "F2"])
    assert said["link"].endswith(f"/check-in/{said['token']}")
    asked.on("2026-11-27")  # a Friday: its week is over for school
    assert asked.json(f"check-in ask {CASE} F1 --person 1")["last"] == "2026-11-27"


def test_a_link_is_answered_and_the_answer_corrected(asked: Terminal):
    token = asked.json(f"check-in ask {CASE} F1 F2 --person 1")["token"]
    assert asked(f"check-in answer {token} F1=all F2=none") == "The answer is logged."
    assert asked(f"check-in answer --case {CASE} --person 1 F2=some") == "The answer is logged."


def test_what_is_asked_and_how_to_answer_is_printed_without_a_name(asked: Terminal):
    said = asked(f"check-in ask {CASE} F1 --person 1")
    assert said.startswith("Asks about F1 from 2026-11-16 to 2026-11-20, for 14 days, on this link: http")
    assert "Fictional" not in said


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("F1=maybe", "'F1=maybe' is not an answer. Write the line and all, some or none, such as F1=all."),
        ("F1=all F1=none", "F1 is answered twice. Keep one of the two."),
        ("F7=all", "F7 was not asked about. Answer for: F1."),
    ],
)
def test_what_is_not_an_answer_is_refused(asked: Terminal, typed: str, says: str):
    asked(f"check-in ask {CASE} F1 --person 1")
    assert asked.refused(f"check-in answer --case {CASE} --person 1 {typed}", 2) == says


def test_half_of_case_and_person_is_refused(asked: Terminal):
    assert asked.refused(f"check-in answer --case {CASE} F1=all", 2).startswith("Give the case and the person")


def test_who_was_not_asked_cannot_be_answered_for(asked: Terminal):
    said = asked.refused(f"check-in answer --case {CASE} --person 1 F1=all")
    assert said == f"Person 1 has no check-in in {CASE}. Ask first: ehcp check-in ask {CASE} --person 1 F1"


def test_a_link_is_ended_by_its_token_or_by_whom_it_asked(asked: Terminal):
    token = asked.json(f"check-in ask {CASE} F1 --person 1")["token"]
    assert asked(f"check-in revoke {token}") == "The link has ended."
    assert asked.refused(f"check-in answer {token} F1=all").startswith("This question can no longer be answered.")
    other = asked.json(f"check-in ask {CASE} F1 --person 1")["token"]
    assert asked(f"check-in revoke --case {CASE} --person 1") == "The link has ended."
    assert asked.refused(f"check-in answer {other} F1=all").startswith("This question can no longer be answered.")


def test_a_revocation_says_which_link(asked: Terminal):
    assert asked.refused("check-in revoke", 2).startswith("Give the case and the person, or the token")
