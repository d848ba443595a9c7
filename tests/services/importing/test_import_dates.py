"""Date cells: what is understood, what is refused, and that nothing is guessed."""
# ruff: noqa: DTZ001 - a spreadsheet knows no time zone

from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.when import UNKNOWN, When
from ehcp_workflow.services.importing.cells import UnreadableCell
from ehcp_workflow.services.importing.dates import read_birth_date, read_date

THIRD_OF_APRIL = When.day(date(2026, 4, 3))  # a Friday
MARCH = When.month(2025, 3)
TEN_TO_TWENTY = When(date(2025, 3, 10), date(2025, 3, 20))


@pytest.mark.parametrize(
    "cell",
    [
        date(2026, 4, 3),
        datetime(2026, 4, 3),
        "03/04/2026",
        "3/4/2026",
        " 3/4/2026 ",
        "3.4.2026",
        "03.04.26",
        "3-4-2026",
        "03/04/26",
        "3 April 2026",
        "3 april 2026",
        "03 APRIL 2026",
        "3rd April 2026",
        "3rd of April, 2026",
        "3rd Apr 2026",
        "3 Apr. 2026",
        "3 Apr 26",
        "3-Apr-2026",
        "3-Apr-26",
        "3\u00a0April\u00a02026",
        "Fri 3 April 2026",
        "Friday 3 April 2026",
        "Friday, 3rd April 2026",
        "Fri 03/04/2026",
        "2026-04-03",
        "2026-04-03T00:00",
        "2026-04-03T00:00:00",
        "2026-04-03 00:00:00",
        "03/04/2026 00:00",
        "2026-Apr-03 00:00:00",
    ],
)
def test_a_day_is_read_in_every_way_people_write_it_with_the_day_before_the_month(cell):
    assert read_date(cell) == THIRD_OF_APRIL


@pytest.mark.parametrize(
    "cell", ["March 2025", "march 2025", "Mar 2025", "Mar-25", "Mar-2025", "03/2025", "3/2025", "03-2025", "2025-03"]
)
def test_a_month_is_read_as_the_whole_month_and_never_as_its_first_day(cell):
    assert read_date(cell) == MARCH


@pytest.mark.parametrize(("cell", "month"), [("Sept 2025", 9), ("Sep-25", 9), ("May 2025", 5), ("June 2025", 6)])
def test_short_and_long_names_of_months_are_the_same(cell, month):
    assert read_date(cell) == When.month(2025, month)


@pytest.mark.parametrize(
    "cell",
    [
        "10/03/2025 - 20/03/2025",
        "10/03/2025-20/03/2025",
        "10/3/2025 – 20/3/2025",
        "10.03.2025 to 20.03.2025",
        "2025-03-10/2025-03-20",
        "2025-03-10 / 2025-03-20",
        "10 to 20 March 2025",
        "10th to 20th March 2025",
        "10-20 March 2025",
        "10 – 20 March 2025",
        "10 March to 20 March 2025",
        "between 10 and 20 March 2025",
        "Mon 10 March 2025 to Thu 20 March 2025",
    ],
)
def test_a_range_is_read_with_both_its_ends(cell):
    assert read_date(cell) == TEN_TO_TWENTY


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("March to April 2025", When(date(2025, 3, 1), date(2025, 4, 30))),
        ("2025-03/2025-04", When(date(2025, 3, 1), date(2025, 4, 30))),
        ("Feb 2025 - 10 Mar 2025", When(date(2025, 2, 1), date(2025, 3, 10))),
        ("28 December 2024 to 4 January 2025", When(date(2024, 12, 28), date(2025, 1, 4))),
        ("28 February to 4 March 2024", When(date(2024, 2, 28), date(2024, 3, 4))),
    ],
)
def test_a_range_of_months_runs_to_the_last_day_of_the_last_month(cell, expected):
    assert read_date(cell) == expected


@pytest.mark.parametrize("cell", ["unknown", "Unknown", "not known", "Date not known", "n/k", "N/K", "nk", "?", "??"])
def test_a_day_nobody_knows_is_unknown(cell):
    assert read_date(cell) == UNKNOWN


@pytest.mark.parametrize("cell", [None, "", "   ", "\t", "\u00a0"])
def test_a_blank_cell_means_that_it_has_not_happened(cell):
    assert read_date(cell) is None


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("04/25/2026", "no month 25"),
        ("4/13/26", "no month 13"),
        ("31/02/2026", "does not exist"),
        ("29/02/2026", "does not exist"),
        ("2026-02-30", "does not exist"),
        ("0/4/2026", "does not exist"),
        ("13/2025", "does not exist"),
        ("2025-13", "does not exist"),
        ("45678", "serial number"),
        ("45678.0", "serial number"),
        (45678, "is a number"),
        (45678.5, "is a number"),
        (True, "is a number"),
        (time(9, 30), "time of day"),
        (timedelta(days=3), "time of day"),
        (datetime(2026, 4, 3, 17, 30), "time of day"),
        ("2026-04-03T10:00", "not a date"),
        ("2026-04-03T00:00:00Z", "not a date"),
        ("Mon 3 April 2026", "wrong weekday"),
        ("Thu 10 March 2025 to 20 March 2025", "wrong weekday"),
        ("25-03-10", "two ways"),
        ("3/4", "no clear day"),
        ("25-Mar", "no clear day"),
        ("Mar 25", "no clear day"),
        ("03/25", "no clear day"),
        ("20/03/2025 - 10/03/2025", "ends before it begins"),
        ("28 December to 4 January 2025", "ends before it begins"),
        ("10/03 - 20/03/2025", "not a date"),
        ("sometime to 20 March 2025", "not a date"),
        ("3 Apirl 2026", "not a date"),
        ("next week", "not a date"),
        ("early March 2025", "not a date"),
        ("spring 2025", "not a date"),
        ("c. March 2025", "not a date"),
        ("2025", "not a date"),
        ("n/a", "not a date"),
        ("TBC", "not a date"),
        ("03/04/2026?", "not a date"),
        ("03/04/2026 and 05/06/2026 and 07/08/2026", "not a date"),
        ("٣/4/2026", "not a date"),
        ("3/4/2026 " + "x" * 200, "not a date"),
        ("=TODAY()", "formula"),
        ("3/4/0206", "too long ago"),
        (datetime(1900, 1, 12), "too long ago"),
        (date(1904, 1, 1), "too long ago"),
    ],
)
def test_what_is_not_clearly_a_date_is_refused_with_a_reason(cell, reason):
    with pytest.raises(UnreadableCell, match=reason):
        read_date(cell)


@pytest.mark.parametrize("cell", ["04/25/2026", "31/02/2026", "45678", "next week", "=A1+7"])
def test_a_refused_date_is_named_together_with_the_remedy(cell):
    with pytest.raises(BadInput) as refused:
        read_date(cell)
    assert cell in str(refused.value)
    assert refused.value.remedy in str(refused.value)


DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))
THIS_CENTURY = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))


@given(DAYS)
def test_every_day_survives_every_way_of_writing_it(day):
    written = [
        day,
        datetime(day.year, day.month, day.day),
        day.isoformat(),
        f"{day.isoformat()}T00:00",
        f"{day:%d/%m/%Y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day}-{day.month}-{day.year}",
        f"{day:%d %B %Y}",
        f"{day.day} {day:%b} {day.year}",
        f"{day:%a} {day.day} {day:%B} {day.year}",
        f"{day:%A}, {day.day} {day:%B} {day.year}",
        f"{day:%Y-%b-%d} 00:00:00",
    ]
    assert {read_date(text) for text in written} == {When.day(day)}


@given(THIS_CENTURY)
def test_a_year_of_two_digits_is_in_this_century(day):
    assert read_date(f"{day:%d/%m/%y}") == read_date(f"{day.day} {day:%b} {day:%y}") == When.day(day)


@given(DAYS)
def test_every_month_survives_every_way_of_writing_it(day):
    written = [f"{day:%B %Y}", f"{day:%b-%Y}", f"{day:%m/%Y}", f"{day:%Y-%m}"]
    assert {read_date(text) for text in written} == {When.month(day.year, day.month)}


@given(DAYS, DAYS)
def test_every_range_is_read_whichever_way_it_is_written_unless_it_ends_before_it_begins(first, last):
    for text in (f"{first:%d/%m/%Y} - {last:%d/%m/%Y}", f"{first}/{last}", f"{first:%d %B %Y} to {last:%d %B %Y}"):
        if first <= last:
            assert read_date(text) == When(first, last)
        else:
            with pytest.raises(UnreadableCell):
                read_date(text)


@given(DAYS, DAYS)
def test_what_the_engine_writes_it_also_reads(first, last):
    when = When(min(first, last), max(first, last))
    assert read_date(str(when)) == when


@given(DAYS, st.sampled_from(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]))
def test_only_the_right_weekday_is_accepted(day, weekday):
    text = f"{weekday} {day:%d %B %Y}"
    if f"{day:%a}" == weekday:
        assert read_date(text) == When.day(day)
    else:
        with pytest.raises(UnreadableCell, match="wrong weekday"):
            read_date(text)


@given(st.text(max_size=40))
def test_any_other_text_is_a_date_or_is_refused_and_nothing_else_happens(text):
    with suppress(UnreadableCell):
        assert isinstance(read_date(text), When | None)


@pytest.mark.parametrize("cell", ["7/5/2014", "2014-05-07", "7 May 2014", date(2014, 5, 7), datetime(2014, 5, 7)])
def test_a_date_of_birth_is_one_day(cell):
    assert read_birth_date(cell) == date(2014, 5, 7)


@pytest.mark.parametrize("cell", [None, "", "unknown"])
def test_a_date_of_birth_may_be_left_out(cell):
    assert read_birth_date(cell) is None


@pytest.mark.parametrize("cell", ["7/5/14", "7 May 14", "May 2014", "1/5/2014 - 3/5/2014", "soon", "=B2", 41766])
def test_a_date_of_birth_that_is_not_one_day_is_refused_without_repeating_it(cell):
    with pytest.raises(UnreadableCell) as refused:
        read_birth_date(cell)
    assert str(cell) not in str(refused.value)
    assert refused.value.shown is None
