"""`ehcp rules` as people and scripts use it: real files, a real database, exit codes."""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ehcp_workflow.cli.main import run
from ehcp_workflow.law.rulebook import Rulebook

from law_copies import change, copy_of_law
from stories import CONFIG


@dataclass
class Said:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def words(self) -> str:
        return " ".join(self.out.split())

    @property
    def json(self) -> object:
        return json.loads(self.out)


Ehcp = Callable[..., Said]


@pytest.fixture
def ehcp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ehcp:
    """Run the command line in a data folder of its own."""
    monkeypatch.setenv("EHCP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("EHCP_PREFECT_API_URL", "http://127.0.0.1:9/api")

    def command(*words: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["ehcp", *map(str, words)])
        code = 0
        try:
            run()
        except SystemExit as end:
            code = int(end.code or 0)
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return command


def test_a_rule_is_shown_in_full(ehcp: Ehcp):
    said = ehcp("rules", "show", "ASM-10")
    assert said.code == 0
    for expected in (
        "The council must send the final plan. It has 20 weeks from the day the council received a request",
        "a late step never moves it",
        "SI 2014/1530 reg 13(2)",
        "https://www.legislation.gov.uk/uksi/2014/1530/regulation/13",
        "the provision itself was read",
        "Complaint: You can complain to the council.",
        "EXC-C: Exceptional personal circumstances",
        "Signed not yet checked by a lawyer",
    ):
        assert expected in said.words


def test_every_rule_can_be_shown_to_people_and_programs(ehcp: Ehcp, rulebook: Rulebook):
    for rule in list(rulebook.rules.values())[::7]:
        assert rule.ref in ehcp("rules", "show", rule.id).out
        shown = ehcp("rules", "show", rule.id, "--json").json
        assert isinstance(shown, dict)
        assert (shown["id"], shown["signed"]["valid"], shown["place"]) == (rule.id, False, rulebook.places[rule.id])
        assert shown["sentence"]


def test_what_is_not_verified_stands_out(ehcp: Ehcp, rulebook: Rulebook):
    listed = ehcp("rules", "list", "--json").json
    assert isinstance(listed, list)
    assert {rule["id"] for rule in listed} == set(rulebook.rules)
    unverified = [rule["id"] for rule in listed if rule["unverified"]]
    assert ("VERIFIED" in ehcp("rules", "list").out) is bool(unverified)  # a narrow column breaks the two words
    for rule in unverified[:2]:
        assert "NOT VERIFIED" in ehcp("rules", "show", rule).out


def test_the_list_can_be_narrowed(ehcp: Ehcp, rulebook: Rulebook):
    wanted = {rule.id for rule in rulebook.rules.values() if rule.kind == "right" and rule.authority == "tribunal_rule"}
    listed = ehcp("rules", "list", "--kind", "right", "--authority", "tribunal_rule", "--json").json
    assert isinstance(listed, list)
    assert {rule["id"] for rule in listed} == wanted
    part = ehcp("rules", "list", "--part", "appeals", "--json").json
    assert isinstance(part, list)
    assert "appeal" in {rule["id"] for rule in part}
    assert {"appeals"} == {"appeals" for rule in part if "appeals" in rule["part"].lower()}
    assert ehcp("rules", "list", "--part", "cookery").code == 2


def test_a_signature_is_kept_and_shows_everywhere(ehcp: Ehcp):
    said = ehcp("rules", "sign", "ASM-10", "--by", "A. [b]Lawyer", "--remark", "agreed")
    assert said.code == 0
    assert "ASM-10 is signed by A. [b]Lawyer on " in said.out
    assert "signed by A. [b]Lawyer on " in ehcp("rules", "show", "ASM-10").words
    assert "A. [b]Lawyer: agreed" in ehcp("rules", "show", "ASM-10").words
    listed = ehcp("rules", "list", "--json").json
    assert isinstance(listed, list)
    assert [rule["id"] for rule in listed if rule["signed"]["valid"]] == ["final_plan"]


def test_an_explained_date_says_who_checked_its_rule(ehcp: Ehcp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    reference = ehcp("case", "open").out.strip()
    ehcp("case", "event", reference, "request_received", "2026-10-19")
    assert "not yet checked by a lawyer. Information" in ehcp("case", "explain", reference, "ASM-10").words
    ehcp("rules", "sign", "ASM-10", "--by", "A. Lawyer")
    assert "; signed by A. Lawyer on " in ehcp("case", "explain", reference, "ASM-10").words
    clocks = ehcp("case", "show", reference, "--json").json
    assert isinstance(clocks, dict)
    signed = {clock["ref"]: clock["signed"]["valid"] for clock in clocks["clocks"]}
    assert [ref for ref, valid in signed.items() if valid] == ["ASM-10"]
    config = copy_of_law(tmp_path)
    change(config, "final_plan", "must send the final plan", "must send a final plan")
    monkeypatch.setenv("EHCP_CONFIG_DIR", str(config))
    (clock,) = ehcp("case", "explain", reference, "ASM-10", "--json").json
    assert clock["signed"]["state"] == "changed_since"
    assert clock["signed"]["words"].endswith(", changed since")


def test_a_situation_from_a_file_says_who_checked_its_rules(ehcp: Ehcp, tmp_path: Path):
    ehcp("rules", "sign", "ASM-10", "--by", "A. Lawyer")
    file = tmp_path / "case.yaml"
    file.write_text("events:\n  - {kind: request_received, on: 2026-11-23}\n")
    answer = ehcp("whatif", file, "--as-at", "2026-11-24", "--json").json
    assert isinstance(answer, dict)
    assert {c["ref"] for c in answer["clocks"] if c["signed"]["valid"]} == {"ASM-10"}


def test_the_book_and_the_worksheet_are_written(ehcp: Ehcp, tmp_path: Path, rulebook: Rulebook):
    book, worksheet = tmp_path / "book.html", tmp_path / "worksheet.csv"
    assert f"{len(rulebook.rules)} rules are in" in ehcp("rules", "book", book).out
    assert book.read_text(encoding="utf-8").count('<section class="rule"') == len(rulebook.rules)
    assert ehcp("rules", "worksheet", worksheet).code == 0
    with worksheet.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) > 1
    again = ehcp("rules", "worksheet", worksheet)
    assert (again.code, "is there already" in again.err) == (1, True)
    assert ehcp("rules", "book", tmp_path / "nowhere" / "book.html").code == 2


def test_a_rule_run_backwards(ehcp: Ehcp):
    said = ehcp("rules", "back", "ASM-10", "2027-04-12")
    assert "To meet Monday 12 April 2027, it must start by Monday 23 November 2026" in said.words
    answer = ehcp("rules", "back", "ASM-10", "2027-04-12", "--json").json
    assert isinstance(answer, dict)
    assert (answer["last_day"], answer["safe"]) == ("2026-11-23", "2026-11-22")


def test_differences_between_two_folders(ehcp: Ehcp, tmp_path: Path):
    config = copy_of_law(tmp_path)
    assert "Nothing differs." in ehcp("rules", "diff", CONFIG, config).out
    change(config, "final_plan", "weeks: 20", "weeks: 21")
    said = ehcp("rules", "diff", CONFIG, config)
    assert said.code == 0
    assert "changed rule: ASM-10 Send the final plan version from 2014-09-01: period: 20 weeks → 21 weeks" in said.words
    answer = ehcp("rules", "diff", CONFIG, config, "--json").json
    assert isinstance(answer, dict)
    assert [changed["id"] for changed in answer["rules"]["changed"]] == ["final_plan"]


def test_a_preview_says_what_would_change_and_stores_nothing(ehcp: Ehcp, tmp_path: Path):
    reference = ehcp("case", "open", "--child", "Kim Fictional").out.strip()
    ehcp("case", "event", reference, "request_received", "2026-10-19")
    config = copy_of_law(tmp_path)
    change(config, "final_plan", "weeks: 20", "weeks: 21")
    before = _tables(tmp_path)
    said = ehcp("rules", "preview", config)
    assert f"{reference} changes" in said.words
    assert "Monday 8 March 2027" in said.words
    assert "Monday 15 March 2027" in said.words
    assert "Kim" not in said.out
    answer = ehcp("rules", "preview", config, "--proposed", "--json").json
    assert isinstance(answer, dict)
    assert (answer["proposed"], answer["cases"][0]["reference"]) == (True, reference)
    assert _tables(tmp_path) == before


def _tables(folder: Path) -> str:
    with sqlite3.connect(folder / "home" / "ehcp.db") as database:
        return "\n".join(database.iterdump())


def test_the_calendar_says_how_far_it_is_known(ehcp: Ehcp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert "Bank holidays are known from Sunday 1 January 2012 to" in ehcp("rules", "calendar").words
    config = copy_of_law(tmp_path)
    path = config / "calendars" / "england.yaml"
    path.write_text(path.read_text().replace("  - 2026-05-04", "  # 2026-05-04"))
    monkeypatch.setenv("EHCP_CONFIG_DIR", str(config))
    differs = ehcp("rules", "calendar")
    assert differs.code == 1
    assert "Missing in our file: Monday 4 May 2026" in differs.words
    written = ehcp("rules", "calendar", "--update", tmp_path / "new.yaml", "--json")
    assert written.code == 0
    assert "  - 2026-05-04  # Monday, Early May bank holiday" in (tmp_path / "new.yaml").read_text()


@pytest.mark.parametrize(
    ("words", "code", "names"),
    [
        (("show", "NOPE"), 1, "There is no rule 'NOPE'"),
        (("sign", "NOPE", "--by", "A. Lawyer"), 1, "There is no rule 'NOPE'"),
        (("sign", "ASM-10", "--by", " "), 2, "needs a name"),
        (("back", "NOPE", "2027-04-12"), 1, "There is no rule 'NOPE'"),
        (("back", "APP-01", "2027-04-12"), 2, "Run one of them backwards"),
        (("back", "ASM-10", "12/04/2027"), 2, "is not a day"),
        (("diff", "nowhere", "nowhere"), 1, "is not a folder of law"),
        (("preview", "nowhere"), 1, "is not a folder of law"),
        (("list", "--kind", "cookery"), 2, "cookery"),
        (("show",), 2, "RULE"),
    ],
)
def test_what_goes_wrong_is_named_with_its_exit_code(ehcp: Ehcp, words: tuple[str, ...], code: int, names: str):
    said = ehcp("rules", *words)
    assert (said.code, names in said.err) == (code, True), said.err
