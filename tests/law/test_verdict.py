"""Whether a limit was kept, said only as firmly as the dates allow."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcp_workflow.law.verdict import DaysLate, Judgement, Verdict, judge
from ehcp_workflow.law.when import UNKNOWN, When

DUE = "2027-01-04"
DUE_IN_JANUARY = "2027-01"


@pytest.mark.parametrize(
    ("due", "met", "verdict", "late", "words"),
    [
        (DUE, "2027-01-03", Verdict.ON_TIME, None, "on time"),
        (DUE, "2027-01-04", Verdict.ON_TIME, None, "on time"),
        (DUE, "2027-01-05", Verdict.LATE, (1, 1), "late by 1 day"),
        (DUE, "2027-01-14", Verdict.LATE, (10, 10), "late by 10 days"),
        (DUE, "2026-12", Verdict.ON_TIME, None, "on time"),
        (DUE, "2027-01", Verdict.CANNOT_TELL, (0, 27), "cannot tell (between 0 and 27 days late)"),
        (DUE, "2027-02", Verdict.LATE, (28, 55), "late by between 28 and 55 days"),
        (DUE, "unknown", Verdict.CANNOT_TELL, None, "cannot tell"),
        (DUE_IN_JANUARY, "2027-01-01", Verdict.ON_TIME, None, "on time"),
        (DUE_IN_JANUARY, "2027-01-02", Verdict.CANNOT_TELL, (0, 1), "cannot tell (between 0 and 1 days late)"),
        (DUE_IN_JANUARY, "2027-01-31", Verdict.CANNOT_TELL, (0, 30), "cannot tell (between 0 and 30 days late)"),
        (DUE_IN_JANUARY, "2027-02-01", Verdict.LATE, (1, 31), "late by between 1 and 31 days"),
        (DUE_IN_JANUARY, "2027-01", Verdict.CANNOT_TELL, (0, 30), "cannot tell (between 0 and 30 days late)"),
        ("unknown", "2027-01-04", Verdict.CANNOT_TELL, None, "cannot tell"),
        ("unknown", "unknown", Verdict.CANNOT_TELL, None, "cannot tell"),
    ],
)
def test_a_met_limit_is_judged_by_both_ranges(
    due: str, met: str, verdict: Verdict, late: tuple[int, int] | None, words: str
):
    judgement = judge(When.parse(due), When.parse(met), date(2030, 1, 1))
    assert judgement == Judgement(verdict, DaysLate(*late) if late else None)
    assert judgement.in_words == words


@pytest.mark.parametrize(
    ("due", "today", "verdict", "late"),
    [
        (DUE, date(2027, 1, 4), Verdict.NOT_YET, None),
        (DUE, date(2027, 1, 5), Verdict.LATE, (1, 1)),
        (DUE_IN_JANUARY, date(2027, 1, 1), Verdict.NOT_YET, None),
        (DUE_IN_JANUARY, date(2027, 1, 2), Verdict.CANNOT_TELL, (0, 1)),
        (DUE_IN_JANUARY, date(2027, 2, 1), Verdict.LATE, (1, 31)),
        ("unknown", date(2027, 2, 1), Verdict.CANNOT_TELL, None),
    ],
)
def test_an_open_limit_is_judged_by_today(due: str, today: date, verdict: Verdict, late: tuple[int, int] | None):
    assert judge(When.parse(due), None, today) == Judgement(verdict, DaysLate(*late) if late else None)


def test_what_is_not_yet_due_says_so():
    assert Judgement(Verdict.NOT_YET).in_words == "not yet due"


ranges = st.tuples(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 60)).map(
    lambda pair: When(pair[0], date.fromordinal(pair[0].toordinal() + pair[1]))
)


@given(ranges, ranges, st.integers(0, 60), st.integers(0, 60))
def test_a_verdict_holds_for_every_pair_of_days_the_ranges_allow(due: When, met: When, one: int, other: int):
    assert due.earliest
    assert due.latest
    assert met.earliest
    assert met.latest
    due_day = min(due.latest, date.fromordinal(due.earliest.toordinal() + one))
    met_day = min(met.latest, date.fromordinal(met.earliest.toordinal() + other))
    judgement = judge(due, met, date(2040, 1, 1))
    days = (met_day - due_day).days
    match judgement.verdict:
        case Verdict.ON_TIME:
            assert days <= 0
        case Verdict.LATE:
            assert judgement.days_late
            assert judgement.days_late.least <= days <= judgement.days_late.most
        case _:
            assert judgement.days_late
            assert days <= judgement.days_late.most


@given(st.sampled_from([UNKNOWN]), ranges)
def test_nothing_is_said_of_a_date_nobody_knows(unknown: When, known: When):
    nothing = Judgement(Verdict.CANNOT_TELL)
    assert judge(unknown, known, date(2030, 1, 1)) == judge(known, unknown, date(2030, 1, 1)) == nothing
