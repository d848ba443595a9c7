"""Signatures hold for the very words that were signed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from ehcp_workflow.errors import BadConfiguration, BadInput, NotFound
from ehcp_workflow.law.loading import load_rulebook
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.services.rulebook_review.signatures import Standing, fingerprint, read_signoffs, sign

from law_copies import change, copy_of_law

DAY = date(2026, 11, 24)


def test_an_unsigned_rule_says_so(tmp_path: Path, rulebook: Rulebook):
    signoff = read_signoffs(tmp_path, rulebook).of(rulebook.rule("ASM-10"))
    assert signoff.in_words == "not yet checked by a lawyer"
    assert signoff.as_json() == {
        "valid": False,
        "state": "unsigned",
        "by": None,
        "on": None,
        "words": "not yet checked by a lawyer",
    }


def test_a_signed_rule_says_who_and_when_and_no_other_rule_does(tmp_path: Path, rulebook: Rulebook):
    made = sign(tmp_path, rulebook, "asm-10", " A.  Lawyer ", DAY, "agreed: [yes] 'quoted' # not a comment")
    signoffs = read_signoffs(tmp_path, rulebook)
    signoff = signoffs.of(rulebook.rule("ASM-10"))
    assert signoff.in_words == "signed by A. Lawyer on Tuesday 24 November 2026"
    assert signoff.as_json()["valid"] is True
    assert signoff.signatures == (made,)
    assert made.remark == "agreed: [yes] 'quoted' # not a comment"
    assert signoffs.of(rulebook.rule("REQ-02")).standing is Standing.UNSIGNED


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("final_plan", "weeks: 20", "weeks: 21"),
        ("final_plan", "The council must send the final plan", "The council has to send the final plan"),
        ("final_plan", "a late step never moves it", "a late step may move it"),
        ("final_plan", "reg 13(2)", "reg 13(3)"),
    ],
)
def test_a_signature_breaks_when_one_word_changes(tmp_path: Path, rule: str, old: str, new: str):
    config = copy_of_law(tmp_path)
    sign(tmp_path, load_rulebook(config), rule, "A. Lawyer", DAY)
    change(config, rule, old, new)
    changed = load_rulebook(config)
    signoff = read_signoffs(tmp_path, changed).of(changed.rule(rule))
    assert signoff.standing is Standing.CHANGED
    assert signoff.in_words == "signed by A. Lawyer on Tuesday 24 November 2026, changed since"
    assert signoff.as_json()["valid"] is False


def test_a_signature_breaks_when_what_the_rule_names_changes(tmp_path: Path):
    config = copy_of_law(tmp_path)
    before = load_rulebook(config)
    sign(tmp_path, before, "appeal", "A. Lawyer", DAY)
    change(config, "appeal_from_certificate", "months: 1", "months: 2")
    after = load_rulebook(config)
    assert read_signoffs(tmp_path, after).of(after.rule("appeal")).standing is Standing.CHANGED
    assert fingerprint(before.rule("final_plan"), before) == fingerprint(after.rule("final_plan"), after)


def test_every_rule_has_a_fingerprint_of_its_own(rulebook: Rulebook):
    assert len({fingerprint(rule, rulebook) for rule in rulebook.rules.values()}) == len(rulebook.rules)


def test_a_changed_rule_can_be_signed_again_and_the_old_signature_is_kept(tmp_path: Path):
    config = copy_of_law(tmp_path)
    sign(tmp_path, load_rulebook(config), "final_plan", "A. Lawyer", DAY)
    change(config, "final_plan", "weeks: 20", "weeks: 21")
    changed = load_rulebook(config)
    sign(tmp_path, changed, "final_plan", "B. Lawyer", DAY)
    signoffs = read_signoffs(tmp_path, changed)
    assert signoffs.of(changed.rule("final_plan")).in_words == "signed by B. Lawyer on Tuesday 24 November 2026"
    assert [signature.by for signature in signoffs.signatures] == ["A. Lawyer", "B. Lawyer"]


def test_signing_the_same_words_again_renews_the_date(tmp_path: Path, rulebook: Rulebook):
    sign(tmp_path, rulebook, "ASM-10", "A. Lawyer", DAY)
    sign(tmp_path, rulebook, "ASM-10", "A. Lawyer", date(2026, 11, 25), "still so")
    (kept,) = read_signoffs(tmp_path, rulebook).signatures
    assert (kept.on, kept.remark) == (date(2026, 11, 25), "still so")


def test_two_who_sign_at_once_both_stand(tmp_path: Path, rulebook: Rulebook):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: sign(tmp_path, rulebook, "ASM-10", f"Lawyer {n}", DAY), range(8)))
    assert len(read_signoffs(tmp_path, rulebook).signatures) == 8


def test_nobody_cannot_sign_and_no_rule_cannot_be_signed(tmp_path: Path, rulebook: Rulebook):
    with pytest.raises(BadInput, match="needs a name"):
        sign(tmp_path, rulebook, "ASM-10", "  ", DAY)
    with pytest.raises(NotFound, match="no rule 'NOPE'"):
        sign(tmp_path, rulebook, "NOPE", "A. Lawyer", DAY)
    assert not (tmp_path / "signatures.yaml").exists()


@pytest.mark.parametrize("text", ["signatures: [{rule: x}]\n", "signatures: 3\n", "signatures: [x]\n"])
def test_a_broken_file_of_signatures_is_named(tmp_path: Path, rulebook: Rulebook, text: str):
    (tmp_path / "signatures.yaml").write_text(text)
    with pytest.raises(BadConfiguration, match=r"signatures\.yaml holds something"):
        read_signoffs(tmp_path, rulebook)
