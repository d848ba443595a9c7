"""How much one token may ask in a minute. Each process of the pages counts for itself; a start begins anew."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from math import ceil
from threading import Lock

MINUTE = timedelta(minutes=1)


class Allowance:
    """Counts the requests of each token in the last minute."""

    def __init__(self, most: int) -> None:
        """Allow `most` requests in any minute."""
        self.most = most
        self._lock = Lock()
        self._times: dict[int, deque[datetime]] = {}

    def take(self, token_id: int, now: datetime) -> int:
        """Count a request; 0 where it is allowed, else after how many seconds one will be."""
        with self._lock:
            times = self._times.setdefault(token_id, deque())
            while times and times[0] <= now - MINUTE:
                times.popleft()
            if len(times) >= self.most:
                return max(1, ceil((times[0] + MINUTE - now).total_seconds()))
            times.append(now)
            return 0
