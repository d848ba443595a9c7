"""Is the watcher well? Everything that should be so, in one list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from ehcp_workflow.messages.mail_server import is_loopback
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.messages.transport import transports
from ehcp_workflow.services.accounts.visitor import Role
from ehcp_workflow.services.announcing import orchestrator
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.rulebook_review.signatures import Standing
from ehcp_workflow.services.terms.listing import ending_in
from ehcp_workflow.store import (
    accounts,
    case_facts,
    checklog,
    holding,
    outbox_lists,
    positions,
    providers,
    provision,
    tasks,
)
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.positions import Watch
from ehcp_workflow.store.visibility import EVERYTHING, Sees
from ehcp_workflow.today import LONDON

WARN_BEFORE_CALENDAR_ENDS = 365
LOOKS_WITHIN = timedelta(hours=1)
"""How long after a check cases may wait, because somebody changed something in them, before it is trouble."""


@dataclass(frozen=True)
class Examined:
    """One thing examined: what it is, whether it is well, and what to know or do."""

    what: str
    well: bool
    words: str


def examine(installation: Installation, knows: Sees = EVERYTHING) -> list[Examined]:
    """Examine the installation; nothing is changed. Cases are named by their reference to whoever `knows` of them."""
    with installation.database.read() as unit:
        checked = [*_checks(installation, unit), _provision(installation, unit), _failures(unit, knows)]
        checked += [*_outbox(installation, unit), _tasks(unit)]
        cases, terms = case_facts.count_cases(unit), _terms(installation, unit)
        checked.append(_accounts(installation, unit))
    kind = "SQLite" if installation.database.is_sqlite else "PostgreSQL"
    return [
        Examined("Database", True, f"{kind}, current, {cases} cases."),
        _rules(installation),
        _calendar(installation),
        terms,
        *checked,
        _ways(installation),
        *_links(installation),
        _prefect(installation),
    ]


def _accounts(installation: Installation, unit: Unit) -> Examined:
    """Whether anybody can sign in; the demo's password is known to everybody, so it is of no use outside of it."""
    everybody = [account for account in accounts.all_accounts(unit) if account.ended_at is None]
    if not everybody:
        remedy = "Run: ehcp users invite"
        return Examined("Accounts", False, f"nobody can sign in to the pages yet. {remedy}")
    supervisors = sum(account.role == Role.SUPERVISOR for account in everybody)
    beside = ", those of a demo among them" if installation.settings.demo else ""
    words = f"{len(everybody)}, of which {supervisors} are supervisors{beside}."
    return Examined("Accounts", True, words)


def _rules(installation: Installation) -> Examined:
    rules = installation.rulebook.rules
    signed = sum(installation.signoffs.of(rule).standing is Standing.SIGNED for rule in rules.values())
    words = f"{len(rules)}, of which {signed} are signed, fingerprint {installation.rulebook.fingerprint}."
    return Examined("Rules", True, words)


def _checks(installation: Installation, unit: Unit) -> list[Examined]:
    examined = []
    for watch in Watch:
        last = checklog.last_finished(unit, watch)
        waiting = positions.count_to_look_at(unit, watch, installation.today(), installation.fingerprint)
        if last is None or last.finished_at is None:
            words = "has never run"
        else:
            words = f"last full run {last.finished_at.astimezone(LONDON):%d %B %Y %H:%M}, {last.looked_at} cases"
        ended = last.finished_at if last is not None and last.as_at == installation.today() else None
        well = ended is not None and (not waiting or installation.now() - ended <= LOOKS_WITHIN)
        late = f"; {waiting} cases wait to be looked at" if waiting else ""
        remedy = "." if well else ". Run: ehcp check"
        examined.append(Examined(f"Check of {watch.value}", well, words + late + remedy))
    return examined


def _provision(installation: Installation, unit: Unit) -> Examined:
    """Whether provision was checked today; where no case has lines there is nothing to check."""
    last, any_lines = checklog.last_provision(unit), provision.cases_with_lines(unit, limit=1)
    well = not any_lines or last == installation.today()
    words = f"last run for {last:%d %B %Y}" if last else "has never run" if any_lines else "no case has lines yet"
    return Examined("Check of provision", well, words + ("." if well else ". Run: ehcp check provision"))


def _failures(unit: Unit, knows: Sees) -> Examined:
    failed = checklog.failures(unit)
    named = checklog.failures(unit, knows) if failed else ()
    words = [f"{reference}: {what}" for reference, what in named]
    if others := len(failed) - len(named):
        words.append(f"{others} that you may not see cannot be worked out")
    return Examined("Cases", not failed, "; ".join(words) or "every case can be worked out.")


def _outbox(installation: Installation, unit: Unit) -> list[Examined]:
    trouble = {what: n for what, n in outbox_lists.in_trouble(unit, installation.now()).items() if n}
    stuck = ", ".join(f"{n} {what}" for what, n in trouble.items())
    found = [Examined("Messages", not trouble, f"{stuck}. See: ehcp outbox list" if stuck else "nothing is stuck.")]
    found.append(_held(unit))
    resting = [state.name for state in providers.states(unit) if state.rests(installation.now())]
    words = f"left alone for a minute after failures: {', '.join(resting)}." if resting else "all are used."
    found.append(Examined("Providers", not resting, words))
    last = checklog.last_delivery(unit)
    words = f"last looked for messages on {last.astimezone(LONDON):%d %B %Y %H:%M}." if last else "has never run."
    found.append(Examined("Delivery", True, words))
    return found


def _held(unit: Unit) -> Examined:
    """Trouble only when messages wait; cases from a file that nobody has accepted yet are named too."""
    found = holding.held(unit)
    held, cases = sum(one.messages for one in found), sum(one.cases for one in found)
    waiting = [f"{held} wait until a person releases them"] if held else []
    waiting += [f"{cases} imported cases are not accepted yet, and tell nobody anything"] if cases else []
    words = f"{'; '.join(waiting)}. See: ehcp outbox held" if waiting else "none."
    return Examined("Held messages", not held, words)


def _tasks(unit: Unit) -> Examined:
    """Work for advisers, and no trouble of the system's."""
    waiting = len(tasks.open_tasks(unit))
    return Examined("Tasks", True, f"{waiting} people to reach by hand. See: ehcp tasks list" if waiting else "none.")


def _calendar(installation: Installation) -> Examined:
    known_to = installation.rulebook.calendar.known_to
    left = (known_to - installation.today()).days
    words = f"bank holidays are known to {known_to}"
    remedy = "." if left > WARN_BEFORE_CALENDAR_ENDS else ". Add the next years to config/calendars/england.yaml."
    return Examined("Calendar", left > WARN_BEFORE_CALENDAR_ENDS, words + remedy)


def _terms(installation: Installation, unit: Unit) -> Examined:
    """Whether the term dates that lines of plans count by reach three months ahead."""
    said = ending_in(installation, unit)
    return Examined("Term dates", not said, "; ".join(said) or "all that plans count by reach three months ahead.")


def _ways(installation: Installation) -> Examined:
    """Which channels messages can leave by; without e-mail most people cannot be told anything."""
    ways = transports(installation.settings)
    names = ", ".join(f"{channel.value} by {way.provider}" for channel, way in ways.items())
    if Channel.EMAIL not in ways:
        return Examined("Channels", False, f"{names or 'none'}; no e-mail, so messages wait. Set EHCP_SMTP_HOST.")
    return Examined("Channels", True, f"{names}.")


def _links(installation: Installation) -> list[Examined]:
    """Where links in e-mails lead; to this machine only is trouble once a mail server elsewhere takes messages out."""
    settings, way = installation.settings, transports(installation.settings).get(Channel.EMAIL)
    if way is None:
        return []
    if not is_loopback(urlsplit(settings.links).hostname or ""):
        return [Examined("Links", True, f"lead to {settings.links}.")]
    stays_here = way.provider == "smtp" and is_loopback(settings.smtp_host or "")
    words = (
        f"in messages lead to {settings.links}, which is this machine only, so nobody else can stop messages by them"
    )
    remedy = "." if stays_here else ". Set EHCP_PUBLIC_URL."
    return [Examined("Links", stays_here, words + remedy)]


def _prefect(installation: Installation) -> Examined:
    prefect, url = orchestrator(installation), installation.settings.prefect_api_url
    if not prefect.is_alive():
        return Examined("Prefect", False, f"does not answer at {url}. Run: ehcp up")
    served = prefect.has_deployment("check-deadlines", "check-deadlines")
    words = f"answers at {url}" + ("." if served else ", but the flows are not served. Run: ehcp up")
    return Examined("Prefect", served, words)
