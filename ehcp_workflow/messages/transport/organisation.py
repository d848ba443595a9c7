"""The organisation's own channels (a Teams or Slack room, a shared mailbox), read from its apprise.yml.

This is the one place where Apprise reads a URL. An operator wrote it in a file that only the operator can read; no
text that came in through a page or an import ever gets here. Of Apprise's YAML format this much is understood:

    version: 1
    urls:
      - "workflows://host/${TEAMS_WORKFLOW}/${TEAMS_SIGNATURE}/":
          tag: ops

that is, a list with one URL each, and under it one `tag`: a word, several with commas, or a list of words. `${NAME}`
is the environment variable of that name; special characters in it are quoted, so it is one part of a URL, never more.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.yaml_source import Entry, read_yaml
from ehcp_workflow.messages.transport.door import ASSET, FOR_THE_ORGANISATION, OneAttempt, check_plugin
from ehcp_workflow.messages.transport.rooms import ROOMS

_SCHEMA = re.compile(r"([a-z]+)://[^\s#]+")  # what is after a # Apprise drops, and writes to #general instead
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_TAG = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_LONGEST_URL = 2000
# Others open files, follow redirects, switch certificates off, try again, or write to more than one.
_PARAMETERS = frozenset(
    {"auth", "from", "id", "mode", "name", "pass", "priority", "sig", "signature", "smtp", "threadkey", "to", "token"}
    | {"user", "ver", "workflow"}
)


@dataclass(frozen=True, slots=True)
class Service:
    """One URL of the file; `repr` shows its place and what kind it is, never the URL.

    Attributes:
        place: the file and the number of its entry, from 1.
        schema: what kind of service.
        tags: the words it can be chosen by.
    """

    place: str
    schema: str
    tags: tuple[str, ...]
    _parts: dict[str, Any] = field(repr=False, hash=False)

    def build(self) -> OneAttempt:
        """Apprise's plugin for one message, checked to have one recipient.

        Raises:
            BadConfiguration: Apprise does not take the URL, or it has several recipients.
        """
        try:
            plugin: OneAttempt = ROOMS[self.schema](**{**self._parts, "asset": ASSET, "retry": 0, "format": "text"})
        except Exception:  # noqa: BLE001 - Apprise's own words have the URL in them
            raise BadConfiguration(f"{self.place}: Apprise cannot use this {self.schema} URL. Correct it.") from None
        aims = plugin.aims()
        if len(aims) != 1:
            raise BadConfiguration(f"{self.place}: the URL must have exactly one recipient, not {len(aims)}.")
        plugin.aim = aims[0]
        check_plugin(plugin, FOR_THE_ORGANISATION)
        return plugin


def read_services(path: Path) -> list[Service]:
    """The services of a file, in its order, each of which Apprise can use.

    Raises:
        BadConfiguration: others may read the file, or an entry cannot be used; the text names file and entry number.
    """
    _check_mode(path)
    document = _read(path)
    if document.get("version") != 1 or set(document) != {"version", "urls"} or not isinstance(document["urls"], list):
        raise BadConfiguration(f"{path.name}: write `version: 1` and a list `urls:`, and nothing else.")
    services = [_read_service(f"{path.name}, entry {n}", entry) for n, entry in enumerate(document["urls"], 1)]
    for service in services:
        service.build()
    return services


def tags(path: Path) -> dict[str, int]:
    """How many services bear each tag.

    Raises:
        BadConfiguration: the file cannot be used.
    """
    counted: dict[str, int] = {}
    for service in read_services(path):
        for tag in service.tags:
            counted[tag] = counted.get(tag, 0) + 1
    return counted


def _check_mode(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise BadConfiguration(f"{path.name} cannot be read ({error.strerror}). Check EHCP_APPRISE_CONFIG.") from None
    if os.name == "posix" and mode & 0o077:
        raise BadConfiguration(f"{path.name} holds secrets and others may read it. Run: chmod 600 {path.name}")


def _read(path: Path) -> Entry:
    try:
        return read_yaml(path)
    except BadConfiguration as error:  # its text may quote the line, and so a URL
        line = re.match(rf"{re.escape(path.name)}(:\d+)?", str(error))
        place = line[0] if line else path.name
        raise BadConfiguration(f"{place}: this is not YAML of the form that is needed. Correct that line.") from None


def _read_service(place: str, entry: object) -> Service:
    match entry:
        case {**pairs} if len(pairs) == 1:
            [(url, options)] = pairs.items()
        case _:
            raise BadConfiguration(f"{place}: write one URL, and under it its `tag`.")
    if not isinstance(options, dict) or set(options) != {"tag"}:
        raise BadConfiguration(f"{place}: write `tag: ops` (or another word) under the URL, and nothing else.")
    chosen = tuple(_read_tags(place, options["tag"]))
    url = _VARIABLE.sub(lambda match: _fill_in(place, match[1]), str(url))
    schema = _check_url(place, url)
    parts = ROOMS[schema].parse_url(url)
    if not parts:
        raise BadConfiguration(f"{place}: Apprise cannot read this {schema} URL. Correct it.")
    return Service(place, schema, chosen, parts)


def _read_tags(place: str, written: object) -> Iterator[str]:
    words = written if isinstance(written, list) else str(written).split(",")
    for word in words:
        tag = str(word).strip()
        # Apprise reads person:1 as "person, tried once more" and writes to every person; no such tag gets in.
        if not _TAG.fullmatch(tag):
            raise BadConfiguration(f"{place}: a tag is a word in small letters, such as ops, advisers or escalation.")
        yield tag


def _fill_in(place: str, name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise BadConfiguration(f"{place}: the environment variable {name} is not set. Set it, or take out the entry.")
    return quote(value, safe="")


def _check_url(place: str, url: str) -> str:
    match = _SCHEMA.fullmatch(url) if len(url) <= _LONGEST_URL else None
    if not match:
        raise BadConfiguration(
            f"{place}: this is not a URL of Apprise's without spaces and without #, of at most 2000 letters."
        )
    if match[1] not in FOR_THE_ORGANISATION:
        usable = ", ".join(sorted(FOR_THE_ORGANISATION))
        raise BadConfiguration(f"{place}: services of this kind are not allowed. Use one of {usable}.")
    for name, _ in parse_qsl(url.partition("?")[2], keep_blank_values=True):
        if name.lower() not in _PARAMETERS:
            raise BadConfiguration(
                f"{place}: the URL has a parameter that is not allowed. Take out all but the needed."
            )
    return match[1]
