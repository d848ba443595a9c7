"""From the ledger of Section F to what people are told: when a lapse is known, repeated, put right, or never was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from cases.section_f.sections import PLAN, WEEKLY, entry, line, section

from ehcp_workflow.cases.alerts import Alert, AlertKind
from ehcp_workflow.cases.alerts.follow_ups import Told, follow_ups
from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.ladders import Audience
from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.cases.section_f.entry import Entry
from ehcp_workflow.cases.section_f.line import Line

from stories import happened, the_policy, the_rulebook

# Two school weeks with nothing: Monday 9 to Friday 20 September 2024. That is a lapse on Friday 20 September.
MISSED = entry("missed", "2024-09-09", "2024-09-20")


def stands(day: str, *log: Entry, lines: Sequence[Line] = (WEEKLY,), events: tuple[Event, ...] = (PLAN,)) -> Position:
    case = Case("EHC-2024-0001", events, section_f=section(lines, log))
    return take_position(the_rulebook(), the_policy(), case, date.fromisoformat(day))


def about_help(position: Position, audience: Audience = Audience.ADVISER) -> list[Alert]:
    found = (a for a in position.alerts if a.subject.startswith(("provision:", "reports")))
    return [alert for alert in found if alert.audience is audience]


def rungs(position: Position) -> dict[str, int]:
    return {a.value: about_help(position, a)[0].rung for a in Audience if about_help(position, a)}


def after(position: Position, *told: Told) -> list[tuple[AlertKind, Audience]]:
    found = follow_ups(position.clocks, position.lapses, told, the_policy(), position.as_at, position.never_lapsed)
    return [(alert.kind, alert.audience) for alert in found]


def heard(audience: Audience, kind: AlertKind = AlertKind.LAPSED) -> Told:
    return Told(audience, "provision:F1", "2024-09-09", kind)


def test_a_case_without_lines_has_no_ledger():
    position = take_position(the_rulebook(), the_policy(), Case("EHC-2024-0001", (PLAN,)), date(2024, 9, 20))
    assert (position.ledger, position.unreported, position.never_lapsed) == (None, None, ())


def test_a_lapse_is_told_at_once_when_the_second_empty_week_is_over():
    assert about_help(stands("2024-09-19", MISSED)) == []  # Thursday
    (alert,) = about_help(stands("2024-09-20", MISSED))  # Friday
    assert (alert.kind, alert.rung, alert.urgent, alert.must_ack) == (AlertKind.LAPSED, 0, True, True)
    assert alert.key == "provision:F1:2024-09-09:0:adviser"


def test_a_lapse_written_down_late_is_as_urgent_on_that_day():
    late = replace(MISSED, recorded_at=datetime(2024, 10, 7, 23, 30, tzinfo=UTC))  # Tuesday 8 October in London
    (alert,) = about_help(stands("2024-10-08", late))
    assert (alert.rung, alert.urgent) == (0, True)
    assert about_help(stands("2024-10-09", late))[0].rung == 1


def test_a_lapse_that_goes_on_was_known_when_the_weeks_that_made_it_were_over():
    # One entry from Monday 9 to Friday 27 September: the lapse stood on Friday the 20th, and a week has gone by since.
    on_friday = about_help(stands("2024-09-27", entry("missed", "2024-09-09", "2024-09-27")))
    assert [alert.rung for alert in on_friday] == [7]


def test_a_lapse_is_told_again_until_it_is_put_right():
    assert rungs(stands("2024-09-27", MISSED)) == {"family": 7, "adviser": 7}  # Friday, a week later
    assert stands("2024-09-20", MISSED).next_clock_look == date(2024, 9, 21)  # the adviser's next day
    good = entry("delivered", "2024-09-23", "2024-10-04")  # two weeks with all of it
    position = stands("2024-10-04", MISSED, good)
    assert about_help(position) == []
    assert str(position.lapses[0].put_right) == "2024-09-23"
    assert after(position, heard(Audience.FAMILY)) == [(AlertKind.PUT_RIGHT, Audience.FAMILY)]


def test_a_shortfall_that_grows_is_news_every_four_weeks():
    # Empty until Friday 18 October: the lapse stands after the second week, and four more make it news again.
    assert AlertKind.SHORTFALL_GREW not in {
        a.kind for a in about_help(stands("2024-10-11", entry("missed", "2024-09-09", "2024-10-11")))
    }
    grown = about_help(stands("2024-10-18", entry("missed", "2024-09-09", "2024-10-18")))
    assert [a.version for a in grown if a.kind is AlertKind.SHORTFALL_GREW] == ["2024-10-18"]


def test_two_lines_lapse_on_one_day():
    other = replace(MISSED, id="of F2", line="F2")
    alerts = about_help(stands("2024-09-20", MISSED, other, lines=(WEEKLY, line("F2"))), Audience.FAMILY)
    assert [alert.subject for alert in alerts] == ["provision:F1", "provision:F2"]


def test_a_lapse_goes_on_through_the_summer_and_none_begins_in_it():
    # Friday 18 July 2025; the term ends in the week after, and nothing is owed in August.
    late = entry("missed", "2025-07-07", "2025-07-18")
    before = entry("delivered", "2024-09-02", "2025-07-04")
    assert stands("2025-08-15", before, late).lapses[0].is_open
    assert (
        stands("2025-08-15", before, late, entry("missed", "2025-08-04", "2025-08-15", id="summer")).lapses[0].grew
        == ()
    )
    assert stands("2025-08-15", before, entry("missed", "2025-08-04", "2025-08-15")).lapses == ()


@pytest.mark.parametrize("code", ["F1", "f1"])
def test_a_line_with_a_ledger_leaves_a_lapse_by_hand_to_it_and_others_stay(code: str):
    """What an event is about is written small (`f1`), and it is the line F1 all the same."""
    by_hand = (
        PLAN,
        happened("provision_lapsed", "2024-09-16", code),
        happened("provision_lapsed", "2024-09-16", "bus"),
    )
    assert [lapse.line for lapse in stands("2024-09-20", events=by_hand).lapses] == ["bus"]


def test_who_heard_of_a_lapse_that_never_was_hears_so_once():
    withdrawn = replace(MISSED, id="taken back", replaces=MISSED.id, withdrawn=True)
    position = stands("2024-09-27", MISSED, withdrawn)
    assert position.lapses == ()
    assert after(position, heard(Audience.FAMILY)) == [(AlertKind.NOT_LAPSED, Audience.FAMILY)]
    assert after(position) == []
    assert after(position, heard(Audience.FAMILY, AlertKind.PUT_RIGHT)) == []


def test_a_lapse_that_ended_with_the_plan_is_followed_by_nothing():
    over = (PLAN, happened("plan_ceased", "2024-09-23"))
    assert after(stands("2024-09-27", MISSED, events=over), heard(Audience.FAMILY)) == []


def test_nobody_hears_that_a_line_that_has_ended_never_lapsed():
    over = (PLAN, happened("plan_ceased", "2024-09-23"))
    assert stands("2024-09-27").never_lapsed == ("F1",)
    assert stands("2024-09-27", events=over).never_lapsed == ()


def test_help_that_nobody_reports_is_asked_of_the_family_and_then_told_to_the_adviser():
    # Nothing from Monday 2 September: three weeks owed by Friday 20 September (the first begins on Tuesday or so).
    assert rungs(stands("2024-09-19")) == {}
    position = stands("2024-09-20")
    (alert,) = about_help(position, Audience.FAMILY)
    assert (alert.kind, alert.rung, alert.about) == (AlertKind.NOT_REPORTED, 3, "F1")
    assert about_help(position) == []
    assert position.unreported
    assert (position.unreported.first, position.unreported.last) == (date(2024, 9, 2), date(2024, 9, 20))
    assert rungs(stands("2024-10-10")) == {"family": 3}  # Thursday of the sixth week
    assert rungs(stands("2024-10-11")) == {"family": 6, "adviser": 6}


def test_a_line_that_begins_in_mid_week_is_asked_about_from_its_first_day():
    # From Wednesday 4 September; the three weeks asked about begin on Monday the 2nd.
    asked = stands("2024-09-20", lines=(replace(WEEKLY, starts=date(2024, 9, 4)),)).unreported
    assert asked
    assert (asked.first, asked.last) == (date(2024, 9, 4), date(2024, 9, 20))


def test_of_several_lines_that_nobody_reports_the_one_that_waits_longest_says_since_when():
    # By Friday 27 September four weeks of F1, and three of F2, of which the first week was reported.
    reported = entry("delivered", "2024-09-02", "2024-09-06", line="F2")
    asked = stands("2024-09-27", reported, lines=(WEEKLY, line("F2"))).unreported
    assert asked
    assert (asked.lines, asked.since, asked.weeks) == (("F1", "F2"), date(2024, 9, 2), 4)


def test_a_position_changes_its_digest_with_the_state_of_a_line():
    assert stands("2024-09-20", MISSED).digest != stands("2024-09-19", MISSED).digest


def test_findings_of_the_ledger_stand_among_those_of_the_case():
    unknown = replace(WEEKLY, calendar="school:unknown")
    assert any("term dates" in f.message.lower() for f in stands("2024-09-20", MISSED, lines=(unknown,)).findings)
