"""The form of one kind of event: which fields it has, and the event that was typed into them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import CountsFrom
from ehcp_workflow.law.vocabulary import EventKind
from ehcp_workflow.law.when import UNKNOWN, When
from ehcp_workflow.services.event_checks import SPAN, NewEvent
from ehcp_workflow.web.changing.event_words import DATES, DATES_OF_KIND, option_question, value_in_words
from ehcp_workflow.web.changing.field import Field, Shape, read
from ehcp_workflow.web.forms import PARTS, Fields, Sent, fields_of

_ABOUT = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NOTE = Field("note", "Note (optional)", Shape.AREA, "Kept sealed, and shown on the page of the case only.")
_SOURCE = Field(
    "source",
    "Where do you know it from? (optional)",
    hint="For example, letter of 20 November, or phone call. Not sealed, so no names.",
    longest=200,
)


def event_fields(rulebook: Rulebook, kind: EventKind, today: date) -> tuple[Field, ...]:
    """The fields for recording an event of a kind."""
    return (*_when(kind, today), *_about(kind), *_options(rulebook, kind), _SOURCE, _NOTE)


def read_event(sent: Sent, kind: EventKind, fields: tuple[Field, ...]) -> NewEvent | None:
    """The event that was typed; None where something is wrong, which is gathered in `sent`."""
    said = read(sent, fields)
    about = _read_about(sent, said)
    dates: dict[CountsFrom, When] = {which: when for which in kind.dates if (when := said[which])}
    if sent.errors:
        return None
    return NewEvent(
        kind=kind.kind,
        on=said["on"] or UNKNOWN,
        dates=dates,
        about=about,
        options={option: value for option in kind.options if (value := said[f"option-{option}"])},
        note=said["note"] or None,
        source=said["source"] or None,
    )


def typed_event(event: NewEvent) -> dict[str, str]:
    """The fields as they begin for an event that is known already."""
    typed = fields_of("on", event.on)
    if not event.on.is_known:
        typed["on-unknown"] = "yes"
    for which, when in event.dates.items():
        typed |= fields_of(which, when)
    typed |= {f"option-{option}": value for option, value in event.options.items()}
    return typed | {
        "about": (event.about or "").replace("_", " "),
        "note": event.note or "",
        "source": event.source or "",
    }


def typed_in(form: Fields, fields: tuple[Field, ...]) -> Iterator[tuple[str, str]]:
    """Everything typed into some fields, for carrying it on to the next page."""
    for field in fields:
        names = [field.name]
        if field.shape in {Shape.WHEN, Shape.DAY}:
            bases = (field.name, f"{field.name}-last")
            names = [*(f"{base}-{part}" for base in bases for part in PARTS), field.unknown_name]
        for name in names:
            if isinstance(value := form.get(name, ""), str) and value:
                yield name, value


def _when(kind: EventKind, today: date) -> Iterator[Field]:
    until = None if kind.ahead else today
    label = "When is it, or when was it?" if kind.ahead else "When did it happen?"
    what = "its date" if kind.ahead else "the day it happened"
    yield Field("on", label, Shape.WHEN, missing="yes", what=what, until=until, unknown="on" not in kind.needs)
    for which in kind.dates:
        question, words = DATES_OF_KIND.get((kind.kind, which), DATES[which])
        needed = which in kind.needs
        yield Field(
            which,
            question if needed else f"{question} (optional)",
            Shape.WHEN,
            missing="yes" if needed else "",
            what=words,
            until=None if which in SPAN else until,
        )


def _about(kind: EventKind) -> Iterator[Field]:
    if kind.about:
        needed = "about" in kind.needs
        yield Field(
            "about",
            "Which one is it about?" if needed else "Which one is it about? (optional)",
            hint="One of several, in one or two words, for example health, school 1 or speech therapy. Never a name.",
            missing="Write which one it is about, for example speech therapy." if needed else "",
            width=20,
            longest=40,
        )


def _options(rulebook: Rulebook, kind: EventKind) -> Iterator[Field]:
    for option, values in kind.options.items():
        needed, question = option in kind.needs, option_question(option)
        choices = tuple((value, value_in_words(rulebook, option, value)) for value in values)
        unsaid = () if needed else (("", "Not known, or not said"),)
        yield Field(
            f"option-{option}",
            question,
            Shape.ONE,
            choices=(*choices, *unsaid),
            missing=f"Choose an answer: {question[:1].lower()}{question[1:]}" if needed else "",
        )


def _read_about(sent: Sent, said: dict[str, Any]) -> str | None:
    text = said.get("about") or ""
    code = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    if not text:
        return None
    if not _ABOUT.fullmatch(code):
        sent.refuse("about", "Write which one it is about in one or two words that begin with a letter.")
    return code
