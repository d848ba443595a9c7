"""The description of the API as a person reads it: operations by what they are about, shapes, and problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ehcp_workflow.web.api.problems import TITLES


@dataclass(frozen=True)
class Part:
    """One part of what is sent or answered: its name, what may stand there, whether it is needed, and what it says."""

    name: str
    kind: str
    needed: bool
    says: str


@dataclass(frozen=True)
class Operation:
    """One operation: its method and address, what it does, what may be asked, what is sent and what is answered."""

    method: str
    path: str
    says: str
    asks: tuple[Part, ...]
    sends: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Section:
    """The operations about one thing."""

    name: str
    says: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class Shape:
    """One shape of JSON, and its parts."""

    name: str
    says: str
    parts: tuple[Part, ...]


def sections_of(described: Mapping[str, Any]) -> list[Section]:
    """The operations, by what they are about."""
    every = [
        (said["tags"][0], _operation(method, path, said))
        for path, operations in described["paths"].items()
        for method, said in operations.items()
    ]
    return [
        Section(tag["name"], tag["description"], tuple(operation for name, operation in every if name == tag["name"]))
        for tag in described["tags"]
    ]


def shapes_of(described: Mapping[str, Any]) -> list[Shape]:
    """The shapes that are sent and answered."""
    schemas: dict[str, dict[str, Any]] = described["components"]["schemas"]
    return [
        Shape(name, schema.get("description", ""), tuple(_parts(schema)))
        for name, schema in schemas.items()
        if "properties" in schema
    ]


def problems() -> list[tuple[str, int, str]]:
    """The kinds of problem: the name in the address of each, its status, and its title."""
    return [(name, status, title) for status, (name, title) in TITLES.items()]


def _operation(method: str, path: str, said: Mapping[str, Any]) -> Operation:
    sent = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    answers = [(status, _kinds(answer)) for status, answer in said["responses"].items() if status.startswith("2")]
    asks = tuple(
        Part(one["name"], _kind(one["schema"]), one.get("required", False), one.get("description", ""))
        for one in said.get("parameters", ())
    )
    return Operation(method.upper(), path, said["description"], asks, _kind(sent) if sent else "", tuple(answers))


def _kinds(answer: Mapping[str, Any]) -> str:
    content = answer.get("content", {})
    return ", ".join(_kind(said["schema"]) if "json" in kind else kind for kind, said in content.items())


def _parts(schema: Mapping[str, Any]) -> Iterator[Part]:
    for name, said in schema["properties"].items():
        yield Part(name, _kind(said), name in schema.get("required", ()), said.get("description", ""))


def _kind(schema: Mapping[str, Any]) -> str:
    """What may stand there, in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind(one) for one in schema["anyOf"]))
    if "enum" in schema:
        return "one of: " + ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("const") or schema.get("type") or "anything")
