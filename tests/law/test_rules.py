"""Rules as data: periods, versions, what binds, and the fingerprint of the whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from ehcp_workflow.errors import NotFound
from ehcp_workflow.law.counting import Way
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Authority, Rule, Trigger
from ehcp_workflow.law.versions import Confidence, Period, Version

CITATION = {"instrument": "SI 2014/1530", "provision": "reg 45", "url": "https://www.legislation.gov.uk"}


def _version(first: str, last: str | None = None, weeks: int = 4, status: str = "in_force") -> Version:
    said = {"in_force_from": first, "in_force_to": last, "status": status, "period": {"weeks": weeks}}
    return Version.model_validate(said | {"citation": CITATION, "confidence": "V"})


def _rule_with(rulebook: Rulebook, *versions: Version) -> Rule:
    return rulebook.rule("REQ-02").model_copy(update={"versions": versions})


def test_a_period_is_written_as_its_way_and_its_number():
    assert Period.model_validate({"weeks": 6}) == Period(way=Way.WEEKS, n=6)
    assert Period.model_validate({"way": "days", "n": 15}) == Period(way=Way.DAYS, n=15)


@pytest.mark.parametrize(
    "said", [{"weeks": 0}, {"fortnights": 3}, {"weeks": 6, "days": 1}, {"way": "weeks"}, "6 weeks"]
)
def test_a_period_of_another_shape_is_refused(said: object):
    with pytest.raises(ValidationError):
        Period.model_validate(said)


def test_the_version_is_the_one_in_force_on_the_day(rulebook: Rulebook):
    old, new = _version("2014-09-01", "2015-03-22", weeks=4), _version("2015-03-23", weeks=2)
    rule = _rule_with(rulebook, old, new)
    assert rule.version_on(date(2014, 8, 31)) is None
    assert rule.version_on(date(2014, 9, 1)) == old
    assert rule.version_on(date(2015, 3, 22)) == old
    assert rule.version_on(date(2015, 3, 23)) == new


def test_an_unknown_day_takes_the_newest_law_in_force(rulebook: Rulebook):
    old, new = _version("2014-09-01", "2015-03-22"), _version("2015-03-23", weeks=2)
    proposed = _version("2029-09-01", weeks=1, status="proposed")
    assert _rule_with(rulebook, old, new, proposed).version_on(None) == new
    assert _rule_with(rulebook, proposed).version_on(None) is None


def test_proposed_law_is_never_in_force(rulebook: Rulebook):
    assert _rule_with(rulebook, _version("2029-09-01", status="proposed")).version_on(date(2030, 1, 1)) is None


def test_guidance_and_practice_do_not_bind():
    assert [a for a in Authority if not a.binds] == [
        Authority.GUIDANCE,
        Authority.OMBUDSMAN_PRACTICE,
        Authority.PRACTICE,
    ]


def test_a_rule_from_memory_says_that_it_is_not_verified():
    assert "not verified" in Confidence.MEMORY.in_words
    assert len({confidence.in_words for confidence in Confidence}) == 4


def test_a_trigger_may_be_just_the_name_of_an_event(rulebook: Rulebook):
    assert rulebook.rule("ASM-06").starts == (Trigger(event="draft_plan_sent"),)
    assert rulebook.rule("REV-13").ended_by[0].where == {"outcome": ("keep", "cease")}


def test_a_citation_names_the_instrument_and_the_provision(rulebook: Rulebook):
    assert str(rulebook.rule("REQ-02").versions[0].citation) == "SI 2014/1530 reg 5(1)"


def test_a_composite_rule_names_its_members(rulebook: Rulebook):
    assert rulebook.rule("APP-01").members == ("appeal_from_decision", "appeal_from_certificate")
    assert rulebook.rule("REQ-02").members == ()
    assert rulebook.composites_of["amended_plan_from_notice"] == "amended_plan"


def test_a_rule_is_found_by_its_id_and_by_its_row_in_any_case(rulebook: Rulebook):
    assert rulebook.rule("final_plan") is rulebook.rule("asm-10") is rulebook.rule("ASM-10")


def test_a_rule_that_does_not_exist_is_named_with_the_remedy(rulebook: Rulebook):
    with pytest.raises(NotFound, match=r"no rule 'ASM-99'. `ehcp rules list` shows them all"):
        rulebook.rule("ASM-99")


def test_the_fingerprint_is_the_same_for_the_same_words(rulebook: Rulebook):
    assert replace(rulebook).fingerprint == rulebook.fingerprint


def test_the_fingerprint_changes_with_one_word_of_a_rule(rulebook: Rulebook):
    rule = rulebook.rules["final_plan"]
    changed = rule.model_copy(update={"note": rule.note + " Really."})
    assert replace(rulebook, rules=rulebook.rules | {"final_plan": changed}).fingerprint != rulebook.fingerprint


def test_the_fingerprint_changes_with_one_word_of_an_event(rulebook: Rulebook):
    kind = rulebook.events["note"].model_copy(update={"title": "Another thing"})
    assert replace(rulebook, events=rulebook.events | {"note": kind}).fingerprint != rulebook.fingerprint


def test_the_fingerprint_changes_with_a_bank_holiday(rulebook: Rulebook):
    calendar = replace(rulebook.calendar, holidays=rulebook.calendar.holidays | {date(2027, 6, 14)})
    assert replace(rulebook, calendar=calendar).fingerprint != rulebook.fingerprint


def test_the_fingerprint_changes_with_the_order_of_events(rulebook: Rulebook):
    turned = dict(reversed(rulebook.events.items()))
    assert replace(rulebook, events=turned).fingerprint != rulebook.fingerprint


def test_the_verb_of_a_rule_says_how_it_binds(rulebook: Rulebook):
    verbs = {ref: rulebook.rule(ref).verb for ref in ("ASM-10", "ASM-09", "APP-01", "APP-04", "CEA-03")}
    assert verbs == {"ASM-10": "must", "ASM-09": "should", "APP-01": "may", "APP-04": "may", "CEA-03": "must"}


def test_a_list_says_which_rules_are_not_verified(rulebook: Rulebook):
    assert rulebook.rule("REQ-01").title_in_lists.endswith("(not verified)")
    assert rulebook.rule("ASM-10").title_in_lists == "Send the final plan"
