"""The rule book for a lawyer: one page of HTML that needs nothing else, a section a rule, with a place to sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from ehcp_workflow import __version__
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.services.rulebook_review.examples import Example, example_of
from ehcp_workflow.services.rulebook_review.rule_sheets import RuleSheet, sheets
from ehcp_workflow.services.rulebook_review.sentences import known_in_words
from ehcp_workflow.services.rulebook_review.signatures import Signoffs, Standing
from ehcp_workflow.services.whole_files import write_whole


@dataclass(frozen=True)
class Section:
    """One rule with its worked example, where one can be computed."""

    sheet: RuleSheet
    example: Example | None


@dataclass(frozen=True)
class Part:
    """One part of the process with its rules."""

    number: int
    title: str
    sections: tuple[Section, ...]


def write_book(path: Path, rulebook: Rulebook, config: Path, signoffs: Signoffs, today: date) -> int:
    """Write the rule book, replacing one that is there; how many rules are in it.

    Raises:
        BadInput: the file cannot be written.
    """
    write_whole(path, render_book(rulebook, config, signoffs, today))
    return len(rulebook.rules)


def render_book(rulebook: Rulebook, config: Path, signoffs: Signoffs, today: date) -> str:
    """The rule book as HTML."""
    sections = [Section(sheet, example_of(sheet.rule, rulebook)) for sheet in sheets(rulebook, config, signoffs, today)]
    return (
        _environment()
        .get_template("rule_book.html")
        .render(
            parts=_parts(sections),
            rules=len(sections),
            unverified=sum(section.sheet.unverified for section in sections),
            unsigned=sum(section.sheet.signoff.standing is not Standing.SIGNED for section in sections),
            instruments=sorted(rulebook.instruments.values(), key=lambda instrument: instrument.id),
            known=known_in_words(rulebook.calendar),
            fingerprint=rulebook.fingerprint,
            today=today,
            version=__version__,
        )
    )


def _parts(sections: list[Section]) -> list[Part]:
    """Sections by their part, in the order in which they come."""
    grouped = groupby(sections, key=lambda section: section.sheet.part)
    return [Part(number, title, tuple(group)) for number, (title, group) in enumerate(grouped, start=1)]


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("ehcp_workflow.services.rulebook_review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["in_full"] = day_in_words
    made.filters["begun"] = _begun
    return made


def _begun(words: str) -> str:
    """Words with the capital letter of a beginning."""
    return words[:1].upper() + words[1:]
