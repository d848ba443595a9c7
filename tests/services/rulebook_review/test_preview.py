"""Other law tried on the stored caseload: what would change is said, and nothing is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from ehcp_workflow.law.loading import load_rulebook
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.services import checks
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.rulebook_review.preview import CasePreview, Effect, preview

from installations import installed, make_case
from law_copies import change, copy_of_law, remove


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path / "home", None, "2026-11-23") as it:
        yield it


@pytest.fixture
def law(tmp_path: Path) -> Path:
    return copy_of_law(tmp_path)


def _of(installation: Installation, law: Path, reference: str, *, proposed: bool = False) -> CasePreview:
    found = preview(installation, load_rulebook(law), proposed=proposed)
    return next(case for case in found.cases if case.reference == reference)


def _tables(installation: Installation) -> str:
    with sqlite3.connect(installation.settings.home / "ehcp.db") as database:
        return "\n".join(database.iterdump())


def test_the_same_law_changes_nothing(installation: Installation, law: Path):
    reference = make_case(installation, ("request_received", "2026-10-19")).reference
    assert _of(installation, law, reference) == CasePreview(reference, Effect.SAME)


def test_a_longer_period_moves_its_date_and_no_other(installation: Installation, law: Path):
    reference = make_case(installation, ("request_received", "2026-10-19")).reference
    change(law, "final_plan", "weeks: 20", "weeks: 21")
    case = _of(installation, law, reference)
    (move,) = case.moves
    assert case.effect is Effect.CHANGES
    assert (move.rule, move.old, move.new) == ("ASM-10", "2027-03-08", "2027-03-15")
    assert not case.messages
    assert not case.questions


def test_a_shorter_period_says_which_messages_it_would_add(installation: Installation, law: Path):
    reference = make_case(installation, ("request_received", "2026-10-19")).reference
    change(law, "decision_to_assess", "weeks: 6", "weeks: 4")  # due Monday 16 November 2026, a week ago
    case = _of(installation, law, reference)
    (move,) = case.moves
    assert (move.old, move.new) == ("2026-11-30", "2026-11-16")
    assert (move.old_state, move.new_state) == ("due_soon", "overdue")
    assert {(told.kind, told.about) for told in case.messages} == {("overdue", "REQ-02")}


def test_a_date_that_falls_away_while_overdue_needs_a_person(installation: Installation, law: Path):
    reference = make_case(installation, ("request_received", "2026-09-01")).reference
    remove(law, "decision_to_assess")
    case = _of(installation, law, reference)
    assert case.effect is Effect.NEEDS_A_PERSON
    assert case.questions == ("REQ-02 falls away, though it is overdue: it was due Tuesday 13 October 2026.",)
    assert [(move.rule, move.new) for move in case.moves] == [("REQ-02", None)]


def test_a_date_that_appears_overdue_needs_a_person(tmp_path: Path, law: Path, monkeypatch: pytest.MonkeyPatch):
    new = copy_of_law(tmp_path / "new")
    remove(law, "decision_to_assess")
    monkeypatch.setenv("EHCP_CONFIG_DIR", str(law))
    with installed(tmp_path / "home", None, "2026-11-23") as installation:
        reference = make_case(installation, ("request_received", "2026-09-01")).reference
        case = _of(installation, new, reference)
    assert case.effect is Effect.NEEDS_A_PERSON
    assert case.questions == ("REQ-02 appears, and is overdue already: it was due Tuesday 13 October 2026.",)


def test_a_date_that_cannot_be_worked_out_needs_a_person(installation: Installation, law: Path):
    reference = make_case(installation, ("request_received", "2026-10-19")).reference
    change(law, "final_plan", "weeks: 20", "working_days: 700")  # beyond the bank holidays that are known
    case = _of(installation, law, reference)
    assert case.effect is Effect.NEEDS_A_PERSON
    (question,) = case.questions
    assert question.startswith("ASM-10 cannot be worked out any more: ")
    assert "Add the missing years" in question


def test_a_case_that_fails_needs_a_person_and_the_others_are_still_looked_at(
    installation: Installation, law: Path, monkeypatch: pytest.MonkeyPatch
):
    make_case(installation, ("request_received", "2026-10-19"))
    broken = Rulebook(**{**load_rulebook(law).__dict__, "events": {}})
    (case,) = preview(installation, broken).cases
    assert case.effect is Effect.NEEDS_A_PERSON
    assert case.questions == ("It cannot be worked out: KeyError",)


def test_proposed_law_runs_only_when_asked_for(installation: Installation, law: Path):
    reference = make_case(installation, ("request_received", "2026-10-19")).reference
    change(
        law,
        "final_plan",
        "      - in_force_from: 2014-09-01\n        period: {weeks: 20}",
        "      - in_force_from: 2014-09-01\n        in_force_to: 2026-09-30\n        period: {weeks: 20}\n"
        "        citation: {instrument: SI 2014/1530, provision: reg 13(2), url: 'https://www.legislation.gov.uk/'}\n"
        "        confidence: V\n"
        "      - in_force_from: 2026-10-01\n        status: proposed\n        period: {weeks: 30}",
    )
    without, with_it = (_of(installation, law, reference, proposed=proposed) for proposed in (False, True))
    assert [(move.rule, move.new) for move in without.moves] == [("ASM-10", None)]
    assert [(move.rule, move.new) for move in with_it.moves if move.rule == "ASM-10"] == [("ASM-10", "2027-05-17")]


def test_a_preview_stores_nothing_and_sends_nothing(installation: Installation, law: Path):
    for day in ("2026-09-01", "2026-10-05", "2026-10-19"):
        make_case(installation, ("request_received", day))
    checks.check_deadlines(installation)
    before = _tables(installation)
    change(law, "decision_to_assess", "weeks: 6", "weeks: 3")
    found = preview(installation, load_rulebook(law), proposed=True)
    assert any(case.messages for case in found.cases)
    assert _tables(installation) == before


def test_a_preview_names_references_only(installation: Installation, law: Path):
    make_case(installation, ("request_received", "2026-10-19"), their_reference="The Kims")
    change(law, "decision_to_assess", "weeks: 6", "weeks: 3")
    said = json.dumps(preview(installation, load_rulebook(law)).as_json())
    assert "EHC-2026-0001" in said
    for private in ("Kim", "example.org"):
        assert private not in said
    assert json.loads(said)["counts"] == {"changes": 1, "does_not_change": 0, "needs_a_person": 0}
    assert json.loads(said)["stored"] is False
