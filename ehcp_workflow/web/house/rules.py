"""The rule book as pages: every rule that the dates rest on, and each one in full."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ehcp_workflow.services.rulebook_review.examples import example_of
from ehcp_workflow.services.rulebook_review.finding import Wanted, find_rules, parts_in
from ehcp_workflow.services.rulebook_review.rule_sheets import RuleSheet, sheet_of, sheets
from ehcp_workflow.services.rulebook_review.signatures import Standing
from ehcp_workflow.web.access.visit import InTheHouse
from ehcp_workflow.web.pages import show
from ehcp_workflow.web.wording import Tag

router = APIRouter()
_SIGNED = {
    Standing.SIGNED: Tag("Signed", "green"),
    Standing.CHANGED: Tag("Signed, changed since", "yellow"),
    Standing.UNSIGNED: Tag("Not signed", "grey"),
}


@router.get("/rules")
def show_rules(visit: InTheHouse, part: str = "", words: str = "") -> HTMLResponse:
    """The rules, part by part, those with some words in them or all."""
    installation = visit.installation
    signoffs = installation.signoffs
    every = sheets(installation.rulebook, installation.config, signoffs, installation.today())
    found = find_rules(every, Wanted(part, words))
    return show(
        visit,
        "rules/list.html",
        parts=[
            (title, [(sheet, _marks(sheet)) for sheet in found if sheet.part == title]) for title in parts_in(found)
        ],
        titles=parts_in(every),
        part=part,
        words=words,
        found=len(found),
        total=len(every),
        signed=sum(sheet.signoff.standing is Standing.SIGNED for sheet in every),
        unverified=sum(sheet.unverified for sheet in every),
        fingerprint=installation.rulebook.fingerprint,
    )


@router.get("/rules/{name:path}")
def show_rule(visit: InTheHouse, name: str) -> HTMLResponse:
    """One rule in full, by its reference, which may have a stroke in it, or by its id."""
    installation = visit.installation
    rulebook = installation.rulebook
    sheet = sheet_of(name, rulebook, installation.config, installation.signoffs, installation.today())
    example = example_of(sheet.rule, rulebook)
    return show(visit, "rules/rule.html", sheet=sheet, rule=sheet.rule, marks=_marks(sheet), example=example)


def _marks(sheet: RuleSheet) -> list[Tag]:
    """What must be known of a rule before it is relied on."""
    marks = [_SIGNED[sheet.signoff.standing]]
    if sheet.unverified:
        marks.append(Tag("Not verified", "red"))
    if sheet.shown.proposed:
        marks.append(Tag("Proposed, not law", "purple"))
    if not sheet.rule.authority.binds:
        marks.append(Tag("Not law", "blue"))
    return marks
