"""What was known of a case by a day: what had been written down by its end, before anything was added or corrected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from ehcp_workflow.cases.case import Case
from ehcp_workflow.law.london import london_date


def known_by(case: Case, day: date) -> Case:
    """A case with only what was recorded by the end of a day in London; later corrections are not yet made.

    Events, lines of Section F and the delivery log all count by when they were written down. A record of which that
    is not known counts as known all along. The date of birth and the term dates are as they are known today, because
    it is not recorded when they became known.
    """
    section_f = case.section_f
    return replace(
        case,
        recorded=tuple(event for event in case.recorded if was_recorded_by(event.recorded_at, day)),
        section_f=replace(
            section_f,
            lines=tuple(line for line in section_f.lines if was_recorded_by(line.recorded_at, day)),
            entries=tuple(entry for entry in section_f.entries if was_recorded_by(entry.recorded_at, day)),
        ),
    )


def was_recorded_by(recorded_at: datetime | None, day: date) -> bool:
    """Whether something was written down by the end of a day in London."""
    return recorded_at is None or london_date(recorded_at) <= day
