"""The page of one case: the only page that names the child."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ehcp_workflow.cases.remedies.wording import missed_in_words, state_in_words, step_in_words
from ehcp_workflow.services.councils import find_council
from ehcp_workflow.services.reading import CaseSheet, read_sheet
from ehcp_workflow.services.remedying import INFORMATION, what_next
from ehcp_workflow.web.access.visit import Seeing, Visit
from ehcp_workflow.web.asking import read_as_at
from ehcp_workflow.web.case_dates import dates_of, duties_of
from ehcp_workflow.web.case_history import history_of
from ehcp_workflow.web.case_records import lapses_of, promises_of
from ehcp_workflow.web.pages import show
from ehcp_workflow.web.wording import Tag, how_far, plain_name, severity_tag, stage_tag

router = APIRouter()
REMEDIES_IN_WORDS = {"missed": missed_in_words, "step": step_in_words, "state": state_in_words}


@router.get("/cases/{reference:path}")
def show_case(visit: Seeing, reference: str, as_at: str | None = None) -> Response:
    """A case as it stands today, or stood on another day."""
    record, day = visit.case(reference), read_as_at(as_at, visit.installation.today())
    sheet = read_sheet(visit.installation, record.reference, day)
    if record.reference != reference:
        # Found by the adviser's own reference, which may say something about the family: it leaves the address.
        return RedirectResponse(_address(sheet, as_at if day else None), 303)
    return _page(visit, sheet)


def _page(visit: Visit, sheet: CaseSheet) -> HTMLResponse:
    installation = visit.installation
    position, rulebook, signoffs = sheet.position, installation.rulebook, installation.signoffs
    entries, left_out = history_of(rulebook, sheet)
    what = what_next(rulebook, position)
    return show(
        visit,
        "case.html",
        record=sheet.record,
        council=_council(sheet.record.council_code),
        rights_of=position.rights_of.value,
        as_at=position.as_at if position.as_at != installation.today() else None,
        today=installation.today(),
        stages=[(stage, stage_tag(stage.state)) for stage in position.stages],
        steps=[(step, how_far(step.due, position.as_at)) for step in what.dates],
        remedies=what.remedies,
        in_words=REMEDIES_IN_WORDS,
        information=INFORMATION,
        dates=dates_of(signoffs, sheet),
        duties=duties_of(signoffs, sheet),
        promises=promises_of(position),
        lapses=lapses_of(position),
        findings=[(finding, severity_tag(finding.severity)) for finding in position.findings],
        entries=entries,
        left_out=left_out,
        people=[(person, plain_name(person.role).capitalize(), _consent(person.consent)) for person in sheet.people],
        plain_name=plain_name,
    )


def _address(sheet: CaseSheet, as_at: str | None) -> str:
    return f"/cases/{sheet.record.reference}" + (f"?as_at={as_at}" if as_at else "")


def _council(code: str | None) -> str | None:
    found = find_council(code)
    return found.name if found else code


def _consent(given: bool) -> Tag:
    return Tag("May be written to", "green") if given else Tag("Not to be written to", "grey")
