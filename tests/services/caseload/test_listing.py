"""Pages of the caseload: order, filters, counts, who sees what, kept positions and those worked out anew.

On Monday 23 November 2026. A request must be answered within six weeks: of Monday 1 June by Monday 13 July, of Monday
19 October by Monday 30 November, of Friday 20 November by Friday 1 January 2027.
"""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from ehcp_workflow.cases.glance import Flag
from ehcp_workflow.errors import Refused
from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework, checks
from ehcp_workflow.services.caseload import listing
from ehcp_workflow.services.caseload.lines import BoardLine
from ehcp_workflow.services.caseload.listing import ANY, every_case, list_cases
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.support.needs import add_need, withdraw_need
from ehcp_workflow.store import accounts, casebook
from ehcp_workflow.store.tables import CaseDeskRow, CaseWallRow
from ehcp_workflow.store.visibility import EVERYTHING, Sees
from ehcp_workflow.store.wanted import NONE, Wanted

from installations import make_case, on_day

LATE, DUE = ("request_received", "2026-06-01"), ("request_received", "2026-10-19")
RUNNING, SILENT = ("request_received", "2026-11-20"), ("concern_raised", "2026-07-01")
LAPSED = ("provision_lapsed", "2026-11-20")


def file(installation: Installation, *events: tuple[str, str], council: str = "202") -> str:
    """A case with nobody in it, of a council or of none; its reference."""
    record = make_case(installation, people=False)
    with installation.database.write() as unit:
        of = {"code": council or None, "id": record.id}
        unit.execute(text("UPDATE cases SET council_code = :code WHERE id = :id"), of)
    for kind, on in events:
        about = "speech_therapy" if kind == "provision_lapsed" else None
        casework.record_event(installation, record.reference, NewEvent(kind, When.parse(on), about=about), by="test")
    return record.reference


def found(installation: Installation, sees: Sees = EVERYTHING, **wanted: object) -> list[str]:
    lines = list_cases(installation, sees, Wanted(**wanted)).lines  # type: ignore[arg-type]
    return [line.reference for line in lines]


def case_id(installation: Installation, reference: str) -> int:
    with installation.database.read() as unit:
        return casebook.find_case(unit, installation.cipher, reference).id


def account(installation: Installation, name: str) -> int:
    with installation.database.write() as unit:
        return accounts.add_account(unit, name, name.title(), "adviser", installation.now())


def desk(installation: Installation, reference: str, who: int | None = None, team: str | None = None) -> int | None:
    id_ = case_id(installation, reference)
    with installation.database.write() as unit:
        team_id = accounts.team_named(unit, team) if team else None
        unit.add(CaseDeskRow(case_id=id_, account_id=who, team_id=team_id))
    return team_id


def test_the_soonest_date_comes_first_and_cases_without_one_last(installation: Installation):
    undated, running, late, due = file(installation), *(file(installation, story) for story in (RUNNING, LATE, DUE))
    listed = list_cases(installation, EVERYTHING)
    assert [line.reference for line in listed.lines] == [late, due, running, undated]
    assert [line.due and line.due.exact for line in listed.lines] == [
        date(2026, 7, 13), date(2026, 11, 30), date(2027, 1, 1), None,
    ]  # fmt: skip
    assert [line.days for line in listed.lines] == [-133, 7, 39, None]
    assert (listed.found, listed.total, listed.not_anew, listed.following) == (4, 4, 0, None)


def test_flags_are_counted_and_each_count_is_that_of_its_list(installation: Installation):
    file(installation, LATE)
    file(installation, DUE)
    file(installation, SILENT)
    file(installation, RUNNING)
    file(installation, LAPSED)
    listed = list_cases(installation, EVERYTHING)
    assert listed.counts == {
        Flag.LATE: 1, Flag.DUE: 1, Flag.SILENT: 1, Flag.LAPSED: 1, Flag.HELD: 0, Flag.FAILED: 0,
    }  # fmt: skip
    for flag, number in listed.counts.items():
        of_flag = list_cases(installation, EVERYTHING, Wanted(flag=flag))
        assert len(of_flag.lines) == of_flag.found == number
        assert all(flag in line.flags for line in of_flag.lines)
        assert of_flag.counts == listed.counts
        assert (of_flag.any_flag, of_flag.total) == (5, 5)


def test_filters_join_and_counts_follow_them(installation: Installation):
    camden_late, barnet_late = file(installation, LATE), file(installation, LATE, council="302")
    camden_due, nowhere = file(installation, DUE), file(installation, DUE, council="")
    assert found(installation, council="202") == [camden_late, camden_due]
    assert found(installation, council="302") == [barnet_late]
    assert found(installation, council=NONE) == [nowhere]
    assert found(installation, council="202", flag=Flag.LATE) == [camden_late]
    assert found(installation, state="stalled") == [camden_late, barnet_late]
    assert found(installation, stage="local_authority_decision", state="due soon") == [camden_due, nowhere]
    # The plan of a request of Monday 1 June was due within 20 weeks, by Monday 19 October 2026.
    assert found(installation, stage="plan_issued") == [camden_late, barnet_late]
    assert found(installation, stage="plan_issued", council=NONE) == []
    counted = list_cases(installation, EVERYTHING, Wanted(council="202", flag=Flag.DUE))
    assert (counted.found, counted.any_flag, counted.total) == (1, 2, 4)
    assert (counted.counts[Flag.LATE], counted.counts[Flag.DUE]) == (1, 1)
    assert counted.councils == {"202", "302", NONE}


def test_advisers_teams_and_needs(installation: Installation):
    ada, bob = account(installation, "ada"), account(installation, "bob")
    first, second, third = (file(installation, DUE) for _ in range(3))
    north = desk(installation, first, ada, "North")
    desk(installation, second, bob)
    add_need(installation, first, "ASD", "test")
    add_need(installation, second, "SLCN", "test")
    add_need(installation, second, "ASD", "test")  # a secondary need is not asked for
    add_need(installation, third, "SEMH", "test")
    withdraw_need(installation, third, "SEMH", "test")
    assert found(installation, adviser=str(ada)) == [first]
    assert found(installation, adviser=NONE) == [third]
    assert found(installation, team=str(north)) == [first]
    assert found(installation, team=NONE) == [second, third]
    assert found(installation, need="ASD") == [first]
    assert found(installation, need="SEMH") == []
    assert found(installation, need=NONE) == [third]
    assert found(installation, need="SLCN", adviser=str(bob), team=NONE) == [second]


def test_a_need_put_right_counts_as_it_stands_now(installation: Installation):
    case = file(installation, DUE)
    add_need(installation, case, "ASD", "test")
    add_need(installation, case, "ASD", "test", rank=2)
    add_need(installation, case, "SLCN", "test", rank=1)
    assert found(installation, need="ASD") == []
    assert found(installation, need="SLCN") == [case]
    assert list_cases(installation, EVERYTHING).lines[0].needs == ("SLCN",)


def test_other_teams_and_walls_hide_cases_and_their_numbers(installation: Installation):
    ada = account(installation, "ada")
    ours, theirs, walled, nobodys = (file(installation, LATE) for _ in range(4))
    north = desk(installation, ours, ada, "North")
    desk(installation, theirs, None, "South")
    wall = CaseWallRow(case_id=case_id(installation, walled), account_id=ada, by="test", at=installation.now())
    with installation.database.write() as unit:
        unit.add(wall)
    sees = Sees(account_id=ada, any_team=False, teams=(north or 0,))
    assert found(installation, sees) == [ours, nobodys]
    assert found(installation, replace(sees, any_team=True)) == [ours, theirs, nobodys]
    assert found(installation, sees, team=str(north)) == [ours]
    listed = list_cases(installation, sees)
    assert (listed.total, listed.counts[Flag.LATE]) == (2, 2)
    assert [line.reference for line in every_case(installation, sees)] == [ours, nobodys]
    other_day = list_cases(installation, sees, as_at=date(2026, 11, 24))
    assert [line.reference for line in other_day.lines] == [ours, nobodys]
    nothing = list_cases(installation, Sees(nothing=True))
    assert (nothing.lines, nothing.total, nothing.counts[Flag.LATE]) == ([], 0, 0)


def pages(installation: Installation, size: int, wanted: Wanted = ANY) -> list[list[str]]:
    seen, after = [], None
    while True:
        listed = list_cases(installation, EVERYTHING, wanted, after=after, size=size)
        seen.append([line.reference for line in listed.lines])
        after = listed.following
        if after is None:
            return seen


def test_pages_follow_each_other_through_equal_dates_and_cases_without_one(installation: Installation):
    dated = [file(installation, DUE) for _ in range(3)]
    undated = [file(installation) for _ in range(3)]
    assert pages(installation, 2) == [dated[:2], [dated[2], undated[0]], undated[1:]]
    assert pages(installation, 3) == [dated, undated]
    assert pages(installation, 2, Wanted(council="302")) == [[]]


def test_a_case_that_moves_or_comes_between_two_pages_loses_and_repeats_none_of_the_others(installation: Installation):
    first, second, third, fourth = (file(installation, DUE) for _ in range(4))
    page = list_cases(installation, EVERYTHING, size=2)
    assert [line.reference for line in page.lines] == [first, second]
    # The case that marked the place moves away: it is answered, so its next date is much later.
    answered = NewEvent("decision_to_assess_notified", When.parse("2026-11-20"))
    casework.record_event(installation, second, answered, by="test")
    file(installation, LATE)  # comes before the place
    rest = list_cases(installation, EVERYTHING, after=page.following, size=5)
    assert [line.reference for line in rest.lines] == [third, fourth, second]


def test_kept_positions_say_the_same_as_working_everything_out_anew(installation: Installation):
    stories = (LATE, DUE, RUNNING, SILENT, LAPSED, ("request_received", "2026-10"))
    for story in stories:
        file(installation, story)
    for day in ("2026-11-23", "2026-11-24", "2026-12-01", "2026-12-18", "2027-01-02", "2027-03-01"):
        then = on_day(installation, day)
        kept = every_case_by_reference(list_cases(then, EVERYTHING).lines)
        checks.check_deadlines(then)
        checks.check_silence(then)
        checked = list_cases(then, EVERYTHING)
        anew = list_cases(then, EVERYTHING, as_at=date.fromisoformat(day))
        assert checked.lines == anew.lines
        assert checked.counts == anew.counts
        assert kept == every_case_by_reference(anew.lines)


def every_case_by_reference(lines: list[BoardLine]) -> dict[str, BoardLine]:
    return {line.reference: line for line in lines}


def test_what_has_passed_since_the_last_check_is_late_today_though_nobody_looked(installation: Installation):
    case = file(installation, DUE)
    before = list_cases(installation, EVERYTHING, Wanted(flag=Flag.LATE))
    tuesday = on_day(installation, "2026-12-01")
    after = list_cases(tuesday, EVERYTHING, Wanted(flag=Flag.LATE))
    assert (before.found, after.found) == (0, 1)
    assert (after.lines[0].reference, after.lines[0].late, after.lines[0].stage_state) == (case, 1, "stalled")
    assert after.not_anew == 0


def test_when_too_many_wait_the_list_says_how_many_and_still_knows_what_is_late(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(listing, "ANEW_AT_MOST", 1)
    cases = [file(installation, DUE) for _ in range(2)]
    tuesday = on_day(installation, "2026-12-01")
    listed = list_cases(tuesday, EVERYTHING, Wanted(flag=Flag.LATE))
    assert [line.reference for line in listed.lines] == cases
    assert [line.late for line in listed.lines] == [1, 1]
    assert (listed.found, listed.not_anew) == (2, 2)
    with pytest.raises(Refused, match="2 cases have not been worked out"):
        list(every_case(tuesday, on_a_page=True))
    assert len(list(every_case(tuesday))) == 2
    checks.check_deadlines(tuesday)
    checks.check_silence(tuesday)
    assert list_cases(tuesday, EVERYTHING).not_anew == 0


def test_a_case_whose_records_cannot_be_read_is_named_and_hides_no_other(installation: Installation):
    first, second = file(installation, DUE), file(installation, DUE)
    with installation.database.write() as unit:
        unit.execute(text("INSERT INTO events SELECT 'bad', 2, 'note', 'not a date', dates, about, options, NULL, "
                          "withdrawn, NULL, NULL, recorded_at, 'test' FROM events LIMIT 1"))  # fmt: skip
        unit.execute(text("UPDATE cases SET fingerprint = 'older'"))
    listed = list_cases(installation, EVERYTHING)
    assert [line.reference for line in listed.lines] == [first, second]
    assert listed.lines[1].stage == "Cannot be worked out"
    assert (listed.counts[Flag.FAILED], listed.counts[Flag.DUE]) == (1, 1)
    checks.check_deadlines(installation)
    assert found(installation, flag=Flag.FAILED) == [second]


def test_a_case_of_which_something_waits_for_release_is_found(installation: Installation):
    accepted, quiet = file(installation, DUE), file(installation, DUE)
    with installation.database.write() as unit:
        unit.execute(text("UPDATE cases SET quiet = 'imported' WHERE id = :id"), {"id": case_id(installation, quiet)})
    assert found(installation, flag=Flag.HELD) == [quiet]
    record = make_case(installation, DUE)  # with people in it
    checks.check_deadlines(installation)
    with installation.database.write() as unit:
        unit.execute(text("UPDATE outbox SET state = 'held', held_why = 'too many'"))
    assert set(found(installation, flag=Flag.HELD)) == {quiet, record.reference}
    assert accepted not in found(installation, flag=Flag.HELD)


def test_another_day_is_worked_out_for_a_small_caseload_and_refused_for_a_large_one(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
):
    late = file(installation, LATE)
    july = list_cases(installation, EVERYTHING, as_at=date(2026, 7, 13))
    assert [(line.reference, line.days, line.late) for line in july.lines] == [(late, 0, 0)]
    assert july.counts[Flag.DUE] == 1
    monkeypatch.setattr(listing, "OTHER_DAY_AT_MOST", 1)
    file(installation, LATE)
    with pytest.raises(Refused, match="ehcp caseload board --as-at 2026-07-13"):
        list_cases(installation, EVERYTHING, as_at=date(2026, 7, 13))
    assert len(list(every_case(installation, as_at=date(2026, 7, 13)))) == 2
