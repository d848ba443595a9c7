import re

import pytest

from ehcp_workflow.law.versions import Confidence
from ehcp_workflow.services.rulebook_review.signatures import sign
from tests.web.conftest import signed_in


def shown(text: str) -> list[str]:
    return re.findall(r'href="/rules/([A-Z]+-[\w/-]+)">', text)


def test_every_rule_is_listed_in_its_part_with_its_provision_and_state(installation, browser):
    text = browser.text("/rules")
    assert len(shown(text)) == len(installation.rulebook.rules)
    assert "Draft and final plan</caption>" in text
    row = re.search(r'<tr[^>]*>(?:(?!</tr>).)*/rules/ASM-10">.*?</tr>', text)[0]
    assert "Send the final plan" in row
    assert "reg 13(2)" in row
    assert "Not signed" in row


def test_rules_are_found_by_words_and_part(browser):
    assert "ASM-10" in shown(browser.text("/rules?words=final+plan+20+weeks"))
    # 20 is a number of its own and not the beginning of 2014, which stands in nearly every citation
    assert "REQ-02" not in shown(browser.text("/rules?words=20+weeks"))
    part = shown(browser.text("/rules?part=Needs+assessment"))
    assert "REQ-02" in part
    assert "ASM-10" not in part
    assert "No rule says that" in browser.text("/rules?words=unicorn")
    assert browser.get("/rules?part=unicorns").status_code == 400


def test_a_rule_shows_what_starts_it_what_meets_it_on_what_authority_and_what_can_be_done(browser):
    text = browser.text("/rules/ASM-10")
    for said in (
        "The council received a request for an assessment",
        "The council sent the final plan",
        "Regulations: missing it is a breach",
        "https://www.legislation.gov.uk/uksi/2014/1530/regulation/13",
        "If its answer is no good, you can go to the Ombudsman.",
        "Not yet checked by a lawyer.",
        "There is one version.",
        "EXC-C: Exceptional personal circumstances",
        # Worked out by hand: received on Monday 23 November 2026, 140 days later.
        "Last day: Monday 12 April 2027.",
    ):
        assert said in text, said


def test_a_signature_shows_at_once(installation, browser):
    sign(installation.settings.home, installation.rulebook, "ASM-10", "A. Lawyer", installation.today(), "Agreed.")
    text = browser.text("/rules/ASM-10")
    assert "Signed by A. Lawyer on Monday 23 November 2026." in text
    assert "A. Lawyer remarked: Agreed." in text


def test_what_is_not_verified_or_not_law_says_so(installation, browser):
    rules = installation.rulebook.rules.values()
    unverified = next(
        rule for rule in rules if {version.confidence for version in rule.versions} == {Confidence.MEMORY}
    )
    assert "Not verified. Check the provision before relying on it." in browser.text(f"/rules/{unverified.ref}")
    assert "Not law" in browser.text("/rules/ASM-04")  # the convention of 16 weeks
    assert "Proposed, not law" in browser.text("/rules/REF-01")
    assert "Proposed, not law" not in browser.text("/rules/ASM-10")


def test_a_reference_with_a_stroke_leads_to_its_rule(browser):
    assert "REV-12/REV-13 " in browser.text("/rules/REV-12/REV-13")


def test_a_rule_nobody_knows_is_not_found(browser):
    assert browser.get("/rules/XYZ-99").status_code == 404


@pytest.mark.parametrize("role", ["adviser", "supervisor", "operator", "read_only"])
def test_whoever_is_signed_in_may_read_the_rules(installation, role):
    assert signed_in(installation, role).get("/rules").status_code == 200
    assert signed_in(installation, role, f"{role}.2").get("/rules/ASM-10").status_code == 200


def test_nobody_else_may(stranger):
    assert stranger.get("/rules").status_code == 303
