"""`ehcp users`: who may use the pages, who sees which case, and who looked, as typed at the terminal."""

from pathlib import Path

import pytest

from ehcp_workflow.services.accounts.demo_password import DEMO_PASSWORD
from ehcp_workflow.services.demo.accounts import DEMO_ACCOUNTS

from .conftest import Terminal


@pytest.fixture
def people(ehcp: Terminal) -> Terminal:
    """A supervisor, and two advisers in two teams."""
    ehcp("users invite sue --role supervisor --shown-as 'Sue Brown'")
    ehcp("users invite sam --role adviser --shown-as 'Sam Green' --team North")
    ehcp("users invite ann --role adviser --shown-as 'Ann Gray' --team South")
    return ehcp


def test_the_first_is_invited_here_and_the_doctor_says_so(ehcp: Terminal):
    assert "trouble Accounts: nobody can sign in to the pages yet. Run: ehcp users invite" in ehcp("doctor", code=1)
    assert "Nobody yet." in ehcp("users list")
    said = ehcp.exactly("users invite sue --role supervisor --shown-as 'Sue Brown'")
    assert said.splitlines()[1].startswith("http://127.0.0.1:8350/invitation/")
    assert "well Accounts: 1, of which 1 are supervisors." in ehcp("doctor", code=1)


def test_accounts_are_listed_with_what_they_are(people: Terminal):
    listed = {each["name"]: each for each in people.json("users list")}
    assert (listed["sam"]["role"], listed["sam"]["teams"], listed["sam"]["state"]) == ("adviser", ["North"], "invited")
    people("users teams sam --team East --team North")
    people("users role sam read_only")
    listed = {each["name"]: each for each in people.json("users list")}
    assert (listed["sam"]["role"], listed["sam"]["teams"]) == ("read_only", ["East", "North"])
    assert people("users teams") == "East, North, South"
    people("users teams sam --none")
    assert {each["name"]: each["teams"] for each in people.json("users list")}["sam"] == []


def test_an_account_that_ended_stays_ended(people: Terminal):
    people("users end sam")
    assert {each["name"]: each["state"] for each in people.json("users list")}["sam"] == "ended"
    assert "There is no open account 'sam'" in people.refused("users reset sam")
    assert "There is or was an account 'sam'" in people.refused("users invite sam --role adviser --shown-as Sam")
    assert "is the last supervisor" in people.refused("users end sue")
    assert "is the last supervisor" in people.refused("users role sue adviser")


@pytest.mark.parametrize("name", ["Sam Green", "s", "-sam", "sam@example.org", "sam/green"])
def test_a_name_is_one_that_can_be_signed_in_with(ehcp: Terminal, name: str):
    said = ehcp.refused(f"users invite --role adviser --shown-as Sam -- '{name}'", code=2)
    assert "cannot be a name to sign in with" in said


def test_whose_a_case_is_and_who_must_not_see_it(people: Terminal):
    case = people("case open --council Leeds")
    assert "team none, so everybody who sees cases; adviser nobody" in people(f"users assign {case}")
    said = people(f"users assign {case} --team North --to sam")
    assert "team North; adviser sam." in said
    assert "Can see it: sam, sue." in said
    assert "'ann' could not see" in people.refused(f"users assign {case} --to ann")
    assert "There is no team 'West'. There are: North, South." in people.refused(f"users assign {case} --team West")
    assert "sam can no longer see it" in people(f"users wall {case} sam")
    said = people(f"users assign {case}")
    assert "adviser nobody" in said  # it was his
    assert "Behind a wall: sam" in said
    assert "Can see it: sue." in said
    assert "sam may see it again" in people(f"users wall {case} sam --remove")
    assert "Give either --to or --nobody" in people.refused(f"users assign {case} --to sam --nobody", code=2)
    assert people.json(f"users accesses {case}") == []
    assert "Give either a case or --who NAME" in people.refused("users accesses", code=2)


def test_codes_are_shown_in_a_demo_alone(people: Terminal):
    assert "of a running demo only" in people.refused("users code sue")


def test_the_readme_says_how_to_sign_in_to_the_demo():
    said = " ".join((Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8").split())
    assert f"with the password `{DEMO_PASSWORD}`" in said
    for account in DEMO_ACCOUNTS:
        assert f"`{account.name}`" in said
