"""`ehcp family` and `ehcp calendar`: addresses are printed once, to whoever makes them, and can be ended."""

import io
import sys

import pytest

from .conftest import Terminal

CASE = "EHC-2026-0001"


@pytest.fixture
def family(ehcp: Terminal, requested: str, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A parent in a case, and somebody at the keyboard who types the word they agreed."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("blue kettle\n" * 3))
    ehcp(f"people add {requested} parent --name 'Pat Fictional' --contact email=pat@example.org --agreed phone")
    return ehcp


def test_a_link_is_printed_once_and_listed_without_its_address(family: Terminal):
    said = family(f"family link {CASE} --person 1 --word")
    assert "/family/1-" in said
    assert "works until 2027-02-21" in said  # 90 days after Monday 23 November 2026
    [listed] = family.json(f"family list {CASE}")
    assert (listed["person_id"], listed["asks"], listed["state"]) == (1, "word", "open")
    assert "/family/" not in family(f"family list {CASE}")


def test_a_word_that_is_too_short_is_refused(family: Terminal, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("cat\n"))
    family.exactly(f"family link {CASE} --person 1 --word", 2)
    assert family.errors == "ehcp: The word must have at least 6 letters. Agree a longer one with them.\n"


def test_without_a_word_the_date_of_birth_is_asked_for(family: Terminal):
    assert family.json(f"family link {CASE} --person 1")["asks"] == "birth_date"


def test_a_link_is_renewed_and_ended(family: Terminal):
    family(f"family link {CASE} --person 1 --word")
    family.on("2026-12-01")
    assert family(f"family renew {CASE} 1") == "Link 1 works until 2027-03-01."
    assert family(f"family revoke {CASE} 1") == "Link 1 has ended."
    assert family.json(f"family list {CASE}")[0]["state"] == "ended by an adviser"
    assert "Make a new one" in family.refused(f"family renew {CASE} 1")


def test_addresses_of_all_are_for_the_demo_alone(family: Terminal):
    assert family.refused("family list", 2) == "Name the case whose links to list."


def test_a_family_has_a_calendar_that_can_be_ended(family: Terminal):
    address = family(f"calendar make --case {CASE} --person 1").rpartition(" ")[2]
    assert address.endswith(".ics")
    assert "/calendar/1-" in address
    [listed] = family.json("calendar list")
    assert (listed["number"], listed["reference"], listed["account"]) == (1, CASE, None)
    assert "/calendar/" not in family("calendar list")
    assert family("calendar revoke 1") == "Calendar 1 has ended."
    assert family.json("calendar list") == []
    assert family.refused("calendar revoke 1").startswith("There is no calendar 1 that still works.")


@pytest.mark.parametrize("typed", ["", "--case EHC-2026-0001", "--person 1", "--account an.adviser --person 1"])
def test_a_calendar_is_of_an_account_or_of_a_person_in_a_case(family: Terminal, typed: str):
    assert family.refused(f"calendar make {typed}", 2) == "Give --account alone, or --case and --person."


def test_who_has_no_account_has_no_calendar(family: Terminal):
    assert (
        family.refused("calendar make --account nobody")
        == "There is no open account 'nobody'. Check how it is written."
    )
