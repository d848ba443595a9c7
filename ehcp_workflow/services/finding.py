"""Finding a case by its reference: ours, the number in ours, or the adviser's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import finding
from ehcp_workflow.store.visibility import Sees

_OURS = re.compile(r"(?:EHC)?[\s-]*(?:(\d{4})[\s-]+)?(\d{1,7})", re.IGNORECASE)
_FIRST_YEAR = 2014
"""The year in which plans of this kind began: no reference is older."""


def looks_like_ours(text: str) -> bool:
    """Whether something could be a reference of ours or the end of one: `EHC-2026-0042`, `2026-42`, `0042` or `42`.

    Nothing else is put into an address, because an adviser's own reference may say something about the family.
    """
    return _OURS.fullmatch(text.strip()) is not None


def find_references(installation: Installation, sees: Sees, text: str) -> tuple[str, ...]:
    """The references of the cases meant by what somebody typed, among those they may see; nothing where there is none.

    Args:
        installation: the installation.
        sees: what they may see.
        text: a reference of ours, its number with or without the year, or the whole of an adviser's own reference.
    """
    ours = tuple(_ours(text.strip(), installation.today().year))
    with installation.database.read() as unit:
        found = finding.which_exist(unit, sees, ours) if ours else ()
        theirs = finding.by_their_reference(unit, installation.cipher, sees, text) if text.strip() else ()
    return tuple(dict.fromkeys((*found, *theirs)))


def find_ours(installation: Installation, sees: Sees, text: str) -> tuple[str, ...]:
    """The same, by references of ours alone."""
    with installation.database.read() as unit:
        return finding.which_exist(unit, sees, tuple(_ours(text.strip(), installation.today().year)))


def _ours(text: str, this_year: int) -> Iterator[str]:
    """The references of ours that may be meant: of the year said, or of every year."""
    if match := _OURS.fullmatch(text):
        years = [int(match[1])] if match[1] else range(_FIRST_YEAR, this_year + 1)
        yield from (f"EHC-{year}-{int(match[2]):04d}" for year in years)
