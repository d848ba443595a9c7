"""House policy laid before the person who answers for it: what is wrong with it, and what of it is their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ehcp_workflow.cases.policy import Policy
from ehcp_workflow.cases.policy_checks import read_checked_policy
from ehcp_workflow.cases.policy_problems import Problem
from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.yaml_source import read_yaml
from ehcp_workflow.messages.outgoing import Channel


@dataclass(frozen=True)
class Overridden:
    """One value of the organisation's own: its key, what it says, and what is shipped."""

    key: str
    own: object
    shipped: object

    @property
    def in_words(self) -> str:
        """Both values beside each other; of ladders only how many there are."""
        return f"{self.key}: {_shown(self.own)} instead of {_shown(self.shipped)}"


@dataclass(frozen=True)
class Review:
    """What became of reviewing house policy.

    Attributes:
        own: the organisation's own file; it need not exist.
        policy: the policy in force; None when something is wrong with it.
        problems: everything that is wrong.
        overridden: what the organisation's own file changes.
    """

    own: Path
    policy: Policy | None
    problems: tuple[Problem, ...]
    overridden: tuple[Overridden, ...]


def review_policy(config: Path, own: Path, rulebook: Rulebook) -> Review:
    """Read house policy, hold it against the law, and say what the organisation changed of it.

    Args:
        config: the folder with the shipped policy.
        own: the organisation's own file, laid over it where it exists.
        rulebook: the law.
    """
    shipped = config / "policy.yaml"
    try:
        reading = read_checked_policy(shipped, own, rulebook, [channel.value for channel in Channel])
        said: Mapping[str, Any] = read_yaml(own) if own.exists() else {}
        changed = tuple(_changes((), said, read_yaml(shipped)))
    except BadConfiguration as error:  # no YAML at all: there is nothing to look for further mistakes in
        return Review(own, None, (Problem(*_unread(shipped, own), "", str(error)),), ())
    return Review(own, reading.policy, reading.problems, changed)


def _unread(shipped: Path, own: Path) -> tuple[str, str]:
    """The file that cannot be read, and no key: the organisation's own, unless the shipped one is at fault."""
    try:
        read_yaml(shipped)
    except BadConfiguration:
        return shipped.name, ""
    return str(own), ""


def _changes(place: tuple[str, ...], own: Mapping[str, Any], shipped: object) -> Iterator[Overridden]:
    """The values of the organisation's own that differ from the shipped ones."""
    for key, value in own.items():
        old = shipped.get(key) if isinstance(shipped, Mapping) else None
        if isinstance(value, Mapping) and isinstance(old, Mapping):
            yield from _changes((*place, key), value, old)
        elif value != old:
            yield Overridden(".".join((*place, key)), value, old)


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()  # as it stands in the file
    if isinstance(value, list) and any(isinstance(entry, Mapping) for entry in value):
        return f"{len(value)} {'entry' if len(value) == 1 else 'entries'}"
    if isinstance(value, list):
        return f"[{', '.join(str(entry) for entry in value)}]"
    return str(value)
