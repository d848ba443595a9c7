"""Small scenes for the tests of what delivery guarantees: later moments, and what stands in the tables."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text

from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework
from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import notices, outbox_lists, tasks
from ehcp_workflow.store.casebook import CaseRecord

from installations import PARENT, make_case


def family(
    installation: Installation,
    email: str = PARENT,
    *events: tuple[str, str],
    adviser: str | None = None,
    **more: object,
) -> CaseRecord:
    """A case with a parent and, where named, an adviser; without other events one limit ends on 30 November 2026."""
    record = make_case(installation, people=False, **more)
    contacts = [Contact("parent", email, None, "by phone")]
    contacts += [Contact("adviser", adviser, None, "adviser")] if adviser else []
    with installation.database.write() as unit:
        casework.add_contacts(installation, unit, record.id, tuple(contacts))
    for kind, on in events or (("request_received", "2026-10-19"),):
        casework.record_event(installation, record.reference, NewEvent(kind, When.parse(on)), by="test")
    return record


def later(installation: Installation, **more: float) -> Installation:
    """The same installation some minutes, hours or days later."""
    assert installation.fixed_now is not None
    return replace(installation, fixed_now=installation.fixed_now + timedelta(**more))


def messages(installation: Installation) -> dict[str, int]:
    with installation.database.read() as unit:
        return outbox_lists.count_by_state(unit)


def told(installation: Installation) -> dict[str, int]:
    with installation.database.read() as unit:
        return notices.count_by_state(unit)


def rows(installation: Installation, question: str) -> Sequence[tuple]:
    with installation.database.read() as unit:
        return [tuple(row) for row in unit.execute(text(question)).all()]


def do(installation: Installation, statement: str) -> None:
    with installation.database.write() as unit:
        unit.execute(text(statement))


def tasks_of(installation: Installation) -> Counter[str]:
    """Why there are tasks, and how many for each reason."""
    with installation.database.read() as unit:
        return Counter(task.why for task in tasks.open_tasks(unit))
