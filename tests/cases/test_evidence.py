"""The checklist of evidence: what is here, what was asked for, what is missing, how old; and never a condition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.evidence import Item, Piece, State, checklist
from ehcp_workflow.cases.evidence_kinds import FromWhom, load_evidence_kinds
from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.when import When

from stories import CONFIG, happened, the_rulebook

KINDS = load_evidence_kinds(CONFIG / "evidence.yaml", the_rulebook().events)
REPORT = Piece("p1", "senco_report", State.HERE, FromWhom.SCHOOL, When.parse("2025-10-06"))
THERAPY = Piece("p2", "speech_and_language", State.ASKED_FOR, FromWhom.HEALTH, When.parse("2026-09-01"))


def items(as_at: str, *pieces: Piece, events: tuple[Event, ...] = ()) -> dict[str, Item]:
    return {item.kind.code: item for item in checklist(KINDS, pieces, events, date.fromisoformat(as_at))}


def test_every_kind_is_listed_with_the_usual_ones_first():
    listed = list(items("2026-11-25").values())
    assert len(listed) == len(KINDS)
    usual = [item.kind.usual for item in listed]
    assert usual == sorted(usual, reverse=True)
    assert [item.kind.code for item in listed][:2] == ["parents_views", "childs_views"]


def test_what_is_here_asked_for_and_missing():
    found = items("2026-11-25", REPORT, THERAPY, Piece("p3", "diary", State.MISSING))
    assert found["senco_report"].state is State.HERE
    assert (found["speech_and_language"].state, str(found["speech_and_language"].asked_for)) == (
        State.ASKED_FOR,
        "2026-09-01",
    )
    assert found["diary"].state is found["attendance"].state is State.MISSING
    assert (found["diary"].asked_for, found["senco_report"].asked_for) == (None, None)


def test_a_piece_that_came_takes_the_place_of_the_one_asked_for():
    came = replace(THERAPY, id="p4", state=State.HERE, dated=When.parse("2026-10-20"), replaces="p2")
    item = items("2026-11-25", THERAPY, came)["speech_and_language"]
    assert (item.state, item.pieces, str(item.newest)) == (State.HERE, (came,), "2026-10-20")


def test_reviews_of_the_support_plan_on_record_are_evidence_by_themselves():
    review = happened("support_plan_reviewed", "2026-07-10", "iep_1")
    item = items("2026-11-25", events=(happened("support_plan_started", "2025-09-15", "iep_1"), review))[
        "support_plan_reviews"
    ]
    assert (item.state, item.pieces, len(item.events), str(item.newest)) == (State.HERE, (), 2, "2026-07-10")
    assert items("2026-11-25")["support_plan_reviews"].state is State.MISSING


@pytest.mark.parametrize(
    ("dated", "as_at", "months", "old"),
    [
        ("2025-10-06", "2026-10-05", 11, False),
        ("2025-10-06", "2026-10-06", 12, False),  # twelve months to the day: not older than twelve
        ("2025-10-06", "2026-10-07", 12, True),
        ("2025-10", "2026-10-30", 11, False),  # of a month only its end is sure
        ("2025-10", "2026-11-01", 12, True),
        ("2026-11-24", "2026-11-25", 0, False),
        ("2026-12-01", "2026-11-25", None, False),  # looking back to before it was written
        ("unknown", "2026-11-25", None, False),
    ],
)
def test_how_old_the_newest_is_at_least(dated: str, as_at: str, months: int | None, old: bool):
    item = items(as_at, replace(REPORT, dated=When.parse(dated)))["senco_report"]
    assert (item.months_old, item.is_old) == (months, old)


def test_what_does_not_grow_old_or_has_no_date_is_never_old():
    assert not items("2040-01-01", replace(REPORT, kind="diary"))["diary"].is_old
    assert items("2026-11-25", replace(REPORT, dated=None))["senco_report"].newest is None


def test_a_piece_asked_for_on_nobody_knows_which_day():
    for dated in (None, When.parse("unknown")):
        assert items("2026-11-25", replace(THERAPY, dated=dated))["speech_and_language"].asked_for is None


def test_needs_beyond_what_the_school_can_provide_are_useful_evidence_and_common_practice_and_no_condition():
    kind = next(kind for kind in KINDS if kind.code == "beyond_the_school")
    assert not kind.usual
    assert "useful evidence and no condition" in " ".join((kind.practice or "").split())
    assert all("must" not in one.shows for one in KINDS)  # the checklist asks nothing of anybody


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kinds: [{code: a}]\n", "evidence.yaml: kinds.0.title: Field required. Correct it."),
        (
            "kinds: [&a {code: a, title: a, from_whom: school, shows: x}, *a]\n",
            "evidence.yaml: a code stands twice. Keep one.",
        ),
        (
            "kinds: [{code: a, title: a, from_whom: school, shows: x, from_events: [nothing]}]\n",
            "evidence.yaml: a: nobody can record the event 'nothing'. Correct it.",
        ),
    ],
)
def test_a_mistake_in_the_file_is_named(text: str, said: str, tmp_path: Path):
    path = tmp_path / "evidence.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadConfiguration) as wrong:
        load_evidence_kinds(path, the_rulebook().events)
    assert str(wrong.value) == said
