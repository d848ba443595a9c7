"""Reading one cell that is not a date: words, yes or no, a choice from a closed list, an e-mail address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta

from ehcp_workflow.errors import BadInput

CellValue = str | int | float | bool | date | datetime | time | timedelta | None
"""What a spreadsheet cell may hold. CSV files only ever hold text."""

_SHOWN_LENGTH = 40
_EMAIL = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+\.[^\s@,;<>().]+")


class UnreadableCell(BadInput):
    """One cell cannot be understood.

    Attributes:
        shown: the value as text, shortened, or None where it may name or lead to a person.
        reason: what is wrong with it, without the value.
        remedy: what to write instead.
    """

    def __init__(self, value: CellValue, reason: str, remedy: str) -> None:
        self.shown = shorten(value)
        self.reason = reason
        self.remedy = remedy
        named = "This cell" if self.shown is None else f"'{self.shown}'"
        super().__init__(f"{named} {reason}. {remedy}")


def shorten(value: CellValue) -> str | None:
    """A cell's value on one line and no longer than a person needs to find it again."""
    if value is None:
        return None
    text = " ".join(str(value).split())
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 1] + "…"


def is_blank(value: CellValue) -> bool:
    """Whether a cell holds nothing, or only spaces."""
    return value is None or (isinstance(value, str) and not value.strip())


def refuse_formula(text: str, shown: str | None = None) -> None:
    """Stop at a formula: its result is not in the file, so what the sheet showed cannot be known.

    Args:
        text: what the cell holds.
        shown: the same, to be repeated in the error; left out where it could hold a name.

    Raises:
        UnreadableCell: the text begins with an equals sign.
    """
    if text.startswith("="):
        raise UnreadableCell(shown, "holds a formula", "Copy the cell and paste it back as a value.")


def read_text(value: CellValue) -> str | None:
    """The words in a cell with the spaces tidied, or None when it is blank; a whole number loses its '.0'.

    Raises:
        UnreadableCell: the cell holds a formula.
    """
    if is_blank(value):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    text = "\n".join(" ".join(line.split()) for line in str(value).strip().splitlines())
    refuse_formula(text)
    return text


def read_choice(value: CellValue, choices: Mapping[str, Iterable[str]]) -> str | None:
    """One value of a closed list, by its own name or any of its other names; None when the cell is blank.

    Args:
        value: what the cell holds.
        choices: each value of the list with its other names, as `choice_key` writes them.

    Raises:
        UnreadableCell: the words are not in the list.
    """
    text = read_text(value)
    if text is None:
        return None
    key = choice_key(text)
    for choice, names in choices.items():
        if key == choice_key(choice) or key in names:
            return choice
    allowed = ", ".join(choice.replace("_", " ") for choice in choices)
    raise UnreadableCell(
        value, "is not one of the values for this column", f"Write one of: {allowed}; or leave it blank."
    )


def choice_key(text: str) -> str:
    """Words reduced to what matters when two are compared: letters and digits, in lower case."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def read_yes_no(value: CellValue, choices: Mapping[str, Iterable[str]]) -> bool | None:
    """Yes or no, or None when the cell is blank; blank is never taken for either.

    Raises:
        UnreadableCell: the cell says something else.
    """
    if isinstance(value, bool):
        return value
    answer = read_choice(value, choices)
    return None if answer is None else answer == "yes"


def looks_like_email(address: str) -> bool:
    """Whether text has the shape of one e-mail address. It says nothing of whether anybody reads it."""
    return _EMAIL.fullmatch(address) is not None


def read_email(value: CellValue, accepts: Callable[[str], bool] = looks_like_email) -> str | None:
    """One e-mail address, or None when the cell is blank. The address is never repeated in an error.

    Raises:
        UnreadableCell: the cell holds no address, a wrong one, or more than one.
    """
    address = read_text(value)
    if address is None:
        return None
    address = address.removeprefix("mailto:")
    if not accepts(address):
        raise UnreadableCell(None, "is not one e-mail address", "Write one address, like name@example.org.")
    return address
