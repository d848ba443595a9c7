"""`ehcp token`: a secret is shown once, and the list says everything else."""

from .conftest import Terminal


def an_account(ehcp: Terminal) -> None:
    ehcp("caseload board")
    ehcp.sql("INSERT INTO accounts (name, shown_as, role, made_at) VALUES ('ada', 'Ada', 'adviser', '2026-11-23')")


def test_a_token_is_made_listed_and_taken_back(ehcp: Terminal):
    an_account(ehcp)
    made = ehcp.json("token make ada --name 'case system' --write --days 30")
    assert made["secret"].startswith("ehcp_")
    listed = ehcp("token list")
    assert "1 ada case system read and change 23 Dec 2026 never holds" in listed
    assert made["secret"] not in ehcp.exactly("token list --json")
    assert ehcp("token revoke 1") == "Token 1 lets nobody in any more."
    assert "taken back" in ehcp("token list ada")
    assert "ehcp token list" in ehcp.refused("token revoke 1")


def test_a_token_reads_for_ninety_days_unless_it_is_said(ehcp: Terminal):
    an_account(ehcp)
    assert ehcp.json("token make ada") | {"secret": ""} == {"secret": "", "days": 90, "may_change": False}
    # Ninety days after Monday 23 November 2026: Sunday 21 February 2027.
    assert "read 21 Feb 2027 never holds" in ehcp("token list")
    ehcp.on("2027-02-21")
    assert "never ended" in ehcp("token list")


def test_a_token_is_for_somebody_who_is_here(ehcp: Terminal):
    assert "no open account 'nobody'" in ehcp.refused("token make nobody")
    an_account(ehcp)
    assert "from 1 to 366" in ehcp.refused("token make ada --days 367", 2)
