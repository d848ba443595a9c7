"""Which kinds of letter fit a case now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ehcp_workflow.cases.position import Position
from ehcp_workflow.cases.remedies.missed import Missed
from ehcp_workflow.cases.remedies.remedying import letters_that_fit, remedies_of
from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.services.papers.templates import LetterKind


@dataclass(frozen=True)
class Fit:
    """A kind of letter that fits a case, and what it is about; nothing was missed for those that always fit."""

    code: str
    kind: LetterKind
    missed: tuple[Missed, ...] = ()

    @property
    def why(self) -> str:
        """Why it fits, in words."""
        said = [f"{miss.title}: {miss.words}" for one in self.missed for miss in one.misses if miss.goes_on]
        return "; ".join(said) or "can be asked for at any time"


def fits(rulebook: Rulebook, kinds: Mapping[str, LetterKind], position: Position) -> tuple[Fit, ...]:
    """The kinds of letter that fit a case on a day, in the order of their list."""
    found: dict[str, list[Missed]] = {}
    for code, missed in letters_that_fit(remedies_of(rulebook, position)):
        found.setdefault(code, []).append(missed)
    return tuple(_in_order(kinds, found))


def _in_order(kinds: Mapping[str, LetterKind], found: Mapping[str, list[Missed]]) -> Iterator[Fit]:
    for code, kind in kinds.items():
        if code in found or kind.always:
            yield Fit(code, kind, tuple(found.get(code, ())))


def choose(rulebook: Rulebook, kinds: Mapping[str, LetterKind], position: Position, code: str) -> Fit:
    """The letter of one kind, if it fits the case.

    Raises:
        BadInput: there is no such kind.
        Refused: nothing in the case is late in that way; says what fits.
    """
    if code not in kinds:
        raise BadInput(f"'{code}' is not a kind of letter. Use one of: {', '.join(kinds)}.")
    fitting = fits(rulebook, kinds, position)
    for fit in fitting:
        if fit.code == code:
            return fit
    others = ", ".join(fit.code for fit in fitting)
    raise Refused(
        f"The letter {code} does not fit {position.reference} on {position.as_at}: nothing is late in that way, as far "
        f"as it is recorded. What fits: {others}."
    )
