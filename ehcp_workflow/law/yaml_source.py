"""Reading YAML that people sign: a repeated key is an error, and every entry knows its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from ehcp_workflow.errors import BadConfiguration


class Entry(dict[str, Any]):
    """One mapping from a YAML file, with the place it was written."""

    place: str = ""


class _Loader(yaml.SafeLoader):
    """SafeLoader that refuses repeated keys and remembers lines."""

    file = ""


def _read_mapping(loader: _Loader, node: yaml.MappingNode) -> Entry:
    entry = Entry()
    entry.place = f"{loader.file}:{node.start_mark.line + 1}"
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in entry:
            raise BadConfiguration(
                f"{loader.file}:{key_node.start_mark.line + 1}: the key '{key}' is given twice. Keep one of the two."
            )
        entry[key] = loader.construct_object(value_node, deep=True)
    return entry


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
    loader = _Loader(text)
    loader.file = path.name
    try:
        document = loader.get_single_data()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or error
        raise BadConfiguration(f"{path.name}{line}: this is not YAML ({problem}). Correct that line.") from None
    finally:
        loader.dispose()
    if not isinstance(document, Entry):
        raise BadConfiguration(f"{path.name}: the file must hold a mapping of keys to values.")
    return document
