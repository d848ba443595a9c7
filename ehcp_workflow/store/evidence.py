"""Evidence for requests with its words: adding records and reading them; nothing is ever changed or removed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from ehcp_workflow.cases.evidence import Piece, State
from ehcp_workflow.cases.evidence_kinds import FromWhom
from ehcp_workflow.store.cipher import Cipher
from ehcp_workflow.store.tables import EvidenceRow


@dataclass(frozen=True)
class EvidenceWords:
    """What a piece of evidence is called, and what it says. Kept sealed."""

    called: str | None = field(default=None, repr=False)
    says: str | None = field(default=None, repr=False)


NO_WORDS = EvidenceWords()


def add_piece(session: Session, cipher: Cipher, case_id: int, piece: Piece, words: EvidenceWords, by: str) -> None:
    """Add a piece of evidence to a case, or a correction of one."""
    said = {name: value for name, value in vars(words).items() if value}
    session.add(
        EvidenceRow(
            id=piece.id,
            case_id=case_id,
            kind=piece.kind,
            from_whom=piece.from_whom,
            dated=piece.dated,
            state=piece.state,
            words_sealed=cipher.seal(json.dumps(said)) if said else None,
            replaces=piece.replaces,
            withdrawn=piece.withdrawn,
            recorded_at=piece.recorded_at,
            recorded_by=by,
        )
    )
    session.flush()


def read_evidence(session: Session, case_id: int) -> tuple[Piece, ...]:
    """Every record of evidence of a case in the order of recording, corrections and corrected ones included."""
    question = select(EvidenceRow).where(EvidenceRow.case_id == case_id)
    rows = session.scalars(question.order_by(EvidenceRow.recorded_at, EvidenceRow.id))
    return tuple(_piece(row) for row in rows)


def words_of_evidence(session: Session, cipher: Cipher, case_id: int) -> dict[str, EvidenceWords]:
    """What each piece is called and says, by the id of its record; for the case's own page and commands only."""
    question = select(EvidenceRow.id, EvidenceRow.words_sealed).where(EvidenceRow.case_id == case_id)
    return {
        id_: EvidenceWords(**json.loads(cipher.open(sealed))) for id_, sealed in session.execute(question) if sealed
    }


def _piece(row: EvidenceRow) -> Piece:
    return Piece(
        id=row.id,
        kind=row.kind,
        state=State(row.state),
        from_whom=FromWhom(row.from_whom) if row.from_whom else None,
        dated=row.dated,
        replaces=row.replaces,
        withdrawn=row.withdrawn,
        recorded_at=row.recorded_at,
    )
