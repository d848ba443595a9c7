"""Which column a heading means, where a person says so."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.importing.columns import Choices, Column, ColumnSet


def read_choices(said: Sequence[str], headings: Sequence[str], known: ColumnSet) -> Choices:
    """What a person says of headings, each as `Heading=Column`; `Heading=` means that it is not read.

    Raises:
        BadInput: it has no equals sign, the file has no such heading or more than one, or there is no such column.
    """
    chosen: dict[int, Column | None] = {}
    for one in said:
        heading, equals, name = (part.strip() for part in one.partition("="))
        if not equals:
            raise BadInput(f"'{one}' is not of the form \"Heading=Column\".")
        places = [place for place, there in enumerate(headings) if there == heading]
        if len(places) != 1:
            many = "no heading" if not places else "more than one heading"
            raise BadInput(f"The file has {many} '{heading}'. It has: {', '.join(filter(None, headings))}.")
        chosen[places[0]] = column_called(name, known)
    return chosen


def column_called(name: str, known: ColumnSet) -> Column | None:
    """A column by its name or one of its other headings; None for an empty name.

    Raises:
        BadInput: there is no such column.
    """
    if not name:
        return None
    column = known.find(name)
    if column is None:
        near = get_close_matches(name, [column.name for column in known.columns], n=1)
        meant = f" Did you mean '{near[0]}'?" if near else ""
        raise BadInput(f"'{name}' is not a column we know.{meant} `ehcp caseload template` writes them all.")
    return column
