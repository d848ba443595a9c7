"""Recording what kind of needs a child has. A diagnosis may be recorded and is never asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ehcp_workflow.cases.needs import COUNTED_RANKS, Diagnosis, Need, NeedCodes, free_rank, load_need_codes, needs_now
from ehcp_workflow.cases.policy_problems import meant
from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.services.event_checks import new_id
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import casebook
from ehcp_workflow.store import needs as stored

_MOST = 99


@dataclass(frozen=True)
class ListedNeed:
    """A need in words: the code, what it means, its broad area, rank, and diagnosis where anybody asked."""

    need: Need
    title: str
    area: str


@dataclass(frozen=True)
class NeedsSheet:
    """The needs of a case, by rank."""

    reference: str
    needs: tuple[ListedNeed, ...]


def need_codes(installation: Installation) -> NeedCodes:
    """The areas and codes of needs.

    Raises:
        BadConfiguration: the file is missing or wrong.
    """
    return load_need_codes(installation.config / "needs.yaml")


def add_need(
    installation: Installation,
    reference: str,
    sen_type: str,
    by: str,
    *,
    rank: int | None = None,
    diagnosis: Diagnosis | None = None,
) -> NeedsSheet:
    """Record a need, or put right the rank or the diagnosis of one that is there; all needs of the case.

    Args:
        installation: the installation.
        reference: the case.
        sen_type: the code, such as `SLCN`.
        by: who says so.
        rank: 1 for primary, 2 for secondary; without it the first free one, or the one it has.
        diagnosis: how far a diagnosis is; without it what is on record stays.

    Raises:
        NotFound: there is no such case.
        BadInput: there is no such code, or no such rank.
        Refused: another need has that rank.
    """
    code = _check_code(need_codes(installation), sen_type)
    if rank is not None and not 1 <= rank <= _MOST:
        raise BadInput(f"A rank of {rank} cannot be meant. Use 1 for the primary need, 2 for the secondary, then 3.")
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        needs = needs_now(stored.read_needs(unit, record.id))
        old = next((need for need in needs if need.sen_type == code), None)
        new = Need(
            id=new_id(),
            sen_type=code,
            rank=rank or (old.rank if old else free_rank(needs)),
            diagnosis=diagnosis or (old.diagnosis if old else None),
            replaces=old.id if old else None,
            recorded_at=installation.now(),
        )
        _check_rank(new, needs)
        if old is None or (new.rank, new.diagnosis) != (old.rank, old.diagnosis):
            stored.add_need(unit, record.id, new, by)
    return list_needs(installation, reference)


def withdraw_need(installation: Installation, reference: str, sen_type: str, by: str) -> NeedsSheet:
    """Take a need back; the old record stays and is marked as taken back.

    Raises:
        NotFound: there is no such case, or it has no such need.
    """
    code = sen_type.strip().upper()
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        old = next((n for n in needs_now(stored.read_needs(unit, record.id)) if n.sen_type == code), None)
        if old is None:
            raise NotFound(f"{record.reference} has no need '{code}' on record. `ehcp case needs` lists them.")
        gone = replace(old, id=new_id(), replaces=old.id, withdrawn=True, recorded_at=installation.now())
        stored.add_need(unit, record.id, gone, by)
    return list_needs(installation, reference)


def list_needs(installation: Installation, reference: str) -> NeedsSheet:
    """The needs of a case, by rank.

    Raises:
        NotFound: there is no such case.
    """
    codes = need_codes(installation)
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        needs = needs_now(stored.read_needs(unit, record.id))
    return NeedsSheet(record.reference, tuple(_listed(need, codes) for need in needs))


def _listed(need: Need, codes: NeedCodes) -> ListedNeed:
    kind, area = codes.by_code.get(need.sen_type), codes.area_of(need.sen_type)
    return ListedNeed(need, kind.title if kind else need.sen_type, area.title if area else "")


def _check_code(codes: NeedCodes, sen_type: str) -> str:
    code = sen_type.strip().upper()
    if code not in codes.by_code:
        known = ", ".join(codes.by_code)
        raise BadInput(f"'{sen_type}' is not a code of needs.{meant(code, codes.by_code)} Codes: {known}.")
    return code


def _check_rank(new: Need, needs: tuple[Need, ...]) -> None:
    """Two needs may not have one rank: the census counts one primary and one secondary need."""
    other = next((need for need in needs if need.rank == new.rank and need.id != new.replaces), None)
    if other:
        which = "The primary" if new.rank == 1 else "The secondary" if new.rank in COUNTED_RANKS else "A further"
        said = f"{which} need (rank {new.rank}) is {other.sen_type} already."
        raise Refused(f"{said} Give that one another rank first, or use rank {free_rank(needs)}.")
