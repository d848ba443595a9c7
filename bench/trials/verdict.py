"""What a trial showed: what was lost and what came twice, and whether that keeps the promise."""

from __future__ import annotations

from dataclasses import dataclass

from bench.trials.ledger import Received
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import notices, outbox_lists

HEAD = (
    f"{'relay':<26} {'database':<10} {'workers':>7} {'messages':>8} {'kills':>5} {'lost':>5} {'dupl.':>6} "
    f"{'most':>4} {'same bytes':>10} {'a second':>8}"
)


@dataclass(frozen=True)
class Verdict:
    """One line of the table.

    Attributes:
        lost: families who got nothing, though their message is recorded as over, or never ended.
        most_duplicates: how many duplicates the promise allows; None for as many as the relay's faults make.
        wrong: everything else that was not as promised.
    """

    relay: str
    database: str
    workers: int
    messages: int
    kills: int
    received: Received
    seconds: float
    most_duplicates: int | None
    wrong: tuple[str, ...] = ()

    @property
    def lost(self) -> int:
        """How many families got nothing."""
        return self.messages - len(self.received.copies)

    @property
    def broken(self) -> list[str]:
        """Each promise that was not kept, in words."""
        found = list(self.wrong)
        if self.lost:
            found.append(f"{self.lost} messages were lost")
        if self.most_duplicates is not None and self.received.duplicates > self.most_duplicates:
            found.append(f"{self.received.duplicates} duplicates are more than {self.most_duplicates}")
        if not self.received.are_identical:
            found.append("a duplicate is not the same to the byte")
        return found

    @property
    def line(self) -> str:
        """The line of the table."""
        got = self.received
        same = "yes" if got.are_identical else "NO"
        line = (
            f"{self.relay:<26} {self.database:<10} {self.workers:>7} {self.messages:>8} {self.kills:>5} {self.lost:>5} "
            f"{got.duplicates:>6} {got.most_copies:>4} {same if got.duplicates else '-':>10} "
            f"{self.messages / self.seconds:>8.0f}"
        )
        return "\n".join([line, *(f"    NOT AS PROMISED: {what}" for what in self.broken)])


def wrong_states(installation: Installation, messages: int) -> list[str]:
    """Whatever is not told and accepted after a trial, with the sums; each notice ends in one state."""
    with installation.database.read() as unit:
        told, sent = notices.count_by_state(unit), outbox_lists.count_by_state(unit)
    installation.database.close()
    found = []
    if told != {"told": messages}:
        found.append(f"notices: {told}")
    if sent != {"accepted": messages}:
        found.append(f"messages: {sent}")
    return found
