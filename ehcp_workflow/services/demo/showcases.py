"""Applications that a small draw could miss, so that every state and every kind of message is seen."""

from __future__ import annotations

from ehcp_workflow.services.demo.lives import Happening, Life

_ASKED = Happening(0, "request_received")
_AGREED = Happening(30, "decision_to_assess_notified")
_DRAFT, _FINAL = Happening(110, "draft_plan_sent"), Happening(138, "final_plan_sent")
_CONCERN = Happening(0, "concern_raised")
_PLAN_IN_TIME = (_ASKED, _AGREED, _DRAFT, _FINAL)


def showcases() -> tuple[Life, ...]:
    """One application for each state and story; their numbers in the demo are their places here, from 1."""
    return (*_states(), *_plans_and_promises(), *_disputes_and_reviews())


def _states() -> tuple[Life, ...]:
    return (
        Life("school", 3, (_ASKED,)),
        Life("school", 35, (_ASKED,)),
        Life("parent", 50, (_ASKED,)),
        Life("parent", 60, (_ASKED, Happening(40, "refusal_to_assess_notified"))),
        Life("parent", 25, (_ASKED, Happening(12, "request_withdrawn"))),
        Life("school", 119, (_ASKED, _AGREED, _DRAFT)),
        Life("school", 150, (_ASKED, _AGREED, _DRAFT)),
        Life("school", 145, _PLAN_IN_TIME),
        Life("school", 170, (_ASKED, _AGREED, _DRAFT, Happening(160, "final_plan_sent"))),
        Life("parent", 20, (_CONCERN,)),
        Life("parent", 120, (_CONCERN,)),
        Life("parent", 60, (_CONCERN, Happening(50, "school_asked_to_request"))),
        Life("parent", 90, (_CONCERN, Happening(40, "school_asked_to_request"))),
    )


def _plans_and_promises() -> tuple[Life, ...]:
    return (
        # A young person is refused a plan: the rights are their own.
        Life("other", 200, (_ASKED, _AGREED, Happening(112, "refusal_to_issue_notified"))),
        # Speech therapy stops, more of it is missed, and it begins again.
        Life(
            "school",
            400,
            (
                *_PLAN_IN_TIME,
                Happening(290, "provision_lapsed", "speech_therapy"),
                Happening(318, "provision_shortfall_grew", "speech_therapy"),
                Happening(350, "provision_put_right", "speech_therapy"),
            ),
        ),
        # The council promises the plan by a day, and then by another.
        Life(
            "parent",
            230,
            (
                _ASKED,
                _AGREED,
                _DRAFT,
                Happening(141, "promise_made", options={"of": "final_plan"}, dates={"to": 155}),
                Happening(158, "promise_made", options={"of": "final_plan"}, dates={"to": 176}),
                Happening(185, "final_plan_sent"),
            ),
        ),
    )


def _disputes_and_reviews() -> tuple[Life, ...]:
    return (
        # A refusal is taken to the Tribunal, which orders an assessment.
        Life(
            "parent",
            340,
            (
                _ASKED,
                Happening(41, "refusal_to_assess_notified"),
                Happening(60, "adviser_contacted"),
                Happening(75, "certificate_issued"),
                Happening(98, "appeal_received"),
                Happening(230, "order_made", options={"order": "assess"}),
                Happening(242, "decision_to_assess_notified"),
            ),
        ),
        # The family is away for five weeks, and the council claims the exemption for it.
        Life(
            "school",
            90,
            (
                _ASKED,
                Happening(44, "exception_recorded", options={"exemption": "EXC-D"}, dates={"from": 8, "to": 43}),
                Happening(58, "decision_to_assess_notified"),
            ),
        ),
        # A plan in its second year: one review came in time, the next is due.
        Life(
            "parent",
            850,
            (
                *_PLAN_IN_TIME,
                Happening(480, "review_meeting_held"),
                Happening(500, "review_decision_notified", options={"outcome": "amend"}),
                Happening(500, "amendment_notice_sent"),
                Happening(550, "amended_plan_sent"),
            ),
        ),
    )
