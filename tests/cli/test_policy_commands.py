"""`ehcp policy`: every mistake at once with its remedy, and house policy in sentences."""

from __future__ import annotations

from tests.cli.conftest import Terminal

from stories import the_policy


def own_policy(ehcp: Terminal, text: str) -> str:
    """Give the organisation values of its own; the name of the file."""
    ehcp.home.mkdir(exist_ok=True)
    path = ehcp.home / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_shipped_policy_is_well_and_nothing_of_it_is_overridden(ehcp: Terminal):
    said = ehcp("policy check")
    assert said == f"House policy is well. Nothing is overridden: there is no {ehcp.home / 'policy.yaml'}."


def test_what_is_overridden_is_said_with_what_is_shipped(ehcp: Terminal):
    own = own_policy(
        ehcp,
        "due_soon_days: 7\n"
        "silence: {repeat_days: 14, days: {school_request: 21}}\n"
        "must_be_verified: [sms]\n"
        "digest: {working_days_only: false}\n"
        "ladders: [{audience: adviser, owed_by: [family], days: [-1]}]\n",
    )
    assert ehcp("policy check") == (
        f"House policy is well. Overridden in {own}: "
        "• due_soon_days: 7 instead of 14 "
        "• silence.days.school_request: 21 instead of 14 "
        "• must_be_verified: [sms] instead of [sms, whatsapp, signal] "
        "• digest.working_days_only: false instead of true "
        f"• ladders: 1 entry instead of {len(the_policy().ladders)} entries"
    )


def test_a_file_that_repeats_the_shipped_values_overrides_nothing(ehcp: Terminal):
    own = own_policy(ehcp, "due_soon_days: 14\n")
    assert ehcp("policy check") == f"House policy is well. Overridden in {own}: nothing."


def test_every_mistake_is_named_with_its_file_key_value_and_remedy(ehcp: Terminal):
    own = own_policy(ehcp, "due_soon_days: soon\nsilence: {days: {scool_request: 3}}\n")
    lines = ehcp.exactly("policy check", code=1).splitlines()
    assert lines == [
        f"{own}: due_soon_days: 'soon': it must be a whole number, for example 14. Correct it.",
        f"{own}: silence.days.scool_request: there is no such stage. Did you mean school_request? Stages: "
        "identify_needs, school_request, local_authority_decision, plan_issued. Correct it.",
    ]
    assert ehcp.errors == "ehcp: 2 mistakes in house policy. Nothing starts until that is put right.\n"


def test_a_file_that_is_no_yaml_is_named_with_its_line(ehcp: Terminal):
    own = own_policy(ehcp, "due_soon_days: 3\ndue_soon_days: 4\n")
    (line,) = ehcp.exactly("policy check", code=1).splitlines()
    assert line == f"{own}: policy.yaml:2: the key 'due_soon_days' is given twice. Keep one of the two."
    assert ehcp.errors == "ehcp: 1 mistake in house policy. Nothing starts until that is put right.\n"


def test_nothing_starts_with_a_policy_that_names_what_does_not_exist(ehcp: Terminal):
    own = own_policy(ehcp, "must_be_verified: [smss]\n")
    said = ehcp.refused("case list")
    assert said.startswith(f"{own}: must_be_verified.0: 'smss': there is no such channel. Did you mean sms?")
    assert said.endswith("`ehcp policy check` explains house policy.")
    assert ehcp.refused("policy show") == "House policy has mistakes in it. `ehcp policy check` names them all."


def test_house_policy_is_shown_in_sentences_for_each_audience(ehcp: Terminal):
    said = ehcp("policy show")
    for sentence in (
        "The family is told • of limits and rights of the parent or young person, only ASM-06 (comment on",
        "and APP-01 (appeal to the Tribunal): 56, 28, 14, 7, 3 and 1 days before the last day and on that day. "
        "Without waiting for the digest: 1 day before the last day and on that day.",
        "• of a promise the council has not kept: 1 and 14 days after the promised day.",
        "The adviser is told • of limits and rights of the parent or young person: 14, 7, 3 and 1 days before",
        "• of days that guidance names of the school or college: 1 day after the last day.",
        "on the day it is known to have lapsed and 1, 3 and 7 days after it, and then every 7 days until it is over. "
        "Without waiting for the digest: on the day it is known to have lapsed. To be acknowledged: on the day it is "
        "known to have lapsed. Once somebody has acknowledged it, they are not told again.",
        "• of a stage in which nothing is recorded: after more than 90 days in “Identify needs”, 14 days",
        "The supervisor is told • of a stage that stands still because a limit in it is overdue: 28 days after",
        "• Nothing is sent outside 08:00 to 20:00, London time, unless somebody asked for other hours.",
        "• Advisers and supervisors get one message a working day, the digest, from 08:30 on, with at most 25 lines;",
        "told to the supervisor after 2 and 5 working days.",
        "Nothing is overridden: there is no",
    ):
        assert sentence in said, sentence


def test_a_policy_of_ones_own_is_shown_as_it_is(ehcp: Terminal):
    own_policy(
        ehcp,
        "digest: {working_days_only: false}\n"
        "escalation: {after_working_days: []}\n"
        "must_be_verified: []\n"
        "silence: {tells: []}\n"
        "follow_ups: {met: [], moved: [], waived: [], put_right: []}\n"
        "ladders: [{audience: adviser, owed_by: [family], days: [0]}]\n",
    )
    said = ehcp("policy show")
    assert "The family is told" not in said
    assert "The supervisor is told" not in said
    assert "The adviser is told • of limits and rights of the parent or young person: on the last day. When" in said
    assert "get one message a day, the digest," in said
    assert "to the supervisor" not in said
    assert "the number is theirs" not in said
    assert "• due_soon_days" not in said


def test_programs_get_the_values_what_is_overridden_and_the_sentences(ehcp: Terminal):
    own_policy(ehcp, "due_soon_days: 7\n")
    said = ehcp.json("policy show")
    assert said["policy"]["due_soon_days"] == 7
    assert said["policy"]["sending_hours"] == {"from": "08:00:00", "to": "20:00:00"}
    assert said["overridden"] == {"due_soon_days": 7}
    assert said["in_words"][0]["title"] == "The family is told"
    assert all(part["sentences"] for part in said["in_words"])
