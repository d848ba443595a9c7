"""Needs are recorded by code and rank, put right by a new record, and never ask for a diagnosis; on both databases."""

import pytest

from ehcp_workflow.cases.needs import Diagnosis
from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.support.needs import NeedsSheet, add_need, list_needs, withdraw_need
from ehcp_workflow.store import casebook, needs

from installations import make_case


@pytest.fixture
def case(installation: Installation) -> str:
    return make_case(installation).reference


def said(sheet: NeedsSheet) -> list[tuple[str, int, str | None]]:
    return [(listed.need.sen_type, listed.need.rank, listed.need.diagnosis) for listed in sheet.needs]


def test_needs_take_the_next_free_rank_and_no_diagnosis_is_asked_for(installation: Installation, case: str):
    add_need(installation, case, "slcn", "test")
    add_need(installation, case, "ASD", "test", diagnosis=Diagnosis.UNDER_WAY)
    sheet = add_need(installation, case, "SEMH", "test", rank=5)
    assert said(sheet) == [("SLCN", 1, None), ("ASD", 2, "under_way"), ("SEMH", 5, None)]
    assert [(listed.title, listed.area) for listed in sheet.needs][:1] == [
        ("Speech, language and communication needs", "Communication and interaction")
    ]


def test_adding_a_need_again_puts_it_right_and_keeps_the_old_record(installation: Installation, case: str):
    add_need(installation, case, "ASD", "test", diagnosis=Diagnosis.UNDER_WAY)
    assert said(add_need(installation, case, "ASD", "test", rank=2)) == [("ASD", 2, "under_way")]
    sheet = add_need(installation, case, "ASD", "test", diagnosis=Diagnosis.CONFIRMED)
    assert said(sheet) == [("ASD", 2, "confirmed")]
    add_need(installation, case, "ASD", "test")  # says nothing new
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, case)
        assert sorted(need.rank for need in needs.read_needs(unit, record.id)) == [1, 2, 2]


def test_two_needs_cannot_have_one_rank(installation: Installation, case: str):
    for code in ("SLCN", "ASD", "MLD"):
        add_need(installation, case, code, "test")
    for rank, which in ((1, "The primary need (rank 1) is SLCN"), (2, "The secondary need (rank 2) is ASD")):
        with pytest.raises(Refused) as refused:
            add_need(installation, case, "SEMH", "test", rank=rank)
        assert str(refused.value) == f"{which} already. Give that one another rank first, or use rank 4."
    with pytest.raises(Refused, match="A further need"):
        add_need(installation, case, "SEMH", "test", rank=3)


def test_a_need_that_is_not_a_code_or_a_rank_that_is_none_is_refused(installation: Installation, case: str):
    with pytest.raises(BadInput, match=r"'SMEH' is not a code of needs\. Did you mean SEMH\? Codes: SLCN, ASD, "):
        add_need(installation, case, "SMEH", "test")
    for rank in (0, 100):
        with pytest.raises(BadInput, match=f"A rank of {rank} cannot be meant"):
            add_need(installation, case, "SEMH", "test", rank=rank)


def test_a_need_is_taken_back_and_may_be_recorded_anew(installation: Installation, case: str):
    add_need(installation, case, "SLCN", "test")
    assert said(withdraw_need(installation, case, "slcn", "test")) == []
    with pytest.raises(NotFound, match="has no need 'SLCN' on record"):
        withdraw_need(installation, case, "SLCN", "test")
    assert said(add_need(installation, case, "SLCN", "test")) == [("SLCN", 1, None)]
    assert said(list_needs(installation, case)) == [("SLCN", 1, None)]
