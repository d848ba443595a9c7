"""Loose wording that cannot be measured, and the list of kinds of provision."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ehcp_workflow.cases.section_f.loose_words import load_provision_words
from ehcp_workflow.errors import BadConfiguration

from stories import CONFIG

WORDS = load_provision_words(CONFIG / "provision.yaml")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Access to a speech therapist as required", ("access_to", "as_required")),
        ("REGULAR\n  opportunities  for practice, on-going", ("regular", "opportunities", "ongoing")),
        ("Up to 15 hours of support", ("up_to",)),
        ("Would benefit from small steps, where appropriate", ("as_appropriate", "would_benefit")),
        ("As advised by the therapist, where possible", ("as_advised", "subject_to_resources")),
        ("A high level of support; staff should have training", ("should", "level_of_support")),
        ("One hour of therapy each week in term, given by a qualified therapist", ()),
        ("An up to date programme and irregular verbs", ()),  # looks alike and is harmless
        ("", ()),
    ],
)
def test_loose_wording_is_found_as_whole_words_in_any_case(text: str, codes: tuple[str, ...]):
    assert WORDS.find_vague(text) == codes


def test_the_known_examples_of_the_field_are_all_found():
    for phrase in (
        "access to",
        "as required",
        "regular",
        "opportunities for",
        "up to",
        "would benefit from",
        "where appropriate",
        "as advised by",
        "on-going",
    ):
        assert WORDS.find_vague(f"He has {phrase} help."), phrase


def test_what_a_family_may_be_told_of_a_strand_never_tells_the_need():
    needs = re.compile(r"speech|language|therap|hearing|visual|emotion|social|psycholog|mobility|literacy|behaviour")
    assert [strand.code for strand in WORDS.strands if needs.search(strand.plain.lower())] == []


def test_a_strand_is_found_by_its_code():
    found = WORDS.strand("hydrotherapy")
    assert found
    assert found.title == "Hydrotherapy"
    assert WORDS.strand("astrology") is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("strands: []\nvague: [{code: xx, phrases: [], why: y}]\n", "provision.yaml: vague.0.phrases: "),
        (
            "strands: [{code: a, title: A, plain: a}, {code: a, title: B, plain: b}]\nvague: []\n",
            "provision.yaml: strands.0.code: ",
        ),
        (
            "strands: [{code: ab, title: A, plain: a}, {code: ab, title: B, plain: b}]\nvague: []\n",
            "provision.yaml: the code 'ab' is given twice. Keep one of the two.",
        ),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, says: str):
    path = tmp_path / "provision.yaml"
    path.write_text(text)
    with pytest.raises(BadConfiguration, match=re.escape(says)):
        load_provision_words(path)
