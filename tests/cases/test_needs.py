"""Needs are codes of the SEN2 census in the four broad areas of the SEND Code; no diagnosis is needed anywhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ehcp_workflow.cases.needs import Diagnosis, Need, free_rank, load_need_codes, needs_now
from ehcp_workflow.errors import BadConfiguration

from stories import CONFIG, the_rulebook

SPEECH = Need("n1", "SLCN", 1, Diagnosis.UNDER_WAY)
AUTISM = Need("n2", "ASD", 2)


def test_the_codes_are_those_of_the_census_with_down_syndrome_from_2025():
    codes = load_need_codes(CONFIG / "needs.yaml")
    assert list(codes.by_code) == [
        *("SLCN", "ASD", "SPLD", "MLD", "SLD", "PMLD", "SEMH", "HI", "VI", "MSI", "PD", "DS", "OTH"),
    ]
    assert {kind.code: kind.first_census for kind in codes.types if kind.first_census} == {"DS": 2025}


def test_each_code_has_its_broad_area_and_some_have_none():
    codes = load_need_codes(CONFIG / "needs.yaml")
    assert [area.title for area in codes.areas] == [
        "Communication and interaction",
        "Cognition and learning",
        "Social, emotional and mental health",
        "Sensory and/or physical needs",
    ]
    areas = {
        code: area.code if (area := codes.area_of(code)) else None for code in ("SLCN", "PMLD", "SEMH", "VI", "DS")
    }
    assert areas == {
        "SLCN": "communication_and_interaction",
        "PMLD": "cognition_and_learning",
        "SEMH": "semh",
        "VI": "sensory_and_physical",
        "DS": None,
    }
    assert codes.area_of("XYZ") is None


def test_the_census_counts_two_needs_and_further_ones_are_kept():
    assert [replace(SPEECH, rank=rank).in_census for rank in (1, 2, 3)] == [True, True, False]


def test_corrections_and_withdrawals_leave_what_counts():
    confirmed = replace(SPEECH, id="n3", diagnosis=Diagnosis.CONFIRMED, replaces="n1")
    gone = replace(AUTISM, id="n4", withdrawn=True, replaces="n2")
    assert needs_now([AUTISM, SPEECH]) == (SPEECH, AUTISM)
    assert needs_now([SPEECH, AUTISM, confirmed, gone]) == (confirmed,)


def test_the_first_free_rank_is_given():
    assert (free_rank([]), free_rank([AUTISM]), free_rank([SPEECH, AUTISM])) == (1, 1, 3)


def test_no_diagnosis_is_needed_anywhere():
    """No rule, event or stage asks for one, and no need on record has to have one."""
    said = [rule.model_dump_json() for rule in the_rulebook().rules.values()]
    said += [kind.model_dump_json() for kind in the_rulebook().events.values()]
    said += [stage.model_dump_json() for stage in the_rulebook().stages.values()]
    assert not [text for text in said if "diagnos" in text.lower()]
    assert Need("n", "SLCN", 1).diagnosis is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("areas: []\n", "needs.yaml: types: Field required. Correct it."),
        (
            "areas: []\ntypes: [{code: A, title: a}, {code: A, title: b}]\n",
            "needs.yaml: a code stands twice among the types. Keep one.",
        ),
        (
            "areas: [{code: x, title: x}]\ntypes: [{code: A, title: a, area: y}]\n",
            "needs.yaml: A: there is no area 'y'. Correct it.",
        ),
    ],
)
def test_a_mistake_in_the_file_is_named(text: str, said: str, tmp_path: Path):
    path = tmp_path / "needs.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadConfiguration) as wrong:
        load_need_codes(path)
    assert str(wrong.value) == said
