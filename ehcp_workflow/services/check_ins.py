"""Check-ins: a family says with two taps whether the help of some days was given.

The link needs no login, so it says nothing of the case: lines stand in it by their codes alone.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from ehcp_workflow.cases.alerts import AlertKind
from ehcp_workflow.cases.policy import Audience
from ehcp_workflow.cases.section_f.entry import EntryKind
from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.services.casework import work_out
from ehcp_workflow.services.check_in_questions import must_be_owed
from ehcp_workflow.services.family.links import page_of
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import casebook, check_ins, notices, positions
from ehcp_workflow.store.check_ins import CheckIn
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.people import people_to_tell

log = logging.getLogger(__name__)
ANSWERABLE_FOR = timedelta(days=14)
_NOT_OURS = "This link cannot be used. It may be incomplete: copy the whole link from the message."
_OVER = "This question can no longer be answered. Use the link in the newest message, or tell your adviser."


class Answer(StrEnum):
    """How much of the help of the days asked about was given."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


_IN_THE_LOG = {Answer.ALL: EntryKind.DELIVERED, Answer.SOME: EntryKind.PART, Answer.NONE: EntryKind.MISSED}


@dataclass(frozen=True)
class Asked:
    """What a check-in asks, without personal data.

    Attributes:
        lines: the codes of the lines, such as `F1`: what each is stands in the plan alone.
        first, last: the days, both inclusive.
        answers: what was answered before.
        page: the path of the page of whoever is asked, which asks for more than this link; None where they have none.
    """

    lines: tuple[str, ...]
    first: date
    last: date
    answers: Mapping[str, str]
    page: str | None = field(default=None, compare=False)


def ask(
    installation: Installation, reference: str, person_id: int, lines: tuple[str, ...], days: tuple[date, date]
) -> str:
    """Open a check-in for one person of a case's family and return its token; one asked before ends.

    Nothing is sent: whoever asks hands the link over, or a message carries it.

    Args:
        installation: the installation.
        reference: the case.
        person_id: who is asked; a person of the family who is told of this case.
        lines: the codes of the lines asked about.
        days: the first and the last day, both inclusive; both over or today.

    Raises:
        NotFound: there is no such case, or the person is not of its family.
        BadInput: no line is named, the plan in force on the days has no such line, or the days are not in order or
            lie ahead.
    """
    if not lines:
        raise BadInput("A check-in asks about at least one line. Name it, such as F1.")
    if not days[0] <= days[1] <= installation.today():
        raise BadInput(f"A check-in asks about days that are over, and {days[0]} to {days[1]} are not. Correct them.")
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        must_be_owed(casebook.read_case(unit, record), lines, days)
        if not _is_family(unit, record.id, person_id):
            raise NotFound(f"Person {person_id} is not told of {record.reference} as its family. See: ehcp people list")
        return renew(installation, unit, record.id, person_id, lines, days)


def renew(
    installation: Installation,
    unit: Unit,
    case_id: int,
    person_id: int,
    lines: tuple[str, ...],
    days: tuple[date, date],
) -> str:
    """Open a check-in within a transaction and return its token; one asked of the person before ends."""
    now = installation.now()
    number = check_ins.add_check_in(
        unit,
        case_id=case_id,
        person_id=person_id,
        lines=set(lines),
        days=days,
        asked_at=now,
        expires_at=now + ANSWERABLE_FOR,
        lookup_of=lambda number: _lookup(installation, check_in_token(installation, number)),
    )
    return check_in_token(installation, number)


def check_in_token(installation: Installation, check_in_id: int) -> str:
    """The unguessable part of a check-in's link, derived anew each time: only its look-up is kept."""
    return f"{check_in_id}-{installation.cipher.lookup(f'check-in link {check_in_id}')[:32]}"


def token_of(installation: Installation, reference: str, person_id: int) -> str:
    """The token of what a person of a case was last asked, for an adviser who answers for them, such as by phone.

    Raises:
        NotFound: there is no such case, or the person was asked nothing about it.
    """
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        number = check_ins.open_check_in_of(unit, record.id, person_id)
    if number is None:
        raise NotFound(
            f"Person {person_id} has no check-in in {record.reference}. "
            f"Ask first: ehcp check-in ask {record.reference} --person {person_id} F1"
        )
    return check_in_token(installation, number)


def check_in_link(installation: Installation, token: str) -> str:
    """The page on which a check-in is answered without logging in."""
    return f"{installation.settings.links}/check-in/{token}"


def open_check_in(installation: Installation, token: str) -> Asked:
    """What a link asks; nothing is changed.

    Raises:
        NotFound: the link is not one of ours.
        Refused: it has expired, another took its place, or its reader is no longer told of the case.
    """
    with installation.database.read() as unit:
        return asked_in(installation, unit, token)


def asked_in(installation: Installation, unit: Unit, token: str) -> Asked:
    """What a link asks, within a transaction; as `open_check_in`."""
    found = _find(installation, unit, token)
    page = page_of(installation, unit, found.case_id, found.person_id)
    return Asked(found.lines, found.first, found.last, found.answers, page)


def answer(installation: Installation, token: str, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """Log what a family answered; the lines left as somebody corrected them since an earlier answer.

    The same answer again changes nothing; another one corrects the first.

    Raises:
        NotFound: the link is not one of ours.
        Refused: it has expired, another took its place, or its reader is no longer told of the case.
        BadInput: a line was not asked about, or none was answered.
    """
    with installation.database.write() as unit:
        casebook.hold_cases(unit, [_find(installation, unit, token).case_id])
        found = _find(installation, unit, token)  # as it is now that nobody else can answer beside us
        if stray := sorted(set(answers) - set(found.lines)):
            raise BadInput(f"{stray[0]} was not asked about. Answer for: {', '.join(found.lines)}.")
        if not answers:
            raise BadInput(f"Nothing was answered. Answer for: {', '.join(found.lines)}.")
        said = {line: (one.value, _IN_THE_LOG[one]) for line, one in answers.items()}
        positions.look_again(unit, [found.case_id], installation.today())
        left = check_ins.keep_answers(unit, found, said, installation.now())
    _work_out(installation, found, answers)
    return left


def read_answers(typed: Sequence[str]) -> dict[str, Answer]:
    """Answers as somebody types them: `F1=all`, `F2=none`.

    Raises:
        BadInput: one of them is not an answer, or two speak of one line.
    """
    found: dict[str, Answer] = {}
    for one in typed:
        line, _, said = one.partition("=")
        if not line or said not in set(Answer):
            raise BadInput(f"'{one}' is not an answer. Write the line and all, some or none, such as F1=all.")
        if line in found:
            raise BadInput(f"{line} is answered twice. Keep one of the two.")
        found[line] = Answer(said)
    return found


def revoke(installation: Installation, token: str) -> None:
    """End a check-in before its time; doing so again changes nothing.

    Raises:
        NotFound: the link is not one of ours.
    """
    with installation.database.write() as unit:
        check_ins.revoke(unit, _ours(installation, unit, token).id, installation.now())


def _work_out(installation: Installation, found: CheckIn, answers: Mapping[str, Answer]) -> None:
    """What follows from an answer, at once; the person who gave it is not told what they have just said.

    The answer is kept by now. If the case cannot be worked out, the next check looks at it and says so.
    """
    subjects = [f"provision:{line}" for line, said in answers.items() if said is not Answer.ALL]
    known = [(subject, kind.value) for subject in subjects for kind in (AlertKind.LAPSED, AlertKind.SHORTFALL_GREW)]
    try:
        with installation.database.write() as unit:
            reference = casebook.reference_of(unit, found.case_id)
            work_out(installation, unit, casebook.find_case(unit, installation.cipher, reference, lock=True))
            notices.leave_out(unit, found.case_id, found.person_id, known)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the case, the family's answer stays
        log.error("An answer is kept; its case waits for the next check (%s)", type(error).__name__)  # noqa: TRY400


def _find(installation: Installation, unit: Unit, token: str) -> CheckIn:
    found = _ours(installation, unit, token)
    over = found.revoked or installation.now() >= found.expires_at
    if over or not _is_family(unit, found.case_id, found.person_id):
        raise Refused(_OVER)
    return found


def _ours(installation: Installation, unit: Unit, token: str) -> CheckIn:
    found = check_ins.find_check_in(unit, _lookup(installation, token))
    # A look-up forgives capitals and spaces; a token does not.
    if found is None or not hmac.compare_digest(check_in_token(installation, found.id).encode(), token.encode()):
        raise NotFound(_NOT_OURS)
    return found


def _is_family(unit: Unit, case_id: int, person_id: int) -> bool:
    return person_id in people_to_tell(unit, case_id, Audience.FAMILY)


def _lookup(installation: Installation, token: str) -> str:
    return installation.cipher.lookup(f"check-in token {token}")
