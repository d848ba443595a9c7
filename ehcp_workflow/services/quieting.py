"""Saying that something was seen to, or that nobody is to be told of it for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ehcp_workflow.cases.alerts import AlertKind
from ehcp_workflow.errors import BadInput, NotFound
from ehcp_workflow.services import reading
from ehcp_workflow.services.councils import find_council
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.checking import must_be_known
from ehcp_workflow.store import acknowledgements, casebook, silences
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.silences import Silence
from ehcp_workflow.today import LONDON

LONGEST = timedelta(days=366)


def acknowledge(installation: Installation, reference: str, rule: str | None, by: str) -> int:
    """Note that an adviser has seen to what they were told of a case, or of one rule in it; how many notices.

    What was acknowledged is not escalated, and of some alerts the later rungs are not told. The dates run on.

    Raises:
        NotFound: there is no such case, or no such rule.
    """
    rule_id = installation.rulebook.rule(rule).id if rule else None
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        return acknowledgements.acknowledge(unit, record.id, rule_id, by, installation.now())


def snooze(installation: Installation, reference: str, rule: str, until: date, reason: str, by: str) -> list[int]:
    """Tell advisers nothing more of one date of a case before a day; the family's own reminders go on.

    Args:
        installation: the installation.
        reference: the case.
        rule: the rule whose open dates are meant.
        until: the day on which it is told of again, if it still holds then.
        reason: why, for the next person who looks.
        by: who says so.

    Raises:
        NotFound: there is no such case or rule, or no date of it runs in the case.
        BadInput: the day is not ahead, or too far, or there is no reason.
    """
    sheet = reading.read_sheet(installation, reference)
    clocks = [clock for clock, state in reading.clocks_of(sheet, rule) if state.is_open]
    if not clocks:
        raise BadInput(f"No date of {rule} is running in {sheet.record.reference}, so there is nothing to snooze.")
    subjects = [f"clock:{clock.facts.key}" for clock in clocks]
    return [
        _begin(installation, "case", str(sheet.record.id), subject, until=until, reason=reason, by=by)
        for subject in subjects
    ]


def silence(installation: Installation, scope: str, value: str, until: date, reason: str, by: str) -> int:
    """Tell nobody anything of a case, a council, a person or a kind of alert before a day; the number of the silence.

    What falls into the silence is told on its last day, as far as it still holds then, the latest word only.

    Raises:
        NotFound: there is no such case or person.
        BadInput: the scope, the council or kind is not known, or the day or reason cannot be used.
    """
    return _begin(installation, scope, _known(installation, scope, value), None, until=until, reason=reason, by=by)


@dataclass(frozen=True)
class Quiet:
    """A silence as the list of all shows it: without its reason, which is for one case's own eyes.

    Attributes:
        scope, of: a case and its reference, a council and its name, a person and their number, or a kind of alert.
        rule: the rule whose date was snoozed; None for everything in the scope.
    """

    number: int
    scope: str
    of: str
    rule: str | None
    until: datetime
    by: str


def running(installation: Installation) -> list[Quiet]:
    """The silences that hold now, without their reasons."""
    with installation.database.read() as unit:
        found = silences.running(unit, installation.cipher, installation.now())
        return [_as_listed(installation, unit, one) for one in found]


def reason_of(installation: Installation, silence_id: int) -> str:
    """Why a silence holds, as it was typed; it may speak of the family.

    Raises:
        NotFound: there is no such silence, or it has ended.
    """
    with installation.database.read() as unit:
        found = silences.running(unit, installation.cipher, installation.now())
    reason = next((one.reason for one in found if one.id == silence_id), None)
    if reason is None:
        raise NotFound(f"There is no silence {silence_id} that still runs. `ehcp silence list` shows them.")
    return reason


def end(installation: Installation, silence_id: int) -> None:
    """End a silence before its time; what it put off is looked at with the next delivery of its day.

    Raises:
        NotFound: there is no such silence, or it has ended.
    """
    with installation.database.write() as unit:
        silences.end(unit, silence_id, installation.now())
        silences.bring_forward(unit, installation.now())


def _as_listed(installation: Installation, unit: Unit, one: Silence) -> Quiet:
    of = one.value
    if one.scope == "case":
        of = casebook.reference_of(unit, int(one.value))
    elif one.scope == "council" and (council := find_council(one.value)):
        of = council.name
    rule = installation.rulebook.rules.get((one.subject or "").removeprefix("clock:").partition("@")[0])
    return Quiet(one.id, one.scope, of, rule.ref if rule else one.subject, one.until, one.by)


def _known(installation: Installation, scope: str, value: str) -> str:
    match scope:
        case "case":
            with installation.database.read() as unit:
                return str(casebook.find_case(unit, installation.cipher, value).id)
        case "council":
            council = find_council(value)
            if council is None:
                raise BadInput(f"'{value}' is not a council we know. Write its name as the DfE does, or its number.")
            return council.code
        case "person" if value.isascii() and value.isdigit() and len(value) < 10:
            with installation.database.read() as unit:
                return str(must_be_known(unit, int(value)))
        case "kind" if value in set(AlertKind):
            return value
    raise BadInput(
        f"'{scope} {value}' cannot be silenced. Write: case and its reference, council and its name, person and their "
        f"number, or kind and one of {', '.join(AlertKind)}."
    )


def _begin(
    installation: Installation, scope: str, value: str, subject: str | None, *, until: date, reason: str, by: str
) -> int:
    today = installation.today()
    if not today < until <= today + LONGEST:
        raise BadInput(f"A silence must end on a day within a year from tomorrow, and {until} is not. Choose another.")
    if not reason.strip():
        raise BadInput("A silence needs a reason, for the next person who looks. Give one with --reason.")
    ends = datetime.combine(until, time.min, LONDON)
    with installation.database.write() as unit:
        return silences.add(
            unit,
            installation.cipher,
            scope=scope,
            value=value,
            subject=subject,
            until=ends,
            reason=reason.strip(),
            by=by,
            at=installation.now(),
        )
