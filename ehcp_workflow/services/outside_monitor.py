"""Telling a monitor outside that checks and deliveries run: when it hears nothing for a while, it calls somebody.

Nothing of ours can say that this machine is off. A dead-man's switch elsewhere can: it expects a sign of life, and we
give none while anything is wrong.
"""

from __future__ import annotations

import logging
from datetime import timedelta

import httpx

from ehcp_workflow.services.heartbeat import Heartbeat, read_heartbeat
from ehcp_workflow.services.installation import Installation

log = logging.getLogger(__name__)
PATIENCE_SECONDS = 5.0
PLANNED_WITHIN, DELIVERED_WITHIN = timedelta(hours=1), timedelta(minutes=30)


class _Unlogged(logging.Filter):
    """Keeps the monitor's address out of httpx's own log: whoever has it can give our sign of life."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = httpx.URL(url)

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line may be written: not the one that names the address."""
        return not (isinstance(record.args, tuple) and self.url in record.args)


def tell_if_well(installation: Installation) -> bool:
    """Tell the monitor of EHCP_HEARTBEAT_URL, after a round of planning or of delivery; whether it was told.

    It is told only when both checks have run today and lately, no case failed, and messages were delivered lately: so
    that either of them stands still is heard of, though the other goes on. That it does not answer is only logged.

    Raises:
        Unavailable: the database cannot be read.
    """
    url = installation.settings.heartbeat_url
    if not url or not _all_is_well(installation, read_heartbeat(installation)):
        return False
    try:
        _get(url)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        log.warning("The outside monitor could not be told (%s). See EHCP_HEARTBEAT_URL.", type(error).__name__)
        return False
    return True


def _get(url: str) -> None:
    quiet, theirs = _Unlogged(url), logging.getLogger("httpx")
    theirs.addFilter(quiet)
    try:
        httpx.get(url, timeout=PATIENCE_SECONDS).raise_for_status()
    finally:
        theirs.removeFilter(quiet)


def _all_is_well(installation: Installation, heartbeat: Heartbeat) -> bool:
    now, planned, delivered = installation.now(), heartbeat.finished_at, heartbeat.delivered_at
    if not heartbeat.is_well or planned is None or delivered is None:
        return False
    return now - planned <= PLANNED_WITHIN and now - delivered <= DELIVERED_WITHIN
