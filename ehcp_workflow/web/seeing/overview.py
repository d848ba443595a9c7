"""The first page of a case: its picture, where it stands, what comes next, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ehcp_workflow.cases.picture.drawing import STILL_OPEN, draw
from ehcp_workflow.cases.remedies.wording import missed_in_words, state_in_words, step_in_words
from ehcp_workflow.cases.section_f.versions import PLANS
from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.services.case_messages import count_messages
from ehcp_workflow.services.councils import find_council
from ehcp_workflow.services.reading import CaseSheet, read_sheet
from ehcp_workflow.services.remedying import INFORMATION, what_next
from ehcp_workflow.store.casebook import CaseRecord
from ehcp_workflow.store.people import CasePerson
from ehcp_workflow.web.access.visit import Seeing
from ehcp_workflow.web.asking import read_as_at
from ehcp_workflow.web.case_dates import dates_of, duties_of
from ehcp_workflow.web.case_records import lapses_of, promises_of
from ehcp_workflow.web.picture.panels import KINDS, drawn
from ehcp_workflow.web.seeing.frame import show_part
from ehcp_workflow.web.seeing.messages import counted
from ehcp_workflow.web.wording import Tag, how_far, plain_name, severity_tag, stage_tag

router = APIRouter()
REMEDIES_IN_WORDS = {"missed": missed_in_words, "step": step_in_words, "state": state_in_words}


@dataclass(frozen=True)
class PersonRow:
    """Somebody in the case with one way of reaching them, and whether they may be written to there."""

    person: CasePerson
    part: str
    consent: Tag


@router.get("/cases/{reference}")
def show_case(visit: Seeing, reference: str, as_at: str | None = None) -> HTMLResponse:
    """A case as it stands today, or stood on another day."""
    record, day = visit.case(reference), read_as_at(as_at, visit.installation.today())
    installation = visit.installation
    sheet = read_sheet(installation, record.reference, day)
    position, rulebook, signoffs = sheet.position, installation.rulebook, installation.signoffs
    return show_part(
        visit,
        record,
        "case/overview.html",
        "",
        as_at=day,
        facts=facts_of(record, sheet),
        picture=drawn(draw(rulebook, position)),
        kinds=KINDS,
        far=lambda mark: how_far(mark.when, position.as_at) if mark.look in STILL_OPEN else "",
        stages=[(stage, stage_tag(stage.state)) for stage in position.stages],
        dates=[row for row in dates_of(signoffs, sheet) if row.open],
        remedies=what_next(rulebook, position).remedies,
        in_words=REMEDIES_IN_WORDS,
        information=INFORMATION,
        duties=duties_of(signoffs, sheet),
        promises=promises_of(position),
        lapses=lapses_of(position),
        has_plan=any(event.kind in PLANS for event in position.events),
        findings=[(finding, severity_tag(finding.severity)) for finding in position.findings],
        messages=counted(count_messages(installation, record.reference)),
        people=[_person(person) for person in sheet.people],
    )


def facts_of(record: CaseRecord, sheet: CaseSheet) -> list[tuple[str, str]]:
    """What is known of a case beside what happened in it."""
    rights = sheet.position.rights_of.value
    found = find_council(record.council_code)
    said = (
        ("Child or young person", record.child_name or "Name not recorded"),
        ("Date of birth", record.birth_date and day_in_words(record.birth_date)),
        ("Whose the family’s rights are", f"The {rights}’s" if rights != "not known" else None),
        ("Council", (found.name if found else record.council_code) or "Not recorded"),
        ("Requested by", record.requested_by and plain_name(record.requested_by).capitalize()),
        ("Your own reference", record.their_reference),
        ("Source", record.source),
    )
    return [(name, value) for name, value in said if value]


def _person(person: CasePerson) -> PersonRow:
    tag = Tag("May be written to", "green") if person.consent else Tag("Not to be written to", "grey")
    return PersonRow(person, plain_name(person.role).capitalize(), tag)
