"""A case: what is now believed to have happened, in an order that recording does not change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.running import run_clocks
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Trigger
from ehcp_workflow.law.when import When

from stories import case_of, happened, small_cases, the_rulebook

REQUEST = happened("request_received", "2026-11-23")


def _corrected(old: Event, name: str, on: str, *, withdrawn: bool = False) -> Event:
    return replace(old, id=name, on=When.parse(on), corrects=old.id, withdrawn=withdrawn)


def test_an_event_has_the_date_asked_for_or_the_day_it_happened():
    event = happened("draft_plan_sent", "2027-03-02", served_on="2027-03-04")
    assert str(event.date_of("served_on")) == "2027-03-04"
    assert str(event.date_of("sent_on")) == str(event.date_of("on")) == "2027-03-02"


def test_a_trigger_names_an_event_and_may_ask_for_an_outcome():
    keep = happened("review_decision_notified", "2026-12-01", outcome="keep")
    ends = Trigger(event="review_decision_notified", where={"outcome": ("keep", "cease")})
    assert keep.fires([Trigger(event="note"), ends])
    assert not replace(keep, options={"outcome": "amend"}).fires([ends])
    assert not replace(keep, options={}).fires([ends])
    assert not REQUEST.fires([ends])


def test_a_correction_takes_the_place_of_what_it_corrects():
    correction = _corrected(REQUEST, "c1", "2026-11-20")
    assert case_of(REQUEST, correction).standing == (correction,)


def test_of_a_chain_of_corrections_the_last_stands():
    first = _corrected(REQUEST, "c1", "2026-11-20")
    second = _corrected(first, "c2", "2026-11-19")
    assert case_of(second, REQUEST, first).standing == (second,)


def test_what_was_withdrawn_did_not_happen():
    assert case_of(REQUEST, _corrected(REQUEST, "w", "2026-11-23", withdrawn=True)).standing == ()


def test_a_withdrawn_correction_does_not_bring_the_old_event_back():
    first = _corrected(REQUEST, "c1", "2026-11-20")
    assert case_of(REQUEST, first, _corrected(first, "w", "2026-11-20", withdrawn=True)).standing == ()


def test_a_case_as_at_a_day_knows_what_had_happened_by_then_as_now_believed(rulebook: Rulebook):
    decision = happened("decision_to_assess_notified", "2026-12-18")
    case = case_of(REQUEST, decision, _corrected(decision, "c", "2027-01-08"))
    assert case.as_at(date(2026, 12, 31)).events(rulebook.event_order) == (REQUEST,)
    assert len(case.as_at(date(2027, 1, 8)).events(rulebook.event_order)) == 2


def test_what_may_have_happened_by_a_day_counts_as_having_happened(rulebook: Rulebook):
    case = case_of(happened("request_received", "2026-11"), happened("note", "unknown"), happened("note", "2026-12"))
    assert [str(event.on) for event in case.as_at(date(2026, 11, 2)).standing] == ["2026-11", "unknown"]


def test_events_of_one_day_stand_in_their_usual_order(rulebook: Rulebook):
    draft, final = happened("draft_plan_sent", "2027-03-02"), happened("final_plan_sent", "2027-03-02")
    assert case_of(final, draft).events(rulebook.event_order) == (draft, final)


def test_an_undated_event_stands_where_its_kind_usually_does(rulebook: Rulebook):
    decision = happened("decision_to_assess_notified", "unknown")
    draft, final = happened("draft_plan_sent", "unknown"), happened("final_plan_sent", "2027-04-12")
    case = case_of(final, draft, decision, REQUEST)
    assert case.events(rulebook.event_order) == (REQUEST, decision, draft, final)


def test_undated_events_alone_stand_in_their_usual_order(rulebook: Rulebook):
    request, final = happened("request_received", "unknown"), happened("final_plan_sent", "unknown")
    assert case_of(final, request).events(rulebook.event_order) == (request, final)


def test_an_event_of_a_kind_nobody_knows_stands_last(rulebook: Rulebook):
    odd = happened("something_else", "unknown")
    assert case_of(odd, REQUEST).events(rulebook.event_order) == (REQUEST, odd)


@given(small_cases(), st.randoms())
def test_the_order_of_recording_never_matters(case: Case, random: st.Random):  # type: ignore[name-defined]
    shuffled = list(case.recorded)
    random.shuffle(shuffled)
    again = Case(case.reference, tuple(shuffled))
    assert again.events(the_rulebook().event_order) == case.events(the_rulebook().event_order)
    assert run_clocks(the_rulebook(), again) == run_clocks(the_rulebook(), case)


@given(small_cases(), st.dates(date(2025, 6, 1), date(2026, 12, 31)))
def test_looking_back_twice_is_looking_back_once(case: Case, day: date):
    assert case.as_at(day).as_at(day).standing == case.as_at(day).standing


def _in_order(*events: Event) -> list[str]:
    return [event.id for event in case_of(*events).events(the_rulebook().event_order)]


def test_what_was_sent_goes_behind_that_day_and_behind_those_of_its_kind_whose_day_is_known():
    """Otherwise a second request, of whose receipt nobody knows, would take the dates of the first away."""
    sent = happened("request_received", "unknown", sent_on="2026-11-20")
    refused = happened("refusal_to_assess_notified", "2026-11-19")
    assert _in_order(sent, REQUEST) == [REQUEST.id, sent.id]
    assert _in_order(sent, refused) == [refused.id, sent.id]
    later = happened("refusal_to_assess_notified", "2026-11-21")
    assert _in_order(sent, later) == [sent.id, later.id]


def test_looking_back_what_was_not_sent_yet_had_not_happened():
    sent = happened("request_received", "unknown", sent_on="2026-11-20")
    assert case_of(sent).as_at(date(2026, 11, 19)).standing == ()
    assert case_of(sent).as_at(date(2026, 11, 20)).standing == (sent,)
