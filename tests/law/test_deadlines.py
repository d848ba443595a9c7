"""From a start to a due date, with every step of the working."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcp_workflow.errors import BeyondCalendar
from ehcp_workflow.law.counting import Way
from ehcp_workflow.law.deadlines import Deadline, governing, work_out
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.versions import Period
from ehcp_workflow.law.when import UNKNOWN, When

from stories import the_rulebook

SIMPLE = [
    "REQ-02",
    "ASM-02",
    "ASM-03",
    "ASM-06",
    "ASM-09",
    "ASM-10",
    "REV-01",
    "REV-02",
    "REV-09",
    "REV-12",
    "REV-13",
    "MED-01",
    "APP-01a",
    "APP-01b",
]


def _work_out(rulebook: Rulebook, ref: str, start: When) -> Deadline:
    return work_out(rulebook.rule(ref).versions[0], start, rulebook.calendar, "The letter was sent")


def test_the_working_of_an_appeal_has_a_start_a_count_and_an_adjustment(rulebook: Rulebook):
    deadline = _work_out(rulebook, "APP-01a", When.parse("2026-06-15"))
    assert [str(step.after) for step in deadline.working] == ["2026-06-15", "2026-08-15", "2026-09-01"]
    assert [str(step.before) for step in deadline.working] == ["2026-06-15", "2026-06-15", "2026-08-15"]
    assert [step.source for step in deadline.working] == [
        "SI 2008/2699 r20(1)(c)(i)",
        "SI 2008/2699 r20(1)(c)(i)",
        "SI 2008/2699 r12(1)-(3)(a)",
    ]
    assert deadline.working[0].says == "Start: The letter was sent."
    assert "Count 2 months" in deadline.working[1].says


def test_a_start_nobody_knows_gives_a_due_date_nobody_knows(rulebook: Rulebook):
    deadline = _work_out(rulebook, "APP-01a", UNKNOWN)
    assert deadline.due == UNKNOWN
    assert len(deadline.working) == 3


def test_a_duty_without_a_period_has_no_due_date_and_says_so(rulebook: Rulebook):
    at_some_time = rulebook.rule("APP-01a").versions[0].model_copy(update={"period": None, "then": ()})
    deadline = work_out(at_some_time, When.parse("2026-06-15"), rulebook.calendar, "The order was made")
    assert (deadline.due, deadline.working[-1].says) == (UNKNOWN, "The law names no day for it.")


def test_a_duty_of_no_days_falls_on_the_day_it_starts(rulebook: Rulebook):
    at_once = rulebook.rule("REQ-02").versions[0].model_copy(update={"period": Period(way=Way.DAYS, n=0)})
    assert str(work_out(at_once, When.parse("2026-06-15"), rulebook.calendar, "The order was made").due) == "2026-06-15"


def test_a_computation_beyond_the_calendar_is_refused(rulebook: Rulebook):
    with pytest.raises(BeyondCalendar, match="2029-01-02"):
        _work_out(rulebook, "APP-01a", When.parse("2028-11-01"))


days = st.dates(date(2014, 9, 1), date(2027, 10, 31))


@given(st.sampled_from(SIMPLE), days, st.integers(0, 60))
def test_a_ranges_due_dates_are_the_due_dates_of_its_ends(ref: str, day: date, length: int):
    last = day + timedelta(days=length)
    first_due = _work_out(the_rulebook(), ref, When.day(day)).due.exact
    last_due = _work_out(the_rulebook(), ref, When.day(last)).due.exact
    assert first_due
    assert last_due
    assert _work_out(the_rulebook(), ref, When(day, last)).due == When(first_due, last_due)
    assert day <= first_due <= last_due


def _on(*dates: str) -> tuple[Deadline, ...]:
    return tuple(Deadline(When.parse(said), ()) for said in dates)


@pytest.mark.parametrize(
    ("dates", "earliest", "due"),
    [
        (("2027-02-04", "2027-02-18"), True, "2027-02-04"),
        (("2027-02-04", "2027-02-18"), False, "2027-02-18"),
        (("2027-02-18", "2027-02-04", "2027-02-11"), True, "2027-02-04"),
        (("2027-02", "2027-02-10"), True, "2027-02-01/2027-02-10"),
        (("2027-02", "2027-02-10"), False, "2027-02-10/2027-02-28"),
        (("2027-02-04", "unknown"), True, "unknown"),
        (("unknown", "2027-02-04"), False, "unknown"),
    ],
)
def test_the_earlier_or_the_later_date_governs(dates: tuple[str, ...], earliest: bool, due: str):
    deadline = governing(_on(*dates), earliest=earliest, source="reg 22")
    assert str(deadline.due) == due
    assert deadline.working[-1].after == deadline.due
    assert ("earlier" if earliest else "later") in deadline.working[-1].says


def test_one_date_alone_governs_without_a_choice():
    assert governing(_on("2027-02-04"), earliest=True, source="reg 22") == Deadline(When.parse("2027-02-04"), ())


def test_a_choice_shows_the_working_of_every_date_it_chose_from(rulebook: Rulebook):
    notice = _work_out(rulebook, "REV-12", When.parse("2026-12-10"))
    meeting = _work_out(rulebook, "REV-13", When.parse("2026-11-26"))
    deadline = governing((meeting, notice), earliest=True, source="reg 22")
    assert deadline.working[:-1] == (*meeting.working, *notice.working)
    assert "Thursday 18 February 2027 · Thursday 4 February 2027" in deadline.working[-1].says
