"""The parts of the rulebook: one file of rules is one part of the process, and says which."""

from __future__ import annotations

from pathlib import Path

from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.yaml_source import read_yaml


def parts_of(rulebook: Rulebook, config: Path) -> dict[str, str]:
    """The part of each rule, by its id; parts in the order of the process, rules in the order of their files."""
    files = {rule: place.rpartition(":")[0] for rule, place in rulebook.places.items()}
    titles = {file: _title(config / "law" / file) for file in set(files.values())}
    found = {rule: titles[file] for rule, file in files.items()}
    places = {part: _place(rulebook, [rule for rule in found if found[rule] == part]) for part in titles.values()}
    return dict(sorted(found.items(), key=lambda item: (places[item[1]], item[1])))


def _place(rulebook: Rulebook, rules: list[str]) -> float:
    """Where a part stands in the process: on average, how late what starts its rules usually comes; proposals last."""
    if not any(version.is_law for rule in rules for version in rulebook.rules[rule].versions):
        return len(rulebook.events) + 1
    starts = [trigger.event for rule in rules for trigger in rulebook.rules[rule].starts]
    return sum(rulebook.event_order[event] for event in starts) / len(starts) if starts else len(rulebook.events)


def _title(path: Path) -> str:
    return str(read_yaml(path).get("part") or path.stem.replace("_", " ").capitalize())
