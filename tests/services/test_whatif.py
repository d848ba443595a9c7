"""`ehcp whatif`: a file of events in, dates with their working out, nothing stored."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ehcp_workflow.cases.position import Position
from ehcp_workflow.cli.main import app
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.whatif import read_situation, what_if

from stories import the_policy, the_rulebook


def worked_out(tmp_path: Path, text: str, as_at: str = "2026-11-24") -> Position:
    path = tmp_path / "situation.yaml"
    path.write_text(text, encoding="utf-8")
    situation = read_situation(path, the_rulebook())
    return what_if(the_rulebook(), the_policy(), situation, date.fromisoformat(as_at))


def dues(position: Position) -> dict[str, str]:
    return {clock.rule.ref: str(clock.due) for clock in position.clocks if not clock.facts.undated}


def ask(tmp_path: Path, text: str, *options: str) -> tuple[int, str]:
    path = tmp_path / "situation.yaml"
    path.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(app, ["whatif", str(path), *options])
    return result.exit_code, result.output if result.exception is None else str(result.exception)


def test_a_request_gives_the_three_dates_each_with_its_working(tmp_path: Path):
    code, output = ask(
        tmp_path, "events:\n  - {kind: request_received, on: 2026-11-23}\n", "--as-at", "2026-11-24", "--json"
    )
    said = json.loads(output)
    assert (code, said["as_at"], said["findings"]) == (0, "2026-11-24", [])
    clocks = {clock["ref"]: clock for clock in said["clocks"]}
    # Monday 4 January, Monday 15 March and Monday 12 April 2027.
    for ref, day, safe in (
        ("REQ-02", "2027-01-04", "2027-01-03"),
        ("ASM-03", "2027-03-15", "2027-03-14"),
        ("ASM-10", "2027-04-12", "2027-04-11"),
    ):
        clock = clocks[ref]
        assert clock["due"] == {"earliest": day, "latest": day}
        assert clock["safe"] == {"earliest": safe, "latest": safe}
        assert (clock["state"], clock["verdict"], clock["days_late"]) == ("running", "not_yet", None)
        assert clock["started_by"] == {"kind": "request_received", "on": "2026-11-23"}
        assert (clock["working"][0]["after"], clock["working"][-1]["after"]) == ("2026-11-23", day)
        assert clock["working"][-1]["source"] == clock["citation"]
    assert clocks["REQ-02"]["authority"] == "regulation"
    assert clocks["REQ-02"]["met_by"] is None


def test_in_the_terminal_the_dates_stand_with_their_weekday(tmp_path: Path):
    _, output = ask(tmp_path, "events:\n  - {kind: request_received, on: 2026-11-23}\n", "--as-at", "2026-11-24")
    assert "Monday 4 January 2027" in " ".join(output.split())


def test_months_ranges_and_unknown_dates_go_through(tmp_path: Path):
    position = worked_out(tmp_path, "events:\n  - {kind: request_received, on: 2026-03, note: from the file}\n")
    assert dues(position)["REQ-02"] == "2026-04-12/2026-05-12"
    position = worked_out(tmp_path, "events:\n  - {kind: request_received, on: unknown}\n")
    assert dues(position)["REQ-02"] == "unknown"


def test_options_and_further_dates_stand_beside_the_kind(tmp_path: Path):
    position = worked_out(
        tmp_path,
        "events:\n  - {kind: review_decision_notified, on: 2026-11-03, sent_on: 2026-11-02, outcome: keep}\n",
    )
    assert dues(position)["REV-02"] == "2027-11-01"  # twelve months starting with Monday 2 November 2026


def test_facts_give_the_holder_of_the_rights_and_the_council(tmp_path: Path):
    text = "facts: {council: Camden, date_of_birth: 2008-05-01}\nevents: []\n"
    assert worked_out(tmp_path, text).rights_of == "young person"
    _, output = ask(tmp_path, text, "--json")
    assert json.loads(output)["council"] == "202"


def test_a_closure_of_the_school_is_a_fact_for_claims(tmp_path: Path):
    position = worked_out(
        tmp_path,
        "facts:\n  school_closures: [{from: 2027-07-22, to: 2027-09-01}]\n"
        "events:\n"
        "  - {kind: request_received, on: 2027-04-26}\n"
        "  - {kind: advice_request_received, on: 2027-07-16, about: school}\n"
        "  - {kind: exception_recorded, on: 2027-08-20, exemption: EXC-A}\n",
        "2027-10-01",
    )
    states = dict(zip((clock.rule.ref for clock in position.clocks), position.states, strict=True))
    assert (states["ASM-10"].value, states["REQ-02"].value) == ("waived", "overdue")


def test_what_lies_after_the_day_is_left_out_and_said(tmp_path: Path):
    position = worked_out(tmp_path, "events:\n  - {kind: request_received, on: 2027-01-11}\n")
    assert position.clocks == ()
    assert [finding.message for finding in position.findings] == [
        "Left out, because it is after 2026-11-24: request_received on 2027-01-11."
    ]


MISTAKES = {
    "a kind nobody knows": (
        "events: [{kind: request, on: 2026-11-23}]",
        "situation.yaml:1: 'request' is not a kind of",
    ),
    "no date": ("events: [{kind: note}]", "note has no 'on'"),
    "a date that is none": ("events: [{kind: note, on: 2026-02-30}]", "'2026-02-30' is not a date"),
    "a key nobody knows": ("events: [{kind: note, on: 2026-11-23, sent: 1}]", "'sent' is not known here"),
    "an option nobody knows": (
        "events: [{kind: review_decision_notified, on: 2026-11-23, outcome: kept}]",
        "cannot have outcome 'kept'. Use one of: keep, amend, cease",
    ),
    "about where there is only one": ("events: [{kind: note, on: 2026-11-23, about: me}]", "'about' is not known here"),
    "an unknown part": ("happenings: []", "'happenings' is not known here"),
    "events that are no list": ("events: none", "'events' must be a list"),
    "facts that are no mapping": ("facts: none", "'facts' must be a mapping"),
    "an unknown fact": ("facts: {school: x}", "'school' is not known here"),
    "an unknown council": ("facts: {council: Atlantis}", "'Atlantis' is not a council we know"),
    "a birth month": ("facts: {date_of_birth: 2017-05}", "'2017-05' is not one day"),
    "a transfer without a year": (
        "facts: {phase_transfer: {kind: primary_to_secondary}}",
        "phase_transfer must be like",
    ),
    "a transfer without a kind": ("facts: {phase_transfer: {year: 2027}}", "phase_transfer has no 'kind'"),
    "an unknown transfer": (
        "facts: {phase_transfer: {kind: up, year: 2027}}",
        "cannot have transfer 'up'. Use one of: early_years_to_school",
    ),
    "a year that is none": (
        "facts: {phase_transfer: {kind: primary_to_secondary, year: soon}}",
        "'soon' is not a year",
    ),
    "closures that are no list": ("facts: {school_closures: summer}", "school_closures must be a list"),
    "a closure without an end": ("facts: {school_closures: [{from: 2027-07-22}]}", "'None' is not"),
    "a closure the wrong way round": (
        "facts: {school_closures: [{from: 2027-09-01, to: 2027-07-22}]}",
        "ends before it begins",
    ),
    "no YAML": ("events: [", "this is not YAML"),
    "a repeated key": ("events: []\nevents: []", "'events' is given twice"),
}


@pytest.mark.parametrize(("text", "says"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_in_the_file_is_named_with_exit_code_2(tmp_path: Path, text: str, says: str):
    with pytest.raises(BadInput) as refused:
        worked_out(tmp_path, text)
    assert says in str(refused.value)
    assert refused.value.exit_code == 2


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(BadInput, match="is not a file that can be read"):
        read_situation(tmp_path / "nothing.yaml", the_rulebook())


def test_a_change_of_phase_known_by_its_year_is_in_september(tmp_path: Path):
    """Primary to secondary in 2027: before 15 February 2027, by a plan of the twelve months before September."""
    expected = {"2026-03-10": "overdue", "2026-11-10": "met", "2027-02-14": "met", "2027-02-15": "met_late"}
    for amended, state in expected.items():
        events = f"events: [{{kind: amended_plan_sent, on: {amended}}}]\n"
        facts = "facts: {phase_transfer: {kind: primary_to_secondary, year: 2027}}\n"
        position = worked_out(tmp_path, facts + events, "2027-02-15")
        states = {c.rule.ref: s.value for c, s in zip(position.clocks, position.states, strict=True)}
        assert (dues(position)["PHA-01"], states["PHA-01"], amended) == ("2027-02-14", state, amended)


def test_a_change_between_post_16_places_may_come_on_any_day_of_its_year(tmp_path: Path):
    position = worked_out(tmp_path, "facts: {phase_transfer: {kind: post_16_to_post_16, year: 2027}}\nevents: []\n")
    assert dues(position)["PHA-03"] == "2026-08-01/2027-07-31"
    position = worked_out(
        tmp_path, "facts: {phase_transfer: {kind: post_16_to_post_16, date: 2027-09-01}}\nevents: []\n"
    )
    assert dues(position)["PHA-03"] == "2027-04-01"  # E9


def test_a_date_that_no_rule_reads_is_said(tmp_path: Path):
    position = worked_out(tmp_path, "events:\n  - {kind: request_received, on: 2026-11-23, issued_on: 2026-11-20}\n")
    assert [finding.message for finding in position.findings] == [
        "request_received on 2026-11-23: its 'issued_on' is not read by any rule."
    ]
