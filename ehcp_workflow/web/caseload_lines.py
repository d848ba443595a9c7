"""Lines of the caseload, and its counts, in words and colours."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.clocks import ClockState
from ehcp_workflow.cases.glance import Flag
from ehcp_workflow.cases.stages import StageState
from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.services.caseload.asking import FLAG_WORDS
from ehcp_workflow.services.caseload.lines import BoardLine
from ehcp_workflow.services.caseload.listing import Listing
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.web.wording import Tag, clock_tag, how_far, stage_tag

FLAG_COLOURS = {
    Flag.LATE: "red",
    Flag.DUE: "yellow",
    Flag.SILENT: "orange",
    Flag.LAPSED: "pink",
    Flag.HELD: "purple",
    Flag.FAILED: "red",
}


@dataclass(frozen=True)
class Row:
    """A line of the caseload in words.

    Attributes:
        line: the case.
        stage, date: how its stage and its next date stand; how_far: how far away that is; who: who owes it.
        notes: why to look at it first, each as a tag.
        adviser: whose it is.
    """

    line: BoardLine
    stage: Tag | None
    date: Tag | None
    how_far: str
    who: str
    notes: list[Tag]
    adviser: str


@dataclass(frozen=True)
class Bar:
    """How many cases have a flag; `width` is the length of its bar, of 100 for the most."""

    flag: str
    words: str
    number: int
    width: float


def bars(listing: Listing) -> list[Bar]:
    """How many cases have each flag, as a chart of one bar each."""
    most = max(listing.counts.values()) or 1
    return [Bar(flag.value, FLAG_WORDS[flag], n, round(100 * n / most, 1)) for flag, n in listing.counts.items()]


def row(installation: Installation, line: BoardLine, day: date, names: Mapping[int, str]) -> Row:
    """A line in words, on a day; `names` are those of the advisers."""
    rulebook = installation.rulebook
    rule = rulebook.rule(line.next_ref) if line.next_ref else None
    shown = line.state if line.state is not ClockState.RUNNING else None
    known = line.stage_state in set(StageState)
    return Row(
        line=line,
        stage=stage_tag(StageState(line.stage_state)) if known else None,
        date=clock_tag(rule, shown) if rule and shown else None,
        how_far=how_far(line.due, day) if line.due else "",
        who=rulebook.parties[rule.owed_by].title if rule else "",
        notes=[Tag(words, FLAG_COLOURS[flag]) for flag, words in _notes(line)],
        adviser=names.get(line.adviser or 0, ""),
    )


def _notes(line: BoardLine) -> Collection[tuple[Flag, str]]:
    """Why to look at a case first."""
    glance = line.glance
    words = {
        Flag.LATE: f"{line.late} late",
        Flag.DUE: FLAG_WORDS[Flag.DUE],
        Flag.SILENT: f"Silent since {day_in_words(glance.silent_since)}" if glance.silent_since else "",
        Flag.LAPSED: f"{glance.lapsed} {'line' if glance.lapsed == 1 else 'lines'} of provision lapsed",
        Flag.HELD: FLAG_WORDS[Flag.HELD],
        Flag.FAILED: FLAG_WORDS[Flag.FAILED],
    }
    return [(flag, said) for flag, said in words.items() if flag in line.flags]
