"""What goes wrong is one sentence and an exit code: 1 for what is not there or not allowed, 2 for what was mistyped."""

import os
import shutil
import socket
from pathlib import Path

import pytest

from .conftest import NOBODY_LISTENS, Terminal, write_csv


@pytest.mark.parametrize(
    "line",
    [
        "case show {}",
        "case explain {}",
        "case next {}",
        "case event {} note 2026-11-02",
        "case correct {} abc --withdraw",
    ],
)
def test_a_case_that_is_not_there_is_said_with_where_to_look(ehcp: Terminal, requested: str, line: str):
    said = ehcp.refused(line.format("EHC-2026-0077"))
    assert said == "There is no case 'EHC-2026-0077'. `ehcp case list` shows the references."


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "case event RD_1 request_recieved 2026-11-02",
            "'request_recieved' is not a kind of event. Did you mean request_received?",
        ),
        ("case event RD_1 note yesterday", "'yesterday' is not a date. Write 2025-03-10, 2025-03 (month only), "),
        ("case event RD_1 note 2026-02-30", "'2026-02-30' is not a date."),
        ("case event RD_1 note 2026-11-09/2026-11-02", "The range 2026-11-09/2026-11-02 ends before it begins."),
        ("case event RD_1 note 2026-11-02 --about health", "note is not about one of several. Leave 'about' out."),
        ("case event RD_1 note 2026-11-02 --date sent_on=2026-11-02", "note has no date 'sent_on'."),
        ("case event RD_1 note 2026-11-02 --option outcome=keep", "note cannot have outcome 'keep'."),
        ("case event RD_1 note 2026-11-02 --option outcome", "'outcome' is not of the form name=value."),
        ("case show RD_1 --as-at 1.12.2026", "'1.12.2026' is not a day. Write it as 2026-12-01."),
        ("case show RD_1 --as-at 9999-12-31", "9999-12-31 is too far away. Choose a day between 1900-01-01 and "),
        ("check --as-at tomorrow", "'tomorrow' is not a day."),
        ("caseload board --as-at 0001-01-01", "0001-01-01 is too far away."),
        ("case open --born 21/05/2017", "'21/05/2017' is not a day."),
        ("case open --council Camdem", "'Camdem' is not a council we know."),
        (
            "case open --parent-email pat@example",
            "The e-mail address (11 characters) is not in a form that can be used.",
        ),
        ("outbox list --state lost", "'lost' is not a state of a message. Choose from: held, due, "),
    ],
)
def test_what_cannot_be_understood_is_named_and_nothing_is_stored(ehcp: Terminal, line: str, said: str):
    ehcp("case open --your-reference RD_1")
    before = ehcp.stored()
    assert ehcp.refused(line, code=2).startswith(said)
    assert ehcp.stored() == before


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2026-11-24", "Tuesday 24 November 2026 is in the future. Record an event once it has happened."),
        ("2026-12", "some day in December 2026 is in the future."),
        ("2026-11-02 --date sent_on=2026-11-24", "Tuesday 24 November 2026 is in the future."),
        (
            "2026-11-02/9999-12-31",
            "between Monday 2 November 2026 and Friday 31 December 9999 reaches far into the fut",
        ),
    ],
)
def test_nothing_is_recorded_before_it_has_happened(ehcp: Terminal, requested: str, on: str, said: str):
    before = ehcp.stored()
    assert ehcp.refused(f"case event {requested} decision_to_assess_notified {on}").startswith(said)
    assert ehcp.stored() == before
    assert "some day in November 2026" in ehcp(f"case event {requested} decision_to_assess_notified 2026-11") + ehcp(
        f"case show {requested}"
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("bogus", "No such command 'bogus'"),
        ("case shw X", "No such command 'shw'"),
        ("case show", "Missing argument"),
        ("case show X --as-at", "'--as-at' requires an argument"),
        ("check --now", "No such option: --now"),
        ("outbox retry seven", "Invalid value for 'message'"),
        ("up --web-port web", "Invalid value for '--web-port'"),
    ],
)
def test_a_line_that_is_no_command_of_ours_is_not_run(ehcp: Terminal, line: str, said: str):
    assert ehcp.exactly(line, code=2) == ""
    assert said in ehcp.errors
    assert not ehcp.home.exists()


def test_a_file_that_is_not_there_or_cannot_be_read_is_named(ehcp: Terminal, tmp_path: Path):
    assert ehcp.refused(f"caseload import {tmp_path}/none.csv").startswith("The file none.csv cannot be opened")
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    assert "a.pdf ends in '.pdf'" in ehcp.refused(f"caseload import {tmp_path}/a.pdf", code=2)
    (tmp_path / "a.xlsx").write_bytes(b"not a workbook")
    assert "a.xlsx" in ehcp.refused(f"caseload import {tmp_path}/a.xlsx", code=2)
    assert "no row of headings" in ehcp.refused(f"caseload import {write_csv(tmp_path / 'a.csv', ('x',))}", code=2)


def test_a_template_that_could_not_be_used_is_not_written(ehcp: Terminal, tmp_path: Path):
    said = ehcp.refused(f"caseload template {tmp_path}/none/a.xlsx")
    assert said == f"{tmp_path}/none/a.xlsx cannot be written (No such file or directory). Choose another place for it."
    assert "a.csv does not end in .xlsx" in ehcp.refused(f"caseload template {tmp_path}/a.csv", code=2)
    assert list(tmp_path.iterdir()) == []


def test_a_data_folder_that_cannot_be_made_is_named(ehcp: Terminal, tmp_path: Path):
    (tmp_path / "file").touch()
    ehcp.set(EHCP_HOME=tmp_path / "file" / "home")
    said = ehcp.refused("case list")
    assert said.startswith(f"The data folder {tmp_path}/file/home cannot be used (Not a directory).")
    assert said.endswith("or set EHCP_HOME to another.")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_data_folder_of_somebody_else_is_named(ehcp: Terminal):
    ehcp.home.mkdir(mode=0o500)
    assert "cannot be used (Permission denied)" in ehcp.refused("case list")


def test_a_data_folder_given_as_nothing_is_as_if_not_given(
    ehcp: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    ehcp.set(EHCP_HOME="", HOME=tmp_path / "somebody")
    ehcp("case open")
    assert list(here.iterdir()) == []
    assert [path.name for path in (tmp_path / "somebody").rglob("ehcp.db")] == ["ehcp.db"]


def test_a_key_that_is_lost_or_open_to_others_is_named(ehcp: Terminal, requested: str):
    key = ehcp.home / "key"
    key.chmod(0o644)
    assert "can be read by other users. Run: chmod 600" in ehcp.refused("case list")
    key.unlink()
    assert "is missing, and records are sealed with it" in ehcp.refused("case list")
    ehcp.set(EHCP_KEY="short")
    assert "The encryption key is not a key" in ehcp.refused("case list")


@pytest.mark.parametrize("line", ["case list", "db upgrade", "doctor", "demo load", "check"])
def test_a_database_of_a_newer_version_is_left_alone(ehcp: Terminal, requested: str, line: str):
    ehcp.sql("UPDATE alembic_version SET version_num = '9999'")
    before = ehcp.stored()
    assert ehcp.refused(line).startswith("The database was made by a newer version of ehcp. Install that version")
    assert ehcp.stored() == before


@pytest.mark.parametrize("line", ["case list", "db upgrade"])
def test_a_database_that_cannot_be_opened_is_said_in_a_sentence(ehcp: Terminal, requested: str, line: str):
    file = ehcp.home / "ehcp.db"
    file.write_bytes(b"these are not the pages you are looking for " * 100)
    assert "The database file is damaged or is not a database." in ehcp.refused(line)
    for path in ehcp.home.glob("ehcp.db*"):
        path.unlink()
    file.mkdir()
    assert "The database cannot be opened." in ehcp.refused(line)
    shutil.rmtree(file)
    ehcp.set(EHCP_DATABASE_URL=f"postgresql://nobody:secret@127.0.0.1:{NOBODY_LISTENS}/nothing")
    assert ehcp.refused(line) == "The PostgreSQL server does not answer. Start it, or correct EHCP_DATABASE_URL."


@pytest.mark.parametrize(
    ("name", "value"), [("EHCP_SMTP_PORT", "post"), ("EHCP_SMTP_SECURITY", "some"), ("EHCP_DATABASE_URL", "what")]
)
def test_a_setting_that_cannot_be_used_is_named(ehcp: Terminal, name: str, value: str):
    ehcp.set(**{name: value})
    assert ehcp.refused("case list").startswith(name)


def test_rules_that_are_not_there_are_named(ehcp: Terminal, tmp_path: Path):
    ehcp.set(EHCP_CONFIG_DIR=tmp_path)
    assert f"{tmp_path}/law/vocabulary.yaml cannot be read" in ehcp.refused("rules check")
    assert ehcp.refused("case list").endswith("check EHCP_CONFIG_DIR.")


def test_a_taken_port_is_named_with_the_option_that_changes_it_and_nothing_is_started(ehcp: Terminal):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = ehcp.refused(f"up --web-port {port}")
    assert f"Port {port} is taken by another program. It is needed for the web pages" in said
    assert "choose another with `ehcp up --web-port`" in said
    assert not (ehcp.home / "running.json").exists()
    assert list((ehcp.home / "logs").iterdir()) == []


def test_an_account_without_a_name_records_too(ehcp: Terminal, requested: str, monkeypatch: pytest.MonkeyPatch):
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr("getpass.getuser", nobody)
    ehcp(f"case event {requested} note 2026-11-02")
    assert "note terminal" in ehcp(f"case show {requested}")
