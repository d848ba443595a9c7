"""The settings as they are, in words, with where each is changed; and whether everything is well."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ehcp_workflow.services.health import examine
from ehcp_workflow.services.house import policy_of, prefect_pages, ways_of
from ehcp_workflow.services.policy_sentences import policy_in_sentences
from ehcp_workflow.services.rulebook_review.sentences import known_in_words
from ehcp_workflow.services.terms.listing import list_calendars
from ehcp_workflow.web.access.visit import InTheHouse, Operating
from ehcp_workflow.web.pages import show
from ehcp_workflow.web.wording import Tag

router = APIRouter()
_WELL, _TROUBLE = Tag("Well", "green"), Tag("Trouble", "red")


@router.get("/settings")
def show_settings(visit: InTheHouse) -> HTMLResponse:
    """House policy in sentences, what messages leave by, and which dates are known."""
    installation = visit.installation
    return show(
        visit,
        "settings/settings.html",
        sentences=policy_in_sentences(installation.policy, installation.rulebook),
        review=policy_of(installation),
        channels=ways_of(installation.settings),
        settings=installation.settings,
        hours=installation.policy.sending_hours.in_words,
        calendars=list_calendars(installation),
        bank_holidays=known_in_words(installation.rulebook.calendar),
        rules=len(installation.rulebook.rules),
        fingerprint=installation.rulebook.fingerprint,
        database="SQLite" if installation.database.is_sqlite else "PostgreSQL",
    )


@router.get("/settings/health")
def show_health(visit: Operating) -> HTMLResponse:
    """What `ehcp doctor` says: everything that should be so, and whether it is."""
    examined = examine(visit.installation, visit.visitor.knows)
    return show(
        visit,
        "settings/health.html",
        examined=[(one, _WELL if one.well else _TROUBLE) for one in examined],
        troubles=sum(not one.well for one in examined),
        prefect=prefect_pages(visit.installation.settings),
    )
