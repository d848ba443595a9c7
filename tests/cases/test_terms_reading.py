"""Term files: what is read, and what is refused with its place."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from ehcp_workflow.cases.section_f.terms_reading import read_terms
from ehcp_workflow.errors import BadInput

TERM = {"name": "Autumn 2024", "first": "Monday 2 September 2024", "last": "Friday 20 December 2024"}
GOOD: dict[str, Any] = {
    "owner": "334", "title": "Solihull", "source": "its page", "known_from": date(2024, 9, 1), "known_to": "2024-12-31",
    "terms": [TERM | {"half_term": {"first": "28 October 2024", "last": "2024-11-01"}}],
}  # fmt: skip


def refusal(**other: Any) -> str:
    with pytest.raises(BadInput) as refused:
        read_terms(deepcopy(GOOD) | other, frozenset(), "terms.yaml")
    return str(refused.value)


def test_dates_are_read_as_councils_print_them_and_as_iso() -> None:
    found = read_terms(GOOD | {"inset": ["Friday 6 September 2024"]}, frozenset({date(2024, 12, 25)}), "terms.yaml")
    assert (found.terms[0].days.first, found.terms[0].days.last) == (date(2024, 9, 2), date(2024, 12, 20))
    assert found.terms[0].half_term is not None
    assert found.terms[0].half_term.first == date(2024, 10, 28)
    assert found.inset == {date(2024, 9, 6)}
    assert found.known_to == date(2024, 12, 31)


def test_a_wrong_weekday_and_an_impossible_date_are_refused_together() -> None:
    said = refusal(terms=[TERM | {"first": "Tuesday 2 September 2024"}], closures=[{"first": "31 June 2024"}])
    assert "Tuesday 2 September 2024" in said
    assert "31 June 2024" in said


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"terms": [TERM | {"last": "1 September 2024"}]}, "ends 2024-09-01, before it begins 2024-09-02"),
        ({"terms": [TERM, TERM | {"name": "Another"}]}, "Another begins before Autumn 2024 has ended"),
        ({"terms": [TERM | {"half_term": {"first": "2024-12-23", "last": "2024-12-24"}}]}, "outside Autumn 2024"),
        ({"known_from": date(2024, 9, 3)}, "outside known_from and known_to"),
        (
            {"inset": ["Saturday 7 September 2024"]},
            "Saturday 2024-09-07 is not on a weekday in a term or the week beside it",
        ),
        (
            {"inset": ["Monday 30 December 2024"]},
            "Monday 2024-12-30 is not on a weekday in a term or the week beside it",
        ),
        ({"terms": []}, "there is no term in it"),
        ({"source": ""}, "'source' is missing"),
    ],
)
def test_what_contradicts_itself_is_refused_with_the_file(other: dict[str, Any], says: str) -> None:
    said = refusal(**other)
    assert says in said
    assert said.startswith("terms.yaml")


def test_terms_that_follow_each_other_are_kept_in_order() -> None:
    spring = {"name": "Spring 2025", "first": "Monday 6 January 2025", "last": "Friday 11 April 2025"}
    found = read_terms(GOOD | {"known_to": "2025-04-30", "terms": [TERM, spring]}, frozenset(), "terms.yaml")
    assert [term.name for term in found.terms] == ["Autumn 2024", "Spring 2025"]


@pytest.mark.parametrize("text", ["Mon 2 Sep 2024", "Mon. 2 Sept 2024", "Monday, 2 September 2024"])
def test_weekdays_and_months_may_be_short(text: str) -> None:
    assert read_terms(GOOD | {"terms": [TERM | {"first": text}]}, frozenset(), "x").terms[0].days.first == date(
        2024, 9, 2
    )


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"term": []}, "'term' is not known here"),
        ({"terms": "Autumn"}, "'terms' must be a list"),
        ({"closures": ["31 October 2024"]}, "'closures' must be a list"),
        ({"terms": [TERM | {"half_term": "28 October 2024"}]}, "half_term of Autumn 2024 needs 'first' and 'last'"),
    ],
)
def test_other_shapes_are_refused_and_no_crash(other: dict[str, Any], says: str) -> None:
    assert says in refusal(**other)


def test_a_year_left_out_is_refused() -> None:
    """From Friday 20 December 2024 to Monday 5 January 2026 there are 381 days."""
    later = {"name": "Spring 2026", "first": "Monday 5 January 2026", "last": "Friday 27 March 2026"}
    said = refusal(known_to="2026-03-27", terms=[TERM, later])
    assert "there is no term between Autumn 2024 and Spring 2026 (381 days)" in said


def test_a_training_day_in_the_week_before_a_term_is_taken_and_one_on_a_weekend_is_named_with_its_line() -> None:
    found = read_terms(
        GOOD | {"inset": [date(2024, 9, 6)], "terms": [TERM | {"first": "2024-09-09"}]}, frozenset(), "x"
    )
    assert found.inset == {date(2024, 9, 6)}
    saturday = date(2024, 9, 7)
    with pytest.raises(BadInput, match=r"terms\.csv:9: training day Saturday"):
        read_terms(GOOD | {"inset": [saturday]}, frozenset(), "terms.csv", {saturday: "terms.csv:9"})
