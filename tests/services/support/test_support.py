"""The school's own support: plans, reviews and targets are recorded, and where it stands is read; on both databases."""

from datetime import date

import pytest
from sqlalchemy import text

from ehcp_workflow.cases.support import SupportKind
from ehcp_workflow.cases.targets import Outcome
from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.law.when import When
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.support.support import (
    SupportSheet,
    add_target,
    judge_target,
    read_support,
    review_plan,
    start_plan,
)
from ehcp_workflow.store.support import TargetWords

from installations import make_case

WORDS = TargetWords("follow two steps", "picture cards", "4 of 5 times")
REGISTER, MET = ("sen_register_added", "2025-09-01"), ("parents_met", "2025-10-13")


@pytest.fixture
def case(installation: Installation) -> str:
    """A case on the SEN register with an IEP of Monday 8 September 2025, to be reviewed by Friday 12 December."""
    reference = make_case(installation, REGISTER, MET).reference
    by = When.parse("2025-12-12")
    start_plan(installation, reference, "iep_1", SupportKind.IEP, When.parse("2025-09-08"), by, "test")
    return reference


def read(installation: Installation, case: str, day: str) -> SupportSheet:
    return read_support(installation, case, date.fromisoformat(day))


def test_a_plan_a_meeting_and_the_register_are_read_as_they_stood_on_a_day(installation: Installation, case: str):
    sheet = read(installation, case, "2025-12-12")
    assert (str(sheet.on_register), [str(on) for on in sheet.meetings], sheet.missed) == (
        "2025-09-01",
        ["2025-10-13"],
        (),
    )
    ((plan,), terms) = sheet.plans, sheet.terms
    assert (plan.code, plan.kind, plan.enforceable, plan.school_year) == ("iep_1", SupportKind.IEP, False, "2025/26")
    assert terms is None  # of the council of this case no term dates are known
    assert len(read(installation, case, "2025-12-13").missed) == 1
    assert read(installation, case, "2025-09-07").plans == ()


def test_a_review_begins_the_next_cycle(installation: Installation, case: str):
    by = When.parse("2026-03-20")
    review_plan(installation, case, "iep_1", When.parse("2025-12-10"), "changed", by, "test")
    (plan,) = read(installation, case, "2026-01-01").plans
    assert [(cycle.number, cycle.outcome) for cycle in plan.cycles] == [(1, "changed"), (2, None)]
    review_plan(installation, case, "iep_1", When.parse("2026-03-18"), "ended", None, "test")
    assert read(installation, case, "2026-10-01").missed == ()


def test_a_target_is_kept_sealed_and_judged_at_the_review(installation: Installation, case: str):
    target = add_target(installation, case, "iep_1", WORDS, "test")
    judge_target(installation, case, target.id[:8], Outcome.PARTLY, "test")
    sheet = read(installation, case, "2026-01-01")
    ((listed,), (plan,)) = sheet.targets_of(sheet.plans[0]), sheet.plans
    assert (listed.target.outcome, listed.words) == (Outcome.PARTLY, WORDS)
    with installation.database.read() as unit:
        stored = str(unit.execute(text("SELECT * FROM support_targets")).all())
    assert "two steps" not in stored
    assert "two steps" not in repr(listed)
    judge_target(installation, case, listed.target.id, None, "test")
    assert read(installation, case, "2026-01-01").targets_of(plan) == ()


def test_what_does_not_exist_or_makes_no_sense_is_refused(installation: Installation, case: str):
    december, august = When.parse("2025-12-10"), When.parse("2025-08-01")
    with pytest.raises(NotFound, match=r"has no support plan 'iep_2'\. It has: iep_1\."):
        review_plan(installation, case, "iep_2", december, "continues", None, "test")
    with pytest.raises(BadInput, match=r"The review by Friday 1 August 2025 would come before Wednesday 10 December"):
        review_plan(installation, case, "iep_1", december, "continues", august, "test")
    with pytest.raises(BadInput, match="'about' must be a code"):
        start_plan(installation, case, "Kim's plan", SupportKind.IEP, december, None, "test")
    with pytest.raises(Refused, match="in the future"):
        start_plan(installation, case, "iep_3", SupportKind.IEP, When.parse("2027-12-10"), None, "test")
    with pytest.raises(BadInput, match="A target without words"):
        add_target(installation, case, "iep_1", TargetWords(" "), "test")
    with pytest.raises(NotFound, match="has no single target 'abc'"):
        judge_target(installation, case, "abc", Outcome.MET, "test")
