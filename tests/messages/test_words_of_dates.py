from datetime import date

import pytest

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.when import When
from ehcp_workflow.messages.words import LanguageTexts, relative

from stories import CONFIG

ENGLISH, POLISH = LanguageTexts.read(CONFIG, "en"), LanguageTexts.read(CONFIG, "pl")
TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize("said", ["2026-12-01", "2026-12", "2026-12-01/2026-12-09", "2024-02-29", "unknown"])
def test_english_writes_dates_as_the_pages_do(said):
    assert ENGLISH.in_words(When.parse(said)) == When.parse(said).in_words()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("2026-12-01", "wtorek 1 grudnia 2026"),
        ("2027-03-10", "środa 10 marca 2027"),
        ("2026-12", "grudzień 2026 (nie znamy dokładnego dnia)"),
        ("2026-12-01/2026-12-09", "nie wcześniej niż wtorek 1 grudnia 2026, nie później niż środa 9 grudnia 2026"),
        ("unknown", "nieznana data"),
    ],
)
def test_polish_writes_dates_in_polish(said, words):
    assert POLISH.in_words(When.parse(said)) == words


@pytest.mark.parametrize(
    ("said", "english", "polish"),
    [
        ("2026-11-24", "today", "dzisiaj"),
        ("2026-11-25", "in 1 day", "za 1 dzień"),
        ("2026-12-01", "in 7 days", "za 7 dni"),
        ("2027-11-24", "in 365 days", "za 365 dni"),
        ("2026-11-23", "1 day ago", "1 dzień temu"),
        ("2026-11-21", "3 days ago", "3 dni temu"),
        ("2026-12", "in 7 days at the earliest", "najwcześniej za 7 dni"),
        ("2026-11-20/2026-12-02", "perhaps already past", "być może już minął"),
        ("2026-11-24/2026-12-02", "perhaps already past", "być może już minął"),
        ("2026-10", "at least 24 days ago", "co najmniej 24 dni temu"),
        ("unknown", "", ""),
    ],
)
def test_how_far_away_a_date_is_is_counted_in_days(said, english, polish):
    assert ENGLISH.how_far(When.parse(said), TODAY) == english
    assert POLISH.how_far(When.parse(said), TODAY) == polish


def test_pages_and_commands_say_the_same_of_a_day():
    assert relative(date(2026, 12, 1), TODAY) == "in 7 days"
    assert relative(date(2026, 11, 23), TODAY) == "1 day ago"
    assert relative(TODAY, TODAY) == "today"
    assert relative(None, TODAY) == ""


@pytest.mark.parametrize(("count", "form"), [(1, "jedna"), (2, "dwie"), (5, "pięć"), (12, "pięć"), (22, "dwie")])
def test_polish_has_a_form_for_few_and_one_for_many(count, form):
    assert POLISH.plural(count, one="jedna", few="dwie", many="pięć") == form


def test_a_plural_without_the_form_that_a_number_needs_says_which():
    with pytest.raises(BadConfiguration, match=r"messages/pl: .* no form 'many' for the number 5"):
        POLISH.plural(5, one="rzecz", few="rzeczy")


def test_a_language_knows_which_way_it_is_written():
    assert ENGLISH.direction == "ltr"
