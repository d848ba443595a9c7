"""Reading the rulebook from `config/law/` and `config/calendars/`."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.coherence import check_rulebook
from ehcp_workflow.law.remedies import check_remedies
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Rule
from ehcp_workflow.law.versions import Strict
from ehcp_workflow.law.vocabulary import (
    BreachKind,
    EventKind,
    Exemption,
    Instrument,
    Party,
    PromiseKind,
    Remedy,
    RemedyStep,
    StageKind,
)
from ehcp_workflow.law.working_days import load_working_days
from ehcp_workflow.law.yaml_source import Entry, read_yaml

VOCABULARY = {
    "vocabulary.yaml": {"stages", "parties", "remedies", "exemptions", "promises"},
    "instruments.yaml": {"instruments"},
    "events.yaml": {"events"},
    "remedies.yaml": {"remedy_steps", "breaches"},
}
Item = TypeVar("Item", bound=Strict)


def load_rulebook(config: Path) -> Rulebook:
    """Read and check `config/law/` and the bank holidays.

    Raises:
        BadConfiguration: anything is unknown, repeated, missing or can never happen; names file, line and rule.
    """
    folder = config / "law"
    vocabulary = _read_vocabulary(folder)
    rules, places = _read_rules(folder)
    rulebook = Rulebook(
        rules=rules,
        events=_keyed(vocabulary, "events", EventKind, "kind"),
        instruments=_keyed(vocabulary, "instruments", Instrument, "id"),
        remedies=_keyed(vocabulary, "remedies", Remedy, "code"),
        exemptions=_keyed(vocabulary, "exemptions", Exemption, "code"),
        parties=_keyed(vocabulary, "parties", Party, "id"),
        promises=_keyed(vocabulary, "promises", PromiseKind, "code"),
        stages=_keyed(vocabulary, "stages", StageKind, "id"),
        remedy_steps=_keyed(vocabulary, "remedy_steps", RemedyStep, "id"),
        breaches=_keyed(vocabulary, "breaches", BreachKind, "id"),
        calendar=load_working_days(config / "calendars" / "england.yaml"),
        places=places,
        listed=_places(vocabulary, "remedy_steps") | _places(vocabulary, "breaches"),
    )
    check_rulebook(rulebook)
    check_remedies(rulebook)
    return rulebook


def _read_vocabulary(folder: Path) -> dict[str, list[Entry]]:
    """The entries of every closed list, by the name of the list."""
    lists: dict[str, list[Entry]] = {}
    for name, known in VOCABULARY.items():
        document = read_yaml(folder / name)
        if unknown := set(document) - known:
            raise BadConfiguration(f"{name}: unknown key '{min(unknown)}'. Known keys: {', '.join(sorted(known))}.")
        lists |= {key: _entries(document, key, name) for key in known}
    return lists


def _read_rules(folder: Path) -> tuple[dict[str, Rule], dict[str, str]]:
    rules: dict[str, Rule] = {}
    places: dict[str, str] = {}
    for file in sorted(path for path in folder.glob("*.yaml") if path.name not in VOCABULARY):
        document = read_yaml(file)
        if unknown := set(document) - {"part", "rules"}:
            raise BadConfiguration(f"{file.name}: unknown key '{min(unknown)}'. Known keys: part, rules.")
        for entry in _entries(document, "rules", file.name):
            rule = _read(entry, Rule, f"rule {entry.get('id', '(no id)')}")
            if rule.id in rules:
                raise BadConfiguration(f"{entry.place}: rule {rule.id} is already at {places[rule.id]}. Rename one.")
            rules[rule.id], places[rule.id] = rule, entry.place
    return rules, places


def _entries(document: Entry, name: str, file: str) -> list[Entry]:
    """The mappings that stand in a list of a file; none when the list is not there at all.

    Raises:
        BadConfiguration: it is not a list, or something in it is not a mapping.
    """
    said = document.get(name, [])
    if not isinstance(said, list) or not all(isinstance(entry, Entry) for entry in said):
        raise BadConfiguration(f"{file}: '{name}' must be a list of entries, each with its keys. Correct it.")
    return said


def _keyed(vocabulary: dict[str, list[Entry]], name: str, model: type[Item], key: str) -> dict[str, Item]:
    items: dict[str, Item] = {}
    for entry in vocabulary[name]:
        item = _read(entry, model, name)
        if (code := getattr(item, key)) in items:
            raise BadConfiguration(f"{entry.place}: '{code}' stands twice in {name}. Keep one.")
        items[code] = item
    return items


def _places(vocabulary: dict[str, list[Entry]], name: str) -> dict[str, str]:
    """The file and line of each entry of a list, by `list:id`."""
    return {f"{name}:{entry['id']}": entry.place for entry in vocabulary[name]}


def _read(entry: Entry, model: type[Item], what: str) -> Item:
    try:
        return model.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadConfiguration(f"{entry.place}: {what}: {where}: {first['msg']}.") from None
