"""Fictional applications that are still before the request. Nobody in them is real."""

from __future__ import annotations

from ehcp_workflow.cases.evidence import State
from ehcp_workflow.cases.evidence_kinds import FromWhom
from ehcp_workflow.cases.needs import Diagnosis
from ehcp_workflow.cases.targets import Outcome
from ehcp_workflow.services.demo.beside import PLAN, Beside
from ehcp_workflow.services.demo.lives import Happening, Life
from ehcp_workflow.store.support import TargetWords

_CONCERN, _REGISTER = Happening(0, "concern_raised"), Happening(20, "sen_register_added")


def before_the_plan() -> tuple[Life, ...]:
    """Three applications before the request; they are the last of the demo, so that the numbers of the others stay."""
    return (_a_review_is_missed(), _no_review_for_long(), _the_school_is_silent())


def _started(day: int, to: int) -> Happening:
    return Happening(day, "support_plan_started", PLAN, {"kind": "iep"}, {"to": to})


def _reviewed(day: int, to: int, outcome: str) -> Happening:
    return Happening(day, "support_plan_reviewed", PLAN, {"outcome": outcome}, {"to": to})


def _met(day: int) -> Happening:
    return Happening(day, "parents_met")


def _a_review_is_missed() -> Life:
    """Two cycles of an IEP went well; the third review was planned for a month ago."""
    steps = TargetWords("Follow an instruction of two steps", "Picture cards, one step at a time", "4 of 5, weekly")
    rest = TargetWords("Ask for a break before leaving the room", "A card on the desk", "A tally for each day")
    beside = Beside((("SLCN", Diagnosis.NONE), ("SEMH", None)), ((steps, Outcome.MET), (rest, None)))
    first = (_CONCERN, _REGISTER, _started(34, 125), _met(36), _reviewed(124, 215, "changed"), _met(126))
    return Life("parent", 330, (*first, _reviewed(214, 300, "continues"), _met(290)), beside)


def _no_review_for_long() -> Life:
    """An IEP whose first review was never held, long after the day planned for it."""
    happened = (_CONCERN, _REGISTER, _started(30, 115), _met(60), _met(230))
    return Life("parent", 300, happened, Beside((("SPLD", None),)))


def _the_school_is_silent() -> Life:
    """The family asked the school to request an assessment, three weeks ago, and the school has not answered."""
    first = (_CONCERN, _REGISTER, _started(30, 110), _met(32), _reviewed(108, 200, "changed"))
    needs = (("ASD", Diagnosis.UNDER_WAY), ("SLCN", None))
    papers = (
        ("senco_report", State.HERE, FromWhom.SCHOOL, "Report for the review"),
        ("parents_views", State.HERE, FromWhom.FAMILY, "What we see at home"),
        ("speech_and_language", State.ASKED_FOR, FromWhom.HEALTH, "Waiting list"),
    )
    return Life("school", 177, (*first, Happening(155, "school_asked_to_request")), Beside(needs, evidence=papers))
