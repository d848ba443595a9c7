"""House policy: ladders, an organisation's own values, and errors that name the key."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcp_workflow.cases.policy import Audience, Ladder, Policy, load_policy, read_policy
from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.rulebook import Rulebook

SHIPPED = Path(__file__).parent.parent.parent / "config" / "policy.yaml"


def _override(folder: Path, text: str) -> Policy:
    path = folder / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    return load_policy(SHIPPED, path)


def test_an_organisation_changes_one_value_and_keeps_the_rest(policy: Policy, tmp_path: Path):
    own = _override(tmp_path, "silence: {days: {school_request: 21}}\n")
    assert own.silence.days == policy.silence.days | {"school_request": 21}
    assert own.silence.tells == policy.silence.tells
    assert own.ladders == policy.ladders


def test_an_organisations_ladders_replace_the_shipped_ones(tmp_path: Path):
    own = _override(tmp_path, "ladders: [{audience: adviser, owed_by: [family], days: [-1]}]\n")
    assert own.ladders == (Ladder(audience=Audience.ADVISER, owed_by=("family",), days=(-1,)),)


def test_hours_may_be_written_without_quotes(tmp_path: Path):
    hours = _override(tmp_path, "sending_hours: {from: 08:15, to: 17:00}\n").sending_hours
    assert (hours.from_, hours.to) == (time(8, 15), time(17, 0))


def test_an_override_that_is_not_there_changes_nothing(policy: Policy, tmp_path: Path):
    assert load_policy(SHIPPED, tmp_path / "policy.yaml") == policy


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("due_soon_days: -1\n", "due_soon_days"),
        ("due_soon_days: {adviser: 3}\n", "due_soon_days"),
        ("ladders: {adviser: 3}\n", "ladders"),
        ("due_son_days: 3\n", "due_son_days"),
        ("silence: 30\n", "silence"),
        ("silence: {repeat_days: 0}\n", "silence.repeat_days"),
        ("silence: {tells: [neighbour]}\n", "silence.tells.0"),
        ("sending_hours: {from: 20:00, to: 08:00}\n", "sending_hours"),
        ("ladders: [{audience: adviser, owed_by: [family], days: []}]\n", "ladders.0.days (ladder 1)"),
        (
            "ladders: [{audience: adviser, owed_by: [family], days: [1], then_every: 0}]\n",
            "ladders.0.then_every (ladder 1)",
        ),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_with_its_file_and_key(text: str, key: str, tmp_path: Path):
    with pytest.raises(BadConfiguration) as refused:
        _override(tmp_path, text)
    assert str(refused.value).startswith(f"{tmp_path / 'policy.yaml'}: {key}: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("due_soon_days: soon", "due_soon_days: 'soon': it must be a whole number, for example 14. Correct it."),
        ("due_soon_days: 1.5", "due_soon_days: 1.5: it must be a whole number, for example 14. Correct it."),
        ("due_soon_days: -1", "due_soon_days: -1: it must be at least 0. Correct it."),
        (
            "due_son_days: 3",
            "due_son_days: 3: this key is not known. Did you mean due_soon_days? Known here: digest, due_soon_days, "
            "escalation, follow_ups, guard, ladders, must_be_verified, provision, remedies, sending_hours, silence, "
            "updates. Correct or remove it.",
        ),
        (
            "sending_hours: {begin: 3}",
            "sending_hours.begin: 3: this key is not known. Known here: from, to. Correct or remove it.",
        ),
        ("digest: {at: 25:00}", "digest.at: '25:00': it must be a time of day, for example \"08:30\". Correct it."),
        (
            "digest: {at: 20:00}",
            "digest.at: '20:00': the digest must leave within the sending hours, 08:00 to 20:00. Correct one of them.",
        ),
        ("updates: 7", "updates: 7: it must hold keys, each with its value. Correct it."),
        ("silence: {days: 7}", "silence.days: 7: it must hold keys, each with its value. Correct it."),
        (
            "must_be_verified: sms",
            "must_be_verified: 'sms': it must be a list in square brackets, for example [adviser]. Correct it.",
        ),
        ("must_be_verified: [7]", "must_be_verified.0: 7: it must be a word. Put quotes around it."),
        ("guard: {times: 0}", "guard.times: 0: it must be more than 0. Correct it."),
        ("guard: {times: many}", "guard.times: 'many': it must be a number, for example 3. Correct it."),
        ("silence: {repeat_days: 9999}", "silence.repeat_days: 9999: it is too large to be meant. Correct it."),
        ("digest: {working_days_only: 7}", "digest.working_days_only: 7: it must be true or false. Correct it."),
        (
            "silence: {tells: [neighbour]}",
            "silence.tells.0: 'neighbour': it must be one of family, adviser, supervisor or operator. Correct it.",
        ),
        (
            "silence: {tells: [operator]}",
            "silence.tells.0: 'operator': operators are told of the system, not of cases; "
            "use family, adviser or supervisor.",
        ),
        ("follow_ups: {met: [family, family]}", "follow_ups.met: somebody is named twice; keep one of the two."),
        (
            "sending_hours: {from: 20:00, to: 08:00}",
            "sending_hours: sending hours must begin before they end, on one day; correct one of them.",
        ),
        (
            "escalation: {after_working_days: [5, 2]}",
            "escalation.after_working_days: the days must rise and none may stand twice; put them in order.",
        ),
        (
            "escalation: {after_working_days: [0]}",
            "escalation.after_working_days: nobody can answer within no working day; begin with 1 or more.",
        ),
    ],
)
def test_a_mistake_is_said_in_plain_words_with_its_value_and_a_remedy(text: str, said: str, tmp_path: Path):
    own = tmp_path / "policy.yaml"
    own.write_text(text + "\n", encoding="utf-8")
    assert [problem.in_words for problem in read_policy(SHIPPED, own).problems] == [f"{own}: {said}"]


LADDER_MISTAKES = {
    "days: [1, 0]": ".days (ladder 1): the days must rise and none may stand twice; put them in order.",
    "days: [0, 0]": ".days (ladder 1): the days must rise and none may stand twice; put them in order.",
    "days: []": ".days (ladder 1): it must hold at least one. Add one.",
    "days: [0], urgent: [3]": " (ladder 1): 3 is in urgent or must_ack but not in days; add it there.",
    "days: [0], must_ack: [-3]": " (ladder 1): -3 is in urgent or must_ack but not in days; add it there.",
    "days: [0], of: promises": " (ladder 1): a ladder of dates says whose they are in owed_by, and no other ladder "
    "does.",
    "days: [0], every: 2": ".every (ladder 1): 2: this key is not known. Did you mean then_every? Known here: "
    "audience, days, guidance, must_ack, of, owed_by, rules, then_every, until_acknowledged, urgent. "
    "Correct or remove it.",
    "": ".days (ladder 1): this key is missing. Add it.",
}


@pytest.mark.parametrize(("text", "said"), LADDER_MISTAKES.items())
def test_a_ladder_with_a_mistake_is_named_by_its_place(text: str, said: str, tmp_path: Path):
    own = tmp_path / "policy.yaml"
    own.write_text(f"ladders: [{{audience: adviser, owed_by: [family], {text}}}]\n", encoding="utf-8")
    assert [problem.in_words for problem in read_policy(SHIPPED, own).problems] == [f"{own}: ladders.0{said}"]


@pytest.mark.parametrize("more", ["days: [-1]", "days: [1], rules: [APP-01]", "days: [1], guidance: true"])
def test_only_a_ladder_of_dates_has_days_before_rules_or_guidance(more: str, tmp_path: Path):
    own = tmp_path / "policy.yaml"
    own.write_text(f"ladders: [{{audience: adviser, of: promises, {more}}}]\n", encoding="utf-8")
    (problem,) = read_policy(SHIPPED, own).problems
    assert problem.says == "only a ladder of dates has rules, guidance or days before (negative days)."


def test_a_mistake_is_named_after_the_file_it_stands_in(tmp_path: Path):
    """What an organisation leaves out stays as shipped, so a mistake may stand in either file."""
    house, own = tmp_path / "house.yaml", tmp_path / "policy.yaml"
    text = SHIPPED.read_text(encoding="utf-8").replace("repeat_days: 14", "repeat_days: often")
    house.write_text(text.replace("due_soon_days: 14\n", ""), encoding="utf-8")
    own.write_text("silence: {tells: [neighbour]}\n", encoding="utf-8")
    found = {(problem.file, problem.key) for problem in read_policy(house, own).problems}
    assert found == {
        ("house.yaml", "due_soon_days"),
        ("house.yaml", "silence.repeat_days"),
        (str(own), "silence.tells.0"),
    }


def test_a_mistake_in_the_shipped_file_is_named_with_that_file_alone(tmp_path: Path):
    path = tmp_path / "house.yaml"
    path.write_text(SHIPPED.read_text(encoding="utf-8").replace("due_soon_days: 14", "due_soon_days: soon"))
    with pytest.raises(BadConfiguration, match=r"^house\.yaml: due_soon_days: "):
        load_policy(path, tmp_path / "policy.yaml")


def test_every_stage_may_fall_silent_and_every_party_of_a_ladder_exists(policy: Policy, rulebook: Rulebook):
    assert set(policy.silence.days) == set(rulebook.stages)
    assert {party for ladder in policy.ladders for party in ladder.owed_by} <= set(rulebook.parties)


def test_a_ladder_is_for_what_binds_unless_it_says_guidance(rulebook: Rulebook):
    law = Ladder(audience=Audience.ADVISER, owed_by=("local_authority", "school"), days=(0,))
    guidance = law.model_copy(update={"guidance": True})
    assert law.is_for(rulebook.rule("ASM-10"))
    assert not law.is_for(rulebook.rule("ASM-09"))
    assert not law.is_for(rulebook.rule("ASM-06"))
    assert guidance.is_for(rulebook.rule("ASM-09"))
    assert not guidance.is_for(rulebook.rule("ASM-10"))


REPEATING = Ladder(audience=Audience.ADVISER, owed_by=("family",), days=(-7, 0, 1, 14), then_every=28)
PLAIN = Ladder(audience=Audience.ADVISER, owed_by=("family",), days=(-7, 0))


@pytest.mark.parametrize(
    ("days", "rungs", "following"),
    [
        (-8, (), -7),
        (-7, (-7,), 0),
        (0, (-7, 0), 1),
        (13, (-7, 0, 1), 14),
        (14, (-7, 0, 1, 14), 42),
        (41, (-7, 0, 1, 14), 42),
        (42, (-7, 0, 1, 14, 42), 70),
        (71, (-7, 0, 1, 14, 42, 70), 98),
    ],
)
def test_a_ladder_repeats_its_last_interval_for_as_long_as_it_is_asked(
    days: int, rungs: tuple[int, ...], following: int
):
    assert (REPEATING.rungs_up_to(days), REPEATING.next_rung(days)) == (rungs, following)


def test_a_ladder_without_repetition_ends():
    assert (PLAIN.rungs_up_to(100), PLAIN.next_rung(100)) == ((-7, 0), None)
    assert (PLAIN.rungs_up_to(-3), PLAIN.next_rung(-3)) == ((-7,), 0)


@given(st.sampled_from([REPEATING, PLAIN]), st.integers(-40, 400))
def test_no_rung_comes_before_the_next_rung_is_said_to_come(ladder: Ladder, days: int):
    following = ladder.next_rung(days)
    until = days + 200 if following is None else following
    assert all(ladder.rungs_up_to(day) == ladder.rungs_up_to(days) for day in range(days, until))
    assert following is None or ladder.rungs_up_to(following)[-1] == following
