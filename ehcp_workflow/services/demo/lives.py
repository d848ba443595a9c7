"""Drawing fictional applications: what happened, and on which day counted from its beginning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from ehcp_workflow.law.rules import CountsFrom
from ehcp_workflow.services.demo.beside import NOTHING_BESIDE, Beside
from ehcp_workflow.services.demo.shares import Shares


@dataclass(frozen=True)
class Happening:
    """Something that happens in a fictional application, so many days after it began; further `dates` likewise."""

    day: int
    kind: str
    about: str | None = None
    options: dict[str, str] = field(default_factory=dict)
    dates: dict[CountsFrom, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Life:
    """A fictional application: who asks, how many days ago it began, what happens in it, and what is beside it.

    With a story of `section_f` its dates are known to the day, so that what was owed can be counted.
    """

    requested_by: str
    began_days_ago: int
    happenings: tuple[Happening, ...]
    beside: Beside = NOTHING_BESIDE
    section_f: str | None = None


def draw_life(rng: Random, shares: Shares) -> Life:
    """Draw one application. What has not happened by today is for the caller to leave out."""
    if rng.random() < shares.before_request:
        return Life("parent", rng.randint(10, 150), tuple(_before_request(rng)))
    asks = rng.choices(list(shares.requested_by), list(shares.requested_by.values()))[0]
    return Life(asks, _days_ago(rng), tuple(_application(rng, shares, asks)))


def _days_ago(rng: Random) -> int:
    """Most of a caseload is in its first 20 weeks; some plans are in their review year."""
    return rng.choice((rng.randint(1, 60), rng.randint(30, 160), rng.randint(100, 300), rng.randint(300, 560)))


def _before_request(rng: Random) -> Iterator[Happening]:
    yield Happening(0, "concern_raised")
    if rng.random() < 0.6:
        yield Happening(rng.randint(5, 30), "sen_register_added")
        yield Happening(rng.randint(31, 60), "support_plan_started")
    if rng.random() < 0.5:
        yield Happening(rng.randint(61, 120), "school_asked_to_request")


def _application(rng: Random, shares: Shares, asks: str) -> Iterator[Happening]:
    yield Happening(0, "request_received")
    if rng.random() < shares.withdrawn:
        yield Happening(rng.randint(10, 40), "request_withdrawn")
        return
    decided = rng.randint(20, 42) if rng.random() < shares.decided_within_6_weeks else rng.randint(43, 100)
    if rng.random() < shares.refused_to_assess[asks]:
        yield Happening(decided, "refusal_to_assess_notified")
        yield from _after_refusal(rng, shares, decided)
        return
    yield Happening(decided, "decision_to_assess_notified")
    yield from _assessment(rng, shares, decided)


def _after_refusal(rng: Random, shares: Shares, refused: int) -> Iterator[Happening]:
    fate = rng.random()
    if fate < shares.refusals_taken_to_mediation:
        asked = refused + rng.randint(5, 50)
        yield Happening(asked, "adviser_contacted")
        yield Happening(asked + rng.randint(3, 30), "certificate_issued")
        if fate < shares.refusals_appealed:
            yield Happening(asked + rng.randint(31, 55), "appeal_received")


def _assessment(rng: Random, shares: Shares, decided: int) -> Iterator[Happening]:
    asked = decided + rng.randint(1, 10)
    last_advice = asked
    for adviser in ("educational_psychology", "health", "social_care"):
        took = rng.randint(14, 42) if rng.random() < shares.advice_in_6_weeks else rng.randint(43, 120)
        yield Happening(asked, "advice_request_received", adviser)
        yield Happening(asked + took, "advice_received", adviser)
        last_advice = max(last_advice, asked + took)
    if rng.random() < shares.refused_to_issue:
        yield Happening(last_advice + rng.randint(3, 20), "refusal_to_issue_notified")
        return
    in_time = rng.random() < shares.plan_within_20_weeks
    final = rng.randint(126, 140) if in_time else 140 + 1 + int(rng.gammavariate(2, 49))
    draft = max(decided + 12, final - rng.randint(18, 40))
    yield Happening(draft, "draft_plan_sent")
    yield Happening(draft + rng.randint(3, 15), "representations_made")
    yield Happening(final, "final_plan_sent")
    yield from _review(rng, shares, final)


def _review(rng: Random, shares: Shares, final: int) -> Iterator[Happening]:
    meeting = final + rng.randint(300, 350)
    decided = meeting + (
        rng.randint(10, 28) if rng.random() < shares.review_decided_in_4_weeks else rng.randint(29, 90)
    )
    yield Happening(meeting, "review_meeting_held")
    if rng.random() < shares.review_amends:
        yield Happening(decided, "review_decision_notified", options={"outcome": "amend"})
        yield Happening(decided, "amendment_notice_sent")
        yield Happening(decided + rng.randint(30, 80), "amended_plan_sent")
    else:
        yield Happening(decided, "review_decision_notified", options={"outcome": "keep"})
