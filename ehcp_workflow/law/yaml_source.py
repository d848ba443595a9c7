"""Reading YAML that people sign: a repeated key is an error, and every entry knows its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from ehcp_workflow.errors import BadConfiguration


class Entry(dict[str, Any]):
    """One mapping from a YAML file, with the place it was written."""

    place: str = ""


# The same loader written in C, where PyYAML was built with it: the whole rulebook in a tenth of the time.
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Safe):  # type: ignore[misc]
    """SafeLoader that refuses repeated keys and remembers lines."""

    file = ""


def _read_mapping(loader: _Loader, node: yaml.MappingNode) -> Entry:
    entry = Entry()
    entry.place = f"{loader.file}:{node.start_mark.line + 1}"
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise BadConfiguration(
                f"{loader.file}:{key_node.start_mark.line + 1}: a key must be a word. Put quotes around it."
            )
        if key in entry:
            raise BadConfiguration(
                f"{loader.file}:{key_node.start_mark.line + 1}: the key '{key}' is given twice. Keep one of the two."
            )
        entry[key] = loader.construct_object(value_node, deep=True)
    return entry


def _read_date(loader: _Loader, node: yaml.ScalarNode) -> Any:  # noqa: ANN401 - a date, or a date with a time
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        raise BadConfiguration(
            f"{loader.file}:{node.start_mark.line + 1}: '{node.value}' is not a date. Write it like 2027-01-01."
        ) from None


# YAML 1.1 reads `on`, `off`, `yes` and `no` as true or false, and 20:00 as the number 1200. Here they are what they
# look like, as in YAML 1.2: our events happen `on` a day, and hours are hours.
_PLAIN = {
    "tag:yaml.org,2002:bool": (r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    "tag:yaml.org,2002:int": (r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    "tag:yaml.org,2002:float": (r"^[-+]?[0-9]+\.[0-9]+$", "-+0123456789"),
}
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _PLAIN]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _tag, (_pattern, _first) in _PLAIN.items():
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _read_date)
_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _read_mapping)


def read_yaml(path: Path) -> Entry:
    """Read one YAML file whose top level is a mapping.

    Raises:
        BadConfiguration: the file is missing, is not YAML, repeats a key, or is not a mapping.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadConfiguration(
            f"{path} cannot be read ({error.strerror}). Restore the file, or check EHCP_CONFIG_DIR."
        ) from None
    except UnicodeDecodeError:
        raise BadConfiguration(f"{path.name}: this is not UTF-8 text. Save the file as UTF-8.") from None
    try:
        document = _document(text, path.name)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or error
        raise BadConfiguration(f"{path.name}{line}: this is not YAML ({problem}). Correct that line.") from None
    if not isinstance(document, Entry):
        raise BadConfiguration(f"{path.name}: the file must hold a mapping of keys to values.")
    return document


def entries_of(said: Mapping[str, Any], place: str = "") -> Entry:
    """What a program says, as if it stood in a file; the place of each entry is its path."""
    entry = Entry()
    entry.place = place
    for key, value in said.items():
        where = f"{place}.{key}" if place else key
        entry[key] = _listed(value, where) if isinstance(value, list) else _inner(value, where)
    return entry


def _listed(values: list[Any], place: str) -> list[Any]:
    return [_inner(value, f"{place}[{number}]") for number, value in enumerate(values, 1)]


def _inner(value: Any, place: str) -> Any:  # noqa: ANN401 - whatever may stand in a file
    return entries_of(value, place) if isinstance(value, Mapping) else value


def _document(text: str, file: str) -> object:
    loader = _Loader(text)
    loader.file = file
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()
