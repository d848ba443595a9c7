"""Which term dates are known: those shipped, and above them those imported; on both databases."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.terms.known import shipped_calendars, term_calendars
from ehcp_workflow.store.tables import TermCalendarRow

CHRISTMAS = date(2024, 12, 25)


def _import(installation: Installation, title: str) -> None:
    term = {"name": "Autumn 2024", "first": "Monday 9 September 2024", "last": "Friday 20 December 2024"}
    said: dict[str, Any] = {"owner": "334", "title": title, "source": "a file", "terms": [term]}
    said |= {"known_from": "2024-09-01", "known_to": "2024-12-31"}
    row = TermCalendarRow(owner="334", title=title, said=said, source="a file", recorded_by="test")
    row.recorded_at = installation.now()
    with installation.database.write() as unit:
        unit.add(row)


def test_solihull_is_shipped_with_the_bank_holidays_of_england(installation: Installation) -> None:
    with installation.database.read() as unit:
        solihull = term_calendars(installation, unit)["334"]
    assert solihull.terms[0].days.first == date(2024, 9, 2)
    assert solihull.terms[-1].days.last == date(2026, 7, 20)
    assert CHRISTMAS in solihull.bank_holidays


def test_the_newest_import_stands_above_what_is_shipped_and_leaves_other_calendars_alone(
    installation: Installation,
) -> None:
    _import(installation, "First")
    _import(installation, "Second")
    with installation.database.read() as unit:
        known = term_calendars(installation, unit)
    assert known["334"].title == "Second"
    assert known["334"].terms[0].days.first == date(2024, 9, 9)
    assert known["school:meridence"].inset >= {date(2023, 10, 27)}


def test_a_wrong_shipped_file_is_refused_with_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "calendars" / "terms"
    folder.mkdir(parents=True)
    (folder / "bad.yaml").write_text("owner: x\ntitle: x\nsource: x\nknown_from: 2024-09-01\n", encoding="utf-8")
    with pytest.raises(BadConfiguration, match=r"bad\.yaml: known_to"):
        shipped_calendars(tmp_path, frozenset())
