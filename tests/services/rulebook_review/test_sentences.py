"""Rules in sentences: every rule has some, whatever its kind and way of counting."""

from __future__ import annotations

from datetime import date

import pytest

from ehcp_workflow.law.counting import Way
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Authority, Kind, Rule
from ehcp_workflow.law.versions import Period
from ehcp_workflow.services.rulebook_review import sentences
from ehcp_workflow.services.rulebook_review.sentences import (
    days_in_words,
    lowered,
    period_in_words,
    sentence,
    shown_version,
    time_in_words,
    trigger_in_words,
)


def _said(rulebook: Rulebook, rule: Rule) -> str:
    return sentence(rule, shown_version(rule), rulebook)


def test_a_limit_says_who_must_do_what_and_in_what_time(rulebook: Rulebook):
    said = _said(rulebook, rulebook.rule("REQ-02"))
    assert said.startswith("The council must tell the family whether it will assess. It has 6 weeks from the day the")
    assert "the day the council received a request for an assessment" in said
    assert "as soon as practicable" in said


def test_every_rule_has_a_sentence_in_every_version(rulebook: Rulebook):
    for rule in rulebook.rules.values():
        for version in rule.versions:
            said = sentence(rule, version, rulebook)
            assert said.endswith(".")
            assert "  " not in said
            assert "None" not in said
            assert lowered(rule.title) in said
            assert said.startswith("Proposed, not law.") is not version.is_law
            assert time_in_words(rule, version)
            assert days_in_words(version)


def test_every_way_kind_and_authority_has_words():
    assert set(sentences.UNITS) == set(Way) - {Way.BEFORE_DATE}
    assert set(sentences.KINDS) == set(Kind)
    assert set(sentences.AUTHORITIES) == set(Authority)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ({"weeks": 6}, "6 weeks"),
        ({"weeks": 1}, "1 week"),
        ({"days": 0}, "on the same day"),
        ({"days_beginning_with": 15}, "15 days, the first day included"),
        ({"months": 1}, "1 month"),
        ({"clear_days_before": 14}, "14 clear days before"),
        ({"before_date": "02-15"}, "before 15 February"),
        ({"tribunal_working_days": 30}, "30 working days as the Tribunal counts"),
    ],
)
def test_a_period_in_words(period: dict[str, object], words: str):
    assert period_in_words(Period.model_validate(period)) == words


@pytest.mark.parametrize(
    ("kind", "period", "words"),
    [
        ("as_soon_as_practicable", None, "as soon as practicable once the council received a request"),
        ("standing", None, "it stands from the day the council received a request"),
        ("condition", None, "No time runs under it."),
        ("limit", None, "No day is set. It begins on the day the council received a request"),
        ("immediate", {"days": 0}, "It must be done on the same day: the day the council received a request"),
        ("fixed_date", {"before_date": "02-15"}, "It must be done before 15 February of the year in which this falls"),
        ("notice_before", {"months_before": 5}, "at least 5 months before the day the council received a request"),
        ("limit", {"months_beginning_with": 12}, "It has 12 months, beginning with the day the council received"),
    ],
)
def test_each_kind_of_rule_says_when(rulebook: Rulebook, kind: str, period: dict[str, object] | None, words: str):
    rule = rulebook.rule("REQ-02")
    version = rule.versions[-1].model_copy(update={"period": Period.model_validate(period) if period else None})
    changed = rule.model_copy(update={"kind": Kind(kind), "versions": (version,)})
    assert words in _said(rulebook, changed)


def test_guidance_should_be_followed_and_a_right_may_be_used(rulebook: Rulebook):
    assert rulebook.rule("ASM-09").verb == "should"
    assert rulebook.rule("APP-01").verb == "may"
    assert rulebook.rule("ASM-10").verb == "must"


def test_a_choice_between_two_rules_names_both(rulebook: Rulebook):
    said = _said(rulebook, rulebook.rule("APP-01"))
    assert "The later of these dates governs" in said
    assert "(APP-01a)" in said
    assert "(APP-01b)" in said


def test_the_version_of_the_day_is_shown_else_the_newest_that_was_law(rulebook: Rulebook):
    rule = rulebook.rule("REQ-02")
    newest = rule.versions[-1]
    old = newest.model_copy(update={"in_force_from": date(2000, 1, 1), "in_force_to": date(2001, 1, 1)})
    ended = rule.model_copy(update={"versions": (old,)})
    assert shown_version(rule, date(2026, 11, 23)) is newest
    assert shown_version(ended, date(2026, 11, 23)) is old
    assert days_in_words(old) == "from Saturday 1 January 2000 to Monday 1 January 2001"


def test_a_first_word_in_capitals_keeps_them():
    assert lowered("Send the plan") == "send the plan"
    assert lowered("SENCo told") == "SENCo told"


def test_what_must_come_after_something_says_after_what(rulebook: Rulebook):
    notice = next(trigger for trigger in rulebook.rule("REV-01").met_by if trigger.after)
    assert trigger_in_words(notice, rulebook).endswith(", after the annual review meeting was held")
