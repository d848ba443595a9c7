"""The picture of a case as its page shows it: each panel drawn twice, and the same marks as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ehcp_workflow.cases.picture.drawing import Panel, Picture
from ehcp_workflow.cases.picture.marks import Look, Mark, MarkKind
from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.web.picture.narrow import sketch_narrow
from ehcp_workflow.web.picture.sketch import Sketch
from ehcp_workflow.web.picture.wide import sketch_wide

KINDS = {
    MarkKind.EVENT: "What happened",
    MarkKind.LIMIT: "Last day",
    MarkKind.CLAIM: "Claim",
    MarkKind.PROMISE: "Promise",
}
_KEY = (
    (MarkKind.EVENT, Look.PLAIN, False, "What happened"),
    (MarkKind.EVENT, Look.AHEAD, False, "What is arranged"),
    (MarkKind.LIMIT, Look.OPEN, True, "Last day set by law"),
    (MarkKind.LIMIT, Look.OPEN, False, "Last day by guidance, or to use a right"),
    (MarkKind.LIMIT, Look.SOON, True, "Due soon"),
    (MarkKind.LIMIT, Look.LATE, True, "Late, with a hatched bar for as long as it lasted"),
    (MarkKind.LIMIT, Look.DONE, True, "Done"),
    (MarkKind.LIMIT, Look.UNSURE, True, "Cannot tell"),
    (MarkKind.LIMIT, Look.WAIVED, True, "As soon as practicable, if the exemption holds"),
    (MarkKind.PROMISE, Look.OPEN, False, "Promised day"),
    (MarkKind.CLAIM, Look.PLAIN, False, "Exemption claimed, with a dotted bar for its days"),
)
_COUNTED = (
    (MarkKind.EVENT, ("record of what happened", "records of what happened")),
    (MarkKind.LIMIT, ("last day", "last days")),
    (MarkKind.PROMISE, ("promise", "promises")),
    (MarkKind.CLAIM, ("claim of an exemption", "claims of an exemption")),
)
_ONLY_LOOK = frozenset({Look.SOON, Look.LATE, Look.DONE, Look.UNSURE, Look.WAIVED})


@dataclass(frozen=True)
class KeyLine:
    """One sign and what it means."""

    kind: MarkKind
    look: Look
    binds: bool
    words: str


@dataclass(frozen=True)
class DrawnPanel:
    """One panel: its two drawings, and what they say to those who do not see them."""

    id: str
    panel: Panel
    wide: Sketch
    narrow: Sketch
    said: str


@dataclass(frozen=True)
class DrawnPicture:
    """The whole picture: panels, the key to the signs in them, and what stands beside them.

    `ranges` says whether a day in it is known only to lie in a bar.
    """

    panels: tuple[DrawnPanel, ...]
    key: tuple[KeyLine, ...]
    ranges: bool
    undated: tuple[Mark, ...]
    elsewhere: tuple[Mark, ...]


def drawn(picture: Picture) -> DrawnPicture:
    """A picture ready for its template."""
    panels = tuple(_panel(number, panel) for number, panel in enumerate(picture.panels, start=1))
    marks = [mark for panel in picture.panels for mark in panel.marks]
    ranges = any(mark.when.exact is None for mark in marks)
    return DrawnPicture(panels, tuple(_key_of(marks)), ranges, picture.undated, picture.elsewhere)


def _panel(number: int, panel: Panel) -> DrawnPanel:
    return DrawnPanel(f"picture-{number}", panel, sketch_wide(panel), sketch_narrow(panel), _said(panel))


def _said(panel: Panel) -> str:
    """What the drawing shows in words, from the very marks in it."""
    today = f" Today is {day_in_words(panel.today)}." if panel.today else ""
    late = [mark for mark in panel.marks if mark.look is Look.LATE]
    soon = [mark for mark in panel.marks if mark.look is Look.SOON]
    counts = [_counted(sum(mark.kind is kind for mark in panel.marks), *words) for kind, words in _COUNTED]
    return (
        f"A line of days from {day_in_words(panel.first)} to {day_in_words(panel.last)}.{today} "
        f"On it: {', '.join(counts)}. {len(late)} late, {len(soon)} due soon. "
        "The table below has the same, with every date in full."
    )


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _key_of(marks: Iterable[Mark]) -> Iterable[KeyLine]:
    """The lines of the key whose sign is in the picture."""
    marks = list(marks)
    for kind, look, binds, words in _KEY:
        if any(_shown(mark, kind, look, binds=binds) for mark in marks):
            yield KeyLine(kind, look, binds, words)


def _shown(mark: Mark, kind: MarkKind, look: Look, *, binds: bool) -> bool:
    looks = {look, Look.DONE_LATE} if look is Look.DONE else {look}
    if look in _ONLY_LOOK:
        return mark.look in looks and mark.kind is not MarkKind.EVENT
    if kind is MarkKind.EVENT:
        return mark.kind is kind and mark.look is look
    return mark.kind is kind and (kind is not MarkKind.LIMIT or mark.binds == binds)
