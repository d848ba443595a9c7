"""Finding rules in the rulebook: by part of the process, by words, by kind and by authority."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.rules import Authority, Kind
from ehcp_workflow.services.rulebook_review.rule_sheets import RuleSheet


@dataclass(frozen=True)
class Wanted:
    """What a rule must be like; what is empty asks for nothing.

    Attributes:
        part: what the title of its part must have in it.
        words: words that must all stand somewhere in the rule, or the beginnings of such words.
        kind, authority: what it must be.
    """

    part: str = ""
    words: str = ""
    kind: Kind | None = None
    authority: Authority | None = None


def find_rules(every: Sequence[RuleSheet], wanted: Wanted) -> list[RuleSheet]:
    """The rules that are wanted, in the order in which they were given.

    Raises:
        BadInput: no part has such a title.
    """
    parts = parts_in(every)
    if wanted.part and not any(wanted.part.lower() in title.lower() for title in parts):
        raise BadInput(f"No part of the rulebook is called '{wanted.part}'. There are: {', '.join(parts)}.")
    return [sheet for sheet in every if _fits(sheet, wanted)]


def parts_in(every: Sequence[RuleSheet]) -> list[str]:
    """The titles of the parts, in their order."""
    return list(dict.fromkeys(sheet.part for sheet in every))


def _fits(sheet: RuleSheet, wanted: Wanted) -> bool:
    said = _words(" ".join(_said(sheet))) if wanted.words else frozenset()
    return (
        wanted.part.lower() in sheet.part.lower()
        and wanted.kind in {None, sheet.rule.kind}
        and wanted.authority in {None, sheet.rule.authority}
        and all(_is_among(word, said) for word in _words(wanted.words))
    )


def _is_among(word: str, said: frozenset[str]) -> bool:
    """Whether a word was said, or one that begins with it; of numbers only the whole one counts."""
    return word in said or (not word.isdigit() and any(other.startswith(word) for other in said))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))


def _said(sheet: RuleSheet) -> Iterator[str]:
    """Everything a rule says that somebody may remember of it."""
    rule = sheet.rule
    yield from (rule.ref, rule.id, rule.title, rule.plain, rule.note or "", sheet.part, sheet.sentence, sheet.who)
    for _, events in sheet.when_it_runs:
        yield from events
    for version in sheet.versions:
        yield from (version.citation, version.instrument, version.says)
    yield from (remedy.title for remedy in sheet.remedies)
