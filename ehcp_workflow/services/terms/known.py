"""All term dates that are known: those shipped, and above them those imported."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from ehcp_workflow.cases.section_f.terms import TermCalendar
from ehcp_workflow.cases.section_f.terms_reading import read_terms
from ehcp_workflow.errors import BadConfiguration, BadInput
from ehcp_workflow.law.yaml_source import read_yaml
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import term_calendars as stored
from ehcp_workflow.store.engine import Unit

_KEPT = "_term_calendars"


def term_calendars(installation: Installation, unit: Unit) -> Mapping[str, TermCalendar]:
    """The term dates of every council and school that are known now, by owner; an import stands above what is shipped.

    They are kept by the number of the newest import, so that a running process sees an import by one small query.

    Raises:
        BadConfiguration: a shipped file is wrong.
    """
    number = stored.newest(unit)
    kept: tuple[int, Mapping[str, TermCalendar]] | None = vars(installation).get(_KEPT)
    if kept is None or kept[0] != number:
        holidays = installation.rulebook.calendar.holidays
        imported = stored.read_calendars(unit) if number else {}
        read = {owner: read_terms(said, holidays, owner) for owner, said in imported.items()}
        kept = (number, shipped_calendars(installation.config, holidays) | read)
        vars(installation)[_KEPT] = kept
    return kept[1]


@cache
def shipped_calendars(config: Path, holidays: frozenset[date]) -> dict[str, TermCalendar]:
    """The term dates under `calendars/terms` of the configuration, read once.

    Raises:
        BadConfiguration: a file is wrong, with every problem in it, or two files are of one owner.
    """
    found: dict[str, TermCalendar] = {}
    for path in sorted((config / "calendars" / "terms").glob("*.yaml")):
        try:
            calendar = read_terms(read_yaml(path), holidays, path.name)
        except BadInput as error:
            raise BadConfiguration(str(error)) from None
        if calendar.owner in found:
            raise BadConfiguration(f"{path.name}: there are term dates of {calendar.owner} already. Keep one file.")
        found[calendar.owner] = calendar
    return found
