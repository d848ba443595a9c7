"""Kinds of evidence for a request: what each is, who gives it and what it shows. None is a condition."""

from __future__ import annotations

from collections.abc import Container
from enum import StrEnum
from pathlib import Path

from pydantic import Field, ValidationError

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.versions import Strict
from ehcp_workflow.law.yaml_source import read_yaml


class FromWhom(StrEnum):
    """Who gives a piece of evidence."""

    FAMILY = "family"
    SCHOOL = "school"
    HEALTH = "health"
    SOCIAL_CARE = "social_care"
    PROFESSIONAL = "professional"
    COUNCIL = "council"
    OTHER = "other"


class EvidenceKind(Strict):
    """A kind of evidence.

    Attributes:
        code, title: its name for programs and for people.
        from_whom: who gives it.
        shows: what it is good for.
        usual: whether most requests have it.
        from_events: events of the case that are evidence of it by themselves.
        practice: what many councils ask for although the law does not, with what the law says.
        grows_old: after how many months a newer one helps more; it stays evidence.
    """

    code: str = Field(pattern=r"^[a-z][a-z_]{0,39}$")
    title: str
    from_whom: FromWhom
    shows: str
    usual: bool = False
    from_events: tuple[str, ...] = ()
    practice: str | None = None
    grows_old: int | None = Field(default=None, ge=1)


class _File(Strict):
    kinds: tuple[EvidenceKind, ...]


def load_evidence_kinds(path: Path, events: Container[str]) -> tuple[EvidenceKind, ...]:
    """Read the kinds of evidence; `events` are the kinds of event there are.

    Raises:
        BadConfiguration: the file is missing or not understood, a code stands twice, or an event does not exist.
    """
    try:
        kinds = _File.model_validate(read_yaml(path)).kinds
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadConfiguration(f"{path.name}: {where}: {first['msg']}. Correct it.") from None
    if len({kind.code for kind in kinds}) < len(kinds):
        raise BadConfiguration(f"{path.name}: a code stands twice. Keep one.")
    for kind in kinds:
        for event in kind.from_events:
            if event not in events:
                raise BadConfiguration(f"{path.name}: {kind.code}: nobody can record the event '{event}'. Correct it.")
    return kinds
