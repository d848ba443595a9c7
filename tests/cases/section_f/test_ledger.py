"""The door to the ledger: lapses, the next look, and what is odd about the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from cases.section_f.sections import PLAN, WEEKLY, entry, line, on, one, section

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.provision import Lapse
from ehcp_workflow.cases.section_f.entry import By, Entry, Source
from ehcp_workflow.cases.section_f.ledger import lapses_of, ledger
from ehcp_workflow.cases.section_f.line import Line, Per, Unit
from ehcp_workflow.cases.section_f.record import NO_SECTION_F, SectionF
from ehcp_workflow.law.when import When

from stories import happened, the_policy
from worked_ledgers_loader import SOLIHULL, solihull

AMENDED = happened("amended_plan_sent", "2024-10-07")  # a Monday


def said(day: str, record: SectionF, *events: Event) -> list[str]:
    return [finding.message for finding in on(day, record, *events).findings]


def test_a_case_without_lines_has_an_empty_ledger():
    found = ledger(NO_SECTION_F, (PLAN,), the_policy().provision, date(2024, 9, 5))
    assert (found.lines, found.findings, found.next_look) == ((), (), None)
    assert found.counted_to == date(2024, 9, 1)  # Sunday


@pytest.mark.parametrize(
    ("as_at", "counted_to"),
    [
        ("2024-09-05", "2024-09-01"),  # Thursday: the Sunday before
        ("2024-09-06", "2024-09-06"),  # Friday
        ("2024-09-08", "2024-09-08"),  # Sunday
        ("2024-09-09", "2024-09-08"),  # Monday
    ],
)
def test_what_is_counted_ends_with_the_last_finished_school_week(as_at: str, counted_to: str):
    assert on(as_at, section()).counted_to == date.fromisoformat(counted_to)


def test_lines_stand_in_the_order_in_which_people_count():
    found = on("2024-09-06", section([line("F10"), line("F2"), line("SLT1")]))
    assert [ledger_.code for ledger_ in found.lines] == ["F2", "F10", "SLT1"]


def test_a_lapse_is_told_as_alerts_know_it():
    missed = entry("missed", "2024-09-02", "2024-09-20")
    given = entry("delivered", "2024-09-23", "2024-10-04")
    weeks = [When.day(date(2024, 9, 20))]
    assert lapses_of(on("2024-09-20", section(entries=[missed]))) == (
        Lapse("F1", When.day(date(2024, 9, 2)), tuple(weeks)),
    )
    assert lapses_of(on("2024-10-04", section(entries=[missed, given]))) == (
        Lapse("F1", When.day(date(2024, 9, 2)), tuple(weeks), When.day(date(2024, 9, 23))),
    )


def test_a_corrected_log_takes_back_the_lapse_that_followed_from_it():
    missed = entry("missed", "2024-09-02", "2024-09-13")
    misheard = replace(entry("delivered", "2024-09-02", "2024-09-13"), replaces=missed.id)
    assert lapses_of(on("2024-09-13", section(entries=[missed])))
    assert lapses_of(on("2024-09-13", section(entries=[missed, misheard]))) == ()


def test_a_lapse_that_was_open_when_the_plan_ended_is_left_out_and_one_put_right_is_not():
    missed, given = entry("missed", "2024-09-02", "2024-09-13"), entry("delivered", "2024-09-16", "2024-09-27")
    ceased = happened("plan_ceased", "2024-09-30")
    assert lapses_of(on("2024-10-04", section(entries=[missed]), PLAN, ceased)) == ()
    assert [
        lapse.put_right for lapse in lapses_of(on("2024-10-04", section(entries=[missed, given]), PLAN, ceased))
    ] == [When.day(date(2024, 9, 16))]


def test_help_that_stops_again_is_another_lapse():
    log = [
        entry("missed", "2024-09-02", "2024-09-13"),
        entry("delivered", "2024-09-16", "2024-09-27"),
        entry("missed", "2024-09-30", "2024-10-11"),
    ]
    found = one("2024-10-11", *log)
    assert found.state == "lapsed"
    assert found.lapse
    assert (found.lapse.since, found.lapse.put_right) == (date(2024, 9, 30), None)


def test_one_good_week_among_short_ones_does_not_yet_put_it_right():
    log = [
        entry("missed", "2024-09-02", "2024-09-13"),
        entry("delivered", "2024-09-16", "2024-09-20"),
        entry("missed", "2024-09-23", "2024-09-27"),
    ]
    found = one("2024-09-27", *log)
    assert found.state == "short"
    assert found.lapse
    assert (found.lapse.since, found.lapse.grew) == (date(2024, 9, 2), (date(2024, 9, 27),))


def test_what_was_made_good_before_help_stopped_again_was_put_right():
    log = [
        entry("missed", "2024-09-02", "2024-09-13"),
        entry("catch_up", "2024-09-14", amount="2", equivalent=True),  # Saturday
        entry("missed", "2024-09-16", "2024-09-20"),
    ]
    found = one("2024-09-20", *log)
    assert found.state == "short"  # one week with nothing given is not yet two
    assert found.lapse
    assert found.lapse.put_right == date(2024, 9, 14)


def test_what_was_made_good_on_the_day_on_which_help_stopped_again_was_not_put_right():
    log = [
        entry("missed", "2024-09-02", "2024-09-13"),
        entry("catch_up", "2024-09-16", amount="2", equivalent=True),  # Monday
        entry("missed", "2024-09-16", "2024-09-20"),
    ]
    found = one("2024-09-20", *log)
    assert found.lapse
    assert (found.lapse.since, found.lapse.put_right) == (date(2024, 9, 2), None)


def test_weeks_missed_because_of_the_child_do_not_put_right_what_the_school_missed():
    log = [
        entry("delivered", "2024-09-02", "2024-09-06"),
        entry("missed", "2024-09-09", "2024-09-20", by=By.SCHOOL),
        entry("missed", "2024-09-23", "2024-10-04", by=By.CHILD),
    ]
    found = one("2024-10-04", *log)
    assert found.state == "lapsed"
    assert found.lapse
    assert (found.lapse.since, found.lapse.put_right) == (date(2024, 9, 9), None)


def test_a_short_week_that_was_no_lapse_leaves_the_lapse_before_it_as_it_was():
    log = [
        entry("missed", "2024-09-02", "2024-09-13"),
        entry("delivered", "2024-09-16", "2024-09-27"),
        entry("missed", "2024-09-30", "2024-10-04"),
        entry("delivered", "2024-10-07", "2024-10-18"),
    ]
    found = one("2024-10-18", *log)
    assert found.state == "in_place"
    assert found.lapse
    assert (found.lapse.since, found.lapse.put_right) == (date(2024, 9, 2), date(2024, 9, 16))


def test_what_the_family_missed_need_not_be_made_good_for_a_lapse_to_be_put_right():
    # 1 hour of the first week, and of the second 2/5 because of the child and 3/5 because of the school: 8/5 in all.
    log = [
        entry("missed", "2024-09-02", "2024-09-06", by=By.SCHOOL),
        entry("missed", "2024-09-09", "2024-09-10", by=By.CHILD),
        entry("missed", "2024-09-11", "2024-09-13", by=By.SCHOOL),
        entry("catch_up", "2024-09-14", amount="8/5", equivalent=True),  # Saturday
    ]
    found = one("2024-09-14", *log)
    assert found.lapse
    assert (found.lapse.since, found.lapse.put_right) == (date(2024, 9, 2), date(2024, 9, 14))


def test_of_a_line_owed_by_the_day_a_week_with_one_day_missed_by_the_child_is_a_good_week():
    log = [
        entry("missed", "2024-09-02", "2024-09-13", by=By.SCHOOL),
        entry("missed", "2024-09-16", by=By.CHILD),  # Monday
        entry("delivered", "2024-09-17", "2024-09-20"),
        entry("missed", "2024-09-23", by=By.CHILD),
        entry("delivered", "2024-09-24", "2024-09-27"),
    ]
    found = one("2024-09-27", *log, of=line(per=Per.DAY))
    assert found.lapse
    assert found.lapse.put_right == date(2024, 9, 16)


def test_of_a_line_owed_by_the_day_the_catch_up_for_the_last_day_puts_it_right():
    # Ten days were missed: 9 hours on Saturday the 14th leave Friday the 13th.
    log = [
        entry("missed", "2024-09-02", "2024-09-13"),
        entry("catch_up", "2024-09-14", amount="9", equivalent=True),
        entry("catch_up", "2024-09-15", amount="1", equivalent=True),
    ]
    found = one("2024-09-15", *log, of=line(per=Per.DAY))
    assert found.lapse
    assert found.lapse.put_right == date(2024, 9, 15)


@pytest.mark.parametrize(
    ("as_at", "log", "look"),
    [
        ("2024-09-10", [], "2024-09-20"),  # three weeks without report are over on Friday 20 September
        ("2024-09-20", [], None),  # they are; nothing more comes with time alone
        ("2024-09-10", [entry("missed", "2024-09-09", "2024-09-10")], "2024-09-13"),  # that week ends on Friday
        ("2024-09-13", [entry("missed", "2024-09-09", "2024-09-10")], "2024-10-04"),  # three weeks after it
        # Catch-up that goes on to Wednesday 18 September counts from that day on.
        (
            "2024-09-17",
            [entry("missed", "2024-09-09"), entry("catch_up", "2024-09-17", "2024-09-18", "1")],
            "2024-09-18",
        ),
    ],
)
def test_the_next_look_is_the_day_on_which_time_alone_changes_something(as_at: str, log: list[Entry], look: str | None):
    found = on(as_at, section(entries=log)).next_look
    assert found == (date.fromisoformat(look) if look else None)


@pytest.mark.parametrize(
    ("of", "as_at", "look"),
    [
        (replace(WEEKLY, starts=date(2024, 9, 18)), "2024-09-10", "2024-09-18"),  # it begins
        (replace(WEEKLY, ends=date(2024, 9, 11)), "2024-09-10", "2024-09-12"),  # the day after its last
        (line(amount=None), "2024-09-10", None),  # cannot be measured
        (line(per=Per.HALF_TERM), "2024-09-10", "2024-10-25"),  # the half-term ends on Friday 25 October
        (line(per=Per.FORTNIGHT), "2024-09-10", "2024-09-27"),  # two fortnights are four weeks without report
        (line(per=Per.DAY), "2024-09-10", "2024-09-20"),
    ],
)
def test_a_line_that_begins_or_ends_and_a_longer_period_are_looked_at(of: Line, as_at: str, look: str | None):
    found = on(as_at, section([of])).next_look
    assert found == (date.fromisoformat(look) if look else None)


def test_a_half_term_of_which_somebody_reported_is_looked_at_each_friday():
    log = [entry("missed", "2024-09-02", "2024-09-06")]
    assert on("2024-09-10", section([line(per=Per.HALF_TERM)], log)).next_look == date(2024, 9, 13)


def test_a_version_that_is_still_to_come_is_looked_at_on_its_day():
    assert on(
        "2024-10-01", section(entries=[entry("delivered", "2024-09-02", "2024-09-27")]), PLAN, AMENDED
    ).next_look == (date(2024, 10, 7))


def test_an_amount_beside_loose_words_is_a_note():
    assert said("2024-09-06", section([line(vague=("up_to",))])) == [
        "F1 has an amount, and loose words beside it by which less could be given. "
        "Ask for clear words at the next review of the plan."
    ]


def test_days_without_term_dates_are_named_once_for_all_lines():
    there = replace(solihull(), known_to=date(2024, 9, 8))
    record = SectionF((line("F1"), line("F2")), (), SOLIHULL, {SOLIHULL: there})
    found = on("2024-09-20", record)
    assert [ledger_.sums.owed for ledger_ in found.lines] == [1, 1]
    assert [finding.message for finding in found.findings] == [
        "The term dates from Monday 9 September 2024 to Sunday 22 September 2024 are not known, so F1 and F2 are not "
        "counted for the time they belong to. Bring them in with `ehcp terms import`."
    ]


def test_a_line_with_a_school_of_its_own_needs_that_school_s_dates():
    given = entry("delivered", "2024-09-02", "2024-09-06")
    found = on("2024-09-06", section([replace(WEEKLY, calendar="school:oak")], [given]))
    assert [ledger_.sums.owed for ledger_ in found.lines] == [0]
    assert [finding.message for finding in found.findings] == [
        "The term dates of school:oak from Monday 2 September 2024 to Sunday 8 September 2024 are not known, so F1 is "
        "not counted for the time they belong to. Bring them in with `ehcp terms import`."
    ]


def test_a_line_not_bound_to_terms_needs_no_term_dates():
    record = SectionF((replace(WEEKLY, term_time=False),), ())
    found = on("2024-09-06", record)
    assert [(ledger_.sums.owed, ledger_.by_term[0].name) for ledger_ in found.lines] == [(1, "School year 2024-25")]
    assert found.findings == ()


def test_several_entries_of_which_the_same_is_true_are_one_finding():
    log = [entry("part", "2024-09-02"), entry("part", "2024-09-09")]
    assert said("2024-09-13", section(entries=log)) == [
        "F1: the entry of Monday 9 September 2024 (and 1 more before it) says that a part was given and not how much. "
        "Add how much, where it is known."
    ]


def test_days_of_which_two_sources_tell_are_pointed_out_and_two_sessions_of_one_are_not():
    school = [entry("delivered", "2024-09-02", "2024-09-13", "2"), entry("delivered", "2024-09-03", amount="1")]
    assert not any("another source" in message for message in said("2024-09-13", section(entries=school)))
    family = replace(entry("missed", "2024-09-13"), source=Source.CHECK_IN)
    later = replace(entry("missed", "2024-09-16"), source=Source.CHECK_IN)
    assert said("2024-09-20", section(entries=[*school, family, later]))[0] == (
        "F1: the entry of Friday 13 September 2024 is about days of which another source tells, too. Both count. "
        "If it is the same help, take one back."
    )


def test_catch_up_without_an_amount_or_of_unknown_worth_counts_nothing_yet():
    log = [
        entry("missed", "2024-09-02", "2024-09-06"),
        entry("catch_up", "2024-09-10", equivalent=True),
        entry("catch_up", "2024-09-11", amount="1"),
    ]
    record = section(entries=log)
    assert said("2024-09-13", record) == [
        "F1: the entry of Tuesday 10 September 2024 is catch-up of which nobody says how much. "
        "It counts once an amount is given.",
        "F1: the entry of Wednesday 11 September 2024 is catch-up of which nobody says whether it was as good. "
        "It counts once somebody does.",
    ]
    sums = on("2024-09-13", record).lines[0].sums
    assert (sums.catch_up, sums.not_equivalent, sums.shortfall) == (0, 1, 1)


def test_catch_up_that_goes_on_counts_when_it_is_over():
    log = [
        entry("missed", "2024-09-02", "2024-09-06"),
        entry("catch_up", "2024-09-14", "2024-09-15", "1", equivalent=True),
    ]
    assert one("2024-09-14", *log).sums.catch_up == 0
    assert one("2024-09-15", *log).sums.catch_up == 1


def test_catch_up_counts_in_the_order_in_which_it_was_over():
    # The one of Wednesday the 11th is over first and makes up for the first week; the other ends in the third.
    log = [
        entry("missed", "2024-09-02", "2024-09-06"),
        entry("missed", "2024-09-16", "2024-09-20"),
        entry("catch_up", "2024-09-09", "2024-09-20", "1", equivalent=True),
        entry("catch_up", "2024-09-11", amount="1", equivalent=True),
    ]
    sums = one("2024-09-20", *log).sums
    assert (sums.catch_up, sums.shortfall) == (2, 0)


def test_catch_up_on_the_first_day_of_a_week_makes_up_for_that_week():
    log = [
        entry("missed", "2024-09-02", "2024-09-06"),
        entry("catch_up", "2024-09-02", amount="1", equivalent=True),
    ]
    sums = one("2024-09-06", *log).sums
    assert (sums.catch_up, sums.shortfall) == (1, 0)


def test_help_in_a_holiday_is_more_than_was_owed_then():
    log = [entry("delivered", "2024-10-29", amount="1")]  # Tuesday of half-term
    assert said("2024-11-01", section(entries=log)) == [
        "F1: 1 hour more was given than was owed at the time, last from Monday 28 October 2024. "
        "It makes up for nothing unless it is logged as catch-up."
    ]


def test_help_on_a_weekend_counts_in_its_week():
    assert one("2024-09-08", entry("delivered", "2024-09-07", amount="1")).sums.shortfall == 0  # Saturday


def test_two_reports_of_a_week_do_not_add_up_where_one_says_how_much():
    log = [entry("delivered", "2024-09-02", "2024-09-06"), entry("part", "2024-09-03", amount="1/2")]
    found = one("2024-09-06", *log).sums
    assert (found.delivered, found.shortfall) == (Fraction(1, 2), Fraction(1, 2))


def test_a_day_missed_on_which_the_school_was_closed_is_not_missed_in_a_week_with_another_closed_day():
    # Training days on Monday the 9th and Friday the 20th: 1 + 4/5 + 4/5 hours are owed. In both weeks the Monday is
    # said to be missed and the rest given, but only Monday the 16th was a school day: 1/4 of 4/5 is missing.
    there = replace(solihull(), inset=frozenset({date(2024, 9, 9), date(2024, 9, 20)}))
    log = [
        entry("delivered", "2024-09-02", "2024-09-06"),
        entry("missed", "2024-09-09"),
        entry("delivered", "2024-09-10", "2024-09-13"),
        entry("missed", "2024-09-16"),
        entry("delivered", "2024-09-17", "2024-09-20"),
    ]
    (found,) = on("2024-09-20", SectionF((WEEKLY,), tuple(log), SOLIHULL, {SOLIHULL: there})).lines
    assert (found.sums.owed, found.sums.shortfall) == (Fraction(13, 5), Fraction(1, 5))


def test_a_school_year_is_counted_where_term_dates_are_known_from_its_first_day():
    # Friday 1 September 2023, from which they are known; its last school day was Friday 19 July 2024.
    first = happened("final_plan_sent", "2023-09-01")
    yearly = line(per=Per.SCHOOL_YEAR, plan=first.id)
    assert one("2024-07-26", of=yearly, events=(first,)).sums.owed == 1


def test_what_is_owed_on_29_february_is_owed_each_year():
    # A year from Thursday 29 February 2024 ends on Thursday 27 February 2025, and the next begins on the 28th.
    leap = happened("final_plan_sent", "2024-02-29")
    yearly = line(amount=12, per=Per.YEAR, plan=leap.id, term_time=False)
    names = [term.name for term in on("2025-03-07", section([yearly]), leap).lines[0].by_term]
    assert names == ["Year from Thursday 29 February 2024", "Year from Friday 28 February 2025"]


def test_minutes_become_hours_beside_sessions():
    # 2 September: 30 minutes given of 60, told in hours. 9 September: 1 hour. 16 September: 2 sessions.
    second, third = happened("amended_plan_sent", "2024-09-09"), happened("amended_plan_sent", "2024-09-16")
    versions = [
        line(amount=60, unit=Unit.MINUTES),
        line(plan=second.id, id="hours"),
        line(amount=2, unit=Unit.SESSIONS, plan=third.id, id="sessions"),
    ]
    log = [entry("part", "2024-09-02", amount="30"), entry("missed", "2024-09-09")]
    found = on("2024-09-20", section(versions, log), PLAN, second, third).lines
    assert [(f.unit, f.sums.owed, f.sums.delivered, f.sums.shortfall) for f in found] == [
        ("hours", 2, Fraction(1, 2), Fraction(3, 2)),
        ("sessions", 2, 0, 0),
    ]
    assert [(earlier.specified, earlier.until) for earlier in found[-1].before] == [
        ("60 minutes a week in term time", date(2024, 9, 8)),
        ("1 hour a week in term time", date(2024, 9, 15)),
    ]


def test_a_line_that_could_not_be_measured_before_is_told_as_it_was():
    amended = happened("amended_plan_sent", "2024-09-09")
    record = section([line(amount=None), line(plan=amended.id, id="new")])
    (found,) = on("2024-09-13", record, PLAN, amended).lines
    assert (found.specified, found.before[0].specified, found.sums.owed) == (
        "1 hour a week in term time",
        "cannot be measured",
        1,
    )


def test_once_without_a_day_of_its_own_is_owed_within_a_year():
    once = line(unit=Unit.SESSIONS, per=Per.ONCE, term_time=False)
    assert one("2025-08-29", of=once).sums.owed == 0
    assert one("2025-09-05", of=once).sums.owed == 1  # the year ended on Monday 1 September 2025


def test_what_was_owed_once_and_ended_with_the_plan_before_its_day_is_not_owed():
    once = line(unit=Unit.SESSIONS, per=Per.ONCE, ends=date(2024, 10, 25))
    assert one("2024-11-01", of=once, events=(PLAN, happened("plan_ceased", "2024-10-01"))).sums.owed == 0
