"""`ehcp case`: what is opened and recorded is shown, explained and put right by commands alone."""

import pytest

from ehcp_workflow.law.loading import load_rulebook
from ehcp_workflow.settings import config_dir

from .conftest import Terminal

PEOPLE = "--parent-email pat@example.org --agreed 'phone, 3 May' --adviser-email ann@example.org"


def due(said: dict, ref: str) -> str:
    """The last day under a rule."""
    (clock,) = [clock for clock in said["clocks"] if clock["ref"] == ref]
    return clock["due"]["latest"]


def test_a_case_is_opened_with_a_reference_of_its_own(ehcp: Terminal):
    assert ehcp("case open") == "EHC-2026-0001"
    assert ehcp.json("case open --council 'London Borough of Camden' " + PEOPLE) == {"reference": "EHC-2026-0002"}
    assert [line["council"] for line in ehcp.json("caseload board")] == [None, "Camden"]


def test_an_event_moves_the_dates_and_says_where_the_case_stands(ehcp: Terminal):
    ehcp("case open")
    said = ehcp("case event EHC-2026-0001 request_received 2026-10-19")
    assert "EHC-2026-0001 on Monday 23 November 2026" in said
    # Monday 19 October and six weeks: Monday 30 November 2026, which is in seven days.
    assert "Tell the family whether it will assess Monday 30 November 2026 (in 7 days) due soon" in said
    later = ehcp.json("case event EHC-2026-0001 decision_to_assess_notified 2026-11-20")
    assert {s["stage"]: s["state"] for s in later["stages"]}["local_authority_decision"] == "waiting"
    assert due(later, "ASM-10") == "2027-03-08"  # twenty weeks: Monday 8 March 2027


def test_a_case_answers_to_the_advisers_own_reference(ehcp: Terminal, requested: str):
    said = ehcp.json("case event 'rd  1' decision_to_assess_notified 2026-11-16")
    assert said["reference"] == requested
    assert ehcp.json("case show 'RD 1'") == ehcp.json(f"case show {requested.lower()}")


def test_a_reference_that_another_case_has_is_refused(ehcp: Terminal, requested: str):
    assert f"{requested} has that reference of yours already" in ehcp.refused("case open --your-reference 'rd 1'")
    assert len(ehcp.json("case list")) == 1


def test_an_event_says_all_that_its_kind_can_have(ehcp: Terminal, requested: str):
    ehcp(f"case event {requested} advice_request_received 2026-10-12 --about health --note sealed --source letter")
    said = ehcp.json(
        f"case event {requested} review_decision_notified unknown --date sent_on=2026-11-02 --option outcome=keep"
    )
    assert [(e["kind"], e["on"], e["about"], e["options"]) for e in said["events"]] == [
        ("request_received", "2026-10-05", None, {}),
        ("advice_request_received", "2026-10-12", "health", {}),
        ("review_decision_notified", "unknown", None, {"outcome": "keep"}),
    ]
    assert due(said, "REV-02") == "2027-11-01"  # twelve months beginning with the Monday it was sent: Monday 1 November


def test_what_can_be_recorded_is_listed_with_what_can_be_said_of_it(ehcp: Terminal):
    said = ehcp("case event --kinds")
    assert all(kind in said for kind in load_rulebook(config_dir()).events)
    assert "--date sent_on= --date received_on= --option outcome=keep|amend|cease" in said
    assert not ehcp.home.exists()


def test_a_case_is_shown_with_its_child_stages_dates_and_events(ehcp: Terminal, requested: str):
    said = ehcp(f"case show {requested}")
    assert said.startswith("Kim Fictional EHC-2026-0001 on Monday 23 November 2026")
    # Monday 5 October and six weeks is Monday 16 November 2026, a week ago.
    assert "REQ-02 Tell the family whether it will assess Monday 16 November 2026 (7 days ago) overdue" in said
    assert "Monday 5 October 2026 request_received" in said
    assert "Kim" not in ehcp.exactly(f"case show {requested} --json")


def test_a_case_is_shown_as_it_stood_on_another_day(ehcp: Terminal, requested: str):
    ehcp(f"case event {requested} decision_to_assess_notified 2026-11-23")
    before = ehcp.json(f"case show {requested} --as-at 2026-11-16")
    assert before["as_at"] == "2026-11-16"
    assert [event["kind"] for event in before["events"]] == ["request_received"]
    assert [c["state"] for c in before["clocks"] if c["ref"] == "REQ-02"] == ["due_soon"]
    now = ehcp.json(f"case show {requested}")
    assert [(c["state"], c["days_late"]) for c in now["clocks"] if c["ref"] == "REQ-02"] == [
        ("met_late", {"least": 7, "most": 7})
    ]
    assert "corrected, or later than this day" in ehcp(f"case show {requested} --as-at 2026-11-16")


def test_a_date_is_explained_step_by_step_with_its_law(ehcp: Terminal, requested: str):
    said = ehcp(f"case explain {requested} req-02")
    assert said.startswith("REQ-02 Tell the family whether it will assess overdue Due Monday 16 November 2026")
    assert "2. Count 6 weeks." in said
    assert "→ Monday 16 November 2026 SI 2014/1530 reg 5(1)" in said
    assert "not legal advice" in said
    (clock,) = ehcp.json(f"case explain {requested} REQ-02 --as-at 2026-11-16")
    assert (clock["state"], clock["verdict"]) == ("due_soon", "not_yet")
    assert [(step["before"], step["after"]) for step in clock["working"]][-1] == ("2026-10-05", "2026-11-16")
    assert len(ehcp.json(f"case explain {requested}")) > 1


def test_a_rule_that_has_no_date_in_the_case_is_said_with_those_that_have(ehcp: Terminal, requested: str):
    said = ehcp.refused(f"case explain {requested} REV-09")
    assert said.startswith("EHC-2026-0001 has no date under 'REV-09'. It has dates under: REQ-02, ASM-03, ")


def test_cases_are_listed_soonest_date_first(ehcp: Terminal, requested: str):
    ehcp("case open")
    ehcp("case open")
    ehcp("case event EHC-2026-0003 request_received 2026-10-01")
    assert [line["reference"] for line in ehcp.json("case list")] == ["EHC-2026-0003", requested, "EHC-2026-0002"]
    assert f"{requested} Local authority decision: stalled" in ehcp("case list")
    assert f"{requested} Local authority decision: waiting" in ehcp("case list --as-at 2026-10-06")


def test_what_can_be_done_now_is_said_with_by_whom_and_by_when(ehcp: Terminal, requested: str):
    said = ehcp(f"case next {requested}")
    assert said.startswith("• The council: Tell the family whether it will assess by Monday 16 November 2026 overdue")
    assert "The decision whether to assess is late" in said
    assert "1. Complain to the council (stage 1): possible; an answer would be due" in said
    assert "6. Contact the mediation adviser: not possible. The council has not decided" in said
    assert "7. Appeal to the SEND Tribunal: not possible. The council has not decided" in said
    assert said.endswith("An exemption may excuse a limit: check that first.")
    what = ehcp.json(f"case next {requested}")
    first = what["dates"][0]
    assert (first["state"], first["due"], first["citation"]) == ("overdue", "2026-11-16", "SI 2014/1530 reg 5(1)")
    remedy = what["remedies"][0]
    assert (remedy["about"], remedy["letter"], remedy["next"]) == ("decision_late", "decision_late", "complaint")
    ombudsman = next(step for step in remedy["steps"] if step["step"] == "ombudsman")
    assert (ombudsman["by"], ombudsman["safe"], ombudsman["estimated"]) == ("2027-11-17", "2027-11-16", True)
    in_time = ehcp.json(f"case next {requested} --as-at 2026-10-06")
    assert [step["who"] for step in in_time["dates"]] == ["The council"] * 3
    assert in_time["remedies"] == []


def test_where_nothing_runs_there_is_nothing_to_do(ehcp: Terminal):
    ehcp("case open")
    assert ehcp("case next EHC-2026-0001") == "No date is running in this case."


def first_event(ehcp: Terminal, reference: str) -> str:
    return ehcp.json(f"case show {reference}")["events"][0]["id"][:8]


def test_a_correction_moves_the_date_and_keeps_the_old_record(ehcp: Terminal, requested: str):
    old = first_event(ehcp, requested)
    said = ehcp.json(f"case correct {requested} {old} --on 2026-10-12 --date sent_on=2026-10-09 --note 'wrong letter'")
    assert due(said, "REQ-02") == "2026-11-23"  # Monday 12 October and six weeks: Monday 23 November 2026
    shown = ehcp(f"case show {requested}")
    assert f"{old} Monday 5 October 2026 request_received" in shown
    assert "corrected, or later than this day" in shown
    assert "Correct the newer record" in ehcp.refused(f"case correct {requested} {old} --on 2026-10-13")


def test_an_event_that_never_happened_is_taken_back(ehcp: Terminal, requested: str):
    old = first_event(ehcp, requested)
    assert ehcp.json(f"case correct {requested} {old} --withdraw")["events"] == []
    assert "withdrawal" in ehcp(f"case show {requested}")
    assert "was taken back" in ehcp.refused(f"case correct {requested} {old} --withdraw")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "either the right date with --on, or --withdraw"),
        ("--on 2026-10-06 --withdraw", "either the right date with --on, or --withdraw"),
        ("--withdraw --date sent_on=2026-10-01", "has no dates or options"),
        ("--on 2026-10-06 --date 2026-10-01", "'2026-10-01' is not of the form name=value"),
        ("--on 2026-10-06 --date posted_on=2026-10-01", "'posted_on' is not a date of an event. Use one of: sent_on"),
        ("--on 2026-10-06 --date issued_on=2026-10-01", "request_received has no date 'issued_on'"),
        ("--on 2026-10-06 --option outcome=keep", "cannot have outcome 'keep'"),
    ],
)
def test_a_correction_that_cannot_be_meant_changes_nothing(ehcp: Terminal, requested: str, given: str, said: str):
    old, before = first_event(ehcp, requested), ehcp.stored()
    assert said in ehcp.refused(f"case correct {requested} {old} {given}", code=2)
    assert ehcp.stored() == before


def test_what_people_type_is_shown_as_they_typed_it(ehcp: Terminal):
    """Square brackets are how the terminal is told of colours, and people use them too."""
    ehcp("case open --child '[bold]Kim [/x]'")
    ehcp("case event EHC-2026-0001 advice_request_received 2026-11-02 --note '[/b] health [red]'")
    said = ehcp("case show EHC-2026-0001")
    assert said.startswith("[bold]Kim [/x] EHC-2026-0001")
    assert "advice_request_received" in said


def test_what_the_council_promised_is_shown_with_how_it_went_and_how_far_it_moved(ehcp: Terminal, requested: str):
    ehcp(f"case event {requested} promise_made 2026-10-12 --option of=final_plan --date to=2026-11-13")
    said = ehcp(f"case event {requested} promise_made 2026-11-16 --option of=final_plan --date to=2026-11-20")
    first = (
        "Final plan Monday 12 October 2026 Friday 13 November 2026 another day was promised when it was late by 3 days"
    )
    # Today is Monday 23 November: 3 days after Friday 20 November, which is a week after the first promise.
    second = (
        "Final plan Monday 16 November 2026 Friday 20 November 2026 not kept, late by 3 days 7 days later than first"
    )
    assert "What the council promised What Promised By How it went" in said
    assert f"{first} {second} promised" in said
    assert ehcp.json(f"case show {requested}")["promises"][1] == {
        "of": "final_plan",
        "made": "2026-11-16",
        "by": {"earliest": "2026-11-20", "latest": "2026-11-20"},
        "kept": None,
        "state": "broken",
        "drift": 7,
    }


def test_provision_that_lapsed_is_shown_by_line_until_it_is_put_right(ehcp: Terminal, requested: str):
    ehcp(f"case event {requested} provision_lapsed 2026-11-02 --about speech_therapy")
    ehcp(f"case event {requested} provision_shortfall_grew 2026-11-09 --about speech_therapy")
    said = ehcp(f"case event {requested} provision_lapsed 2026-11-10 --about teaching")
    assert "speech therapy Monday 2 November 2026 Monday 9 November 2026 not yet" in said
    said = ehcp(f"case event {requested} provision_put_right 2026-11-16 --about teaching")
    assert "teaching Tuesday 10 November 2026 Monday 16 November 2026" in said
    assert ehcp.json(f"case show {requested}")["lapses"] == [
        {"line": "speech_therapy", "since": "2026-11-02", "grew": ["2026-11-09"], "put_right": None},
        {"line": "teaching", "since": "2026-11-10", "grew": [], "put_right": "2026-11-16"},
    ]


def test_a_case_without_promises_or_lapses_shows_no_table_of_them(ehcp: Terminal, requested: str):
    said = ehcp(f"case show {requested}")
    assert "What the council promised" not in said
    assert "Provision not delivered" not in said


def test_a_promise_without_its_day_is_refused_with_what_to_add(ehcp: Terminal, requested: str):
    said = ehcp.refused(f"case event {requested} promise_made 2026-11-02 --option of=reply", code=2)
    assert said == "promise_made is useless without the promised day. Add --date to=2026-11-20."
