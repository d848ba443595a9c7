"""Targets of support plans with their words: adding records and reading them; nothing is ever changed or removed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from ehcp_workflow.cases.targets import Outcome, Target
from ehcp_workflow.store.cipher import Cipher
from ehcp_workflow.store.tables import SupportTargetRow


@dataclass(frozen=True)
class TargetWords:
    """What a target says: the target, what is done for it, and how it is measured. Kept sealed."""

    target: str = field(repr=False)
    strategies: str | None = field(default=None, repr=False)
    measured: str | None = field(default=None, repr=False)


def add_target(session: Session, cipher: Cipher, case_id: int, target: Target, words: TargetWords, by: str) -> None:
    """Add a target to a case, or a correction of one."""
    said = {name: value for name, value in vars(words).items() if value}
    session.add(
        SupportTargetRow(
            id=target.id,
            case_id=case_id,
            plan=target.plan,
            words_sealed=cipher.seal(json.dumps(said)),
            outcome=target.outcome,
            replaces=target.replaces,
            withdrawn=target.withdrawn,
            recorded_at=target.recorded_at,
            recorded_by=by,
        )
    )
    session.flush()


def read_targets(session: Session, case_id: int) -> tuple[Target, ...]:
    """Every record of a target of a case in the order of recording, corrections and corrected ones included."""
    question = select(SupportTargetRow).where(SupportTargetRow.case_id == case_id)
    rows = session.scalars(question.order_by(SupportTargetRow.recorded_at, SupportTargetRow.id))
    return tuple(_target(row) for row in rows)


def words_of_targets(session: Session, cipher: Cipher, case_id: int) -> dict[str, TargetWords]:
    """What each target says, by the id of its record; for the case's own page and commands only."""
    question = select(SupportTargetRow.id, SupportTargetRow.words_sealed).where(SupportTargetRow.case_id == case_id)
    return {id_: TargetWords(**json.loads(cipher.open(sealed))) for id_, sealed in session.execute(question) if sealed}


def _target(row: SupportTargetRow) -> Target:
    return Target(
        id=row.id,
        plan=row.plan,
        outcome=Outcome(row.outcome) if row.outcome else None,
        replaces=row.replaces,
        withdrawn=row.withdrawn,
        recorded_at=row.recorded_at,
    )
