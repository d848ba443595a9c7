"""People as the terminal shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.markup import escape

from ehcp_workflow.cli.printing import console, table
from ehcp_workflow.store.people import CasePerson
from ehcp_workflow.store.people_history import Change
from ehcp_workflow.store.people_points import PointSheet
from ehcp_workflow.today import LONDON


def show_people(found: Sequence[CasePerson]) -> None:
    """The people of a case, one line for each contact point."""
    shown = table("People", "Person", "Role", "Name", "Contact point", "Address", "Agreed to", "To know")
    for line in found:
        point = line.point
        shown.add_row(
            str(line.person_id),
            line.role.replace("_", " "),
            escape(line.name or "not recorded"),
            f"{point.id} {point.channel}" if point else "none",
            escape(point.value) if point else "",
            ", ".join(point.purposes).replace("_", "-") or "nothing" if point else "",
            "; ".join([*_of_person(line), *(_of_point(point) if point else [])]),
        )
    console.print(shown) if found else console.print("Nobody is recorded in this case.")


def person_as_json(line: CasePerson) -> dict[str, Any]:
    """A person with one contact point, for programs."""
    point = line.point
    return {
        "person": line.person_id,
        "role": line.role,
        "name": line.name,
        "language": line.manner.language,
        "format": line.manner.format,
        "neutral": line.manner.neutral,
        "never": list(line.never),
        "contact_point": _point_as_json(point) if point else None,
    }


def show_history(person: int, changes: Sequence[Change]) -> None:
    """What was changed about a person."""
    shown = table(f"Person {person}", "When", "Contact point", "What", "By")
    for change in changes:
        when = f"{change.at.astimezone(LONDON):%d %b %Y %H:%M}"
        shown.add_row(when, str(change.contact_point_id or ""), escape(change.what), escape(change.by))
    console.print(shown)


def _point_as_json(point: PointSheet) -> dict[str, Any]:
    return {
        "number": point.id,
        "channel": point.channel,
        "address": point.value,
        "purposes": list(point.purposes),
        "verified": point.verified,
        "do_not_use": point.do_not_use,
        "hours": _hours(point),
        "no_voicemail": point.no_voicemail,
        "stopped": point.stopped_why,
        "suppressed": point.suppressed,
    }


def _of_person(line: CasePerson) -> list[str]:
    said = [] if line.manner.language == "en" else [f"language {line.manner.language}"]
    said += [] if line.manner.format == "standard" else [line.manner.format.replace("_", " ")]
    said += [f"never by {', '.join(line.never)}"] if line.never else []
    return [*said, *(["neutral words"] if line.manner.neutral else [])]


def _of_point(point: PointSheet) -> list[str]:
    hours = _hours(point)
    said = {
        "verified": point.verified,
        "do not use": point.do_not_use,
        f"only {hours}": hours is not None,
        "no voicemail": point.no_voicemail,
        f"stopped: {point.stopped_why}": point.stopped_why is not None,
        "its address is written to no more": point.suppressed,
    }
    return [words for words, holds in said.items() if holds]


def _hours(point: PointSheet) -> str | None:
    if point.hours_from is None or point.hours_to is None:
        return None
    return f"{point.hours_from:%H:%M}-{point.hours_to:%H:%M}"
