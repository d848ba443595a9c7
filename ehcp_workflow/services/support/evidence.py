"""Evidence for a request: recording what is here, was asked for or is missing, and the checklist."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ehcp_workflow.cases.evidence import Item, Piece, State, checklist
from ehcp_workflow.cases.evidence_kinds import EvidenceKind, FromWhom, load_evidence_kinds
from ehcp_workflow.cases.policy_problems import meant
from ehcp_workflow.cases.standing import standing
from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.law.when import When
from ehcp_workflow.services.event_checks import EARLIEST, new_id
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import casebook
from ehcp_workflow.store import evidence as stored
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.evidence import NO_WORDS, EvidenceWords

NO_GATE = (
    "None of this is a condition. A request may be made without it: the council must assess if the child has or may "
    "have special educational needs and it may be necessary to make provision through a plan."
)


@dataclass(frozen=True)
class NewPiece:
    """A piece of evidence as somebody reports it."""

    kind: str
    state: State = State.HERE
    from_whom: FromWhom | None = None
    dated: When | None = None
    words: EvidenceWords = NO_WORDS


@dataclass(frozen=True)
class ListedPiece:
    """A piece of evidence that counts, with the title of its kind and its words."""

    piece: Piece
    title: str
    words: EvidenceWords = field(repr=False, default=NO_WORDS)


@dataclass(frozen=True)
class EvidenceSheet:
    """The evidence of a case: every piece, and the checklist of all kinds."""

    reference: str
    pieces: tuple[ListedPiece, ...]
    checklist: tuple[Item, ...]


def evidence_kinds(installation: Installation) -> tuple[EvidenceKind, ...]:
    """The kinds of evidence.

    Raises:
        BadConfiguration: the file is missing or wrong.
    """
    return load_evidence_kinds(installation.config / "evidence.yaml", installation.rulebook.events)


def read_evidence(installation: Installation, reference: str) -> EvidenceSheet:
    """The evidence of a case as it is today.

    Raises:
        NotFound: there is no such case.
    """
    kinds = evidence_kinds(installation)
    titles = {kind.code: kind.title for kind in kinds}
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        events = casebook.read_case(unit, record).events(installation.rulebook.event_order)
        records = stored.read_evidence(unit, record.id)
        words = stored.words_of_evidence(unit, installation.cipher, record.id)
    listed = (
        ListedPiece(piece, titles.get(piece.kind, piece.kind), words.get(piece.id, NO_WORDS))
        for piece in standing(records)
    )
    return EvidenceSheet(record.reference, tuple(listed), checklist(kinds, records, events, installation.today()))


def add_evidence(installation: Installation, reference: str, new: NewPiece, by: str) -> Piece:
    """Record a piece of evidence that is here, was asked for, or is known to be missing.

    Raises:
        NotFound: there is no such case.
        BadInput: there is no such kind, or its date cannot be meant.
        Refused: its date is in the future.
    """
    kind = _find_kind(evidence_kinds(installation), new.kind)
    _check_dated(installation, new.dated)
    piece = Piece(new_id(), kind.code, new.state, new.from_whom or kind.from_whom, new.dated)
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        _keep(installation, unit, record.id, piece, new.words, by)
    return piece


def evidence_arrived(
    installation: Installation, reference: str, piece_id: str, dated: When | None, words: EvidenceWords, by: str
) -> Piece:
    """Record that a piece that was asked for or missing is here now; the old record stays.

    Raises:
        NotFound: there is no such case, or it has no single piece whose id begins so.
        Refused: it is here already, or its date is in the future.
    """
    _check_dated(installation, dated)
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        old = _find_piece(installation, unit, record.id, record.reference, piece_id)
        if old.piece.state is State.HERE:
            raise Refused(
                f"That piece is here already. Record a further one with `ehcp evidence add {old.piece.kind}`."
            )
        new = replace(old.piece, id=new_id(), state=State.HERE, dated=dated, replaces=old.piece.id)
        kept = EvidenceWords(words.called or old.words.called, words.says or old.words.says)
        _keep(installation, unit, record.id, new, kept, by)
    return new


def withdraw_evidence(installation: Installation, reference: str, piece_id: str, by: str) -> Piece:
    """Take a piece of evidence back; the old record stays and is marked as taken back.

    Raises:
        NotFound: there is no such case, or it has no single piece whose id begins so.
    """
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        old = _find_piece(installation, unit, record.id, record.reference, piece_id)
        gone = replace(old.piece, id=new_id(), withdrawn=True, replaces=old.piece.id)
        _keep(installation, unit, record.id, gone, NO_WORDS, by)
    return gone


def _keep(inst: Installation, unit: Unit, case_id: int, piece: Piece, words: EvidenceWords, by: str) -> None:
    stored.add_piece(unit, inst.cipher, case_id, replace(piece, recorded_at=inst.now()), words, by)


def _find_kind(kinds: tuple[EvidenceKind, ...], code: str) -> EvidenceKind:
    known = {kind.code: kind for kind in kinds}
    if code not in known:
        raise BadInput(f"'{code}' is not a kind of evidence.{meant(code, known)} Kinds: {', '.join(known)}.")
    return known[code]


def _find_piece(inst: Installation, unit: Unit, case_id: int, reference: str, piece_id: str) -> ListedPiece:
    pieces = standing(stored.read_evidence(unit, case_id))
    found = [piece for piece in pieces if piece_id and piece.id.startswith(piece_id)]
    if len(found) != 1:
        raise NotFound(f"{reference} has no single piece of evidence '{piece_id}'. `ehcp evidence list` has the ids.")
    words = stored.words_of_evidence(unit, inst.cipher, case_id).get(found[0].id, NO_WORDS)
    return ListedPiece(found[0], found[0].kind, words)


def _check_dated(installation: Installation, dated: When | None) -> None:
    if dated is None or dated.earliest is None:
        return
    if dated.earliest < EARLIEST:
        raise BadInput(f"{dated.in_words()} is too long ago to be meant. Correct the year.")
    if dated.earliest > installation.today():
        raise Refused(f"{dated.in_words()} is in the future. Record evidence under the date it has, or leave it out.")
