"""A desk at which papers are written, and a case with a ledger to write of."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from ehcp_workflow.cases.section_f.entry import By, EntryKind
from ehcp_workflow.cases.section_f.line import Per, Unit
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.provision.recording import NewEntry, NewLine, add_line, log_delivery

from installations import installed, make_case


@pytest.fixture
def desk(tmp_path: Path):
    """An installation on SQLite: what papers say does not depend on the database."""
    with installed(tmp_path / "home", None, "2026-11-23") as it:
        yield it


def with_provision(installation: Installation) -> str:
    """One hour a week from Monday 1 September 2025 in Solihull; given for two weeks, then missed for five."""
    reference = make_case(installation, ("final_plan_sent", "2025-09-01"), people=False).reference
    hour = NewLine("F1", "speech_and_language", Fraction(1), Unit.HOURS, Per.WEEK, calendar="334")
    add_line(installation, reference, hour, "test")
    for kind, first, last in (
        (EntryKind.DELIVERED, date(2025, 9, 1), date(2025, 9, 12)),
        (EntryKind.MISSED, date(2025, 9, 15), date(2025, 10, 17)),
    ):
        log_delivery(installation, reference, NewEntry("F1", kind, first, last, by=By.PROVIDER), "test")
    return reference
