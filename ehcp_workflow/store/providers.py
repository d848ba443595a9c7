"""How each provider is doing: a rate it must not be asked to exceed, and a breaker that leaves it alone for a while."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ehcp_workflow.store.insertion import insert_new
from ehcp_workflow.store.tables import ProviderRow

IN_A_ROW, SHARE, AT_LEAST = 5, 0.3, 10
WINDOW, PAUSE = timedelta(minutes=2), timedelta(seconds=60)
MANY = 1_000_000


@dataclass(frozen=True)
class ProviderState:
    """A provider and until when it is left alone; None while it is used."""

    name: str
    open_until: datetime | None

    def rests(self, now: datetime) -> bool:
        """Whether it is left alone at an instant."""
        return self.open_until is not None and now < self.open_until


def allow(session: Session, name: str, per_second: float, wanted: int, now: datetime) -> int:
    """How many messages a provider may be given now; none while its breaker is open, and then one to try it.

    Args:
        session: the transaction.
        name: the provider.
        per_second: its rate; 0 for no limit. A second's worth may be saved up.
        wanted: how many there is use for.
        now: the instant.
    """
    if per_second <= 0 and is_well(session, name):
        return wanted  # without holding the row, at which every other dispatcher would wait
    row = _row(session, name, per_second, now)
    if row.open_until is not None:
        if now < row.open_until:
            return 0
        row.open_until = now + PAUSE  # the others wait for what becomes of this one
        return min(1, wanted)
    if per_second <= 0:
        return wanted
    saved = row.tokens + max(0.0, (now - row.tokens_at).total_seconds()) * per_second
    row.tokens, row.tokens_at = min(saved, max(1.0, per_second)), now
    given = min(wanted, int(row.tokens))
    row.tokens -= given
    return given


def is_well(session: Session, name: str) -> bool:
    """Whether nothing is noted against a provider; the row is not held."""
    known = select(ProviderRow.failures, ProviderRow.open_until).where(ProviderRow.name == name)
    return session.execute(known).one_or_none() in {None, (0, None)}


def note(session: Session, name: str, now: datetime, tries: Sequence[bool], well_before: int = 0) -> bool:
    """Note whether a provider could be spoken to. Refusing one message is well; not answering, or nobody's, is not.

    Args:
        session: the transaction.
        name: the provider.
        now: the instant.
        tries: for each attempt, in their order, whether it was well.
        well_before: how many attempts of the last two minutes went well before these, and were not noted.

    Returns:
        Whether it is left alone from now on.
    """
    row = _row(session, name, 0, now)
    if now - row.window_from > WINDOW:
        row.window_from, row.window_tries, row.window_failures = now, 0, 0
    row.window_tries += well_before
    row.failures = 0 if well_before else row.failures
    for well in tries:
        _note(row, now, well=well)
    return row.open_until is not None


def _note(row: ProviderRow, now: datetime, *, well: bool) -> None:
    row.window_tries += 1
    if well:
        row.failures, row.open_until = 0, None
        return
    row.failures += 1
    row.window_failures += 1
    many = row.window_tries >= AT_LEAST and row.window_failures > SHARE * row.window_tries
    if row.failures >= IN_A_ROW or many or row.open_until is not None:
        row.open_until = now + PAUSE


def states(session: Session) -> list[ProviderState]:
    """Every provider that was used."""
    return [
        ProviderState(row.name, row.open_until)
        for row in session.scalars(select(ProviderRow).order_by(ProviderRow.name))
    ]


def _row(session: Session, name: str, per_second: float, now: datetime) -> ProviderRow:
    known = select(ProviderRow).where(ProviderRow.name == name)
    if row := session.scalars(known.with_for_update()).first():
        return row
    new = {
        "name": name,
        "tokens": max(1.0, per_second),
        "tokens_at": now,
        "failures": 0,
        "window_from": now,
        "window_tries": 0,
        "window_failures": 0,
    }
    insert_new(session, ProviderRow, new)
    return session.scalars(known.with_for_update()).one()
