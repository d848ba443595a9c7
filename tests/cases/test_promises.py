"""What the council promised, how it went, and by how much the promised day moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.promises import Promise, PromiseState, promises
from ehcp_workflow.law.rulebook import Rulebook

from stories import case_of, happened, small_cases, the_rulebook


def found(rulebook: Rulebook, today: str, *events: Event) -> tuple[Promise, ...]:
    return promises(rulebook, case_of(*events).events(rulebook.event_order), date.fromisoformat(today))


def promised(on: str, to: str, of: str = "final_plan") -> Event:
    return replace(happened("promise_made", on, of=of, to=to), id=f"{of} by {to}, said {on}")


# On Monday 2 March 2026 the council promised the final plan by Friday 20 March.
PLAN = promised("2026-03-02", "2026-03-20")


@pytest.mark.parametrize(
    ("today", "state", "words"),
    [
        ("2026-03-02", "open", "not yet due"),
        ("2026-03-20", "open", "not yet due"),  # Friday, the promised day itself
        ("2026-03-21", "broken", "not kept, late by 1 day"),  # Saturday
        ("2026-03-27", "broken", "not kept, late by 7 days"),  # Friday
    ],
)
def test_a_promise_is_broken_from_the_day_after_its_day(today: str, state: str, words: str, rulebook: Rulebook):
    (promise,) = found(rulebook, today, PLAN)
    assert (promise.state.value, promise.in_words, promise.kept) == (state, words, None)
    assert (promise.of, promise.title, str(promise.made), str(promise.by)) == (
        "final_plan",
        "Final plan",
        "2026-03-02",
        "2026-03-20",
    )
    assert promise.drift == 0


@pytest.mark.parametrize(
    ("on", "state", "words"),
    [
        ("2026-03-02", "kept", "kept"),  # on the very day it was promised
        ("2026-03-20", "kept", "kept"),
        ("2026-03-23", "kept late", "kept, late by 3 days"),  # Monday
        ("2026-03", "kept", "kept, cannot tell if in time"),  # some day in March, which may be before 2 March too
        ("2026-04", "kept late", "kept, late by between 12 and 41 days"),  # 1 April to 30 April
        ("unknown", "kept", "kept, cannot tell if in time"),
    ],
)
def test_what_was_promised_keeps_the_promise_in_time_or_late(on: str, state: str, words: str, rulebook: Rulebook):
    kept_by = happened("promise_kept", on, of="final_plan")
    (promise,) = found(rulebook, "2026-05-01", PLAN, kept_by)
    assert (promise.state.value, promise.in_words, promise.kept) == (state, words, kept_by.on)


def test_the_step_itself_keeps_the_promise_of_it_also_on_the_day_it_was_promised(rulebook: Rulebook):
    for on in ("2026-03-02", "2026-03-19"):
        (promise,) = found(rulebook, "2026-05-01", PLAN, happened("final_plan_sent", on))
        assert promise.state is PromiseState.KEPT


def test_what_was_done_before_the_promise_does_not_keep_it(rulebook: Rulebook):
    earlier = happened("final_plan_sent", "2026-03-01")
    (promise,) = found(rulebook, "2026-03-21", earlier, PLAN)
    assert promise.state is PromiseState.BROKEN
    undated = happened("final_plan_sent", "unknown")  # it stands where such a step usually does: before
    (promise,) = found(rulebook, "2026-03-21", undated, PLAN)
    assert promise.state is PromiseState.BROKEN


def test_only_the_same_promise_is_kept(rulebook: Rulebook):
    kept = happened("promise_kept", "2026-03-05", of="reply")
    (promise,) = found(rulebook, "2026-03-21", PLAN, kept)
    assert promise.state is PromiseState.BROKEN


def test_a_promise_by_a_month_is_broken_when_the_month_is_over(rulebook: Rulebook):
    by_march = promised("2026-02-02", "2026-03")
    states = [found(rulebook, day, by_march)[0].in_words for day in ("2026-03-01", "2026-03-02", "2026-03-31")]
    assert states == ["not yet due", "cannot tell", "cannot tell"]
    assert found(rulebook, "2026-04-01", by_march)[0].in_words == "not kept, late by between 1 and 31 days"
    assert found(rulebook, "2026-04-01", by_march)[0].drift is None


def test_a_promise_without_a_day_is_neither_kept_in_time_nor_broken(rulebook: Rulebook):
    endless = happened("promise_made", "2026-03-02", of="reply")
    (promise,) = found(rulebook, "2027-03-02", endless)
    assert (promise.state, promise.drift) == (PromiseState.CANNOT_TELL, None)
    assert not promise.by.is_known


def test_a_promise_of_something_unknown_is_left_out(rulebook: Rulebook):
    assert found(rulebook, "2026-03-21", happened("promise_made", "2026-03-02", to="2026-03-20")) == ()
    assert found(rulebook, "2026-03-21", promised("2026-03-02", "2026-03-20", of="miracle")) == ()


def test_another_day_for_the_same_thing_replaces_a_promise_and_counts_the_drift(rulebook: Rulebook):
    second, third = promised("2026-03-16", "2026-04-17"), promised("2026-04-20", "2026-04-10")
    one, two, three = found(rulebook, "2026-04-20", PLAN, second, third)
    assert (one.state, one.drift, one.in_words) == (PromiseState.REPLACED, 0, "another day was promised")
    # From Friday 20 March to Friday 17 April: 4 weeks.
    assert (two.drift, two.drift_in_words) == (28, "28 days later than first promised")
    # Replaced on Monday 20 April, 3 days after Friday 17 April.
    assert two.in_words == "another day was promised when it was late by 3 days"
    # Back to Friday 10 April, 3 weeks after 20 March, and over already.
    assert (three.drift, three.state) == (21, PromiseState.BROKEN)


def test_an_earlier_day_than_the_first_is_said_so(rulebook: Rulebook):
    _, sooner = found(rulebook, "2026-03-10", PLAN, promised("2026-03-09", "2026-03-19"))
    assert (sooner.drift, sooner.drift_in_words) == (-1, "1 day earlier than first promised")


def test_a_day_that_did_not_move_has_no_drift_to_speak_of(rulebook: Rulebook):
    _, same = found(rulebook, "2026-03-10", PLAN, promised("2026-03-09", "2026-03-20"))
    assert (same.drift, same.drift_in_words) == (0, "")


def test_a_promise_replaced_and_then_kept_is_kept_once(rulebook: Rulebook):
    second, sent = promised("2026-03-16", "2026-04-17"), happened("final_plan_sent", "2026-04-15")
    one, two = found(rulebook, "2026-05-01", PLAN, second, sent)
    assert (one.state, one.kept) == (PromiseState.REPLACED, None)
    assert (two.state, str(two.kept), two.drift) == (PromiseState.KEPT, "2026-04-15", 28)


def test_of_two_promises_on_one_day_the_later_day_holds(rulebook: Rulebook):
    sooner, later = promised("2026-03-02", "2026-03-20"), promised("2026-03-02", "2026-04-17")
    for events in ((sooner, later), (later, sooner)):
        one, two = found(rulebook, "2026-03-10", *events)
        assert (str(one.by), one.state, str(two.by), two.state) == (
            "2026-03-20",
            PromiseState.REPLACED,
            "2026-04-17",
            PromiseState.OPEN,
        )


def test_a_promise_of_another_thing_replaces_nothing(rulebook: Rulebook):
    one, other = found(rulebook, "2026-03-21", PLAN, promised("2026-03-03", "2026-04-17", of="reply"))
    assert (one.state, other.state, other.drift) == (PromiseState.BROKEN, PromiseState.OPEN, 0)


def test_a_promise_made_after_the_last_was_kept_is_another_story(rulebook: Rulebook):
    sent = happened("final_plan_sent", "2026-03-18")
    kept, new = found(rulebook, "2027-03-01", PLAN, sent, promised("2027-02-01", "2027-03-26"))
    assert (kept.state, new.state, new.drift) == (PromiseState.KEPT, PromiseState.OPEN, 0)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2026-03-10", "no longer running"),
        ("2026-03-25", "no longer running; late by 5 days when it ended"),  # Wednesday
    ],
)
def test_when_nothing_is_left_to_promise_it_ends_and_what_was_missed_stays_missed(
    on: str, words: str, rulebook: Rulebook
):
    (promise,) = found(rulebook, "2026-06-01", PLAN, happened("request_withdrawn", on))
    assert (promise.state, promise.in_words, promise.kept) == (PromiseState.ENDED, words, None)


def test_what_ended_on_the_day_of_a_promise_came_before_it(rulebook: Rulebook):
    (promise,) = found(rulebook, "2026-06-01", PLAN, happened("request_withdrawn", "2026-03-02"))
    assert promise.state is PromiseState.BROKEN


@given(small_cases(most=10), st.dates(date(2025, 6, 1), date(2026, 8, 1)))
def test_of_each_thing_at_most_one_promise_is_waiting(case: Case, today: date):
    made = promises(the_rulebook(), case.as_at(today).events(the_rulebook().event_order), today)
    over = {PromiseState.KEPT, PromiseState.KEPT_LATE, PromiseState.REPLACED, PromiseState.ENDED}
    waiting = [promise.of for promise in made if promise.state not in over]
    assert len(waiting) == len(set(waiting))
    assert all((promise.kept is not None) == promise.state.value.startswith("kept") for promise in made)
