"""The daily checks: the same result however often, how late and beside whom they run."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework, checks
from ehcp_workflow.services.casework import file_quietly
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import casebook, checklog, notices, positions
from ehcp_workflow.store.positions import Watch

from installations import make_case, on_day


def _notices(installation: Installation) -> list[tuple[str, str, int]]:
    with installation.database.read() as unit:
        return sorted(unit.execute(text("SELECT alert_key, kind, person_id FROM notices")).all())


def _file(installation: Installation, *starts: str) -> None:
    """Cases that somebody loaded, not yet looked at: a request received on each day."""
    for start in starts:
        record = make_case(installation)
        event = casework.check_event(installation, NewEvent("request_received", When.parse(start)))
        with installation.database.write() as unit:
            casebook.add_event(unit, installation.cipher, record.id, event, by="test")
            file_quietly(installation, unit, record, hold=None)


def test_a_check_plans_what_is_due_and_a_second_one_nothing_more(installation: Installation):
    _file(installation, "2026-10-19")  # six weeks end on Monday 30 November 2026, in 7 days
    first = checks.check_deadlines(installation)
    planned = _notices(installation)
    second = checks.check_deadlines(installation)
    assert (first.looked_at, first.planned, first.alerts) == (1, 2, {"due_soon": 2})
    assert (second.looked_at, second.planned) == (0, 0)
    assert _notices(installation) == planned
    assert [(kind, key.split(":")[2:4]) for key, kind, _ in planned] == [("due_soon", ["2026-11-30", "-7"])] * 2


def test_ten_queued_runs_equal_one(installation: Installation):
    _file(installation, *["2026-10-05"] * 5)
    checks.check_deadlines(installation)
    planned = _notices(installation)
    for _ in range(10):
        checks.check_deadlines(installation)
    assert _notices(installation) == planned


def test_two_checks_at_once_plan_each_alert_once(installation: Installation):
    _file(installation, *(f"2026-10-{day:02d}" for day in range(1, 29)))
    alone = {(key, kind) for key, kind, _ in _expected(installation)}
    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda _: checks.check_deadlines(installation), range(4)))
    planned = _notices(installation)
    assert sum(report.planned for report in reports) == len(planned) == len(alone)
    assert {(key, kind) for key, kind, _ in planned} == alone


def _expected(installation: Installation) -> set[tuple[str, str, int]]:
    found, _ = checks.look_ahead(installation, installation.today())
    return {(item.alert.key, item.alert.kind.value, i) for i, item in enumerate(found)}


def test_a_missed_week_gives_the_latest_rung_only_and_names_the_missed_ones(installation: Installation):
    _file(installation, "2026-10-19")  # last day Monday 30 November 2026
    late = on_day(installation, "2026-12-09")  # rungs -7, 0, +1 and +7 have come for the adviser
    report = checks.check_deadlines(late)
    assert report.alerts == {"overdue": 2}
    with installation.database.read() as unit:
        rows = unit.execute(text("SELECT rung, missed FROM notices ORDER BY rung")).all()
    assert [(rung, str(missed)) for rung, missed in rows] == [(1, "[-7, 0]"), (7, "[-14, -7, 0, 1]")]


def test_checking_every_day_or_only_on_the_last_tells_nobody_twice(installation: Installation):
    _file(installation, "2026-10-19")
    for days in range(60):
        day = date(2026, 11, 23) + timedelta(days=days)
        checks.check_deadlines(on_day(installation, day.isoformat()))
    keys = [key for key, _, _ in _notices(installation)]
    assert len(keys) == len(set(keys))
    rungs = sorted({int(key.split(":")[3]) for key in keys if key.startswith("clock:decision_to_assess")})
    assert rungs == [-7, 0, 1, 7, 14, 42]  # the adviser's and the family's ladders together


def test_a_quiet_day_looks_at_nothing(installation: Installation):
    _file(installation, "2026-11-20", "2026-11-21")
    checks.check_deadlines(installation)
    checks.check_silence(installation)
    tomorrow = on_day(installation, "2026-11-24")
    assert checks.check_deadlines(tomorrow).looked_at == 0
    assert checks.check_silence(tomorrow).looked_at == 0


def test_one_bad_case_is_named_and_the_others_are_looked_at(installation: Installation):
    _file(installation, *["2026-10-19"] * 3)
    with installation.database.write() as unit:
        unit.execute(text("INSERT INTO events SELECT 'bad', 2, 'note', 'not a date', dates, about, options, NULL, "
                          "withdrawn, NULL, NULL, recorded_at, 'test' FROM events LIMIT 1"))  # fmt: skip
    report = checks.check_deadlines(installation)
    assert [reference for reference, _ in report.failures] == ["EHC-2026-0002"]
    assert (report.looked_at, report.planned) == (3, 4)
    with installation.database.read() as unit:
        assert [reference for reference, _ in checklog.failures(unit)] == ["EHC-2026-0002"]
        last = checklog.last_finished(unit, Watch.DEADLINES)
    assert last is not None
    assert last.failed == 1


def test_a_case_that_fails_while_it_is_worked_out_is_named_with_the_place(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    _file(installation, *["2026-10-19"] * 3)
    real = checks.take_position

    def fail_one(rulebook, policy, case, today):
        if case.reference == "EHC-2026-0001":
            raise RuntimeError("Kim Fictional")
        return real(rulebook, policy, case, today)

    monkeypatch.setattr(checks, "take_position", fail_one)
    report = checks.check_deadlines(installation)
    assert report.failures[0][0] == "EHC-2026-0001"
    assert report.failures[0][1].startswith("RuntimeError at test_checks.py:")
    assert report.planned == 4
    assert "Kim" not in caplog.text + str(report)
    monkeypatch.undo()
    assert checks.check_deadlines(installation).planned == 2
    with installation.database.read() as unit:
        assert checklog.failures(unit) == ()


def test_after_a_changed_rule_or_policy_the_first_check_looks_at_every_case_for_both(installation: Installation):
    _file(installation, "2026-11-20", "2026-11-21")
    checks.check_deadlines(installation)
    checks.check_silence(installation)
    other = on_day(installation, "2026-11-23")
    other.policy = installation.policy.model_copy(update={"due_soon_days": 41})
    assert checks.check_deadlines(other).looked_at == 2
    assert checks.check_silence(other).looked_at == 0
    assert checks.check_deadlines(other).looked_at == 0


def test_silence_is_told_to_the_adviser_once_and_again_after_the_repeat(installation: Installation):
    record = make_case(installation)
    event = NewEvent("school_asked_to_request", When.parse("2026-11-20"))
    casework.record_event(installation, record.reference, event, by="test")
    told = {}
    for days in range(50):
        day = (date(2026, 11, 23) + timedelta(days=days)).isoformat()
        told[day] = checks.check_silence(on_day(installation, day)).planned
    # Silent for more than 14 days from Saturday 5 December; then every 14 days.
    assert [day for day, n in told.items() if n] == ["2026-12-05", "2026-12-19", "2027-01-02"]
    assert set(told.values()) == {0, 1}


def test_the_kept_clocks_are_those_of_a_fresh_computation(installation: Installation):
    _file(installation, "2026-10-19", "2026-06-01")
    casework.record_event(installation, "EHC-2026-0002", NewEvent("draft_plan_sent", When.parse("2026-10")), by="test")
    checks.check_deadlines(installation)
    with installation.database.read() as unit:
        kept = positions.clock_facts(unit)
        for case_id, case in casebook.read_cases(unit, [1, 2]):
            fresh = checks.take_position(installation.rulebook, installation.policy, case, installation.today())
            assert sorted(kept[case_id], key=lambda f: f.key) == sorted(
                (c.facts for c in fresh.clocks), key=lambda f: f.key
            )


def test_a_look_ahead_stores_nothing(installation: Installation):
    _file(installation, "2026-10-19")
    found, failed = checks.look_ahead(installation, date(2026, 12, 1))
    assert {(item.reference, item.alert.kind.value) for item in found} == {("EHC-2026-0001", "overdue")}
    assert failed == ()
    with installation.database.read() as unit:
        assert notices.count_by_state(unit) == {}
        assert checklog.last_finished(unit, Watch.DEADLINES) is None
