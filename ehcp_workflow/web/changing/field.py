"""The fields of a form, said once: how each is shown and how what was typed is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from ehcp_workflow.law.when import UNKNOWN
from ehcp_workflow.web.forms import Fields, Sent


class Shape(StrEnum):
    """How a field looks, and what it gives when it is read."""

    TEXT = "text"
    AREA = "area"
    WHEN = "when"
    """A day, a month or a range of days."""
    DAY = "day"
    ONE = "one"
    """One of a few things, as radio buttons."""
    SOME = "some"
    """Any of a few things, as checkboxes."""
    LIST = "list"
    """One of many things, as a list to choose from."""


@dataclass(frozen=True)
class Field:
    """One field of a form.

    Attributes:
        name: of the field; also the id of its first input.
        label: the question; shape: how it is asked.
        hint: what helps to answer it.
        choices: what can be chosen: pairs of the value and its words.
        missing: what to do when it was left empty; without it that is no error.
        what: a date in words, such as "the day it happened".
        until: the last day it may be, inclusive.
        unknown: whether the date may be said to be known to nobody.
        width: of an input for text: how many characters it should hold; 0 for the whole width.
    """

    name: str
    label: str
    shape: Shape = Shape.TEXT
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    missing: str = ""
    what: str = ""
    until: date | None = None
    unknown: bool = False
    width: int = 0
    longest: int = 4000

    @property
    def first_input(self) -> str:
        """The id of its first input, which an error leads to."""
        return f"{self.name}-day" if self.shape in {Shape.WHEN, Shape.DAY} else self.name

    @property
    def unknown_name(self) -> str:
        """The name of the checkbox that says that nobody knows the date."""
        return f"{self.name}-unknown"


@dataclass(frozen=True)
class Form:
    """A form as it is shown: where it goes, what it asks, and what stands above it.

    Attributes:
        title: of the page; reference: of the case.
        action: where it is sent; back: the page it was reached from.
        lead: paragraphs above it.
        button: what sends it.
        hidden: what it carries beside its fields.
        warning: whether sending it takes something away, so that its button warns.
        blame: the field beside which an error stands that is about none in particular; the first one without it.
    """

    title: str
    action: str
    back: str
    fields: tuple[Field, ...]
    button: str = "Save"
    reference: str = ""
    lead: tuple[str, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    warning: bool = False
    blame: str = ""

    @property
    def blamed(self) -> str:
        """The id of the input to which an error leads that is about none in particular."""
        found = next((field for field in self.fields if field.name == self.blame), self.fields[0])
        return found.first_input


def read(sent: Sent, fields: Sequence[Field]) -> dict[str, Any]:
    """What was typed into each field, by its name; what is wrong is gathered in `sent`.

    Dates give a `When` (one that nobody knows is unknown) or a day, and None where they are empty or wrong; checkboxes
    give a tuple; everything else gives text, empty where nothing was typed.
    """
    return {field.name: _one(sent, field) for field in fields}


def _one(sent: Sent, field: Field) -> Any:  # noqa: ANN401 - the shape of a field decides
    match field.shape:
        case Shape.WHEN:
            return _when(sent, field)
        case Shape.DAY:
            return sent.day(field.name, field.what, needed=bool(field.missing), until=field.until)
        case Shape.ONE | Shape.LIST:
            return sent.choice(field.name, {value for value, _ in field.choices}, field.missing)
        case Shape.SOME:
            return _some(sent, field)
        case _:
            return sent.text(field.name, field.missing, field.longest)


def _when(sent: Sent, field: Field) -> Any:  # noqa: ANN401 - as above
    if field.unknown and sent.form.get(field.unknown_name, ""):
        return UNKNOWN
    found = sent.when(field.name, field.what, needed=bool(field.missing), until=field.until)
    return found if found is None or found.is_known else None


def _some(sent: Sent, field: Field) -> tuple[str, ...]:
    known = [value for value, _ in field.choices]
    chosen = chosen_in(sent.form, field.name)
    if field.missing and not chosen:
        sent.refuse(field.name, field.missing)
    if not set(chosen) <= set(known):
        sent.refuse(field.name, "Choose from the list.")
    return tuple(value for value in known if value in chosen)


def chosen_in(form: Fields, name: str) -> tuple[str, ...]:
    """The values of a field that may have several, in a form that was sent or in what it begins with."""
    several = getattr(form, "getlist", None)
    found = several(name) if several else form.get(name, "")
    return tuple(value for value in found if isinstance(value, str))
