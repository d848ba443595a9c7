"""Is the watcher well? Everything that should be so, in one list."""

from __future__ import annotations

from dataclasses import dataclass

from ehcp_workflow.messages.transport import mail_server
from ehcp_workflow.services.announcing import orchestrator
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import casebook, checklog, outbox_lists, positions
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.positions import Watch
from ehcp_workflow.today import LONDON

WARN_BEFORE_CALENDAR_ENDS = 365


@dataclass(frozen=True)
class Examined:
    """One thing examined: what it is, whether it is well, and what to know or do."""

    what: str
    well: bool
    words: str


def examine(installation: Installation) -> list[Examined]:
    """Examine the installation; nothing is changed."""
    with installation.database.read() as unit:
        checked = [*_checks(installation, unit), _failures(unit), _outbox(installation, unit)]
        cases = casebook.count_cases(unit)
    kind = "SQLite" if installation.database.is_sqlite else "PostgreSQL"
    return [
        Examined("Database", True, f"{kind}, current, {cases} cases."),
        Examined(
            "Rules", True, f"{len(installation.rulebook.rules)}, fingerprint {installation.rulebook.fingerprint}."
        ),
        _calendar(installation),
        *checked,
        _mail(installation),
        _prefect(installation),
    ]


def _checks(installation: Installation, unit: Unit) -> list[Examined]:
    examined = []
    for watch in Watch:
        last = checklog.last_finished(unit, watch)
        waiting = positions.count_to_look_at(unit, watch, installation.today(), installation.fingerprint)
        if last is None or last.finished_at is None:
            words = "has never run"
        else:
            words = f"last full run {last.finished_at.astimezone(LONDON):%d %B %Y %H:%M}, {last.looked_at} cases"
        well = last is not None and last.as_at == installation.today() and not waiting
        late = f"; {waiting} cases wait to be looked at" if waiting else ""
        remedy = "." if well else ". Run: ehcp check"
        examined.append(Examined(f"Check of {watch.value}", well, words + late + remedy))
    return examined


def _failures(unit: Unit) -> Examined:
    failed = checklog.failures(unit)
    words = "; ".join(f"{reference}: {what}" for reference, what in failed) or "every case can be worked out."
    return Examined("Cases", not failed, words)


def _outbox(installation: Installation, unit: Unit) -> Examined:
    trouble = {what: n for what, n in outbox_lists.in_trouble(unit, installation.now()).items() if n}
    words = ", ".join(f"{n} {what}" for what, n in trouble.items()) or "nothing is stuck."
    return Examined("Messages", not trouble, words)


def _calendar(installation: Installation) -> Examined:
    known_to = installation.rulebook.calendar.known_to
    left = (known_to - installation.today()).days
    words = f"bank holidays are known to {known_to}"
    remedy = "." if left > WARN_BEFORE_CALENDAR_ENDS else ". Add the next years to config/calendars/england.yaml."
    return Examined("Calendar", left > WARN_BEFORE_CALENDAR_ENDS, words + remedy)


def _mail(installation: Installation) -> Examined:
    server = mail_server(installation.settings)
    if server is None:
        return Examined("Mail server", False, "none, so messages wait. Set EHCP_SMTP_HOST.")
    return Examined("Mail server", True, f"{server.host}:{server.port}, security {server.security}.")


def _prefect(installation: Installation) -> Examined:
    prefect, url = orchestrator(installation), installation.settings.prefect_api_url
    if not prefect.is_alive():
        return Examined("Prefect", False, f"does not answer at {url}. Run: ehcp up")
    served = prefect.has_deployment("check-deadlines", "check-deadlines")
    words = f"answers at {url}" + ("." if served else ", but the flows are not served. Run: ehcp up")
    return Examined("Prefect", served, words)
