"""What holds of every picture, whatever happened in the case."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.claims import CLAIM
from ehcp_workflow.cases.clocks import ClockState
from ehcp_workflow.cases.picture.drawing import draw
from ehcp_workflow.cases.picture.marks import MarkKind
from ehcp_workflow.cases.position import take_position

from stories import small_cases, the_policy, the_rulebook

DAYS = st.dates(date(2025, 5, 1), date(2027, 6, 1))


@given(case=small_cases(), day=DAYS)
def test_every_open_limit_event_claim_and_promise_is_in_the_picture_once(case: Case, day: date):
    position = take_position(the_rulebook(), the_policy(), case, day)
    picture = draw(the_rulebook(), position)
    drawn = Counter(mark.key for mark in picture.marks)
    assert set(drawn.values()) <= {1}
    open_limits = {clock.facts.key for clock, _ in position.open_clocks()}
    met = {
        clock.facts.key
        for clock, state in zip(position.clocks, position.states, strict=True)
        if state in {ClockState.MET, ClockState.MET_LATE} and not clock.facts.undated and not clock.facts.governed_by
    }
    assert open_limits | met <= {mark.key for mark in picture.marks if mark.kind is MarkKind.LIMIT}
    events = {event.id for event in position.events}
    assert {mark.key for mark in picture.marks if mark.kind in {MarkKind.EVENT, MarkKind.CLAIM}} == events
    claims = {event.id for event in position.events if event.kind == CLAIM}
    assert {mark.key for mark in picture.marks if mark.kind is MarkKind.CLAIM} == claims
    assert sum(mark.kind is MarkKind.PROMISE for mark in picture.marks) == len(position.promises)


@given(case=small_cases(), day=DAYS)
def test_what_lies_on_a_line_lies_between_its_ends_and_open_limits_with_a_day_lie_on_the_first(case: Case, day: date):
    position = take_position(the_rulebook(), the_policy(), case, day)
    picture = draw(the_rulebook(), position)
    for panel in picture.panels:
        assert all(panel.first <= mark.first and mark.last <= panel.last for mark in panel.marks)  # type: ignore[operator]
        assert list(panel.marks) == sorted(panel.marks, key=lambda mark: mark.first)  # type: ignore[arg-type, return-value]
        assert panel.today in {None, day}
    if picture.panels:
        dated = {clock.facts.key for clock, _ in position.open_clocks() if clock.due.is_known}
        assert dated <= {mark.key for mark in picture.panels[0].marks}
        assert not dated or picture.panels[0].today == day


@given(case=small_cases(), day=DAYS)
def test_dates_and_words_are_those_of_the_position_itself(case: Case, day: date):
    position = take_position(the_rulebook(), the_policy(), case, day)
    clocks = {clock.facts.key: clock for clock in position.clocks}
    for mark in draw(the_rulebook(), position).marks:
        if mark.kind is MarkKind.LIMIT:
            assert mark.when == clocks[mark.key].due
            assert mark.ref == clocks[mark.key].rule.ref
            assert mark.until is None or mark.until <= day
