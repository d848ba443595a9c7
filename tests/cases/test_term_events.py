"""Events as councils list them, gathered into terms: what is understood, and what is refused with its place."""

from datetime import date

import pytest

from ehcp_workflow.cases.section_f.term_events import Meaning, TermEvent, gather, meaning


def event(
    words: str, first: tuple[int, int, int], last: tuple[int, int, int] | None = None, line: int = 2
) -> TermEvent:
    return TermEvent(words, date(*first), date(*last) if last else None, f"terms.csv:{line}")


@pytest.mark.parametrize(
    ("words", "is_range", "understood"),
    [
        ("Autumn Term 2026", True, Meaning.TERM),
        ("Autumn term starts", False, Meaning.BEGINS),
        ("Pupils return to school", False, Meaning.BEGINS),
        ("Last day of term", False, Meaning.ENDS),
        ("Term ends", False, Meaning.ENDS),
        ("Term begins and ends", True, Meaning.TERM),
        ("October Half-Term Holiday", True, Meaning.HALF_TERM),
        ("School closed for half term", True, Meaning.HALF_TERM),
        ("Half term begins", False, Meaning.UNKNOWN),
        ("Half term", False, Meaning.UNKNOWN),
        ("Autumn term", False, Meaning.UNKNOWN),
        ("Staff training day", False, Meaning.INSET),
        ("INSET", False, Meaning.INSET),
        ("May Day bank holiday", False, Meaning.NOTHING),
        ("Christmas holiday", True, Meaning.NOTHING),
        ("School closed (polling station)", False, Meaning.CLOSED),
        ("Sports day", False, Meaning.UNKNOWN),
    ],
)
def test_an_event_is_understood_by_its_words(words: str, is_range: bool, understood: Meaning) -> None:
    assert meaning(event(words, (2026, 10, 26), (2026, 10, 30) if is_range else None)) is understood


def test_terms_training_days_and_closures_are_gathered_from_rows_in_any_order() -> None:
    found = gather(
        [
            event("Half term", (2026, 10, 26), (2026, 10, 30)),
            event("Autumn term", (2026, 9, 1), (2026, 12, 18)),
            event("INSET day", (2026, 9, 1), line=4),
            event("School closed", (2026, 11, 19)),
            event("Christmas holiday", (2026, 12, 21), (2027, 1, 1)),
        ]
    )
    assert found.problems == []
    assert found.terms == [
        {
            "name": "Autumn 2026",
            "first": date(2026, 9, 1),
            "last": date(2026, 12, 18),
            "half_term": {"first": date(2026, 10, 26), "last": date(2026, 10, 30)},
        }
    ]
    assert found.inset == [date(2026, 9, 1)]
    assert found.places[date(2026, 9, 1)] == "terms.csv:4"
    assert found.closures == [{"first": date(2026, 11, 19), "last": date(2026, 11, 19)}]


def test_a_term_may_be_said_by_its_first_day_and_its_last() -> None:
    found = gather([event("Term ends", (2027, 3, 25)), event("Term starts", (2027, 1, 4))])
    assert found.terms == [{"name": "Spring 2027", "first": date(2027, 1, 4), "last": date(2027, 3, 25)}]


def test_the_halves_of_a_term_become_one_term_with_the_holiday_between_them() -> None:
    """As councils with six terms write it: Term 5 to Friday 28 May 2027, Term 6 from Monday 7 June."""
    found = gather([event("Term 5", (2027, 4, 12), (2027, 5, 28)), event("Term 6", (2027, 6, 7), (2027, 7, 21))])
    assert found.problems == []
    assert found.terms == [
        {
            "name": "Summer 2027",
            "first": date(2027, 4, 12),
            "last": date(2027, 7, 21),
            "half_term": {"first": date(2027, 5, 29), "last": date(2027, 6, 6)},
        }
    ]


def test_halves_that_follow_each_other_at_once_have_no_holiday_between_them() -> None:
    found = gather([event("Autumn 1", (2026, 9, 1), (2026, 10, 23)), event("Autumn 2", (2026, 10, 24), (2026, 12, 18))])
    assert "half_term" not in found.terms[0]


def test_training_days_of_a_week_are_its_weekdays() -> None:
    """Friday 4 to Monday 7 September 2026."""
    found = gather([event("Training days", (2026, 9, 4), (2026, 9, 7))])
    assert found.inset == [date(2026, 9, 4), date(2026, 9, 7)]


@pytest.mark.parametrize(
    ("events", "says"),
    [
        ([event("Sports day", (2026, 9, 8), line=7)], "terms.csv:7: 'Sports day' is not understood"),
        ([event("Term ends", (2026, 12, 18))], "the term that ends 2026-12-18 has no first day"),
        ([event("Term starts", (2026, 9, 1))], "the term that begins 2026-09-01 has no last day"),
        (
            [event("Term starts", (2026, 9, 1)), event("Pupils return", (2026, 9, 2)), event("End", (2026, 12, 18))],
            "the term that begins 2026-09-01 has no last day",
        ),
        ([event("Half term", (2026, 10, 26), (2026, 10, 30))], "lies in no term"),
        ([event("Autumn 1", (2026, 9, 1), (2026, 10, 23))], "the other half of 'Autumn 1' is missing"),
        ([event("Autumn 2", (2026, 11, 2), (2026, 12, 18))], "the first half of 'Autumn 2' is missing"),
        (
            [event("Term 1", (2026, 9, 1), (2026, 10, 23)), event("Spring term", (2027, 1, 4), (2027, 3, 25))],
            "the other half of 'Term 1' is missing",
        ),
        ([event("INSET", (2026, 9, 1), (2028, 9, 1))], "'INSET' goes from 2026-09-01 to 2028-09-01"),
    ],
)  # fmt: skip
def test_what_fits_nothing_is_refused_and_never_dropped(events: list[TermEvent], says: str) -> None:
    assert any(says in problem for problem in gather(events).problems)


def test_two_half_term_holidays_in_one_term_are_refused() -> None:
    term = event("Autumn term", (2026, 9, 1), (2026, 12, 18))
    halves = [event("Half term", (2026, 10, 19), (2026, 10, 23)), event("Half term", (2026, 10, 26), (2026, 10, 30))]
    assert any("Autumn 2026 has a half-term holiday already" in one for one in gather([term, *halves]).problems)


def test_a_whole_year_is_known_to_the_end_of_august_and_part_of_one_to_its_last_term() -> None:
    autumn, summer = event("Autumn", (2026, 9, 1), (2026, 12, 18)), event("Summer", (2027, 4, 12), (2027, 7, 21))
    assert gather([autumn, summer]).known() == (date(2026, 9, 1), date(2027, 8, 31))
    assert gather([autumn]).known() == (date(2026, 9, 1), date(2026, 12, 18))
    spring_half = event("Half term", (2027, 5, 31), (2027, 6, 4))
    assert gather([autumn, summer, spring_half]).terms[1]["half_term"]["first"] == date(2027, 5, 31)
    assert gather([event("Spring", (2027, 1, 4), (2027, 3, 25))]).known() == (date(2027, 1, 4), date(2027, 3, 25))
    assert gather([]).known() is None


@pytest.mark.parametrize(("month", "name"), [(9, "Autumn 2026"), (1, "Spring 2026"), (4, "Summer 2026")])
def test_a_term_that_does_not_say_which_it_is_is_named_by_its_first_day(month: int, name: str) -> None:
    assert gather([event("Term", (2026, month, 6), (2026, month, 24))]).terms[0]["name"] == name
