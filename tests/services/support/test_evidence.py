"""Evidence is recorded as here, asked for or missing, and put right by a new record; on both databases."""

import pytest
from sqlalchemy import text

from ehcp_workflow.cases.evidence import State
from ehcp_workflow.cases.evidence_kinds import FromWhom
from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.law.when import When
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.support.evidence import (
    NewPiece,
    add_evidence,
    evidence_arrived,
    read_evidence,
    withdraw_evidence,
)
from ehcp_workflow.store.evidence import NO_WORDS, EvidenceWords

from installations import make_case

LETTER = EvidenceWords("letter of 20 October", "waits for an assessment")
ASKED = NewPiece("medical_letter", State.ASKED_FOR, dated=When.parse("2026-09-01"), words=LETTER)


@pytest.fixture
def case(installation: Installation) -> str:
    return make_case(
        installation, ("support_plan_started", "2025-09-08"), ("progress_reported", "2026-07-15")
    ).reference


def states(installation: Installation, case: str) -> dict[str, State]:
    items = read_evidence(installation, case).checklist
    return {item.kind.code: item.state for item in items if item.state is not State.MISSING}


def test_the_checklist_knows_what_is_here_and_what_events_show(installation: Installation, case: str):
    add_evidence(installation, case, NewPiece("senco_report", dated=When.parse("2026-10")), "test")
    add_evidence(installation, case, ASKED, "test")
    add_evidence(installation, case, NewPiece("diary", State.MISSING), "test")
    assert states(installation, case) == {
        "support_plan_reviews": State.HERE,
        "progress_data": State.HERE,
        "senco_report": State.HERE,
        "medical_letter": State.ASKED_FOR,
    }


def test_who_usually_gives_it_is_filled_in_and_may_be_another(installation: Installation, case: str):
    assert add_evidence(installation, case, NewPiece("attendance"), "test").from_whom is FromWhom.SCHOOL
    own = NewPiece("attendance", from_whom=FromWhom.FAMILY)
    assert add_evidence(installation, case, own, "test").from_whom is FromWhom.FAMILY


def test_what_was_asked_for_arrives_with_its_words_and_the_old_record_stays(installation: Installation, case: str):
    asked = add_evidence(installation, case, ASKED, "test")
    came = evidence_arrived(installation, case, asked.id[:8], When.parse("2026-10-20"), NO_WORDS, "test")
    (listed,) = read_evidence(installation, case).pieces
    assert (listed.piece.id, listed.piece.state, str(listed.piece.dated)) == (came.id, State.HERE, "2026-10-20")
    assert (listed.title, listed.words) == ("Letter of a doctor, paediatrician or CAMHS", LETTER)
    with installation.database.read() as unit:
        assert unit.execute(text("SELECT count(*) FROM evidence")).scalar() == 2
    with pytest.raises(Refused, match="here already"):
        evidence_arrived(installation, case, came.id, None, NO_WORDS, "test")


def test_words_are_sealed_and_not_shown_by_accident(installation: Installation, case: str):
    add_evidence(installation, case, ASKED, "test")
    with installation.database.read() as unit:
        stored = str(unit.execute(text("SELECT * FROM evidence")).all())
    assert "waits for" not in stored
    assert "waits for" not in repr(read_evidence(installation, case))


def test_a_piece_is_taken_back(installation: Installation, case: str):
    piece = add_evidence(installation, case, NewPiece("diary"), "test")
    withdraw_evidence(installation, case, piece.id[:8], "test")
    assert read_evidence(installation, case).pieces == ()


def test_what_does_not_exist_or_cannot_be_meant_is_refused(installation: Installation, case: str):
    with pytest.raises(BadInput, match=r"'senco' is not a kind of evidence\..* Kinds: parents_views, "):
        add_evidence(installation, case, NewPiece("senco"), "test")
    with pytest.raises(Refused, match="in the future"):
        add_evidence(installation, case, NewPiece("diary", dated=When.parse("2030-01-01")), "test")
    with pytest.raises(BadInput, match="too long ago"):
        add_evidence(installation, case, NewPiece("diary", dated=When.parse("1925-01-01")), "test")
    add_evidence(installation, case, NewPiece("diary", dated=When.parse("unknown")), "test")
    with pytest.raises(NotFound, match="has no single piece of evidence 'abc'"):
        withdraw_evidence(installation, case, "abc", "test")
