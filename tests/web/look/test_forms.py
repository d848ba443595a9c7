"""What people type into forms: dates as exact as they know them, and errors that say what to do."""

from datetime import date

import pytest
from starlette.datastructures import FormData

from ehcp_workflow.law.when import UNKNOWN, When
from ehcp_workflow.web.forms import FieldError, Sent, error_at, fields_of

WHAT = "the date of the letter"
FIGURES = "Check the year of the date of the letter. Write all 4 figures, for example 2026."
MONTH = "Check the month of the date of the letter. Write a number from 1 to 12, or its name."


def typed(name="on", day="", month="", year="", **more):
    parts = {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}
    return Sent(FormData(parts | {f"{name}-last-{part}": value for part, value in more.items()}))


@pytest.mark.parametrize(
    ("day", "month", "year", "means"),
    [
        ("25", "11", "2026", "2026-11-25"),
        (" 3 ", "March", "2026", "2026-03-03"),
        ("03", "mar", "2026", "2026-03-03"),
        ("29", "2", "2028", "2028-02-29"),
        ("", "3", "2026", "2026-03"),
        ("", "September", "2026", "2026-09"),
    ],
)
def test_a_date_is_a_day_or_a_month(day, month, year, means):
    sent = typed(day=day, month=month, year=year)
    assert sent.when("on", WHAT) == When.parse(means)
    assert sent.errors == ()


def test_two_dates_are_a_range_with_both_ends_in_it():
    sent = Sent(
        FormData(
            {"on-day": "10", "on-month": "3", "on-year": "2026", "on-last-month": "4", "on-last-year": "2026"},
        )
    )
    assert sent.when("on", WHAT) == When(date(2026, 3, 10), date(2026, 4, 30)), "a month without a day is all of it"
    assert sent.errors == ()


@pytest.mark.parametrize(
    ("day", "month", "year", "field", "message"),
    [
        ("", "", "", "on-day", "Enter the date of the letter."),
        ("3", "", "2026", "on-month", "Add the month to the date of the letter."),
        ("3", "3", "", "on-year", "Add the year to the date of the letter."),
        ("3", "3", "26", "on-year", FIGURES),
        (
            "3",
            "3",
            "1926",
            "on-year",
            "Check the year of the date of the letter. Write all 4 figures, for example 2026.",
        ),
        (
            "3",
            "13",
            "2026",
            "on-month",
            "Check the month of the date of the letter. Write a number from 1 to 12, or its name.",
        ),
        ("29", "2", "2026", "on-day", "Check the date of the letter: there is no day 29 in February 2026."),
        ("x", "2", "2026", "on-day", "Check the date of the letter: there is no day x in February 2026."),
        ("²", "2", "2026", "on-day", "Check the date of the letter: there is no day ² in February 2026."),
    ],
)
def test_a_date_that_is_none_says_what_to_mend_and_where(day, month, year, field, message):
    sent = typed(day=day, month=month, year=year)
    assert sent.when("on", WHAT) is None
    assert sent.errors == (FieldError(field, message),)


def test_a_range_that_ends_before_it_begins_is_refused_at_its_end():
    form = {"on-day": "10", "on-month": "3", "on-year": "2026"}
    sent = Sent(FormData(form | {"on-last-day": "9", "on-last-month": "3", "on-last-year": "2026"}))
    assert sent.when("on", WHAT) is None
    assert [error.field for error in sent.errors] == ["on-last-day"]


def test_a_date_in_the_future_is_refused_where_it_cannot_be():
    sent = typed(day="26", month="11", year="2026")
    assert sent.when("on", WHAT, until=date(2026, 11, 25)) is None
    assert "Wednesday 25 November 2026 at the latest" in sent.errors[0].message
    same_month = typed(month="11", year="2026")
    assert same_month.when("on", WHAT, until=date(2026, 11, 25)) == When.month(2026, 11)


def test_a_date_that_need_not_be_known_is_unknown_when_it_is_empty():
    sent = typed()
    assert sent.when("on", WHAT, needed=False) is UNKNOWN
    assert sent.day("on", WHAT, needed=False) is None
    assert sent.errors == ()


def test_where_one_day_is_asked_for_a_month_is_not_enough():
    sent = typed(month="3", year="2026")
    assert sent.day("on", WHAT) is None
    assert sent.errors == (FieldError("on-day", "Add the day to the date of the letter."),)
    assert typed(day="3", month="3", year="2026").day("on", WHAT) == date(2026, 3, 3)


@pytest.mark.parametrize("when", ["2026-11-25", "2026-03", "2026-03-10/2026-04-02"])
def test_what_is_known_can_be_shown_in_the_form_and_read_back(when):
    assert Sent(fields_of("on", When.parse(when))).when("on", WHAT) == When.parse(when)


def test_text_and_choices_are_read_without_space_and_never_invented():
    sent = Sent(FormData({"note": "  x ", "kind": "other", "long": "y" * 11}))
    assert sent.text("note") == "x"
    assert sent.text("missing") == ""
    assert sent.choice("kind", {"one", "two"}) == ""
    assert sent.choice("none", {"one"}, "Choose what happened.") == ""
    sent.text("gone", "Write why.")
    sent.text("long", longest=10)
    assert [error.message for error in sent.errors] == [
        "Choose one from the list.",
        "Choose what happened.",
        "Write why.",
        "Write at most 10 characters. There are 11 now.",
    ]


def test_an_error_of_a_part_of_a_date_is_an_error_of_the_date():
    errors = (FieldError("on-year", "Add the year."), FieldError("note", "Write why."))
    assert error_at(errors, "on") == {"text": "Add the year.", "field": "on-year"}
    assert error_at(errors, "note") == {"text": "Write why.", "field": "note"}
    assert error_at(errors, "on-last") is None
