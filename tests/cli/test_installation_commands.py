"""`ehcp demo`, `ehcp db`, `ehcp rules` and `ehcp --version`: what an installation is made of."""

import re
import shutil
from pathlib import Path

from ehcp_workflow import __version__
from ehcp_workflow.law.loading import load_rulebook
from ehcp_workflow.settings import config_dir

from .conftest import Terminal


def test_the_demo_has_sixty_cases_and_a_second_load_adds_nothing(ehcp: Terminal):
    assert ehcp("demo load") == "60 fictional cases loaded."
    before = ehcp.stored()
    assert ehcp("demo load") == "The demo is here already; nothing was added."
    assert ehcp.stored() == before
    assert len(ehcp.json("case list")) == 60


def test_the_demo_shows_cases_in_every_state_and_gives_a_check_something_to_tell(ehcp: Terminal):
    ehcp("demo load")
    states = {line["state"] for line in ehcp.json("case list")}
    assert states == {"waiting", "due soon", "stalled", "done", "done late", "refused", "withdrawn"}
    assert all(report["planned"] > 0 and not report["failures"] for report in ehcp.json("check"))
    assert {line["state"] for line in ehcp.json("outbox list")} == {"due"}


def test_the_demo_leaves_an_organisations_own_policy_alone(ehcp: Terminal):
    ehcp("case list")
    policy = ehcp.home / "policy.yaml"
    policy.write_text("due_soon_days: 3\n")
    ehcp("demo load")
    assert policy.read_text() == "due_soon_days: 3\n"


def test_a_database_is_made_and_a_current_one_left_alone(ehcp: Terminal):
    assert ehcp("db upgrade") == "The database is up to date."
    ehcp("case open")
    before = ehcp.stored()
    assert ehcp("db upgrade") == "The database is up to date."
    assert ehcp.stored() == before


def test_the_data_folder_is_for_its_owner_alone(ehcp: Terminal):
    ehcp("case open --child 'Kim Fictional'")
    assert [oct(path.stat().st_mode & 0o777) for path in (ehcp.home, ehcp.home / "key")] == ["0o700", "0o600"]
    assert b"Kim" not in ehcp.stored()


def test_the_version_is_that_of_the_package(ehcp: Terminal):
    assert ehcp("--version") == f"ehcp {__version__}"
    assert not ehcp.home.exists()


def test_the_rules_are_checked_and_counted(ehcp: Terminal):
    rulebook = load_rulebook(config_dir())
    said = ehcp("rules check")
    assert said.startswith(f"{len(rulebook.rules)} rules, {len(rulebook.events)} kinds of event, bank holidays known ")
    assert said.endswith(f"Nothing is wrong. Fingerprint {rulebook.fingerprint}.")


def test_the_rules_are_listed_with_their_period_and_authority(ehcp: Terminal):
    said = ehcp("rules list")
    assert re.search(r"REQ-02 Tell the family whether it will assess The council 6 weeks SI 2014/1530 reg 5\(1\)", said)
    listed = {rule["ref"]: rule for rule in ehcp.json("rules list")}
    assert listed.keys() == {rule.ref for rule in load_rulebook(config_dir()).rules.values()}
    assert listed["ASM-10"]["versions"][0]["citation"]["provision"] == "reg 13(2)"
    assert all(ref in said for ref in listed)


def test_a_rule_that_is_wrong_is_named_with_its_file_and_line(ehcp: Terminal, tmp_path: Path):
    shutil.copytree(config_dir(), tmp_path / "config")
    rules = tmp_path / "config" / "law" / "plans.yaml"
    rules.write_text(rules.read_text().replace("met_by: [final_plan_sent]", "met_by: [final_plan_snet]"))
    ehcp.set(EHCP_CONFIG_DIR=tmp_path / "config")
    said = ehcp.refused("rules check")
    assert re.search(r"plans\.yaml:\d+", said)
    assert "final_plan_snet" in said


def test_a_policy_that_is_wrong_is_named(ehcp: Terminal):
    ehcp("case list")
    (ehcp.home / "policy.yaml").write_text("due_soon_days: soon\n")
    assert "due_soon_days" in ehcp.refused("case list")
