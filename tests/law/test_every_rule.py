"""What holds for every rule of the rulebook, whatever it says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehcp_workflow.law.deadlines import work_out
from ehcp_workflow.law.rules import Rule
from ehcp_workflow.law.versions import Version
from ehcp_workflow.law.when import When

from stories import the_rulebook

DATED = [rule for rule in the_rulebook().rules.values() if any(version.period for version in rule.versions)]
days = st.dates(date(2014, 9, 1), date(2027, 6, 1))


def due(version: Version, start: When) -> When:
    return work_out(version, start, the_rulebook().calendar, "It began").due


def versions(rule: Rule) -> list[Version]:
    return [version for version in rule.versions if version.period]


def test_the_law_is_there_in_full():
    """Every row of sections 1.1 to 1.12 of the reference has its rule; these are the parts and their last rows."""
    refs = {rule.ref for rule in the_rulebook().rules.values()}
    rows = {
        "REQ": 6, "ASM": 14, "PB": 3, "MOV": 6, "ICB": 3, "REV": 18, "PHA": 4, "REA": 5, "CEA": 6,
        "MED": 11, "APP": 10, "REC": 1, "ORD": 10, "DET": 4, "SCH": 5, "LA": 2, "COM": 8,
    }  # fmt: skip
    named = {part for ref in refs for part in ref.replace("/", " ").split()}
    missing = [
        f"{part}-{n:02d}"
        for part, last in rows.items()
        for n in range(1, last + 1)
        if not any(name.startswith(f"{part}-{n:02d}") for name in named)
    ]
    assert missing == []
    assert len(the_rulebook().rules) >= 100


@pytest.mark.parametrize("rule", DATED, ids=lambda rule: rule.ref)
@given(day=days, later=st.integers(0, 400))
@settings(max_examples=25)
def test_a_rule_is_never_due_before_it_starts_and_a_later_start_never_makes_it_earlier(
    rule: Rule, day: date, later: int
):
    for version in versions(rule):
        assert version.period
        first, last = due(version, When.day(day)).exact, due(version, When.day(day + timedelta(days=later))).exact
        assert first
        assert last
        assert first <= last
        if not version.period.way.is_backwards:
            assert day <= first


@pytest.mark.parametrize("rule", DATED, ids=lambda rule: rule.ref)
@given(day=days, width=st.integers(0, 60))
@settings(max_examples=25)
def test_the_ends_of_a_range_are_the_dates_of_its_ends(rule: Rule, day: date, width: int):
    end = day + timedelta(days=width)
    for version in versions(rule):
        whole = due(version, When(day, end))
        assert (whole.earliest, whole.latest) == (
            due(version, When.day(day)).exact,
            due(version, When.day(end)).exact,
        )


@pytest.mark.parametrize("rule", the_rulebook().rules.values(), ids=lambda rule: rule.ref)
def test_a_rule_says_what_it_is_in_plain_words_and_where_it_stands(rule: Rule):
    assert rule.title[0].isupper()
    assert rule.plain.endswith((".", ". "))
    for version in rule.versions:
        assert version.citation.url.startswith("https://")
