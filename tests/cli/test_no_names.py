"""No child's name, address or own reference leaves a case's own commands."""

from pathlib import Path

import pytest

from ehcp_workflow.services.demo.loading import ADVISERS, FIRST_NAMES

from .conftest import Terminal, write_csv

PRIVATE = ("Kim", "Fictional", "pat@", "ann@", "RD 1", "2017-05-21", "21 May", "secret", "parent.0", "DEMO-")
NAMES = (*PRIVATE, *FIRST_NAMES, *ADVISERS)
LISTS = ("caseload board", "case list", "outbox list", "check --dry-run", "check", "doctor", "case next EHC-2026-0061")


@pytest.fixture
def peopled(ehcp: Terminal) -> Terminal:
    """The demo and, as EHC-2026-0061, a case with everything that could be told of anybody."""
    ehcp("demo load")
    people = "--child 'Kim Fictional' --born 2017-05-21 --parent-email pat@example.org --agreed secret"
    ehcp(f"case open --council Camden {people} --adviser-email ann@example.org --your-reference 'RD 1'")
    ehcp("case event 'RD 1' request_received 2026-10-05 --note secret --source secret")
    return ehcp


def told(said: str) -> list[str]:
    return [name for name in NAMES if name in said]


@pytest.mark.parametrize("line", LISTS)
def test_what_lists_cases_shows_references_alone(peopled: Terminal, line: str):
    said = peopled.exactly(line, code=1 if line == "doctor" else 0)
    assert told(said) == []
    assert told(peopled.exactly(f"{line} --json", code=1 if line == "doctor" else 0)) == []
    assert told(said + peopled("case show 'RD 1'")) == ["Kim", "Fictional"]


def test_a_message_that_was_tried_is_listed_without_its_address(peopled: Terminal):
    peopled.set(EHCP_SMTP_HOST="127.0.0.1", EHCP_SMTP_PORT=9, EHCP_SMTP_SECURITY="none")
    assert told(peopled("outbox send") + peopled("outbox list")) == []


def test_what_an_event_answers_names_nobody(peopled: Terminal):
    said = peopled("case event 'RD 1' draft_plan_sent 2026-11-20 --note secret")
    assert "EHC-2026-0061" in said
    assert told(said) == []


def test_the_verdicts_of_an_import_repeat_no_name_and_no_address(ehcp: Terminal, tmp_path: Path):
    headings = ("Reference", "Council", "Child's name", "Request received", "Parent's email")
    rows = (
        ("RD 1", "Kim Fictional", "Camden", "2026-10-05", None),
        ("RD 2", "Camden", "Kim Fictional", "2026-10-05", "pat@example"),
        ("RD 3", "Camden", "Kim Fictional", "unknown", "pat@example.org"),
    )
    file = write_csv(tmp_path / "a.csv", headings, *rows)
    said = ehcp.json(f"caseload import {file} --dry-run", code=1)
    assert [row["outcome"] for row in said["rows"]] == ["refused", "refused", "needs attention"]
    assert told(str(said) + ehcp(f"caseload import {file}", code=1)) == []
