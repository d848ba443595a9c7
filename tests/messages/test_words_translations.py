"""Whether a translation is whole: every template, and every sentence of the law that families may be told."""

import pytest

from ehcp_workflow.messages.words import LanguageTexts

from .every_message import TEMPLATES, rules_for_families
from stories import CONFIG

FOLDER = CONFIG / "messages"
TRANSLATIONS = [code for code in TEMPLATES.languages if code != "en"]


def files_of(language: str) -> set[str]:
    return {str(path.relative_to(FOLDER / language)) for path in (FOLDER / language).rglob("*.j2")}


def test_there_is_english_and_a_translation():
    assert "en" in TEMPLATES.languages
    assert "pl" in TRANSLATIONS


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_has_every_template_and_no_other(language):
    assert files_of(language) == files_of("en")


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_has_every_rule_that_families_are_told_of(language):
    law = LanguageTexts.read(CONFIG, language).law
    assert {rule.ref for rule in rules_for_families()} <= set(law.rules)


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_names_only_rules_remedies_and_promises_that_there_are(language, rulebook):
    law = LanguageTexts.read(CONFIG, language).law
    assert set(law.rules) <= {rule.ref for rule in rulebook.rules.values()}
    assert set(law.remedies) == set(rulebook.remedies)
    assert set(law.promises) == set(rulebook.promises)


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_that_nobody_checked_says_so(language):
    law = LanguageTexts.read(CONFIG, language).law
    assert (law.checked_by is None) == (law.checked_on is None)


def test_a_sentence_that_nobody_translated_comes_in_english(rulebook):
    polish = LanguageTexts.read(CONFIG, "pl")
    untranslated = next(rule for rule in rulebook.rules.values() if rule.ref not in polish.law.rules)
    assert polish.plain_of(untranslated) == untranslated.plain
    assert polish.plain_of(rulebook.rule("ASM-10")) == "Urząd musi wysłać ostateczny plan."
