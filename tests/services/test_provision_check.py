"""The check of provision counts lines by their state and plans nothing twice."""

from datetime import date
from fractions import Fraction

import pytest

from ehcp_workflow.cases.section_f.entry import EntryKind
from ehcp_workflow.cases.section_f.line import Per, Unit
from ehcp_workflow.services.health import examine
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.provision.recording import NewEntry, NewLine, add_line, log_delivery
from ehcp_workflow.services.provision_check import check_provision

from installations import make_case, on_day


def _case(installation: Installation) -> str:
    """An hour a week of F1 and F2 all the year round, from Monday 2 November 2026."""
    reference = make_case(installation, ("final_plan_sent", "2026-11-02")).reference
    for code in ("F1", "F2"):
        line = NewLine(code, "tuition", Fraction(1), Unit.HOURS, Per.WEEK, term_time=False)
        add_line(installation, reference, line, "adviser")
    return reference


def test_lines_are_counted_by_state_and_a_second_run_plans_nothing(installation: Installation):
    reference = _case(installation)
    missed = NewEntry("F1", EntryKind.MISSED, date(2026, 11, 2), date(2026, 11, 20))
    friday = on_day(installation, "2026-11-20")
    log_delivery(friday, reference, missed, "adviser")
    report = check_provision(friday)
    assert (report.cases, report.lines) == (1, {"never_started": 1, "not_reported": 1})
    assert report.failures == ()
    assert check_provision(friday).deadlines.planned == 0


def test_a_case_that_cannot_be_counted_is_named_and_the_others_are_counted(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
):
    bad, good = _case(installation), _case(installation)
    from ehcp_workflow.services import provision_check

    real = provision_check.with_terms

    def fails(installation: Installation, unit: object, case: object) -> object:
        if case.reference == bad:  # type: ignore[attr-defined]
            raise ValueError("nobody understands this")
        return real(installation, unit, case)  # type: ignore[arg-type]

    monkeypatch.setattr(provision_check, "with_terms", fails)
    report = check_provision(on_day(installation, "2026-11-06"))
    assert [reference for reference, _ in report.failures] == [bad]
    assert sum(report.lines.values()) == 2
    assert good not in dict(report.failures)


def test_the_doctor_knows_whether_provision_was_checked_today(installation: Installation):
    def said() -> tuple[bool, str]:
        (found,) = [one for one in examine(installation) if one.what == "Check of provision"]
        return found.well, found.words

    assert said() == (True, "no case has lines yet.")
    _case(installation)
    assert said() == (False, "has never run. Run: ehcp check provision")
    check_provision(installation)
    assert said()[0]
