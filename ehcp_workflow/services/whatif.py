"""What would follow from some facts and events: read from a file, worked out, and nothing stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, cast, get_args

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.facts import CaseFacts, Closure
from ehcp_workflow.cases.findings import Finding, Severity
from ehcp_workflow.cases.policy import Policy
from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.errors import BadConfiguration, BadInput
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import CountsFrom
from ehcp_workflow.law.vocabulary import EventKind
from ehcp_workflow.law.when import When
from ehcp_workflow.law.yaml_source import Entry, entries_of, read_yaml
from ehcp_workflow.services.councils import find_council

TRANSFER = "phase_transfer_expected"
_DATES = frozenset(get_args(CountsFrom)) - {"on"}
_FACTS = {"council", "date_of_birth", "phase_transfer", "school_closures"}


@dataclass(frozen=True)
class Situation:
    """What a file describes: a case that is not stored, and the council it names, if any."""

    case: Case
    council_code: str | None = None
    unused: tuple[Finding, ...] = ()


def read_situation(path: Path, rulebook: Rulebook) -> Situation:
    """Read facts and events from a YAML file.

    Args:
        path: a file with `events:`, a list of `{kind, on, ...}`, and optionally `facts:`.
        rulebook: says which events, dates and options there are.

    Raises:
        BadInput: the file cannot be read, or something in it is not known; names the line, the value and the remedy.
    """
    if not path.is_file():
        raise BadInput(f"{path} is not a file that can be read. Give the path of a YAML file with events.")
    try:
        document = read_yaml(path)
    except BadConfiguration as error:
        raise BadInput(str(error)) from None
    return _situation(document, rulebook, path.name)


def situation_of(said: Mapping[str, Any], rulebook: Rulebook) -> Situation:
    """Facts and events as a program says them, in the same words as a file.

    Raises:
        BadInput: something in it is not known; names the value and the remedy.
    """
    return _situation(entries_of(said), rulebook, "the situation")


def _situation(document: Entry, rulebook: Rulebook, name: str) -> Situation:
    _only(document, {"facts", "events"}, name)
    facts = document.get("facts") or Entry()
    if not isinstance(facts, Entry):
        raise BadInput(f"{name}: 'facts' must be a mapping, for example {{date_of_birth: 2017-05-21}}.")
    _only(facts, _FACTS, f"{name}: facts")
    listed = document.get("events") or []
    if not isinstance(listed, list) or not all(isinstance(entry, Entry) for entry in listed):
        raise BadInput(f"{name}: 'events' must be a list like [{{kind: request_received, on: 2026-11-23}}].")
    events = [_event(entry, number, rulebook) for number, entry in enumerate(listed, start=1)]
    events += _transfer(facts, rulebook)
    council = find_council(str(facts["council"])) if facts.get("council") else None
    if facts.get("council") and council is None:
        raise BadInput(f"'{facts['council']}' is not a council we know. Write its name as the DfE does, or its number.")
    case = Case("WHAT-IF", tuple(events), _case_facts(facts))
    return Situation(case, council.code if council else None, tuple(_unused(events, rulebook)))


def what_if(
    rulebook: Rulebook, policy: Policy, situation: Situation, as_at: date, *, proposed: bool = False
) -> Position:
    """Where a case like this would stand at the end of a day. What lies after that day is left out, and said to be."""
    position = take_position(rulebook, policy, situation.case, as_at, proposed=proposed)
    later = (
        Finding(Severity.NOTE, f"Left out, because it is after {as_at}: {event.kind} on {event.on}.", event.id)
        for event in situation.case.standing
        if event.on.earliest and event.on.earliest > as_at and event.kind not in rulebook.ahead
    )
    return replace(position, findings=(*position.findings, *situation.unused, *later))


def _unused(events: list[Event], rulebook: Rulebook) -> Iterator[Finding]:
    """Dates that an event carries and no rule reads from its kind."""
    for event in events:
        for which in sorted(set(event.dates) - set(rulebook.events[event.kind].dates)):
            said = f"{event.kind} on {event.on}: its '{which}' is not read by any rule."
            yield Finding(Severity.NOTE, said, event.id)


def _event(entry: Entry, number: int, rulebook: Rulebook) -> Event:
    kind = rulebook.events.get(str(entry.get("kind")))
    if kind is None:
        said = f"'{entry.get('kind')}' is not a kind of event. `ehcp case event --kinds` lists them."
        raise BadInput(f"{entry.place}: {said}")
    if "on" not in entry:
        raise BadInput(f"{entry.place}: {kind.kind} has no 'on'. Write a day, a month, a range, or unknown.")
    options = {key: str(value) for key, value in entry.items() if key in kind.options}
    known = {"kind", "on", "note", *_DATES, *kind.options, *(["about"] if kind.about else [])}
    _only(entry, known, f"{entry.place}: {kind.kind}")
    _check_options(kind, options, entry.place)
    dates = {cast("CountsFrom", key): _when(value, entry.place) for key, value in entry.items() if key in _DATES}
    about = entry.get("about")
    return Event(str(number), kind.kind, _when(entry["on"], entry.place), dates, str(about) if about else None, options)


def _check_options(kind: EventKind, options: Mapping[str, str], place: str) -> None:
    for name, value in options.items():
        if value not in kind.options[name]:
            allowed = ", ".join(kind.options[name])
            raise BadInput(f"{place}: {kind.kind} cannot have {name} '{value}'. Use one of: {allowed}.")


def _transfer(facts: Entry, rulebook: Rulebook) -> list[Event]:
    """The change of phase as an event that lies ahead: on its day where that is known, or some day of its year."""
    said = facts.get("phase_transfer")
    if said is None:
        return []
    if not isinstance(said, Entry) or not {"year", "date"} & set(said):
        raise BadInput(f"facts: phase_transfer must be like {{kind: primary_to_secondary, year: 2027}}, not '{said}'.")
    _only(said, {"kind", "year", "date"}, f"{said.place}: phase_transfer")
    if "kind" not in said:
        raise BadInput(
            f"{said.place}: phase_transfer has no 'kind'. Write it like {{kind: primary_to_secondary, year: 2027}}."
        )
    options = {"transfer": str(said.get("kind"))}
    _check_options(rulebook.events[TRANSFER], options, said.place)
    on = _when(said["date"], said.place) if "date" in said else _transfer_in(said["year"], said["kind"], said.place)
    return [Event("transfer", TRANSFER, on, options=options)]


def _case_facts(facts: Entry) -> CaseFacts:
    born = facts.get("date_of_birth")
    closures = facts.get("school_closures") or []
    if not isinstance(closures, list) or not all(isinstance(closure, Entry) for closure in closures):
        raise BadInput("facts: school_closures must be a list like [{from: 2027-07-22, to: 2027-09-01}].")
    return CaseFacts(
        date_of_birth=_day(born, "facts: date_of_birth") if born is not None else None,
        school_closures=tuple(_closure(closure) for closure in closures),
    )


def _closure(entry: Entry) -> Closure:
    _only(entry, {"from", "to"}, f"{entry.place}: school_closures")
    return Closure(_day(entry.get("from"), entry.place), _day(entry.get("to"), entry.place))


def _transfer_in(value: object, kind: str, place: str) -> When:
    """Some day of September, when school years begin; a change between post-16 places may come on any day."""
    if type(value) is not int or not 2014 <= value <= 2100:
        raise BadInput(f"{place}: '{value}' is not a year. Write it like 2027.")
    return When(date(value, 1, 1), date(value, 12, 31)) if kind == "post_16_to_post_16" else When.month(value, 9)


def _day(value: object, place: str) -> date:
    day = _when(value, place).exact
    if day is None:
        raise BadInput(f"{place}: '{value}' is not one day. Write it like 2026-11-23.")
    return day


def _when(value: object, place: str) -> When:
    try:
        return When.parse(str(value))
    except BadInput as error:
        raise BadInput(f"{place}: {error}") from None


def _only(entry: Mapping[str, Any], known: set[str], place: str) -> None:
    if unknown := set(entry) - known:
        raise BadInput(f"{place}: '{min(unknown)}' is not known here. Known: {', '.join(sorted(known))}.")
