"""Where the signs and words of the picture stand, on a wide screen and on a phone."""

from datetime import date
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.picture.drawing import Panel, draw
from ehcp_workflow.cases.picture.marks import Look, Mark, MarkKind
from ehcp_workflow.cases.position import take_position
from ehcp_workflow.law.when import When
from ehcp_workflow.web.picture.narrow import sketch_narrow
from ehcp_workflow.web.picture.sketch import LETTER, Line, Sign, cut, short, words_beside
from ehcp_workflow.web.picture.wide import WIDTH, sketch_wide

from stories import case_of, happened, small_cases, the_policy, the_rulebook

DAYS = st.dates(date(2025, 5, 1), date(2027, 6, 1))


def panels_of(case: Case, day: date) -> tuple[Panel, ...]:
    return draw(the_rulebook(), take_position(the_rulebook(), the_policy(), case, day)).panels


def extent(sign: Sign) -> tuple[float, float]:
    """From where to where a sign and its words reach on a wide screen."""
    width = max(map(len, sign.lines)) * LETTER
    at = sign.words_at[0]
    words = (at - width, at) if sign.leftward else (at, at + width)
    places = (*words, sign.along, *(sign.ends or ()), *(sign.lasts or ()))
    return min(places), max(places)


def test_days_are_spread_evenly_and_weeks_stand_where_they_were_counted_to():
    """140 days and the first: 141 days on 936 pixels, so a day takes 6.638 and its middle is half of that in."""
    (panel,) = panels_of(case_of(happened("request_received", "2026-10-19")), date(2026, 11, 23))
    sketch = sketch_wide(panel)
    assert [(point.name, point.at) for point in sketch.weeks] == [
        ("Week 0", 15.3),
        ("Week 6", 294.1),
        ("Week 12", 572.9),
        ("Week 16", 758.8),
        ("Week 20", 944.7),
    ]
    assert sketch.today is not None
    assert sketch.today.at == 247.7  # the 36th day: 12 + 35.5 x 6.638
    decide = next(sign for sign in sketch.signs if sign.mark.ref == "REQ-02")
    assert decide.along == 294.1


def test_the_same_marks_stand_in_both_drawings():
    (panel,) = panels_of(case_of(happened("request_received", "2026-10")), date(2026, 11, 23))
    for sketch in (sketch_wide(panel), sketch_narrow(panel)):
        assert sorted(sign.mark.key for sign in sketch.signs) == sorted(mark.key for mark in panel.marks)


@given(case=small_cases(), day=DAYS)
def test_on_a_wide_screen_no_words_lie_on_others_and_none_pass_the_edge(case: Case, day: date):
    for panel in panels_of(case, day):
        sketch = sketch_wide(panel)
        for sign in sketch.signs:
            first, last = extent(sign)
            assert last <= WIDTH
            assert first >= 0
        for one, other in combinations(sketch.signs, 2):
            if one.across == other.across:
                (a, b), (c, d) = extent(one), extent(other)
                assert b < c or d < a
            else:
                assert abs(one.across - other.across) >= 28


@given(case=small_cases(), day=DAYS)
def test_on_a_phone_each_words_begin_below_those_before_and_all_are_in_the_drawing(case: Case, day: date):
    for panel in panels_of(case, day):
        sketch = sketch_narrow(panel)
        for sign, following in pairwise(sketch.signs):
            assert following.words_at[0] >= sign.words_at[0] + 18 * len(sign.lines)
        assert all(sign.words_at[0] + 18 * (len(sign.lines) - 1) < sketch.height for sign in sketch.signs)
        # Words are measured in a browser: 27 letters fit into what is left of 360 pixels.
        assert all(len(words) <= 27 for sign in sketch.signs for words in sign.lines)


@given(case=small_cases(), day=DAYS)
def test_names_of_days_do_not_lie_on_each_other(case: Case, day: date):
    for panel in panels_of(case, day):
        wide, narrow = sketch_wide(panel), sketch_narrow(panel)
        for points in (wide.weeks, wide.months):
            named = [point for point in points if point.name]
            for point, following in pairwise(named):
                assert point.at + len(point.name) * LETTER < following.at + len(following.name) * LETTER
        beside = [point.at for point in narrow.weeks if point.name] + ([narrow.today.at] if narrow.today else [])
        assert all(abs(one - other) >= 17.5 for one, other in combinations(beside, 2))


def test_a_date_beside_a_sign_is_short_and_a_range_has_both_ends():
    assert short(When.parse("2026-11-30")) == "30\N{NO-BREAK SPACE}Nov"
    assert short(When.parse("2026-11-12/2026-12-12")) == "12\N{NO-BREAK SPACE}Nov to 12\N{NO-BREAK SPACE}Dec"
    assert short(When.parse("unknown")) == "no date"


def test_words_are_cut_between_words_and_the_date_and_how_it_stands_stay_whole():
    mark = Mark("k", MarkKind.LIMIT, "t", "Tell the family whether it will assess", When.parse("2026-11-12"), Look.LATE,
                ref="REQ-02", binds=True)  # fmt: skip
    assert words_beside(mark, 80) == "Tell the family whether it will assess, 12\N{NO-BREAK SPACE}Nov, late"
    assert words_beside(mark, 40) == "Tell the family whether…, 12\N{NO-BREAK SPACE}Nov, late"
    assert cut("Unbreakable", 6) == "Unbre…"


def test_guidance_is_not_called_late_beside_its_sign():
    mark = Mark("k", MarkKind.LIMIT, "t", "Answer", When.parse("2026-11-12"), Look.LATE, ref="SCH-01")
    assert words_beside(mark, 80) == "Answer, 12\N{NO-BREAK SPACE}Nov"


def test_months_are_named_with_their_year_at_first_and_in_january():
    line = Line(date(2026, 11, 15), date(2027, 2, 10), 0, 88)
    assert [point.name for point in line.months()] == ["Dec 2026", "Jan 2027", "Feb"]
