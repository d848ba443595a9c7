"""How long to wait, and when to give up on a process that keeps ending. All times in seconds."""

from collections import deque
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Patience:
    """The supervisor's waits; the tests use shorter ones."""

    tick: float = 0.2
    between_checks: float = 5.0
    to_answer_first: float = 180.0
    to_answer_again: float = 60.0
    first_restart: float = 1.0
    longest_restart: float = 30.0
    calm: float = 120.0
    crashes_allowed: int = 5
    to_stop: float = 15.0


@dataclass(slots=True)
class Crashes:
    """The crashes of one process: how long to wait after the last, and whether there were too many."""

    patience: Patience
    _recent: deque[float] = field(default_factory=deque)
    _in_a_row: int = 0

    def count(self, now: float, lived: float) -> None:
        """Note a crash after a life of so many seconds; a calm life before it forgives the earlier ones."""
        self._in_a_row = 1 if lived >= self.patience.calm else self._in_a_row + 1
        self._recent.append(now)
        while self._recent[0] <= now - self.patience.calm:
            self._recent.popleft()

    @property
    def wait(self) -> float:
        """Seconds before the next start: doubled with each crash, up to the longest."""
        return min(self.patience.longest_restart, self.patience.first_restart * 2.0 ** (self._in_a_row - 1))

    @property
    def too_many(self) -> bool:
        """Whether it has ended so often lately that another start would not help."""
        return len(self._recent) >= self.patience.crashes_allowed
