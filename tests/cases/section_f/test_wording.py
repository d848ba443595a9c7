"""What a line specifies, in words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from cases.section_f.sections import line

from ehcp_workflow.cases.section_f.line import Line, Per, Unit
from ehcp_workflow.cases.section_f.wording import amount_in_words, specified


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (line(), "1 hour a week in term time"),
        (line(amount=90, unit=Unit.MINUTES, per=Per.DAY), "90 minutes a day in term time"),
        (line(amount=2, unit=Unit.SESSIONS, per=Per.HALF_TERM), "2 sessions a half-term"),
        (line(amount=6, unit=Unit.VISITS, per=Per.SCHOOL_YEAR), "6 visits a school year"),
        (line(amount=1, unit=Unit.DAYS, per=Per.ONCE), "1 day once"),
        (line(amount=3, unit=Unit.TIMES, per=Per.MONTH, term_time=False), "3 times a month"),
        (line(amount=None), "cannot be measured"),
    ],
)
def test_a_line_says_how_much_how_often(said: Line, words: str):
    assert specified(said) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Fraction(1), "1 hour"),
        (Fraction(3, 2), "1.5 hours"),
        (Fraction(0), "0 hours"),
        (Fraction(100), "100 hours"),
        (Fraction(1, 8), "0.125 hours"),
        (Fraction(1, 3), "1/3 hours"),
        (Fraction(7, 3), "2 1/3 hours"),
    ],
)
def test_an_amount_is_never_rounded(amount: Fraction, words: str):
    assert amount_in_words(amount, Unit.HOURS) == words
