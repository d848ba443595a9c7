"""What is on record beside the events of a fictional application: needs, targets and evidence."""

from __future__ import annotations

from dataclasses import dataclass

from ehcp_workflow.cases.evidence import Piece, State
from ehcp_workflow.cases.evidence_kinds import FromWhom
from ehcp_workflow.cases.needs import Diagnosis, Need
from ehcp_workflow.cases.targets import Outcome, Target
from ehcp_workflow.services.event_checks import new_id
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import evidence, needs, support
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.evidence import EvidenceWords
from ehcp_workflow.store.support import TargetWords

PLAN = "iep_1"
"""The code of the school's support plan in the demo."""


@dataclass(frozen=True)
class Beside:
    """Needs with how far a diagnosis is; targets with how they went; evidence with its state and what it is called."""

    needs: tuple[tuple[str, Diagnosis | None], ...] = ()
    targets: tuple[tuple[TargetWords, Outcome | None], ...] = ()
    evidence: tuple[tuple[str, State, FromWhom, str], ...] = ()


NOTHING_BESIDE = Beside()


def add_beside(installation: Installation, unit: Unit, case_id: int, beside: Beside, by: str) -> None:
    """Record needs, targets and evidence in a fictional case."""
    now = installation.now()
    for rank, (code, diagnosis) in enumerate(beside.needs, start=1):
        needs.add_need(unit, case_id, Need(new_id(), code, rank, diagnosis, recorded_at=now), by)
    for words, outcome in beside.targets:
        target = Target(new_id(), PLAN, outcome, recorded_at=now)
        support.add_target(unit, installation.cipher, case_id, target, words, by)
    for kind, state, whom, called in beside.evidence:
        piece = Piece(new_id(), kind, state, whom, recorded_at=now)
        evidence.add_piece(unit, installation.cipher, case_id, piece, EvidenceWords(called), by)
