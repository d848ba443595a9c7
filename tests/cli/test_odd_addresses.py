"""What is not exactly one address is refused at once, wherever a person can give one, and nothing is sent to it."""

import time
from pathlib import Path

import pytest

from .conftest import Terminal, write_csv

BLANKS = " " * 4096
ODD = {
    "a tag of a person": "person:1",
    "nothing": "",
    "blanks": BLANKS,
    "two": "a@example.org,b@example.org",
    "two with a semicolon": "a@example.org; b@example.org",
    "two numbers": "07700900123,07700900124",
    "a web address": "mailto://user:secret@example.org",
    "a second line": "a@example.org\nBcc: b@example.org",
    "an address in blanks": f"a@example.org{BLANKS}b@example.org",
}
PLACES = {
    "a parent of a new case": "case open --parent-email '{}' --agreed phone",
    "an adviser of a new case": "case open --adviser-email '{}'",
    "e-mail": "people add EHC-2026-0001 parent --contact 'email={}' --agreed phone",
    "a text": "people add EHC-2026-0001 parent --contact 'sms={}' --agreed phone",
    "WhatsApp": "people add EHC-2026-0001 parent --contact 'whatsapp={}' --agreed phone",
    "Signal": "people add EHC-2026-0001 parent --contact 'signal={}' --agreed phone",
    "ntfy": "people add EHC-2026-0001 parent --contact 'ntfy={}' --agreed phone",
    "Slack": "people add EHC-2026-0001 adviser --contact 'slack={}'",
    "a phone": "people add EHC-2026-0001 parent --contact 'phone={}' --agreed phone",
    "another address": "people change --contact-point 1 --to '{}'",
    "an address to stop": "people stop --address 'email={}'",
    "a number to stop": "people stop --address 'sms={}'",
}
OPTIONAL = {"a parent of a new case", "an adviser of a new case"}
"""Where no address at all may be given too."""


@pytest.fixture
def ready(ehcp: Terminal) -> Terminal:
    ehcp("case open --parent-email pat@example.org --agreed phone")
    return ehcp


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("what", ODD)
def test_it_is_refused_at_once_in_a_sentence_that_does_not_repeat_it(ready: Terminal, place: str, what: str):
    before, began = ready.stored(), time.monotonic()
    if place in OPTIONAL and not ODD[what]:
        ready(PLACES[place].format(""))
        return
    said = ready.refused(PLACES[place].format(ODD[what]), 2)
    assert time.monotonic() - began < 2
    assert ODD[what].strip() not in said or not ODD[what].strip()
    assert ready.stored() == before


@pytest.mark.parametrize("what", [what for what in ODD if ODD[what].strip()])
def test_a_row_of_a_file_with_it_is_refused_and_files_nobody(ehcp: Terminal, tmp_path: Path, what: str):
    head = ("Reference", "Council", "Child's name", "Request received", "Parent's email", "Parent agreed to reminders")
    file = write_csv(tmp_path / "a.csv", head, ("RD 1", "Camden", "Kim Fictional", "2026-10-05", ODD[what], "yes"))
    said = ehcp.json(f"caseload import {file}", code=1)
    assert [row["outcome"] for row in said["rows"]] == ["refused"]
    assert b"contact_points VALUES" not in ehcp.stored()
    assert ehcp.json("outbox list") == []
