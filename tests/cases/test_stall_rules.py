"""Rules of stages that stand still are data: each says what, since when and how long, and names what exists."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases.test_policy_checks import problems

from ehcp_workflow.cases.policy import Policy, load_policy
from ehcp_workflow.law.rulebook import Rulebook

from stories import CONFIG

ANSWER = "silence: {rules: {school_not_answered: "


def rule(more: str) -> str:
    return f"silence: {{rules: {{own: {{stage: school_request, says: x, {more}}}}}}}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            rule("since: needs_identified, days: 1, school_days: 1"),
            "silence.rules.own: say how long in one of days, school_days and terms, and in one only.",
        ),
        (
            rule("since: needs_identified"),
            "silence.rules.own: say how long in one of days, school_days and terms, and in one only.",
        ),
        (
            rule("since: needs_identified, terms: 1"),
            "silence.rules.own: `or_days` belongs to `terms`: how many days where term dates are not known.",
        ),
        (
            rule("since: needs_identified, days: 1, or_days: 2"),
            "silence.rules.own: `or_days` belongs to `terms`: how many days where term dates are not known.",
        ),
        (
            rule("since: support_plan_review_due, days: 1, answered_by: [parents_met]"),
            "silence.rules.own: a review of the support plan is answered by the review itself; leave answered_by out.",
        ),
        (rule("since: needs_identified, days: 0"), "silence.rules.own.days: 0: it must be at least 1. Correct it."),
        (
            rule("since: needs_identified, dayz: 3"),
            "silence.rules.own.dayz: 3: this key is not known. Did you mean days? Known here: answered_by, days, "
            "or_days, says, school_days, since, stage, terms. Correct or remove it.",
        ),
        (
            ANSWER + "{stage: scool_request}}}",
            "silence.rules.school_not_answered.stage: 'scool_request': there is no such stage. Did you mean "
            "school_request? Stages: identify_needs, school_request, local_authority_decision, plan_issued. "
            "Correct it.",
        ),
        (
            ANSWER + "{since: school_asked}}}",
            "silence.rules.school_not_answered.since: 'school_asked': nobody can record this event. Did you mean "
            "school_asked_to_request? `ehcp case event --kinds` lists them. Correct it.",
        ),
        (
            ANSWER + "{answered_by: [xyz]}}}",
            "silence.rules.school_not_answered.answered_by.0: 'xyz': nobody can record this event. `ehcp case event "
            "--kinds` lists them. Correct it.",
        ),
        ("silence: {rules: 7}", "silence.rules: 7: it must hold keys, each with its value. Correct it."),
        ("silence: 7", "silence: 7: it must hold keys, each with its value. Correct it."),
    ],
)
def test_a_mistake_in_a_rule_is_named_with_its_place_and_remedy(
    text: str, said: str, rulebook: Rulebook, tmp_path: Path
):
    assert problems(tmp_path, rulebook, text) == [said]


@pytest.mark.parametrize("name", ["Own rule", "own2", "a" * 29])
def test_the_name_of_a_rule_is_a_short_code(name: str, rulebook: Rulebook, tmp_path: Path):
    """It stands in the key by which people are told once."""
    said = problems(tmp_path, rulebook, rule("since: needs_identified, days: 1").replace("own:", f"{name}:"))
    assert said == [f"silence.rules: '{name}' must be a code of small letters and underscores, at most 28 long."]


def test_an_organisation_changes_one_value_of_a_rule_or_switches_it_off(tmp_path: Path, policy: Policy):
    own = tmp_path / "policy.yaml"
    own.write_text(ANSWER + "{school_days: 15}, no_request_made: null}}", encoding="utf-8")
    rules = load_policy(CONFIG / "policy.yaml", own).silence.rules
    shipped = policy.silence.rules
    assert rules["school_not_answered"] == shipped["school_not_answered"].model_copy(update={"school_days": 15})
    assert rules["no_request_made"] is None
    assert rules["support_plan_not_reviewed"] == shipped["support_plan_not_reviewed"]
