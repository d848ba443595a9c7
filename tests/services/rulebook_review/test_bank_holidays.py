"""The bank-holiday file against the list carried offline."""

from __future__ import annotations

import socket
from datetime import date
from pathlib import Path

import pytest

from ehcp_workflow.errors import BadConfiguration, Refused
from ehcp_workflow.law.working_days import load_working_days
from ehcp_workflow.services.rulebook_review.bank_holidays import FILE, compare_calendar, published, write_extended

from law_copies import copy_of_law
from stories import CONFIG


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def short(tmp_path: Path) -> Path:
    """A copy of the law whose bank holidays end with 2026, and lack one that everybody had."""
    config = copy_of_law(tmp_path)
    lines = (config / FILE).read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(("  - 2027", "  - 2028", "  - 2026-05-04"))]
    (config / FILE).write_text("".join(kept).replace("known_to: 2028-12-31", "known_to: 2026-12-31"))
    return config


def test_our_bank_holidays_are_those_that_were_published():
    compared = compare_calendar(CONFIG)
    assert compared.agree
    assert "Bank holidays are known from Sunday 1 January 2012 to" in compared.in_words


def test_only_years_published_in_full_count_as_known():
    theirs = published()
    by_year = [day for day in theirs.named if day.year == theirs.known_to.year]
    assert len(by_year) >= 8
    assert (theirs.known_to.month, theirs.known_to.day) == (12, 31)


def test_what_is_missing_and_what_lies_further_is_named(short: Path):
    compared = compare_calendar(short)
    assert compared.missing == (date(2026, 5, 4),)
    assert compared.further[0] == date(2027, 1, 1)
    assert not compared.agree
    assert compared.can_be_extended
    assert "It goes further, to" in compared.in_words
    assert "says something else of 1 days" in compared.in_words


def test_a_holiday_of_ours_alone_is_named(short: Path):
    path = short / FILE
    path.write_text(path.read_text().rstrip("\n") + "\n  - 2026-07-01  # Wednesday, of our own\n")
    assert compare_calendar(short).extra == (date(2026, 7, 1),)


def test_the_new_file_goes_as_far_as_is_known_and_keeps_the_comments(short: Path, tmp_path: Path):
    out = tmp_path / "new.yaml"
    write_extended(short, out)
    made, whole = load_working_days(out), load_working_days(CONFIG / FILE)
    assert made.holidays >= whole.holidays
    assert made.known_to >= whole.known_to
    text, old = out.read_text(encoding="utf-8"), (short / FILE).read_text(encoding="utf-8")
    assert text.startswith(old[: old.index("known_from")])
    assert "  - 2027-03-26  # Friday, Good Friday\n" in text
    assert "  - 2012-06-05  # Tuesday, Queen's Diamond Jubilee (Extra bank holiday)\n" in text
    days = [line for line in text.splitlines() if line.startswith("  - ")]
    assert days == sorted(days)


def test_the_new_file_never_replaces_another(short: Path):
    with pytest.raises(Refused, match="is there already"):
        write_extended(short, short / FILE)


def test_a_file_written_otherwise_is_refused(short: Path, tmp_path: Path):
    (short / FILE).write_text("known_from: 2026-01-01\nknown_to: 2026-12-31\nholidays: [2026-12-25]\n")
    with pytest.raises(BadConfiguration, match="must be a list, one a line"):
        write_extended(short, tmp_path / "new.yaml")
