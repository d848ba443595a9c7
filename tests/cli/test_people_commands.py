"""`ehcp people`: only `list` names anybody; the rest speaks of numbers."""

import getpass
import json
import re

import pytest
from cryptography.fernet import Fernet

from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.settings import load_settings
from ehcp_workflow.store.tables import OutboxRow

from .conftest import Terminal

CASE = "EHC-2026-0001"
PRIVATE = ("Pat", "pat@", "7700", "Kim", "LS1", "ann@")


@pytest.fixture
def pat(ehcp: Terminal, requested: str) -> Terminal:
    """A case with a parent: person 1 with e-mail 1, mobile 2 and telephone 3."""
    contacts = "--contact email=pat@example.org --contact 'sms=07700 900123' --contact phone=07700900999"
    said = ehcp(f"people add {requested} parent {contacts} --name 'Pat Parent' --agreed 'phone, 3 May'")
    assert said == "Person 1, contact points 1, 2, 3."
    return ehcp


def points(ehcp: Terminal) -> dict[int, dict[str, object]]:
    found = [line["contact_point"] for line in ehcp.json(f"people list {CASE}")]
    return {point["number"]: point for point in found}


def test_a_cases_own_list_shows_who_is_in_it_and_how_they_are_reached(pat: Terminal):
    said = pat(f"people list {CASE}")
    assert "1 parent Pat Parent 1 email pat@example.org reminders" in said
    assert "1 parent Pat Parent 2 sms +447700900123 reminders" in said
    (first, *_) = pat.json(f"people list {CASE}")
    assert (first["role"], first["name"], first["language"], first["never"]) == ("parent", "Pat Parent", "en", [])
    assert first["contact_point"]["address"] == "pat@example.org"


def test_a_case_without_people_says_so(ehcp: Terminal, requested: str):
    assert ehcp(f"people list {requested}") == "Nobody is recorded in this case."
    assert ehcp.json(f"people list {requested}") == []


def test_everything_that_is_changed_is_in_the_history_without_a_name_or_an_address(pat: Terminal):
    said = [
        pat("people consent 1 --give 'phone, 4 May' --purpose updates"),
        pat("people consent 2 --withdraw letter"),
        pat("people safe --person 1 --never phone --neutral"),
        pat("people safe --contact-point 1 --hours 09:00-17:00 --no-voicemail"),
        pat("people change --person 1 --language pl --format large_print"),
        pat("people change --contact-point 2 --to '07700 900456'"),
        pat("people stop --contact-point 1 --why not_safe"),
        pat(f"people role {CASE} 1 parent --end"),
        pat("people history 1"),
        str(pat.json("people history 1")),
    ]
    assert [name for name in PRIVATE if name in "".join(said)] == []
    whats = [change["what"] for change in pat.json("people history 1")]
    assert whats[7:] == [
        "consent given: updates",
        "consent withdrawn: reminders, updates, check_ins",
        "wishes: neutral messages; never by phone",
        "safe contact: no voicemail, only 09:00 to 17:00",
        "wishes: language pl; format large_print",
        "contact point added: sms",
        "consent withdrawn: reminders, updates, check_ins",
        "contact point replaced by 4",
        "consent withdrawn: reminders, updates, check_ins",
        "contact point stopped: it is not safe",
        "role ended: parent",
    ]
    assert f"safe contact: no voicemail, only 09:00 to 17:00 {getpass.getuser()}" in pat("people history 1")


def test_what_is_to_know_of_somebody_stands_beside_them(pat: Terminal):
    pat("people safe --person 1 --never phone --neutral")
    pat("people safe --contact-point 1 --hours 09:00-17:00 --no-voicemail --do-not-use")
    pat("people change --person 1 --language pl --format large_print")
    pat("people stop --address sms=07700900123")
    said = pat(f"people list {CASE}")
    wishes = "language pl; large print; never by phone; neutral words"
    assert f"reminders {wishes}; do not use; only 09:00-17:00; no voicemail" in said
    assert f"nothing {wishes}; its address is written to no more" in said
    kept = points(pat)
    assert (kept[1]["hours"], kept[1]["do_not_use"], kept[2]["suppressed"]) == ("09:00-17:00", True, True)


def test_an_address_is_stopped_wherever_it_is_and_taken_up_again_by_its_number(pat: Terminal):
    assert pat("people stop --address email=PAT@example.org") == "Stopped everywhere; 1 person has it."
    assert "--take-up-again" in pat.refused("people consent 1 --give phone")
    assert pat("people stop --contact-point 1 --take-up-again") == "Contact point 1 is taken up again."
    assert pat("people consent 1 --give phone") == "Contact point 1: consent given."
    assert pat("people stop --person 1") == "Person 1: 3 stopped."
    assert [point["stopped"] for point in points(pat).values()] == ["they asked for it"] * 3


def test_a_contact_point_that_was_replaced_is_refused_by_naming_the_present_one(pat: Terminal):
    pat("people change --contact-point 2 --to '07700 900456'")
    pat("people change --contact-point 4 --to '07700 900457'")
    assert pat.refused("people verify 2") == "Another took the place of contact point 2. Use contact point 5 instead."


def test_a_language_we_do_not_write_is_kept_and_said(pat: Terminal):
    said = "There are no messages in so, so they are in English and say so. Those we write: en, pl."
    assert said in pat("people change --person 1 --language so")
    assert pat.json(f"people list {CASE}")[0]["language"] == "so"
    assert "no messages" not in pat("people change --person 1 --language pl")
    assert said in pat(f"people add {CASE} second_parent --contact email=kim@example.org --language so")


def test_a_code_is_sent_and_confirmed(pat: Terminal):
    said = pat("people verify 2")
    assert said == "A code goes to contact point 2 with the next delivery. It is valid for a day."
    with open_installation(load_settings()) as installation, installation.database.read() as unit:
        row = unit.query(OutboxRow).filter_by(message="verify").one()
        words = json.loads(installation.cipher.open(row.content_sealed or ""))
    (code,) = re.findall(r"\b\d{6}\b", words["text"])
    wrong = "000000" if code != "000000" else "000001"
    assert wrong not in pat.refused(f"people verify 2 --code {wrong}", 2)
    assert pat(f"people verify 2 --code {code}") == "Contact point 2 is verified."
    assert points(pat)[2]["verified"] is True


@pytest.mark.parametrize(
    "line",
    [
        f"people add {CASE} parent --contact pat@example.org",
        f"people add {CASE} parent --contact pigeon=Pat",
        f"people add {CASE} 'Pat Parent' --contact email=pat@example.org",
        "people consent 1",
        "people consent 1 --give phone --withdraw phone",
        "people consent 1 --give phone --purpose Pat",
        "people stop",
        "people stop --person 1 --contact-point 1",
        "people stop --person 1 --take-up-again",
        "people stop --address pat@example.org",
        "people safe",
        "people safe --person 1 --hours 09:00-17:00",
        "people safe --contact-point 1 --never sms",
        "people safe --contact-point 1 --hours Pat",
        "people change --person 1",
        "people change --contact-point 1 --language pl",
        "people change --contact-point 1 --to Pat",
        f"people role {CASE} 1 Pat",
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_sentence_that_repeats_nothing(pat: Terminal, line: str):
    before = pat.stored()
    said = pat.refused(line, 2)
    assert [name for name in PRIVATE if name in said] == []
    assert pat.stored() == before


@pytest.mark.parametrize("line", ["people history 9", "people stop --person 9", "people verify 9", "people list X"])
def test_what_is_not_there_is_not_found(pat: Terminal, line: str):
    assert "There is no" in pat.refused(line)


def test_a_new_key_seals_everything_and_the_old_one_stays(pat: Terminal):
    pat(f"case event {CASE} note 2026-11-20 --note 'rang Pat'")
    old = (pat.home / "key").read_text()
    said = pat.json("db rotate-key")
    assert (said["is_new"], said["resealed"]["contact_points.value_sealed"], said["notes_left"]) == (True, 3, 1)
    keys = (pat.home / "key").read_text()
    assert keys.endswith(old)
    assert len(keys.split()) == 2
    assert "pat@example.org" in pat(f"people list {CASE}")
    assert pat("people add 'RD 1' parent --contact email=pat@example.org") == "Person 1, contact points 1."
    again = pat("db rotate-key")
    assert "A new key was made" in again
    assert "Keep every line of the key file." in again


def test_a_change_of_key_that_was_cut_short_is_finished_with_the_same_key(pat: Terminal):
    old = (pat.home / "key").read_text()
    (pat.home / "key").write_text(f"{Fernet.generate_key().decode()}\n{old}")
    keys = (pat.home / "key").read_text()
    assert "A change of key that was cut short was finished" in pat("db rotate-key")
    assert (pat.home / "key").read_text() == keys


def test_a_key_from_the_environment_is_changed_there(pat: Terminal):
    old, new = (pat.home / "key").read_text().strip(), Fernet.generate_key().decode()
    pat.set(EHCP_KEY=old)
    assert "EHCP_KEY holds the key" in pat.refused("db rotate-key")
    pat.set(EHCP_KEY=f"{new},{old}")
    assert pat.json("db rotate-key")["is_new"] is False
    assert "pat@example.org" in pat(f"people list {CASE}")


def test_no_key_is_changed_while_processes_run_with_the_old_one(pat: Terminal):
    (pat.home / "running.json").write_text("{}")
    assert "Stop it first" in pat.refused("db rotate-key")
    assert len((pat.home / "key").read_text().split()) == 1


def test_what_holds_for_an_address_and_who_still_has_an_old_one_is_said_by_numbers(pat: Terminal):
    pat(f"people add {CASE} second_parent --contact email=pat@example.org")
    assert pat("people safe --contact-point 1 --do-not-use") == "Kept for 2 people in 1 case."
    assert pat("people safe --person 1 --neutral") == "Kept for 2 people in 1 case."
    said = pat("people change --contact-point 1 --to new@example.org")
    assert "Contact point 5 takes the place of 1." in said
    assert f"Person 2 ({CASE}) still has the old address" in said
    assert "ehcp people change --contact-point 4 --to ..." in said
    assert "@" not in said
