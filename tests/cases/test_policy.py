"""House policy: ladders, an organisation's own values, and errors that name the key."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcp_workflow.cases.policy import Audience, Ladder, Policy, load_policy
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
