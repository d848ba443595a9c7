"""What a reader may ask in an address: the day to answer for, and where in a list to go on."""

from __future__ import annotations

from datetime import date

from ehcp_workflow.cases.looks import NEVER
from ehcp_workflow.errors import BadInput

# A day outside these is a slip of the keyboard, and arithmetic with it might run off the calendar.
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)


def read_as_at(text: str | None, today: date) -> date | None:
    """The day to answer for, or None for today.

    Raises:
        BadInput: it is not a day between the years 2000 and 2099.
    """
    if text is None or not text.strip():
        return None
    day = read_day(text, today)
    return None if day == today else day


def read_day(text: str, today: date) -> date:
    """A day from an address; today is the example of how to write one.

    Raises:
        BadInput: it is not a day between the years 2000 and 2099.
    """
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(f"'{text}' is not a day. Write it as year-month-day, for example {today}.") from None
    if not EARLIEST <= day <= LATEST:
        raise BadInput(f"{day} is too far away. Choose a day between {EARLIEST} and {LATEST}.")
    return day


def read_after(text: str | None) -> tuple[date, str] | None:
    """The last line already seen: its date and reference, as `write_after` wrote them.

    Raises:
        BadInput: it is not one of ours.
    """
    if not text:
        return None
    day, _, reference = text.partition("_")
    try:
        return (NEVER if day == "none" else date.fromisoformat(day)), reference
    except ValueError:
        raise BadInput("The list cannot go on from there. Go back to its beginning.") from None


def read_number(text: str | None) -> int | None:
    """A place in a list that goes by numbers; None for its beginning.

    Raises:
        BadInput: it is not one.
    """
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise BadInput(f"'{text}' is not a place in the list. Begin at the first page.")
    return int(text)


def write_after(key: tuple[date, str]) -> str:
    """A place in the list as it stands in an address: a date and a reference, nothing personal."""
    day, reference = key
    return f"{'none' if day == NEVER else day.isoformat()}_{reference}"
