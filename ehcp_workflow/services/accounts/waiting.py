"""How long somebody waits after wrong tries. The waits grow and end by themselves: nobody is locked out for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ehcp_workflow.errors import Refused
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import accounts, sign_in_attempts
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.today import LONDON

COUNTED = timedelta(hours=1)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)


@dataclass(frozen=True)
class Limit:
    """What is counted, and after how many wrong tries within the hour the waiting begins."""

    key: str
    free: int


class TooManyTries(Refused):
    """So many tries failed that the next has to wait; it says until when."""

    def __init__(self, until: datetime) -> None:
        super().__init__(
            f"There were too many wrong tries. Try again at {until.astimezone(LONDON):%H:%M:%S}. "
            "If you cannot remember, your supervisor can let you choose anew."
        )
        self.until = until


def begin_try(installation: Installation, limits: Sequence[Limit], account_id: int | None) -> tuple[int, ...]:
    """Count a try before it is known whether it is right, so that many at once are counted too.

    Args:
        installation: the installation.
        limits: what it counts against.
        account_id: the account it is for; its row is held, so that tries for one account come one after another.

    Returns:
        The numbers of what was written, for `end_try`.

    Raises:
        TooManyTries: one of the limits asks to wait. What is refused is not counted, so a wait does not grow by it.
    """
    now = installation.now()
    with installation.database.write() as unit:
        if account_id is not None:
            accounts.hold_account(unit, account_id)
        waits = [until for limit in limits if (until := _waits_until(unit, limit, now)) and until > now]
        if waits:
            raise TooManyTries(max(waits) + timedelta(seconds=1))
        return sign_in_attempts.add_tries(unit, [limit.key for limit in limits], now)


def end_try(installation: Installation, numbers: Sequence[int], forget: str) -> None:
    """A try was right: it does not count, and neither do the wrong ones under the key `forget`."""
    with installation.database.write() as unit:
        sign_in_attempts.forget_tries(unit, numbers=numbers, key=forget)


def _waits_until(unit: Unit, limit: Limit, now: datetime) -> datetime | None:
    tries = sign_in_attempts.tries(unit, limit.key, now - COUNTED)
    over = tries.number - limit.free
    if over < 0 or tries.last_at is None:
        return None
    # 30 seconds doubled ten times is far over the longest wait.
    wait: timedelta = min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT)
    return tries.last_at + wait
