"""Nothing a rule says of events is left out of the rule book or the signature."""

from pathlib import Path

from ehcp_workflow.law.loading import load_rulebook
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.services.rulebook_review.sentences import trigger_in_words
from ehcp_workflow.services.rulebook_review.signatures import fingerprint

from .test_book import book, section
from law_copies import copy_of_law

__all__ = ["book"]


def test_every_event_a_rule_names_stands_on_its_page(book: str, rulebook: Rulebook):
    for rule in rulebook.rules.values():
        page = " ".join(section(book, rule.id).split()).replace("&#39;", "'")
        for trigger in rule.triggers:
            assert trigger_in_words(trigger, rulebook) in page, (rule.ref, trigger.event)


def test_the_title_of_an_event_that_replaces_a_limit_breaks_its_signature(tmp_path: Path, rulebook: Rulebook):
    config = copy_of_law(tmp_path)
    events = config / "law" / "events.yaml"
    text = events.read_text(encoding="utf-8")
    assert "title: The Tribunal made an order, by" in text
    retitled = text.replace("title: The Tribunal made an order, by", "title: An order came, by")
    events.write_text(retitled, encoding="utf-8")
    changed = load_rulebook(config)
    assert fingerprint(changed.rule("ASM-10"), changed) != fingerprint(rulebook.rule("ASM-10"), rulebook)
    assert fingerprint(changed.rule("REV-08"), changed) == fingerprint(rulebook.rule("REV-08"), rulebook)
