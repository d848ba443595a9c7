"""The calendar of a family, made and ended by themselves on their page."""

from __future__ import annotations

from ehcp_workflow.services.calendars import feeds
from ehcp_workflow.services.family.entering import Reader
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store.calendar_feeds import Owner


def calendar_of(installation: Installation, reader: Reader) -> str | None:
    """The address of somebody's calendar; None where they have none."""
    return feeds.address_of(installation, _owner(reader))


def make_calendar(installation: Installation, reader: Reader) -> None:
    """Make the address of somebody's calendar; one they had before ends."""
    feeds.make_for_owner(installation, _owner(reader), reader.by)


def end_calendar(installation: Installation, reader: Reader) -> None:
    """End the address of somebody's calendar; without one nothing changes."""
    feeds.end_of(installation, _owner(reader))


def _owner(reader: Reader) -> Owner:
    return Owner(case_id=reader.case_id, person_id=reader.person_id)
