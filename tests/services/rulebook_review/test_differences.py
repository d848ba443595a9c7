"""What changed between two folders of law is named exactly, and nothing else is."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from ehcp_workflow.errors import NotFound
from ehcp_workflow.law.loading import load_rulebook
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.services.rulebook_review.differences import Changed, FieldChange, compare, load_law

from law_copies import change, copy_of_law, remove

HOLIDAY = "  - 2028-12-26"


def test_a_copy_does_not_differ(tmp_path: Path, rulebook: Rulebook):
    found = compare(rulebook, load_law(copy_of_law(tmp_path)))
    assert not found
    assert found.as_json()["same"] is True


def test_a_changed_period_is_named_in_words_and_alone(tmp_path: Path):
    config = copy_of_law(tmp_path)
    before = load_rulebook(config)
    change(config, "final_plan", "weeks: 20", "weeks: 21")
    found = compare(before, load_rulebook(config))
    ((changed,),) = [found.rules.changed]
    (field,) = changed.fields
    assert (changed.id, changed.name) == ("final_plan", "ASM-10 Send the final plan")
    assert (field.old, field.new) == ("20 weeks", "21 weeks")
    assert field.field == "version from 2014-09-01: period"
    assert not found.rules.added
    assert not found.rules.removed
    assert not found.lists
    assert not found.holidays_added


def test_changed_words_and_triggers_are_named_by_their_field(tmp_path: Path):
    config = copy_of_law(tmp_path)
    before = load_rulebook(config)
    change(config, "final_plan", "title: Send the final plan", "title: Send the plan")
    change(config, "final_plan", "met_by: [final_plan_sent]", "met_by: [final_plan_sent, draft_plan_sent]")
    (changed,) = compare(before, load_rulebook(config)).rules.changed
    assert {field.field: (field.old, field.new) for field in changed.fields} == {
        "title": ("Send the final plan", "Send the plan"),
        "met_by": ("final_plan_sent", "final_plan_sent, draft_plan_sent"),
    }


def test_a_rule_that_is_gone_or_new_is_named(tmp_path: Path):
    config = copy_of_law(tmp_path)
    before = load_rulebook(config)
    remove(config, "final_plan")
    after = load_rulebook(config)
    assert compare(before, after).rules.removed == ("ASM-10 Send the final plan",)
    assert compare(after, before).rules.added == ("ASM-10 Send the final plan",)
    assert not compare(before, after).rules.changed


def test_bank_holidays_that_come_or_go_are_named(tmp_path: Path):
    config = copy_of_law(tmp_path)
    before = load_rulebook(config)
    calendar = config / "calendars" / "england.yaml"
    text = calendar.read_text()
    assert text.count(HOLIDAY) == 1
    calendar.write_text(text.replace(HOLIDAY, "  - 2028-12-27").replace("known_to: 2028-12-31", "known_to: 2029-01-31"))
    found = compare(before, load_rulebook(config))
    assert found.holidays_added == (date(2028, 12, 27),)
    assert found.holidays_removed == (date(2028, 12, 26),)
    assert found.calendar == (FieldChange("known_to", "2028-12-31", "2029-01-31"),)
    assert not found.rules


def test_a_changed_remedy_is_named_too(tmp_path: Path):
    config = copy_of_law(tmp_path)
    before = load_rulebook(config)
    vocabulary = config / "law" / "vocabulary.yaml"
    vocabulary.write_text(vocabulary.read_text().replace("title: Health complaint", "title: Complaint about health"))
    found = compare(before, load_rulebook(config))
    assert set(found.lists) == {"remedies"}
    field = FieldChange("title", "Health complaint", "Complaint about health")
    assert found.lists["remedies"].changed == (Changed("R5", "R5 Complaint about health", (field,)),)
    json.dumps(found.as_json(), default=str)


@pytest.mark.parametrize("missing", ["law", "calendars/england.yaml"])
def test_a_folder_that_is_no_law_is_named(tmp_path: Path, missing: str):
    config = copy_of_law(tmp_path)
    (config / missing).rename(config / "away")
    with pytest.raises(NotFound, match="is not a folder of law"):
        load_law(config)
