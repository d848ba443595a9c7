"""Installations for tests: a real database in a temporary folder, a fixed day, and fictional cases."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework
from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation, open_installation
from ehcp_workflow.settings import Settings
from ehcp_workflow.store.casebook import CaseRecord, NewCase

from prepared import prepare

NOON = time(12, 0, tzinfo=UTC)
PARENT, ADVISER = "a.parent@example.org", "an.adviser@example.org"


@contextmanager
def installed(home: Path, url: str | None, day: str) -> Iterator[Installation]:
    """An installation whose today is a given day, at noon, with a mail server that tests replace."""
    if url is None:
        prepare(home)
    settings = Settings(home=home, database_url=url, smtp_host="127.0.0.1", smtp_port=9, smtp_security="none")
    with open_installation(settings) as installation:
        installation.fixed_now = noon(day)
        yield installation


def noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), NOON)


def on_day(installation: Installation, day: str) -> Installation:
    """The same installation on another day."""
    return replace(installation, fixed_now=noon(day))


def make_case(installation: Installation, *events: tuple[str, str], people: bool = True, **more: object) -> CaseRecord:
    """A case with events given as (kind, date), and a parent and an adviser who agreed to be written to."""
    contacts = (Contact("parent", PARENT, "Pat Parent", "by phone"), Contact("adviser", ADVISER, None, "adviser"))
    new = NewCase(opened_at=installation.now(), council_code="202", child_name="Kim Fictional", **more)  # type: ignore[arg-type]
    record = casework.open_case(installation, new, contacts if people else ())
    for kind, on in events:
        casework.record_event(installation, record.reference, NewEvent(kind, When.parse(on)), by="test")
    return record
