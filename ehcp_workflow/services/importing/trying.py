"""What became, or would become, of the rows of an uploaded file, as it is kept between two pages."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ehcp_workflow.errors import NotFound, Refused
from ehcp_workflow.services.importing.verdicts import Outcome, Verdict, verdict_as_json
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import uploads
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.uploads import Upload

CHECKED, IMPORTING, IMPORTED = "checked", "importing", "imported"


@dataclass(frozen=True)
class Tried:
    """What became, or would become, of each row of a file.

    Attributes:
        verdicts: one for each row that says something.
        done: whether it was imported, or only tried out.
    """

    verdicts: tuple[Verdict, ...]
    done: bool

    @property
    def counts(self) -> Mapping[str, int]:
        """How many rows became what, in words: cases opened, brought up to date, unchanged, refused."""
        return Counter(word_of(verdict) for verdict in self.verdicts)


OPENED, UPDATED, UNCHANGED, REFUSED = "opened", "updated", "unchanged", "refused"


def word_of(verdict: Verdict) -> str:
    """What a row does to its case."""
    if verdict.outcome is Outcome.REFUSED:
        return REFUSED
    if verdict.opened:
        return OPENED
    return UNCHANGED if verdict.outcome is Outcome.UNCHANGED else UPDATED


def gone() -> NotFound:
    """There is no such file of theirs."""
    return NotFound("There is no such file of yours here. Files are kept until they are imported, for a day at most.")


def keep(installation: Installation, name: str, verdicts: tuple[Verdict, ...], state: str) -> Tried:
    """Keep what became, or would become, of the rows of a file."""
    said = json.dumps([verdict_as_json(verdict) for verdict in verdicts])
    with installation.database.write() as unit:
        uploads.keep_verdicts(unit, installation.cipher, name, said, state)
    return Tried(verdicts, done=state == IMPORTED)


def kept(upload: Upload) -> Tried:
    """What was kept of a file."""
    said: list[dict[str, Any]] = json.loads(upload.verdicts or "[]")
    verdicts = tuple(
        Verdict(one["row"], Outcome(one["outcome"]), one["reference"], tuple(one["remarks"]), one["opened"])
        for one in said
    )
    return Tried(verdicts, done=upload.state == IMPORTED)


def begin(unit: Unit, upload: Upload | None) -> Upload:
    """Begin the import of a file that is held; one that was imported is given back as it is.

    Raises:
        NotFound: there is none.
        Refused: it is being imported, or nobody looked at what would become of its rows.
    """
    if upload is None:
        raise gone()
    if upload.state == IMPORTING:
        raise Refused("This file is being imported. Look again in a minute; if nothing comes, upload it again.")
    if upload.state not in {CHECKED, IMPORTED}:
        raise Refused("Look at what would become of the rows first. Nothing was imported.")
    if upload.state == CHECKED:
        uploads.begin_import(unit, upload.name)
    return upload
