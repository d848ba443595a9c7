"""The list of remedies is checked like the rules: nothing named that does not exist."""

from pathlib import Path

import pytest

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.loading import load_rulebook
from ehcp_workflow.law.remedies import breach_kind, lapse_kind

from law_copies import copy_of_law
from stories import the_rulebook


@pytest.fixture
def law(tmp_path: Path) -> Path:
    return copy_of_law(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("code: R7", "code: R77", "there is no remedy 'R77'"),
        ("done_by: [pap_letter]", "done_by: [pap_post]", "there is no event 'pap_post'"),
        ("after: [pre_action]", "after: [pre_trial]", "there is no step 'pre_trial'"),
        ("reply: [COM-06]", "reply: [COM-66]", "there is no rule 'COM-66'"),
        ("right: COM-04", "right: COM-44", "there is no rule 'COM-44'"),
        ("rules: [APP-06]", "rules: [APP-66]", "there is no rule 'APP-66'"),
        ("steps: [tribunal_directions]", "steps: [tribunal_help]", "there is no step 'tribunal_help'"),
        ("rules: [LA-02]", "rules: [APP-06]", "APP-06 stands in two breaches"),
        ("yields_to: appeal", "yields_to: apeal", "there is no step 'apeal'"),
        ("yields_by: COM-05", "yields_by: COM-55", "there is no rule 'COM-55'"),
        ("    yields_by: COM-05\n", "", "yields_to and yields_by go together"),
        ("done_by: [pap_letter]", "done_by: [pap_letter]\n    warned: true", "only a step with a time of its own"),
        ("within: plan_late", "within: plan_lat", "there is no breach 'plan_lat'"),
        ("    provision: LGA 1974 s26B\n", "", "provision: Field required"),
        ("- id: other", "- id: others", "no entry 'other'"),
        ("no_appeal: The council has not decided, and", "no_apeal: The council has not decided, and", "no_apeal"),
    ],
)
def test_what_does_not_exist_is_refused(law: Path, old: str, new: str, says: str):
    file = law / "law" / "remedies.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    with pytest.raises(BadConfiguration, match="remedies.yaml") as refused:
        load_rulebook(law)
    assert says in str(refused.value)


def test_a_mistake_is_found_by_its_line(law: Path):
    file = law / "law" / "remedies.yaml"
    text = file.read_text().replace("right: COM-04", "right: COM-44", 1)
    file.write_text(text)
    line = text[: text.index("- id: ombudsman\n")].count("\n") + 1
    with pytest.raises(BadConfiguration, match=f"remedies.yaml:{line}: step ombudsman: there is no rule 'COM-44'"):
        load_rulebook(law)


def test_a_limit_without_an_entry_takes_the_usual_steps():
    assert breach_kind(the_rulebook(), "MOV-02").id == "other"
    assert lapse_kind(the_rulebook()).id == "provision_not_delivered"


def test_every_limit_that_binds_somebody_other_than_the_family_has_steps_that_exist():
    """The list of what can be done has no gap: what stands in no entry takes the one that is there for the rest."""
    rulebook = the_rulebook()
    binding = [r for r in rulebook.rules.values() if r.authority.binds and r.owed_by not in {"family", "both_sides"}]
    assert len(binding) > 50
    without = [rule.ref for rule in binding if not breach_kind(rulebook, rule.ref).steps]
    assert without == []
    for rule in (r for r in binding if r.owed_by == "local_authority" and not r.kind.has_no_deadline):
        first = rulebook.remedy_steps[breach_kind(rulebook, rule.ref).steps[0]]
        assert first.code in {"R1", "R2", "R9"}, rule.ref
