"""Fictional applications that have a plan, with help that was given, or was not. Nobody in them is real."""

from __future__ import annotations

from ehcp_workflow.services.demo.lives import Happening, Life

_IN_TIME = (
    Happening(0, "request_received"),
    Happening(30, "decision_to_assess_notified"),
    Happening(110, "draft_plan_sent"),
    Happening(138, "final_plan_sent"),
)
_AMENDED = (
    Happening(200, "review_meeting_held"),
    Happening(220, "review_decision_notified", options={"outcome": "amend"}),
    Happening(220, "amendment_notice_sent"),
    Happening(262, "amended_plan_sent"),
)


def after_the_plan() -> tuple[Life, ...]:
    """Eight plans, each with its own story of help; the names of the stories are those of `section_f.py`."""
    return (
        *(
            Life("parent", 300 + 7 * place, _IN_TIME, section_f=story)
            for place, story in enumerate(
                ("in_place", "short", "lapsed", "never_started", "vague", "not_reported", "put_right")
            )
        ),
        Life("school", 312, (*_IN_TIME, *_AMENDED), section_f="amended"),
    )
