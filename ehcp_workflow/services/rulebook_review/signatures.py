"""Lawyers' signatures under rules. A signature holds for the very words that were signed and for no others."""

from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from ehcp_workflow.errors import BadConfiguration, BadInput
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Rule
from ehcp_workflow.law.versions import Strict
from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.law.yaml_source import read_yaml
from ehcp_workflow.services.whole_files import write_whole

FILE = "signatures.yaml"
_HEADER = "# Who checked which rule. Written by `ehcp rules sign`; a changed fingerprint is a rule changed since.\n"


class Signature(Strict):
    """One person's word for one rule as it stood on a day.

    Attributes:
        rule: the id of the rule.
        fingerprint: of the rule as it was signed.
        by: who signed. on: the London date. remark: what they said with it.
    """

    rule: str
    fingerprint: str
    by: str
    on: date
    remark: str = ""

    @property
    def in_words(self) -> str:
        """Who and when."""
        return f"signed by {self.by} on {day_in_words(self.on)}"


class Standing(StrEnum):
    """Whether a lawyer stands behind a rule as it is now."""

    SIGNED = "signed"
    CHANGED = "changed_since"
    UNSIGNED = "unsigned"


@dataclass(frozen=True)
class Signoff:
    """The signatures under one rule: those that hold, or the last one that no longer does."""

    standing: Standing
    signatures: tuple[Signature, ...] = ()

    @property
    def in_words(self) -> str:
        """What is said wherever a date of the rule shows."""
        match self.standing:
            case Standing.UNSIGNED:
                return "not yet checked by a lawyer"
            case Standing.CHANGED:
                return f"{self.signatures[-1].in_words}, changed since"
            case Standing.SIGNED:
                return "; ".join(signature.in_words for signature in self.signatures)

    def as_json(self) -> dict[str, Any]:
        """The same for other programs; `valid` is whether a signature holds for the rule as it is now."""
        last = self.signatures[-1] if self.signatures else None
        return {
            "valid": self.standing is Standing.SIGNED,
            "state": self.standing.value,
            "by": last.by if last else None,
            "on": last.on.isoformat() if last else None,
            "words": self.in_words,
        }


@dataclass(frozen=True)
class Signoffs:
    """Every signature of an installation, held against a rulebook."""

    rulebook: Rulebook
    signatures: tuple[Signature, ...] = ()

    def of(self, rule: Rule) -> Signoff:
        """Whether a rule is signed as it is now."""
        given = tuple(signature for signature in self.signatures if signature.rule == rule.id)
        if not given:
            return Signoff(Standing.UNSIGNED)
        now = fingerprint(rule, self.rulebook)
        holding = tuple(signature for signature in given if signature.fingerprint == now)
        return Signoff(Standing.SIGNED, holding) if holding else Signoff(Standing.CHANGED, given)


def fingerprint(rule: Rule, rulebook: Rulebook) -> str:
    """Changes with any word of a rule, or of what it names: its events, members, exemptions, remedies and parties.

    A setting that has its ordinary value leaves no trace, so that a later version of the program, which knows more
    settings, does not break the signatures given before.
    """
    kinds = {kind for trigger in rule.triggers for kind in (trigger.event, *trigger.after)}
    said = {
        "rule": _said(rule),
        "members": [fingerprint(rulebook.rules[member], rulebook) for member in rule.members],
        "events": sorted((kind, rulebook.events[kind].title) for kind in kinds),
        "exemptions": [_said(rulebook.exemptions[code]) for code in rule.exemptions],
        "remedies": [_said(rulebook.remedies[code]) for code in rule.if_missed],
        "parties": [_said(rulebook.parties[party]) for party in (rule.owed_by, rule.owed_to)],
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:24]


def read_signoffs(home: Path, rulebook: Rulebook) -> Signoffs:
    """The signatures kept in a data folder; none where nobody has signed.

    Raises:
        BadConfiguration: the file of signatures cannot be read.
    """
    return Signoffs(rulebook, _read(home / FILE))


def sign(home: Path, rulebook: Rulebook, name: str, by: str, on: date, remark: str = "") -> Signature:
    """Sign a rule as it is now. Signing the same words again only renews the date and the remark.

    Args:
        home: the data folder, which must exist.
        rulebook: the rules.
        name: the rule's id or reference.
        by: who signs; it is kept in clear.
        on: the London date.
        remark: what they wish to say with it.

    Raises:
        NotFound: there is no such rule.
        BadInput: nobody is named.
    """
    rule = rulebook.rule(name)
    who = " ".join(by.split())
    if not who:
        raise BadInput("A signature needs a name. Write --by 'A. Lawyer'.")
    made = Signature(rule=rule.id, fingerprint=fingerprint(rule, rulebook), by=who, on=on, remark=remark.strip())
    with _alone(home):
        kept = [old for old in _read(home / FILE) if _key(old) != _key(made)]
        listed = [signature.model_dump(exclude_defaults=True) for signature in (*kept, made)]
        text = yaml.safe_dump({"signatures": listed}, sort_keys=False, allow_unicode=True)
        write_whole(home / FILE, _HEADER + text)
    return made


def _key(signature: Signature) -> tuple[str, str, str]:
    return signature.rule, signature.fingerprint, signature.by


def _said(entry: Strict) -> dict[str, Any]:
    return entry.model_dump(mode="json", exclude_defaults=True)


def _read(path: Path) -> tuple[Signature, ...]:
    if not path.exists():
        return ()
    listed = read_yaml(path).get("signatures", [])
    try:
        return tuple(Signature.model_validate(entry) for entry in listed)
    except (ValidationError, TypeError):
        raise BadConfiguration(
            f"{path} holds something that is not a signature. Restore it from your backup, or move it away."
        ) from None


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Hold the file of signatures, so that two who sign at once both stand in it."""
    with (home / f"{FILE}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
