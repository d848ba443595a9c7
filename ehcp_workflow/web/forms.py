"""Reading what people typed into a form: as what it means, or as errors that say what to do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from ehcp_workflow.law.when import UNKNOWN, When, day_in_words
from ehcp_workflow.web.typed_dates import NotADate, Typed, read_typed

PARTS = ("day", "month", "year")
_WIDTHS = {"day": 2, "month": 3, "year": 4}


class Fields(Protocol):
    """Fields by name: a form that was sent, or a dictionary with what to begin with."""

    def get(self, key: str, default: str, /) -> Any:  # noqa: ANN401 - a form's values are text or files
        """The value of a field; the default where there is none."""


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field of a form.

    Attributes:
        field: the id of the first input that is wrong; the error summary leads to it.
        message: what to do about it.
    """

    field: str
    message: str


@dataclass
class Sent:
    """What was sent with a form, read field by field; what is wrong is gathered on the way.

    Attributes:
        form: the form, kept to be shown again as it was typed.
        wrong: the errors so far.
    """

    form: Fields
    wrong: list[FieldError] = field(default_factory=list)

    @property
    def errors(self) -> tuple[FieldError, ...]:
        """What is wrong, in the order in which it was asked for."""
        return tuple(self.wrong)

    def refuse(self, name: str, message: str) -> None:
        """Say what is wrong with a field."""
        self.wrong.append(FieldError(name, message))

    def text(self, name: str, missing: str = "", longest: int = 4000) -> str:
        """Text without the space around it.

        Args:
            name: the field.
            missing: what to say when nothing was typed; without it the field may be left empty.
            longest: how many characters it may have.
        """
        said = _plain(self.form, name)
        if not said and missing:
            self.refuse(name, missing)
        if len(said) > longest:
            self.refuse(name, f"Write at most {longest:,} characters. There are {len(said):,} now.")
        return said

    def choice(self, name: str, allowed: Collection[str], missing: str = "") -> str:
        """One of what can be chosen, or nothing; `missing` as in `text`. Anything else counts as not chosen."""
        said = _plain(self.form, name)
        if said in allowed:
            return said
        if said or missing:
            self.refuse(name, missing or "Choose one from the list.")
        return ""

    def day(self, name: str, what: str, *, needed: bool = True, until: date | None = None) -> date | None:
        """An exact day from a date input; None where it is empty or wrong.

        Args:
            name: the date input.
            what: the date in words, such as "the date of the letter".
            needed: whether it may be left empty.
            until: the last day it may be, inclusive.
        """
        when = self.when(name, what, needed=needed, until=until)
        if when is None or not when.is_known:
            return None
        if when.exact is None:
            self.refuse(f"{name}-day", f"Add the day to {what}.")
        return when.exact

    def when(self, name: str, what: str, *, needed: bool = True, until: date | None = None) -> When | None:
        """A day, a month, or a range from a date input; unknown where it may be and is empty; None where it is wrong.

        Args:
            name: the date input.
            what: the date in words, such as "the date of the letter".
            needed: whether it may be left empty.
            until: the last day it may be, inclusive; a range may end later if it begins by then.
        """
        first, last = _typed(self.form, name), _typed(self.form, f"{name}-last")
        try:
            found = _join(first, last, what, needed=needed)
        except NotADate as error:
            self.refuse(error.field, error.message)
            return None
        if until and found.earliest and found.earliest > until:
            said = f"Check {what}: it is in the future. It can be {day_in_words(until)} at the latest."
            self.refuse(f"{name}-{PARTS[0]}", said)
            return None
        return found


def _join(first: Typed, last: Typed, what: str, *, needed: bool) -> When:
    if not first.said and not last.said:
        if needed:
            raise NotADate(first.field("day"), f"Enter {what}.")
        return UNKNOWN
    begins = read_typed(first, what)
    if not last.said:
        return begins
    ends = read_typed(last, f"the last day for {what}")
    if not begins.earliest or not ends.latest or ends.latest < begins.earliest:
        raise NotADate(last.field("day"), f"Check the last day for {what}: it is before the first.")
    return When(begins.earliest, ends.latest)


def _typed(form: Fields, name: str) -> Typed:
    return Typed(name, *(_plain(form, f"{name}-{part}") for part in PARTS))


def _plain(form: Fields, name: str) -> str:
    said = form.get(name, "")
    return said.strip() if isinstance(said, str) else ""


def fields_of(name: str, when: When | None) -> dict[str, str]:
    """The fields of a date input that show a date which is known already."""
    if when is None or when.earliest is None or when.latest is None:
        return {}
    month_only = when.precision == "month"
    shown = _fields(name, when.earliest, day=not month_only)
    return shown if month_only or when.exact else shown | _fields(f"{name}-last", when.latest, day=True)


def _fields(name: str, day_: date, *, day: bool) -> dict[str, str]:
    values = (str(day_.day) if day else "", str(day_.month), str(day_.year))
    return {f"{name}-{part}": value for part, value in zip(PARTS, values, strict=True)}


def error_at(errors: Iterable[FieldError], name: str) -> Mapping[str, str] | None:
    """The error of a field, or of one part of a date input, as the macros take it."""
    ours = {name, *(f"{name}-{part}" for part in PARTS)}
    return next(({"text": error.message, "field": error.field} for error in errors if error.field in ours), None)


def date_parts(name: str, form: Fields, wrong: Mapping[str, str] | None) -> list[dict[str, str]]:
    """The three inputs of a date input with what stands in them; those that are wrong are marked."""
    bad = wrong["field"] if wrong else ""
    return [
        {
            "name": part,
            "value": _plain(form, f"{name}-{part}"),
            "classes": f"govuk-input--width-{_WIDTHS[part]}" + " govuk-input--error" * (bad == f"{name}-{part}"),
        }
        for part in PARTS
    ]
