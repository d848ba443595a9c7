"""What changed between two folders of law: rules, closed lists and bank holidays, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ehcp_workflow.errors import NotFound
from ehcp_workflow.law.loading import load_rulebook
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Rule
from ehcp_workflow.law.versions import Period, Strict, Version
from ehcp_workflow.services.rulebook_review.sentences import period_in_words

_LISTS = ("events", "instruments", "remedies", "exemptions", "parties", "stages")
_NOTHING = "(nothing)"


@dataclass(frozen=True)
class FieldChange:
    """One field that says something else than before."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Changed:
    """One entry that changed, and what in it; `name` is how people call it."""

    id: str
    name: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Compared:
    """What one list gained, lost and changed; entries added or removed as `reference title`."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Changed, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True)
class Differences:
    """What changed between two rulebooks.

    Attributes:
        rules: the rules.
        lists: the closed lists in which anything changed, by name.
        holidays_added, holidays_removed: bank holidays.
        calendar: changes in how far the bank holidays are known.
    """

    rules: Compared
    lists: dict[str, Compared]
    holidays_added: tuple[date, ...]
    holidays_removed: tuple[date, ...]
    calendar: tuple[FieldChange, ...]

    def __bool__(self) -> bool:
        return bool(self.rules or self.lists or self.holidays_added or self.holidays_removed or self.calendar)

    def as_json(self) -> dict[str, Any]:
        """The same for other programs."""
        return {**asdict(self), "same": not self}


def load_law(config: Path) -> Rulebook:
    """The rulebook of a folder that somebody named.

    Raises:
        NotFound: it has no `law` folder or no bank holidays.
        BadConfiguration: something in it is wrong.
    """
    for needed in (config / "law", config / "calendars" / "england.yaml"):
        if not needed.exists():
            raise NotFound(f"{config} is not a folder of law: {needed} is missing. Name a copy of config/.")
    return load_rulebook(config)


def compare(old: Rulebook, new: Rulebook) -> Differences:
    """Everything that differs between two rulebooks."""
    lists = {name: _compare(getattr(old, name), getattr(new, name)) for name in _LISTS}
    before, after = old.calendar, new.calendar
    known = [
        FieldChange(field, str(getattr(before, field)), str(getattr(after, field)))
        for field in ("known_from", "known_to")
        if getattr(before, field) != getattr(after, field)
    ]
    return Differences(
        rules=_compare(old.rules, new.rules),
        lists={name: found for name, found in lists.items() if found},
        holidays_added=tuple(sorted(after.holidays - before.holidays)),
        holidays_removed=tuple(sorted(before.holidays - after.holidays)),
        calendar=tuple(known),
    )


def _compare(old: Mapping[str, Strict], new: Mapping[str, Strict]) -> Compared:
    changed = ((key, new[key], tuple(_changes(old[key], new[key]))) for key in new if key in old)
    return Compared(
        added=tuple(_name(key, entry) for key, entry in new.items() if key not in old),
        removed=tuple(_name(key, entry) for key, entry in old.items() if key not in new),
        changed=tuple(Changed(key, _name(key, entry), fields) for key, entry, fields in changed if fields),
    )


def _name(key: str, entry: Strict) -> str:
    return f"{entry.ref if isinstance(entry, Rule) else key} {getattr(entry, 'title', '')}".strip()


def _changes(old: Strict, new: Strict) -> Iterator[FieldChange]:
    before, after = _said(old), _said(new)
    for field in dict.fromkeys((*before, *after)):
        if before.get(field) != after.get(field):
            yield FieldChange(field, before.get(field, _NOTHING), after.get(field, _NOTHING))


def _said(entry: Strict) -> dict[str, str]:
    """Every field with what it says, in words; the fields of a version under the day from which it is in force."""
    said: dict[str, str] = {}
    for field in type(entry).model_fields:
        value = getattr(entry, field)
        if field == "versions":
            said |= {key: text for version in value for key, text in _version_said(version).items()}
        else:
            said[field] = _in_words(value)
    return said


def _version_said(version: Version) -> dict[str, str]:
    name = f"{'version' if version.is_law else 'proposed version'} from {version.in_force_from}"
    return {f"{name}: {field}": _in_words(getattr(version, field)) for field in type(version).model_fields}


def _in_words(value: object) -> str:
    match value:
        case Period():
            return period_in_words(value)
        case None | "" | () | {}:
            return _NOTHING
        case tuple():
            return ", ".join(_in_words(item) for item in value)
        case dict():
            return "; ".join(f"{key}: {_in_words(item)}" for key, item in value.items())
        case Strict():
            fields = ((field, getattr(value, field)) for field in type(value).model_fields)
            return " ".join(_in_words(item) for _, item in fields if item not in (None, "", (), {}))
        case _:
            return str(value)
