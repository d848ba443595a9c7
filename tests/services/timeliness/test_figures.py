"""Six cases of Camden and Leeds, worked out by hand. Twenty weeks are 140 days, the last day included."""

from collections import Counter
from dataclasses import asdict

import pytest

from ehcp_workflow.cases.timeliness import Step, steps_taken
from ehcp_workflow.errors import BadInput, NotFound
from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.reading import read_sheet
from ehcp_workflow.services.timeliness.figures import council_lines, council_named, read_year, sheet_of
from ehcp_workflow.services.timeliness.published import decided_of, england, on_time_of
from ehcp_workflow.services.timeliness.tally import Tally
from ehcp_workflow.store import accounts, timings
from ehcp_workflow.store.casebook import NewCase
from ehcp_workflow.store.tables import CaseDeskRow, CaseWallRow
from ehcp_workflow.store.visibility import EVERYTHING, Sees

CAMDEN, LEEDS = "202", "383"


def add(installation, council, *events):
    """A case with events as (kind, date) or (kind, date, options)."""
    record = casework.open_case(installation, NewCase(installation.now(), council_code=council), ())
    for kind, on, *options in events:
        event = NewEvent(kind, When.parse(on), {}, None, options[0] if options else {})
        casework.record_event(installation, record.reference, event, by="test")
    return record


@pytest.fixture
def six(installation):
    """Asked on Monday 5 January 2026, twenty weeks end on Monday 25 May; on Monday 6 October 2025, on 23 February."""
    asked = ("request_received", "2026-01-05")
    claim = ("exception_recorded", "2026-05-01", {"exemption": "EXC-C", "accepted": "no"})
    add(installation, CAMDEN, asked, ("final_plan_sent", "2026-05-25"))  # on the last day
    add(installation, CAMDEN, asked, ("final_plan_sent", "2026-05-26"))  # a day late
    add(installation, CAMDEN, asked, claim, ("final_plan_sent", "2026-07-06"))  # late, an exception is claimed
    add(installation, CAMDEN, ("request_received", "2025-10-06"), ("final_plan_sent", "2026-02"))  # cannot be told
    add(installation, CAMDEN, ("request_received", "2025-03-03"), ("final_plan_sent", "2025-07-21"))  # of 2025, in time
    disputed = (
        ("refusal_to_assess_notified", "2026-02-02"),
        ("appeal_received", "2026-03-02"),
        ("order_made", "2026-06-01", {"order": "assess"}),
        ("final_plan_sent", "2026-09-07"),
    )
    add(installation, CAMDEN, asked, *disputed)
    return installation


def plans(installation, year, sees=EVERYTHING, code=None):
    return next(one for one in sheet_of(installation, sees, year, code).steps if one.step is Step.FINAL)


def test_plans_of_a_year_are_counted_with_and_without_exceptions_and_disputed_ones_apart(six):
    of_2026 = plans(six, 2026)
    assert of_2026.every == Tally(within=1, late=2, cannot_tell=1)
    assert of_2026.plain == Tally(within=1, late=1, cannot_tell=1)
    assert of_2026.disputed == 1
    assert plans(six, 2025).every == Tally(within=1)


def test_the_database_counts_what_the_cases_say_one_by_one(six):
    add(six, LEEDS, ("request_received", "2026-09"), ("decision_to_assess_notified", "2026-10-26"))
    add(six, None, ("final_plan_sent", "2025-12-20/2026-01-10"))
    one_by_one, counted = Counter(), Counter()
    for number in range(1, 9):
        sheet = read_sheet(six, f"EHC-2026-{number:04d}", None)
        for step in steps_taken(sheet.position.clocks, sheet.position.events):
            if step.verdict:
                key = (step.step, step.year, step.verdict, step.exception, step.disputed)
                one_by_one[sheet.record.council_code, *key] += 1
    with six.database.read() as unit:
        by_council = [
            one
            for step, year in {key[1:3] for key in one_by_one if key[2]}
            for one in timings.done_by_council(unit, EVERYTHING, step, year)
        ]
        undated = [one for one in timings.done_of_step(unit, EVERYTHING, Step.FINAL) if one.year is None]
        together = [one for year in (2025, 2026) for one in timings.done_of_year(unit, EVERYTHING, year)]
    for one in (*by_council, *undated):
        *key, number = asdict(one).values()
        counted[tuple(key)] += number
    assert counted == one_by_one
    assert sum(one.number for one in (*together, *undated)) == counted.total()
    assert counted.total() == 9  # six plans of Camden and one of no year, one refusal to assess, one decision to


def test_what_is_owed_is_counted_with_what_is_late_and_how_long_it_has_waited(installation):
    """On Monday 23 November 2026: six weeks of a request of Monday 12 October end today, of one of 5 October before."""
    add(installation, LEEDS, ("request_received", "2026-10-12"))
    add(installation, LEEDS, ("request_received", "2026-10-05"))
    add(installation, LEEDS, ("request_received", "2026-05-04"), ("decision_to_assess_notified", "2026-06-01"))
    steps = {one.step: one for one in sheet_of(installation, EVERYTHING, 2026, LEEDS).steps}
    assert (steps[Step.DECISION].owed, steps[Step.DECISION].late, steps[Step.DECISION].longest) == (2, 1, 49)
    # Monday 4 May: 16 weeks end on 24 August, 20 on 21 September.
    assert (steps[Step.DRAFT].owed, steps[Step.DRAFT].late, steps[Step.DRAFT].longest) == (1, 1, 203)
    assert (steps[Step.FINAL].owed, steps[Step.FINAL].late) == (3, 1)
    assert steps[Step.REFUSAL].owed == 0
    assert steps[Step.DECISION].every == Tally(within=1)


def test_a_correction_changes_the_figures(installation):
    record = add(installation, LEEDS, ("request_received", "2026-01-05"))
    plan = NewEvent("final_plan_sent", When.parse("2026-05-26"))
    position = casework.record_event(installation, record.reference, plan, by="test")
    assert plans(installation, 2026).every == Tally(late=1)
    casework.correct_event(installation, record.reference, position.events[-1].id, When.parse("2026-05-25"), by="test")
    assert plans(installation, 2026).every == Tally(within=1)


def test_councils_are_listed_by_name_with_their_cases_and_those_without_a_council_come_last(six):
    add(six, LEEDS, ("request_received", "2026-05-04"))
    add(six, None)
    lines = council_lines(six, EVERYTHING, 2026)
    assert [(line.name, line.code, line.cases) for line in lines] == [
        ("Camden", CAMDEN, 6),
        ("Leeds", LEEDS, 1),
        ("Council not recorded", None, 1),
    ]
    assert lines[1].late == 1
    assert lines[0].plans.every.in_words == "1 to 2 of 4 (25% to 50%)"


def test_nobody_counts_a_case_they_may_not_see(six):
    with six.database.write() as unit:
        ann = accounts.add_account(unit, "ann", "Ann", "adviser", six.now())
        team = accounts.team_named(unit, "north")
        unit.add(CaseDeskRow(case_id=1, team_id=team))
        unit.add(CaseWallRow(case_id=2, account_id=ann, by="sue", at=six.now()))
    of_no_team = Sees(account_id=ann, any_team=False)
    assert plans(six, 2026, of_no_team).every == Tally(late=1, cannot_tell=1)
    assert [line.cases for line in council_lines(six, of_no_team, 2026)] == [4]
    of_the_team = Sees(account_id=ann, any_team=False, teams=(team,))
    assert plans(six, 2026, of_the_team).every == Tally(within=1, late=1, cannot_tell=1)
    nothing = Sees(nothing=True)
    assert council_lines(six, nothing, 2026) == []
    assert sheet_of(six, nothing, 2026).cases == 0


def test_stages_are_counted_in_the_order_of_the_process(installation):
    add(installation, LEEDS, ("request_received", "2026-10-19"))
    add(installation, LEEDS, ("request_received", "2026-01-05"), ("final_plan_sent", "2026-05-25"))
    stages = sheet_of(installation, EVERYTHING, 2026, LEEDS).stages
    assert [(one.title, one.cases) for one in stages] == [
        ("Identify needs", 0),
        ("School request", 0),
        ("Local authority decision", 1),
        ("Plan issued", 1),
    ]


def test_published_figures_carry_their_year_and_whom_they_are_of(installation):
    _, camden = council_named(installation, EVERYTHING, CAMDEN)
    assert [(one.year, one.in_words) for one in on_time_of(camden)][-2:] == [(2023, "96.6%"), (2024, "96.6%")]
    assert (decided_of(camden).year, decided_of(camden).in_words) == (2024, "100%")
    of_england = england(installation, "on_time_20wk_exc_pc")
    assert (of_england.of, of_england.year, of_england.in_words) == ("England", 2025, "46.1%")
    _, hackney = council_named(installation, EVERYTHING, "204")
    assert on_time_of(hackney)[4].in_words == "not published"


def test_a_council_in_no_list_and_no_case_is_refused(installation):
    with pytest.raises(NotFound, match="There is no council '999'"):
        council_named(installation, EVERYTHING, "999")
    add(installation, "999")
    assert council_named(installation, EVERYTHING, "999") == ("999", None)
    with pytest.raises(NotFound):
        council_named(installation, Sees(nothing=True), "999")


def test_a_year_is_asked_for_in_words_that_are_one(installation):
    assert read_year(installation, None) == 2026
    assert read_year(installation, "2025") == 2025
    for wrong in ("2013", "2027", "last", "２０２５"):
        with pytest.raises(BadInput, match="from 2014 to 2026"):
            read_year(installation, wrong)


def test_a_percentage_never_stands_without_its_number():
    assert Tally(within=2, late=1).in_words == "2 of 3 (67%)"
    assert Tally().in_words == "none"
    assert Tally().percent is None
