"""A rulebook with a mistake in it is refused with the file, the line and the rule, before anything is worked out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.loading import load_rulebook
from ehcp_workflow.law.rulebook import Rulebook

CONFIG = Path(__file__).parent.parent.parent / "config"
NEEDS, REVIEWS, APPEALS, WORDS = "needs_assessment.yaml", "reviews.yaml", "appeals.yaml", "vocabulary.yaml"
PLANS, EVENTS, AMENDMENT = "plans.yaml", "events.yaml", "amendment.yaml"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    for part in ("law", "calendars"):
        shutil.copytree(CONFIG / part, tmp_path / part)
    return tmp_path


def _break(config: Path, file: str, old: str, new: str) -> None:
    path = config / "law" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_rulebook_of_this_repository_is_coherent(rulebook: Rulebook):
    assert len(rulebook.rules) >= 13
    assert rulebook.places["decision_to_assess"].startswith("needs_assessment.yaml:")


RULE_MISTAKES = {
    "an unknown key": (
        NEEDS,
        "    title: Tell the family whether",
        "    titel: x\n    title: x",
        "titel: Extra inputs",
    ),
    "a missing citation": (REVIEWS, "        citation:", "        citations:", "citation: Field required"),
    "a way nobody counts in": (NEEDS, "{weeks: 6}", "{fortnights: 3}", "period.way: Input should be"),
    "an event nobody can record": (
        NEEDS,
        "[request_received, la_became_responsible]",
        "[request_arrived]",
        "nobody can record the event 'request_arrived'",
    ),
    "an event that ends it and nobody can record": (
        NEEDS,
        "ended_by: [request_withdrawn",
        "ended_by: [request_dropped",
        "nobody can record the event 'request_dropped'",
    ),
    "an event that resumes it and nobody can record": (
        NEEDS,
        "resumed_by: [refusal_withdrawn",
        "resumed_by: [refusal_dropped",
        "nobody can record the event 'refusal_dropped'",
    ),
    "an unknown party": (NEEDS, "owed_by: local_authority", "owed_by: la", "'la' is not in the list of parties"),
    "an unknown remedy": (NEEDS, "[R1, R2]", "[R1, R22]", "'R22' is not in the list of remedies"),
    "an unknown exemption": (NEEDS, "[EXC-A,", "[EXC-Z,", "'EXC-Z' is not in the list of exemptions"),
    "an unknown instrument": (
        NEEDS,
        "instrument: SI 2014/1530",
        "instrument: SI 1530",
        "'SI 1530' is not in the list of instruments",
    ),
    "an unknown instrument of an adjustment": (
        APPEALS,
        'instrument: SI 2008/2699, provision: "r12',
        'instrument: SI 2699, provision: "r12',
        "'SI 2699' is not in the list of instruments",
    ),
    "an unknown stage": (
        NEEDS,
        "stage: local_authority_decision",
        "stage: decision",
        "'decision' is not in the list of stages",
    ),
    "an option that does not exist": (
        AMENDMENT,
        "{outcome: [keep, cease]}",
        "{outcome: [keep, change]}",
        "'review_decision_notified' has no outcome 'change'",
    ),
    "an option of another event": (
        AMENDMENT,
        "{outcome: [keep, cease]}",
        "{result: [keep]}",
        "'review_decision_notified' has no result 'keep'",
    ),
    "a rule that never starts": (
        REVIEWS,
        "starts: [review_meeting_held]",
        "starts: []",
        "no event starts it, so it can never fire",
    ),
    "a rule that can never be met": (
        AMENDMENT,
        "met_by: [amendment_notice_sent]",
        "met_by: []",
        "no event meets it, so it could never be kept",
    ),
    "a rule without a period": (NEEDS, "        period: {weeks: 6}\n", "", "a version has no period"),
    "a rule that ends itself": (
        REVIEWS,
        "ended_by: [plan_ceased, plan_transferred]",
        "ended_by: [final_plan_sent]",
        "the same event starts it and ends it",
    ),
    "a date no starting event has": (
        NEEDS,
        "counts_from: received_on",
        "counts_from: issued_on",
        "none of its starting events has the date 'issued_on'",
    ),
    "a pair that cannot be paired": (
        PLANS,
        "starts: [placement_consulted]",
        "starts: [draft_plan_sent]",
        "'draft_plan_sent' does not say what it is about",
    ),
    "a composite of a composite": (
        APPEALS,
        "latest_of: [appeal_from_decision,",
        "latest_of: [amended_plan,",
        "it chooses from 'amended_plan', which itself chooses",
    ),
    "a composite of nothing": (
        APPEALS,
        "latest_of: [appeal_from_decision,",
        "latest_of: [appeal_from_letter,",
        "it chooses from 'appeal_from_letter', which is not a rule",
    ),
    "a duty without a day that has a period": (
        NEEDS,
        "kind: limit",
        "kind: standing",
        "a rule that is standing names no day",
    ),
    "a condition that runs": (NEEDS, "kind: limit", "kind: condition", "a condition never runs"),
    "a day of the year that is none": (NEEDS, "{weeks: 6}", "{before_date: 02-30}", "'02-30' is not a day of the year"),
    "no units of weeks": (NEEDS, "{weeks: 6}", "{weeks: 0}", "only {days: 0}, the same day, may have no units"),
    "an event that must come after what nobody can record": (
        REVIEWS,
        "after: [review_meeting_held]",
        "after: [a_meeting]",
        "nobody can record the event 'a_meeting'",
    ),
    "a ref used twice": (REVIEWS, "ref: REV-02", "ref: REV-01", "the ref REV-01 is that of first_review too"),
    "a composite that is both": (
        APPEALS,
        "    latest_of: [",
        "    earliest_of: [appeal_from_decision]\n    latest_of: [",
        "both earliest_of and latest_of",
    ),
    "a composite with a start of its own": (
        APPEALS,
        "    latest_of: [",
        "    starts: [certificate_issued]\n    latest_of: [",
        "it has no start and no period of its own",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "says"), RULE_MISTAKES.values(), ids=RULE_MISTAKES.keys())
def test_a_rule_with_a_mistake_is_refused_with_its_place(file: str, old: str, new: str, says: str, config: Path):
    _break(config, file, old, new)
    with pytest.raises(BadConfiguration) as refused:
        load_rulebook(config)
    assert says in str(refused.value)
    assert str(refused.value).startswith(f"{file}:")
    assert ": rule " in str(refused.value)


FILE_MISTAKES = {
    "a repeated key": (NEEDS, "    title: Tell", "    title: x\n    title: Tell", "needs_assessment.yaml:8: the key"),
    "an unknown key of a file": (NEEDS, "part: Needs", "section: x\npart: Needs", "unknown key 'section'"),
    "an unknown list": (WORDS, "parties:", "folk: []\nparties:", "vocabulary.yaml: unknown key 'folk'"),
    "a list that is not a list": (NEEDS, "rules:\n", "rules: none\nothers:\n", "unknown key 'others'"),
    "a word where a rule should be": (NEEDS, "rules:\n", "rules:\n  - a rule\n", "'rules' must be a list of entries"),
    "a repeated code": (WORDS, "  - {code: R1,", "  - {code: R0,", "'R0' stands twice in remedies"),
    "an event with a key nobody knows": (EVENTS, "{kind: note,", "{kind: note, when: x,", "events: when: Extra inputs"),
    "an event with a bad name": (EVENTS, "{kind: note,", "{kind: A Note,", "events: kind: String should match"),
    "a stage moved by nothing": (WORDS, "begun_by: [concern_raised,", "begun_by: [worry,", "record the event 'worry'"),
    "an event that follows nothing": (
        EVENTS,
        "follows: [support_plan_started]",
        "follows: [a_plan]",
        "the event 'a_plan'",
    ),
    "a promise kept by nothing": (
        WORDS,
        "kept_by: [advice_received]",
        "kept_by: [advice]",
        "record the event 'advice'",
    ),
    "a promise ended by nothing": (
        WORDS,
        "ended_by: [no_amendment_notified,",
        "ended_by: [no_change,",
        "promise amended_plan: nobody can record the event 'no_change'",
    ),
    "a promise kept by what may lie ahead": (
        WORDS,
        "kept_by: [advice_received]",
        "kept_by: [move_date]",
        "'move_date' may be known before it happens",
    ),
    "a promise that one event keeps and ends": (
        WORDS,
        "kept_by: [advice_received]",
        "kept_by: [final_plan_sent]",
        "promise advice: 'final_plan_sent' both keeps and ends it",
    ),
    "a promise that nobody can record": (
        WORDS,
        "{code: reply,",
        "{code: answer,",
        "event promise_made: 'answer' is in",
    ),
    "a promise that is on no list": (EVENTS, "provision, reply]", "provision, reply, call]", "'call' is in its option"),
    "an event that needs what it cannot carry": (EVENTS, "needs: [of, to]", "needs: [of, by]", "it needs 'by' and"),
    "an event that needs to be about something and is not": (
        EVENTS,
        "needs: [of]",
        "needs: [of, about]",
        "it needs 'about' and cannot carry it",
    ),
    "an event that contradicts nothing": (
        EVENTS,
        "contradicts: [plan_ceased]",
        "contradicts: [plan_over]",
        "record the event 'plan_over'",
    ),
    "a date that does not exist": (NEEDS, "in_force_from: 2014-09-01", "in_force_from: 2014-09-31", "is not a date"),
    "a rule id used twice": (REVIEWS, "- id: next_review", "- id: first_review", "rule first_review is already at"),
    "a rule id of another file": (REVIEWS, "- id: next_review", "- id: advice", "is already at needs_assessment.yaml:"),
}


@pytest.mark.parametrize(("file", "old", "new", "says"), FILE_MISTAKES.values(), ids=FILE_MISTAKES.keys())
def test_a_file_with_a_mistake_is_refused(file: str, old: str, new: str, says: str, config: Path):
    _break(config, file, old, new)
    with pytest.raises(BadConfiguration) as refused:
        load_rulebook(config)
    assert says in str(refused.value)


def test_an_empty_list_of_rules_is_named(config: Path):
    (config / "law" / "empty.yaml").write_text("part: Nothing yet\nrules:\n", encoding="utf-8")
    with pytest.raises(BadConfiguration, match=r"empty\.yaml: 'rules' must be a list of entries"):
        load_rulebook(config)


def _two_versions(config: Path, first_to: str) -> None:
    _break(
        config,
        NEEDS,
        "      - in_force_from: 2014-09-01\n        period: {weeks: 6}\n",
        "      - in_force_from: 2010-01-01\n"
        f"{first_to}"
        "        period: {weeks: 8}\n"
        '        citation: {instrument: SEND Code, provision: "1", url: "x"}\n'
        "        confidence: M\n"
        "      - in_force_from: 2014-09-01\n        period: {weeks: 6}\n",
    )


@pytest.mark.parametrize("first_to", ["", "        in_force_to: 2014-09-01\n"])
def test_two_versions_in_force_on_one_day_are_refused(first_to: str, config: Path):
    _two_versions(config, first_to)
    with pytest.raises(BadConfiguration, match="two versions are in force on 2014-09-01"):
        load_rulebook(config)


STATED = "    as_soon_as_practicable: true\n"


def _say_which_date_chooses(config: Path) -> None:
    _break(config, NEEDS, STATED, f"{STATED}    version_chosen_by: start\n")


def test_versions_that_follow_each_other_are_accepted_when_the_rule_says_which_date_chooses(config: Path):
    _two_versions(config, "        in_force_to: 2014-08-31\n")
    with pytest.raises(BadConfiguration, match="Say which date chooses between them"):
        load_rulebook(config)
    _say_which_date_chooses(config)
    assert len(load_rulebook(config).rule("REQ-02").versions) == 2


def test_a_gap_between_versions_must_be_declared(config: Path):
    _two_versions(config, "        in_force_to: 2014-07-31\n")
    _say_which_date_chooses(config)
    with pytest.raises(BadConfiguration, match="no version is in force between 2014-07-31 and 2014-09-01"):
        load_rulebook(config)
    _break(
        config,
        NEEDS,
        "      - in_force_from: 2014-09-01\n",
        "      - in_force_from: 2014-09-01\n        gap: none was made\n",
    )
    assert len(load_rulebook(config).rule("REQ-02").versions) == 2


def test_proposed_law_may_overlap_the_law_in_force(config: Path):
    _two_versions(config, "        status: proposed\n")
    assert len(load_rulebook(config).rule("REQ-02").versions) == 2
