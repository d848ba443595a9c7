"""Reading a date cell, as exactly as it is written and no more exactly: a day, a month, a range, or unknown.

Nothing is guessed. Day comes before month, as in Britain; a text that only makes sense the other way round is refused.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import pendulum

from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.when import UNKNOWN, When
from ehcp_workflow.services.importing.cells import CellValue, UnreadableCell, is_blank, refuse_formula

REMEDY = "Write a day (3/4/2026 or 3 April 2026), a month (March 2025), a range (10/3/2025 - 20/3/2025), or unknown."

_UNKNOWN = frozenset({"unknown", "not known", "date unknown", "date not known", "n/k", "nk", "?", "??"})
_MONTHS = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
_MONTH = "(?:" + "|".join([*_MONTHS, *(name[:3] for name in _MONTHS), "sept"]) + ")"
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_WEEKDAY = re.compile(
    r"(mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|" + "|".join(_WEEKDAYS) + r")\b[.,]?\s*(?=\d)"
)
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b")
_MIDNIGHT = re.compile(r"(?<=\d)[t ]00:00(:00(\.0+)?)?$")
_EARLIEST_YEAR = 1989  # nobody born before then was under 25 when the Act came into force in 2014
_LONGEST = 60

# The shape of a text chooses one format, so that no text is ever tried two ways round.
_DAYS = (
    (re.compile(r"\d{1,2}/\d{1,2}/\d{4}"), "D/M/YYYY"),
    (re.compile(rf"\d{{1,2}} {_MONTH} \d{{4}}"), "D MMM YYYY"),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), "YYYY-MM-DD"),
)
_MONTH_ONLY = (
    (re.compile(rf"{_MONTH} \d{{4}}"), "MMM YYYY"),
    (re.compile(r"\d{1,2}/\d{4}"), "M/YYYY"),
    (re.compile(r"\d{4}-\d{2}"), "YYYY-MM"),
)
# '25-03-10' with hyphens is 25 March 2010 to one person and 10 March 2025 to another, so it has no shape here.
_NUMBERS = re.compile(r"(\d{1,2})(?:([/.-])(\d{1,2})\2(\d{4})|([/.])(\d{1,2})\5(\d{2}))")
_YEAR_FIRST = re.compile(rf"(\d{{4}})-({_MONTH})-(\d{{1,2}})")  # how the national SEN2 return writes it
_NUMBERED_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})")
_NAMED = re.compile(rf"(?:(\d{{1,2}})[ -])?({_MONTH})\.?[ -](\d{{4}})")
_NAMED_SHORT = re.compile(rf"(?:(\d{{1,2}})[ /-])?({_MONTH})-(\d{{2}})|(\d{{1,2}}) ({_MONTH}) (\d{{2}})")
_RANGES = (
    re.compile(r"(?:between )?(.+?) (?:and|to|until) (.+)"),
    re.compile(r"(.+?)\s*[–—]\s*(.+)"),
    re.compile(r"(.+?) - (.+)"),
    re.compile(r"(\d{4}-\d{2}(?:-\d{2})?)\s*/\s*(\d{4}-\d{2}(?:-\d{2})?)"),
    re.compile(r"(\d{1,2}/\d{1,2}/\d{4})-(\d{1,2}/\d{1,2}/\d{4})"),
    re.compile(rf"(\d{{1,2}})-(\d{{1,2}} {_MONTH} \d{{4}})"),
)
_ASCII = re.compile(r"[ -~–—]*")


def read_date(value: CellValue) -> When | None:
    """When something happened, as a cell says it; None for a blank cell, which means that it has not happened.

    A two-digit year is in this century. Both ends of a range belong to it.

    Raises:
        UnreadableCell: the cell holds no date, one that does not exist, or one that could be read in two ways.
    """
    if is_blank(value):
        return None
    if isinstance(value, datetime):
        return _read_timestamp(value)
    if isinstance(value, date):
        return _plausible(value, When.day(value))
    if isinstance(value, (bool, int, float, time, timedelta)):
        raise UnreadableCell(value, "is a number or a time of day, not a date", f"Format the cell as a date. {REMEDY}")
    return _plausible(value, _read_text(str(value).strip()))


def _plausible(value: CellValue, found: When) -> When:
    if found.earliest is not None and found.earliest.year < _EARLIEST_YEAR:
        raise UnreadableCell(value, "is too long ago to be right", f"Check the year. {REMEDY}")
    return found


def read_birth_date(value: CellValue) -> date | None:
    """A date of birth to the day, or None when it is blank or unknown.

    Raises:
        UnreadableCell: the cell holds no single day, or its year has two digits (is 98 a parent's year or a child's?).
            The value is never repeated in the error.
    """
    remedy = "Write the day with the year in full, like 7/5/2014; or leave it blank."
    if isinstance(value, str) and re.search(r"\D\d{2}$", value.strip()) and not re.match(r"\d{4}\D", value.strip()):
        raise UnreadableCell(None, "has a year of two digits", remedy)
    try:
        born = read_date(value)
    except UnreadableCell as error:
        raise UnreadableCell(None, error.reason, remedy) from None
    if born is None or not born.is_known:
        return None
    if born.exact is None:
        raise UnreadableCell(None, "is not one day", remedy)
    return born.exact


def _read_timestamp(value: datetime) -> When:
    # After 5 pm some count a request as received the next working day: a person must choose, so no time is dropped.
    if value.time() != time():
        raise UnreadableCell(value, "has a time of day", "Write only the day on which it counts as done.")
    return _plausible(value, When.day(value.date()))


@lru_cache(maxsize=65536)
def _read_text(text: str) -> When:
    """Read a date written as text; cached, because a caseload repeats the same few thousand days."""
    refuse_formula(text, shown=text)
    said = " ".join(text.casefold().split())
    if said in _UNKNOWN:
        return UNKNOWN
    if len(said) > _LONGEST or not _ASCII.fullmatch(said):
        raise UnreadableCell(text, "is not a date", REMEDY)
    try:
        found = _read_single(said) or _read_range(said)
    except BadInput as error:
        raise _explain(text, error) from None
    if found is None:
        raise UnreadableCell(text, _reason(said), REMEDY)
    return found


def _explain(text: str, error: BadInput) -> UnreadableCell:
    if isinstance(error, UnreadableCell):
        return UnreadableCell(text, error.reason, error.remedy)
    return UnreadableCell(text, "ends before it begins", "Write the earlier date first, each with its own year.")


def _reason(said: str) -> str:
    if re.fullmatch(r"\d{5}(\.\d+)?", said):
        return "is a spreadsheet's serial number, not a date"
    if re.fullmatch(r"\d{1,2}-\d{1,2}-\d{1,2}", said):
        return "could be read in two ways"
    if re.fullmatch(rf"\d{{1,2}}[ /.-](\d{{1,2}}|{_MONTH})|{_MONTH} \d{{1,2}}", said):
        return "has no clear day, month and year"
    return "is not a date"


def _read_single(said: str) -> When | None:
    """One day or one month, or None when the text has neither shape."""
    weekday = _WEEKDAY.match(said)
    plain = _spell_out(said[weekday.end() :] if weekday else said)
    for shape, pattern in _DAYS:
        if shape.fullmatch(plain):
            day = _parse(plain, pattern)
            _check_weekday(day, weekday)
            return When.day(day)
    for shape, pattern in _MONTH_ONLY:
        if shape.fullmatch(plain) and not weekday:
            first = _parse(plain, pattern)
            return When.month(first.year, first.month)
    return None


def _spell_out(said: str) -> str:
    """The same date with its separators, century and month in one form; anything else comes back unchanged."""
    plain = _MIDNIGHT.sub("", _ORDINAL.sub("", said.replace(",", " ").replace(" of ", " ")))
    plain = " ".join(plain.split())
    if match := _NUMBERS.fullmatch(plain):
        return f"{match[1]}/{match[3] or match[6]}/{match[4] or _full_year(match[7])}"
    if match := _YEAR_FIRST.fullmatch(plain):
        return f"{match[3]} {match[2]} {match[1]}"
    if match := _NUMBERED_MONTH.fullmatch(plain):
        return f"{match[1]}/{match[2]}"
    if match := _NAMED.fullmatch(plain):
        return " ".join(filter(None, (match[1], match[2], match[3])))
    if match := _NAMED_SHORT.fullmatch(plain):
        day, month, year = match[1] or match[4], match[2] or match[5], match[3] or match[6]
        return " ".join(filter(None, (day, month, _full_year(year))))
    return plain


def _full_year(year: str) -> str:
    # The engine's law begins in 2014 and records run from then on, so two digits are always 20xx.
    return year if len(year) == 4 else f"20{year}"


def _parse(plain: str, pattern: str) -> date:
    # pendulum knows months by 'Apr' only, so 'april' and 'sept' are cut to that first.
    text = re.sub("[a-z]+", lambda word: word[0][:3].title(), plain) if "MMM" in pattern else plain
    try:
        return pendulum.from_format(text, pattern).date()
    except ValueError:
        pass
    month = re.fullmatch(r"\d{1,2}/(\d{1,2})/\d{4}", plain)
    if month and int(month[1]) > 12:
        raise UnreadableCell(plain, f"has no month {month[1]}", "Write the day before the month, as in 25/4/2026.")
    raise UnreadableCell(plain, "is a date that does not exist", f"Check it. {REMEDY}")


def _check_weekday(day: date, weekday: re.Match[str] | None) -> None:
    # pendulum would move the date to the weekday named; a wrong weekday means that one of the two is a slip.
    right = _WEEKDAYS[day.weekday()].title()
    if weekday and not right.lower().startswith(weekday[1][:3]):
        raise UnreadableCell(
            str(day), f"names the wrong weekday: that day is a {right}", "Check the day and correct it."
        )


def _read_range(said: str) -> When | None:
    """A range of days or months, or None when the text has no such shape."""
    for shape in _RANGES:
        if match := shape.fullmatch(said):
            last = _read_single(match[2])
            first = last and (_read_single(match[1]) or _borrow(match[1], match[2]))
            if first and last:
                return When(first.earliest, last.latest)
    return None


def _borrow(first: str, last: str) -> When | None:
    """The first end of '10 to 20 March 2025' or '28 March to 4 April 2025', with what the last end says of both."""
    named = re.search(rf"({_MONTH}) (\d{{4}})$", last)
    if not named:
        return None
    if re.fullmatch(r"\d{1,2}(st|nd|rd|th)?", first):
        return _read_single(f"{first} {named[1]} {named[2]}")
    if re.fullmatch(rf"(\d{{1,2}}(st|nd|rd|th)? )?{_MONTH}", first):
        return _read_single(f"{first} {named[2]}")
    return None
