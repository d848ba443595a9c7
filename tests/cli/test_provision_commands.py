"""`ehcp provision`: lines of Section F and what was delivered of them, by commands alone."""

from pathlib import Path

from .conftest import Terminal

LINE = "provision add EHC-2026-0001 --code F1 --strand speech_and_language --amount '1 1/2' --unit hours --per week"


def planned(ehcp: Terminal) -> None:
    """A case with a plan of Tuesday 1 September 2026 and one line in it."""
    ehcp("case open")
    ehcp("case event EHC-2026-0001 final_plan_sent 2026-09-01")
    ehcp(LINE + " --wording 'direct therapy'")


def test_a_line_is_recorded_and_listed(ehcp: Terminal):
    planned(ehcp)
    assert "1.5 hours a week" in ehcp("provision lines EHC-2026-0001")
    (line,) = ehcp.json("provision lines EHC-2026-0001")["lines"]
    assert (line["code"], line["amount"], line["wording"]) == ("F1", "3/2", "direct therapy")


def test_what_was_delivered_is_logged_put_right_and_taken_back(ehcp: Terminal):
    planned(ehcp)
    assert "F1 part, 2026-11-16 to 2026-11-20" in ehcp(
        "provision log EHC-2026-0001 F1 part 2026-11-16/2026-11-20 --amount 1"
    )
    (entry,) = ehcp.json("provision lines EHC-2026-0001")["entries"]
    assert "Corrected" in ehcp(f"provision correct EHC-2026-0001 {entry['id'][:8]} --amount 1/2")
    (entry,) = ehcp.json("provision lines EHC-2026-0001")["entries"]
    assert entry["amount"] == "1/2"
    assert "Taken back" in ehcp(f"provision correct EHC-2026-0001 {entry['id'][:8]} --withdraw")
    assert ehcp.json("provision lines EHC-2026-0001")["entries"] == []


def test_lines_are_carried_to_an_amended_plan(ehcp: Terminal):
    planned(ehcp)
    ehcp("case event EHC-2026-0001 amended_plan_sent 2026-11-02")
    assert ehcp("provision carry EHC-2026-0001") == "Copied: F1."
    assert [line["version"] for line in ehcp.json("provision lines EHC-2026-0001")["lines"]] == [1, 2]


def test_a_correction_says_what_is_right(ehcp: Terminal):
    planned(ehcp)
    assert "Give either what is right" in ehcp.refused("provision correct EHC-2026-0001 abc", 2)


def test_a_file_of_what_was_delivered_is_imported_and_a_template_written(ehcp: Terminal, tmp_path: Path):
    planned(ehcp)
    file = tmp_path / "log.csv"
    file.write_text("Line,Date,What happened,Amount\nF1,16/11/2026,part,45 minutes\n")
    assert ehcp(f"provision import EHC-2026-0001 {file} --dry-run") == "Dry run, nothing stored: 1 imported."
    assert ehcp(f"provision import EHC-2026-0001 {file}") == "1 imported."
    assert ehcp(f"provision import EHC-2026-0001 {file}") == "1 unchanged."
    assert ehcp.json("provision lines EHC-2026-0001")["entries"][0]["amount"] == "3/4"
    assert "Fill in the sheet 'Delivered'" in ehcp(f"provision template {tmp_path / 'empty.xlsx'}")


def test_a_row_that_cannot_be_read_is_named_and_the_command_fails(ehcp: Terminal, tmp_path: Path):
    planned(ehcp)
    file = tmp_path / "log.csv"
    file.write_text("Line,Date,What happened\nF1,tomorrow,part\n")
    said = ehcp.exactly(f"provision import EHC-2026-0001 {file}", 1)
    assert "Row 2  EHC-2026-0001  refused: Date: 'tomorrow' is not a date. Write one day" in said


def test_loose_wording_is_said_at_once(ehcp: Terminal):
    planned(ehcp)
    said = ehcp(
        "provision add EHC-2026-0001 --code F2 --strand occupational_therapy --wording 'A sensory diet as required'"
    )
    assert "F2, 'as required': It leaves to the provider whether anything is given at all. Ask for how much" in said
    (_, line) = ehcp.json("provision lines EHC-2026-0001")["lines"]
    assert (line["specified"], line["vague"]) == ("cannot be measured", ["as_required"])


def test_a_kind_of_provision_that_is_not_known_is_refused_with_those_that_are(ehcp: Terminal):
    planned(ehcp)
    said = ehcp.refused("provision add EHC-2026-0001 --code F2 --strand sensory --wording 'A quiet room'", 2)
    assert "speech_and_language" in said


def test_the_ledger_for_programs_keeps_its_fields(ehcp: Terminal):
    """Nothing reported: the hours of four weeks are owed by Friday 25 September 2026, and of three a week before."""
    ehcp("case open")
    ehcp("case event EHC-2026-0001 final_plan_sent 2026-08-31")
    ehcp(LINE.replace("1 1/2", "1") + " --not-term-time")
    (line,) = ehcp.json("provision ledger EHC-2026-0001 --as-at 2026-09-25")["lines"]
    fields = "line strand specified unit period owed delivered shortfall first_lapse longest_gap_days state by_term"
    assert set(fields.split()) <= set(line)
    assert (line["line"], line["unit"], line["period"], line["owed"], line["delivered"]) == (
        "F1",
        "hours",
        "week",
        4,
        0,
    )
    assert (line["state"], line["first_lapse"]) == ("not_reported", None)
    (before,) = ehcp.json("provision ledger EHC-2026-0001 --as-at 2026-09-18")["lines"]
    assert before["owed"] == 3
