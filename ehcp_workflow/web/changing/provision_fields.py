"""The fields for lines of Section F and for entries of the delivery log, and what was typed into them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from ehcp_workflow.cases.section_f.entry import By, Entry, EntryKind, Source
from ehcp_workflow.cases.section_f.line import Line, Per, Unit
from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.when import When
from ehcp_workflow.services.provision.amounts import read_amount
from ehcp_workflow.store.provision import LineWords
from ehcp_workflow.web.changing.field import Field, Shape
from ehcp_workflow.web.forms import Sent, fields_of
from ehcp_workflow.web.wording import plain_name

Choices = tuple[tuple[str, str], ...]
UNSAID = ("", "Not said")
KINDS: Choices = (
    (EntryKind.DELIVERED.value, "Given as the plan says"),
    (EntryKind.PART.value, "Given in part"),
    (EntryKind.MISSED.value, "Missed: nothing was given"),
    (EntryKind.CATCH_UP.value, "Given later, to catch up"),
    (EntryKind.AGREED_GAP.value, "The family agreed that nothing, or less, was owed"),
)
SOURCES: Choices = (
    (Source.ADVISER.value, "The adviser"),
    (Source.FAMILY.value, "The family"),
    (Source.SCHOOL.value, "The school"),
    (Source.COUNCIL.value, "The council"),
)
_BECAUSE: Choices = tuple((by.value, plain_name(by.value).capitalize()) for by in By)
_UNITS: Choices = (UNSAID, *((unit.value, unit.value.capitalize()) for unit in Unit))
_PERIODS: Choices = (UNSAID, *((per.value, plain_name(per.value).capitalize()) for per in Per))


def entry_fields(lines: Choices, today: date) -> tuple[Field, ...]:
    """The fields of an entry of the log."""
    return (
        Field("line", "Which line of the plan?", Shape.ONE, choices=lines, missing="Choose a line."),
        Field("kind", "What happened?", Shape.ONE, choices=KINDS, missing="Choose what happened."),
        Field("first", "On which day, or from which day?", Shape.DAY, missing="yes", what="the day", until=today),
        Field(
            "last",
            "To which day? (optional)",
            Shape.DAY,
            "Leave it empty for one day.",
            what="the last day",
            until=today,
        ),
        Field(
            "amount",
            "How much? (optional)",
            hint="For example 1.5 or 30. Leave it empty for all of it, or none.",
            width=10,
        ),
        Field("unit", "Of what?", Shape.LIST, "Without it, in the line's own unit.", choices=_UNITS[1:]),
        Field("by", "Because of whom was it missed?", Shape.ONE, choices=_BECAUSE),
        Field(
            "equivalent",
            "If it was given later: is it as good as what was missed?",
            Shape.ONE,
            choices=(("yes", "Yes"), ("no", "No"), ("", "It was not given later")),
        ),
        Field("source", "Who said so?", Shape.ONE, choices=SOURCES),
        Field("note", "Note (optional)", Shape.AREA, "Kept sealed."),
    )


def line_fields(strands: Choices) -> tuple[Field, ...]:
    """The fields of a line of Section F."""
    return (
        Field(
            "code",
            "Which line is it?",
            hint="A code for it, such as F1.",
            missing="Enter a code such as F1.",
            width=5,
            longest=7,
        ),
        Field("strand", "What kind of help?", Shape.LIST, choices=strands, missing="Choose a kind of help."),
        Field(
            "amount",
            "How much? (optional)",
            hint="For example 1.5 or 30. Amount, unit and period belong together.",
            width=10,
        ),
        Field("unit", "Of what?", Shape.LIST, choices=_UNITS[1:]),
        Field("per", "In which period?", Shape.LIST, choices=_PERIODS[1:]),
        Field(
            "term_time",
            "When is it owed?",
            Shape.ONE,
            choices=(("yes", "In weeks of school term"), ("no", "In every week")),
        ),
        Field(
            "starts", "From which day? (optional)", Shape.DAY, "Where the line itself says so.", what="the first day"
        ),
        Field("ends", "Until which day? (optional)", Shape.DAY, "Where the line itself says so.", what="the last day"),
        Field("wording", "The plan's own words", Shape.AREA, "Kept sealed. Needed where there is no amount."),
        Field("who", "Who gives it? (optional)", hint="Kept sealed.", longest=200),
        Field("where", "Where? (optional)", hint="Kept sealed.", longest=200),
    )


def read_typed_amount(sent: Sent, text: str) -> Fraction | None:
    """The amount that was typed, if any; what is wrong with it stands beside it."""
    try:
        return read_amount(text) if text else None
    except BadInput as error:
        sent.refuse("amount", str(error))
        return None


def words_of(said: dict[str, Any]) -> LineWords:
    """What a line says in words."""
    return LineWords(said["wording"] or None, said["who"] or None, said["where"] or None)


def typed_entry(entry: Entry, note: str | None) -> dict[str, str]:
    """The fields as they begin for an entry that is there."""
    typed = {
        "line": entry.line,
        "kind": entry.kind.value,
        "amount": str(entry.amount) if entry.amount is not None else "",
        "by": entry.by.value,
        "equivalent": {True: "yes", False: "no", None: ""}[entry.equivalent],
        "source": entry.source.value,
        "note": note or "",
    }
    return typed | fields_of("first", When.day(entry.first)) | fields_of("last", When.day(entry.last))


def typed_line(line: Line, words: LineWords) -> dict[str, str]:
    """The fields as they begin for a line that is there."""
    typed = {
        "code": line.code,
        "strand": line.strand,
        "amount": str(line.amount) if line.amount is not None else "",
        "unit": line.unit.value if line.unit else "",
        "per": line.per.value if line.per else "",
        "term_time": "yes" if line.term_time else "no",
        "wording": words.wording or "",
        "who": words.who or "",
        "where": words.where or "",
    }
    starts, ends = (When.day(day) if day else None for day in (line.starts, line.ends))
    return typed | fields_of("starts", starts) | fields_of("ends", ends)


def rows_of(fields: tuple[Field, ...], said: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """What was typed, in words: pairs of the question and the answer."""
    return tuple((field.label.rstrip("?"), _answer(field, said[field.name])) for field in fields if said[field.name])


def _answer(field: Field, value: Any) -> str:  # noqa: ANN401 - the shape of a field decides
    if isinstance(value, date):
        return When.day(value).in_words()
    return dict(field.choices).get(value, str(value))
