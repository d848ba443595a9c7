"""Rules, councils, reviews, the checks, and trying a situation out, for programs."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path

from ehcp_workflow.services.councils import load_councils
from ehcp_workflow.services.heartbeat import read_heartbeat
from ehcp_workflow.services.reading import position_as_json
from ehcp_workflow.services.review_list import list_as_json, reviews_due
from ehcp_workflow.services.rulebook_review.rule_sheets import RuleSheet, sheet_as_json, sheet_of, sheets
from ehcp_workflow.services.whatif import situation_of, what_if
from ehcp_workflow.store.checklog import CheckRun
from ehcp_workflow.web.api.callers import HouseReading, Reading, TokenRoute
from ehcp_workflow.web.api.models.house import (
    CheckOut,
    ChecksOut,
    CouncilOut,
    ReviewsOut,
    RuleLine,
    RuleOut,
    SituationIn,
)
from ehcp_workflow.web.api.models.position import PositionOut
from ehcp_workflow.web.api.models.shared import AsAt
from ehcp_workflow.web.api.problems import described

router = APIRouter(route_class=TokenRoute, tags=["house"])


@router.get("/councils")
def list_councils(visit: HouseReading) -> list[CouncilOut]:  # noqa: ARG001 - it asks for a token
    """The councils of England that keep EHC plans."""
    return [CouncilOut(code=one.code, name=one.name, region=one.region) for one in load_councils()]


@router.get("/rules")
def list_rules(visit: HouseReading) -> list[RuleLine]:
    """The rules, part by part, with whether a lawyer stands behind each."""
    installation = visit.installation
    every = sheets(installation.rulebook, installation.config, installation.signoffs, installation.today())
    return [_rule(sheet) for sheet in every]


@router.get("/rules/{rule}", responses=described(404), response_model=RuleOut)
def show_rule(
    visit: HouseReading,
    rule: Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,60}$", description="Its id or reference, such as `REQ-02`.")],
) -> dict[str, Any]:
    """A rule with everything a lawyer needs to agree or disagree with it: its data, and beside it the words."""
    installation = visit.installation
    return sheet_as_json(
        sheet_of(rule, installation.rulebook, installation.config, installation.signoffs, installation.today())
    )


@router.get("/reviews", response_model=ReviewsOut)
def list_reviews(visit: Reading, as_at: AsAt = None) -> dict[str, Any]:
    """The reviews of the cases that the token's account may see, the one with the soonest next step first."""
    return list_as_json(reviews_due(visit.installation, as_at, sees=visit.visitor.sees))


@router.get("/checks")
def show_checks(visit: HouseReading) -> ChecksOut:
    """Whether the daily checks are alive: when they last came to their end, and which cases they could not work out."""
    found = read_heartbeat(visit.installation, visit.visitor.knows)
    return ChecksOut(
        today=found.today,
        well=found.is_well,
        words=found.in_words,
        deadlines=_run(found.deadlines),
        silence=_run(found.silence),
        delivered_at=found.delivered_at,
        failing=[reference for reference, _ in found.named],
    )


@router.post("/whatif")
def try_situation(visit: HouseReading, situation: SituationIn) -> PositionOut:
    """The dates that follow from some events. Nothing is stored and nobody is told."""
    installation = visit.installation
    read = situation_of(_as_document(situation), installation.rulebook)
    day = situation.as_at or installation.today()
    position = what_if(installation.rulebook, installation.policy, read, day, proposed=situation.proposed)
    return PositionOut.model_validate(position_as_json(position, installation.signoffs))


def _as_document(situation: SituationIn) -> dict[str, Any]:
    """The situation as a file would say it."""
    facts: dict[str, Any] = {
        "council": situation.council,
        "date_of_birth": situation.date_of_birth,
        "school_closures": [{"from": one.first, "to": one.last} for one in situation.school_closures],
    }
    events = [
        {"kind": one.kind, "on": one.on, **({"about": one.about} if one.about else {}), **one.dates, **one.options}
        for one in situation.events
    ]
    return {"facts": {name: value for name, value in facts.items() if value}, "events": events}


def _run(run: CheckRun | None) -> CheckOut | None:
    return None if run is None else CheckOut(**{name: getattr(run, name) for name in CheckOut.model_fields})


def _rule(sheet: RuleSheet) -> RuleLine:
    return RuleLine(
        rule=sheet.rule.id,
        ref=sheet.rule.ref,
        title=sheet.rule.title,
        part=sheet.part,
        who=sheet.who,
        time=sheet.time,
        kind=sheet.kind,
        authority=sheet.authority,
        citation=sheet.shown.citation,
        unverified=sheet.unverified,
        signed=sheet.signoff.in_words,
    )
