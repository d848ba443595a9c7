"""When something sent counts as received: two conventions, both given, each labelled."""

from __future__ import annotations

from datetime import date

import pytest

from ehcp_workflow.law.receipt import Delivery, estimates, span
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.when import UNKNOWN, When


def days(rulebook: Rulebook, sent: str, how: Delivery, *, late: bool = False) -> list[str]:
    return [str(reading.day) for reading in estimates(When.parse(sent), how, rulebook.calendar, after_5pm=late)]


@pytest.mark.parametrize(
    ("sent", "how", "late", "received"),
    [
        ("2026-11-23", Delivery.EMAIL, False, ["2026-11-23", "2026-11-23"]),  # a Monday
        ("2026-11-23", Delivery.EMAIL, True, ["2026-11-23", "2026-11-24"]),  # the evening of a Monday
        ("2026-11-22", Delivery.EMAIL, False, ["2026-11-22", "2026-11-23"]),  # E3: a Sunday
        ("2026-11-20", Delivery.BY_HAND, True, ["2026-11-20", "2026-11-23"]),  # the evening of a Friday
        ("2026-11-21", Delivery.BY_HAND, True, ["2026-11-21", "2026-11-23"]),  # the evening of a Saturday
        ("2026-11-19", Delivery.FIRST_CLASS_POST, False, ["2026-11-20", "2026-11-23"]),  # posted on a Thursday
        ("2026-12-24", Delivery.FIRST_CLASS_POST, False, ["2026-12-29", "2026-12-30"]),  # Christmas Eve, a Thursday
        ("2026-11-19", Delivery.SECOND_CLASS_POST, False, ["2026-11-25"]),  # the fourth working day, a Wednesday
        ("2026-11-19", Delivery.SIGNED_FOR, False, []),
    ],
)
def test_each_way_of_delivery_has_its_readings(
    rulebook: Rulebook, sent: str, how: Delivery, late: bool, received: list[str]
):
    assert days(rulebook, sent, how, late=late) == received


def test_every_reading_says_what_it_is_and_whose(rulebook: Rulebook):
    for how in Delivery:
        for reading in estimates(When.day(date(2026, 11, 19)), how, rulebook.calendar):
            assert reading.says
            assert reading.source


def test_several_readings_span_the_time_between_them(rulebook: Rulebook):
    readings = estimates(When.parse("2026-11"), Delivery.FIRST_CLASS_POST, rulebook.calendar)
    # From Sunday 1 November to Monday 30 November: received between Monday 2 November and Wednesday 2 December.
    assert str(span(readings)) == "2026-11-02/2026-12-02"
    assert span(()) == UNKNOWN
    assert span(estimates(UNKNOWN, Delivery.EMAIL, rulebook.calendar)) == UNKNOWN
