"""House policy held against the law: whatever it names exists, nobody is told twice, and every mistake is found."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcp_workflow.cases.alerts.dates import clock_alerts
from ehcp_workflow.cases.ladders import Audience, Ladder
from ehcp_workflow.cases.policy import Policy
from ehcp_workflow.cases.policy_checks import load_checked_policy, read_checked_policy, told_twice
from ehcp_workflow.cases.running import run_clocks
from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.rulebook import Rulebook

from stories import CONFIG, case_of, happened, the_policy, the_rulebook

SHIPPED = CONFIG / "policy.yaml"
CHANNELS = ("email", "sms", "whatsapp", "signal")


def problems(folder: Path, rulebook: Rulebook, text: str) -> list[str]:
    """What is wrong with an organisation's own values, without the name of its file."""
    own = folder / "policy.yaml"
    own.write_text(text, encoding="utf-8")
    found = read_checked_policy(SHIPPED, own, rulebook, CHANNELS)
    assert (found.policy is None) == bool(found.problems)
    assert all(problem.file == str(own) for problem in found.problems)
    return [problem.in_words.removeprefix(f"{own}: ") for problem in found.problems]


def test_the_shipped_policy_holds_together(policy: Policy, rulebook: Rulebook, tmp_path: Path):
    assert read_checked_policy(SHIPPED, tmp_path / "policy.yaml", rulebook, CHANNELS).problems == ()
    assert load_checked_policy(SHIPPED, tmp_path / "policy.yaml", rulebook, CHANNELS) == policy


def test_the_first_of_several_mistakes_is_named_and_the_others_are_counted(rulebook: Rulebook, tmp_path: Path):
    own = tmp_path / "policy.yaml"
    own.write_text("silence: {days: {appeal: 7}}\n", encoding="utf-8")
    with pytest.raises(BadConfiguration) as refused:
        load_checked_policy(SHIPPED, own, rulebook, CHANNELS)
    assert str(refused.value).startswith(
        f"{own}: silence.days.appeal: there is no such stage. Stages: identify_needs, "
    )
    assert str(refused.value).endswith("Correct it. `ehcp policy check` explains house policy.")
    for mistakes, said in (("[telex]", "There is 1 more problem."), ("[telex, fax]", "There are 2 more problems.")):
        own.write_text(f"silence: {{days: {{appeal: 7}}}}\nmust_be_verified: {mistakes}\n", encoding="utf-8")
        with pytest.raises(BadConfiguration) as refused:
            load_checked_policy(SHIPPED, own, rulebook, CHANNELS)
        assert f"{said} `ehcp policy check`" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "silence: {days: {scool_request: 3}}",
            "silence.days.scool_request: there is no such stage. Did you mean school_request? Stages: identify_needs, "
            "school_request, local_authority_decision, plan_issued. Correct it.",
        ),
        (
            "must_be_verified: [email, smss]",
            "must_be_verified.1: 'smss': there is no such channel. Did you mean sms? "
            "Channels: email, signal, sms, whatsapp. Correct it.",
        ),
        (
            "ladders: [{audience: family, owed_by: [familly], days: [1]}]",
            "ladders.0.owed_by.0 (ladder 1): 'familly': there is no such party. Did you mean family? Parties: ",
        ),
        (
            "ladders: [{audience: family, owed_by: [family], rules: [QQQ-77], days: [1]}]",
            "ladders.0.rules.0 (ladder 1): 'QQQ-77': There is no rule 'QQQ-77'. `ehcp rules list` shows them all. "
            "Correct it.",
        ),
        (
            "ladders: [{audience: family, owed_by: [family], rules: [MED01], days: [1]}]",
            "ladders.0.rules.0 (ladder 1): 'MED01': There is no rule 'MED01'. `ehcp rules list` shows them all. "
            "Did you mean MED-01? Correct it.",
        ),
        (
            "ladders: [{audience: family, owed_by: [family], rules: [APP-01, appeal], days: [1]}]",
            "ladders.0.rules.1 (ladder 1): 'appeal': rules are named by their reference here. Write APP-01.",
        ),
        (
            "ladders: [{audience: family, owed_by: [family], rules: [ASM-10], days: [1]}]",
            "ladders.0.rules.0 (ladder 1): 'ASM-10': this ladder is not for it: it binds and is owed by "
            "local_authority. Correct owed_by or guidance, or take it out.",
        ),
        (
            "ladders: [{audience: adviser, owed_by: [school], rules: [ASM-09], days: [1]}]",
            "ladders.0.rules.0 (ladder 1): 'ASM-09': this ladder is not for it: it is guidance and is owed by "
            "school. Correct owed_by or guidance, or take it out.",
        ),
    ],
)
def test_what_does_not_exist_is_named_with_its_place_and_what_may_be_meant(
    text: str, said: str, rulebook: Rulebook, tmp_path: Path
):
    (problem,) = problems(tmp_path, rulebook, text + "\n")
    assert problem.startswith(said)


def test_every_mistake_is_found_in_one_reading(rulebook: Rulebook, tmp_path: Path):
    text = """
due_soon_days: soon
silence: {days: {appeal: 7}}
must_be_verified: [telex]
ladders:
  - {audience: family, owed_by: [family], rules: [QQQ-77], days: [1]}
  - {audience: family, owed_by: [family], days: [2, 1]}
"""
    keys = [problem.split(": ")[0] for problem in problems(tmp_path, rulebook, text)]
    assert keys == [
        "due_soon_days",
        "ladders.1.days (ladder 2)",
        "silence.days.appeal",
        "must_be_verified.0",
        "ladders.0.rules.0 (ladder 1)",
    ]


@pytest.mark.parametrize("text", ["silence: 3\n", "silence: {days: 3}\n", "ladders: 3\n", "must_be_verified: 3\n"])
def test_what_is_not_even_of_the_right_form_is_said_once(text: str, rulebook: Rulebook, tmp_path: Path):
    assert len(problems(tmp_path, rulebook, text)) == 1


ADVISER = "{audience: adviser, owed_by: [family], days: "


@pytest.mark.parametrize(
    ("one", "other", "day"),
    [
        (f"{ADVISER}[-7, 0]}}", f"{ADVISER}[-14, 0]}}", 0),
        (f"{ADVISER}[-7]}}", f"{ADVISER}[-14, 0]}}", None),  # never on the same day
        (f"{ADVISER}[-7]}}", "{audience: family, owed_by: [family], days: [-7]}", None),  # other people
        (f"{ADVISER}[-7]}}", "{audience: adviser, owed_by: [tribunal], days: [-7]}", None),  # of other dates
        (f"{ADVISER}[-7]}}", "{audience: adviser, owed_by: [family], guidance: true, days: [-7]}", None),
        (f"{ADVISER}[-7]}}", "{audience: adviser, of: stalls, days: [7]}", None),  # of other things
        ("{audience: adviser, of: stalls, days: [7]}", "{audience: adviser, of: stalls, days: [7]}", 7),
        # Repeated rungs meet: 1, 8, 15, 22 ... and 15.
        (
            "{audience: adviser, of: stalls, days: [1], then_every: 7}",
            "{audience: adviser, of: stalls, days: [15]}",
            15,
        ),
        # 1, 8, 15, 22, 29, 36 ... and 6, 16, 26, 36.
        (
            "{audience: adviser, of: stalls, days: [1], then_every: 7}",
            "{audience: adviser, of: stalls, days: [6], then_every: 10}",
            36,
        ),
        # Odd days and even days.
        (
            "{audience: adviser, of: stalls, days: [1], then_every: 2}",
            "{audience: adviser, of: stalls, days: [2], then_every: 4}",
            None,
        ),
        # A right not used is over by then, and a limit is overdue.
        (
            "{audience: adviser, owed_by: [family], rules: [APP-01], days: [3]}",
            "{audience: adviser, owed_by: [family], days: [3]}",
            None,
        ),
        (
            "{audience: adviser, owed_by: [local_authority], rules: [ASM-10], days: [3]}",
            "{audience: adviser, owed_by: [local_authority], days: [3]}",
            3,
        ),
        # It speaks through the date that is chosen from it.
        (
            "{audience: adviser, owed_by: [family], rules: [APP-01a], days: [-3]}",
            "{audience: adviser, owed_by: [family], rules: [APP-01a], days: [-3]}",
            None,
        ),
    ],
)
def test_nobody_is_told_of_the_same_thing_twice_on_one_day(
    one: str, other: str, day: int | None, rulebook: Rulebook, tmp_path: Path
):
    found = problems(tmp_path, rulebook, f"ladders:\n  - {one}\n  - {other}\n")
    if day is None:
        assert found == []
        return
    (problem,) = found
    assert problem == (
        f"ladders.1 (ladder 2): the adviser would be told of the same thing twice, on day {day}, by this ladder and "
        f"ladder 1. Take the day out of one, or let them be for different things."
    )


_LADDERS = st.builds(
    lambda days, every: Ladder(
        audience=Audience.ADVISER, owed_by=("local_authority",), days=tuple(sorted(days)), then_every=every
    ),
    st.sets(st.integers(-5, 12), min_size=1, max_size=3),
    st.one_of(st.none(), st.integers(1, 9)),
)


@given(_LADDERS, _LADDERS)
def test_two_ladders_are_refused_exactly_when_they_give_one_alert_twice(one: Ladder, other: Ladder):
    """Ladders that never meet tell one audience of the same date on different days, each under a key of its own."""
    both = the_policy().model_copy(update={"ladders": (one, other)})
    clocks = run_clocks(the_rulebook(), case_of(happened("request_received", "2026-11-23"))).clocks
    first, twice = date(2026, 12, 25), False
    for day in (first + timedelta(days=n) for n in range(150)):
        keys = [alert.key for alert in clock_alerts(clocks, both, day)]
        twice = twice or len(keys) > len(set(keys))
    assert twice == (told_twice(one, other, the_rulebook()) is not None)
