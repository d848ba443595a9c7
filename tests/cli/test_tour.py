"""The README's tour, from a parent's worry to lapsed provision put right: every line of it is typed and works."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

from docx import Document

from ehcp_workflow.settings import PACKAGE

from .conftest import Terminal

README = (PACKAGE.parent / "README.md").read_text()


def lines_of_the_tour() -> list[str]:
    block = README.split("<!-- tour -->\n```\n")[1].split("```")[0]
    return [line for line in block.splitlines() if line]


def test_the_tour_goes_the_whole_way(ehcp: Terminal, tmp_path: Path):
    """On Wednesday 25 November 2026: seven weeks of autumn were missed, one with a training day, and caught up."""
    ehcp.on("2026-11-25")
    said: dict[str, list[str]] = {}
    case = ""
    for line in lines_of_the_tour():
        command = line.split("  #")[0].strip()
        command = re.sub(r"^CASE=\$\((.*)\)$", r"\1", command).removeprefix("bin/ehcp ").replace("$CASE", case)
        command = re.sub(r"(\w+\.docx)", lambda name: str(tmp_path / name[1]), command)
        answer = ehcp(command)
        case = case or answer.strip()
        said.setdefault(" ".join(command.split()[:2]), []).append(answer)
    before, after = said["provision ledger"]
    assert "F1 Speech and language therapy: 1 hour a week in term time" in before
    assert "lapsed" in before
    assert "in place" in after
    assert "F2 Mentoring: cannot be measured" in after
    assert "Provision in Section F is not delivered" in said["case next"][0]
    ledger = {line["line"]: line for line in ehcp.json(f"provision ledger {case}")["lines"]}
    assert (ledger["F1"]["state"], ledger["F1"]["shortfall"], ledger["F1"]["catch_up"]) == ("in_place", 0, 6.8)
    letter = Document(BytesIO((tmp_path / "provision.docx").read_bytes()))
    rows = [[cell.text for cell in row.cells] for table in letter.tables for row in table.rows]
    assert any(row[0] == "Autumn 2026" and row[4] == "6.8" for row in rows if len(row) == 6)
    assert (tmp_path / "chronology.docx").stat().st_size > 10_000
    assert date.fromisoformat(ledger["F1"]["last_report"]) >= date(2026, 11, 20)
