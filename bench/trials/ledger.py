"""What a relay on loopback took, kept outside the processes that are killed: one line for each copy of each message."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

FORK = multiprocessing.get_context("fork")
"""Workers begin as copies of this process: starting one again takes milliseconds, and kills strike at its work."""


class Ledger:
    """A file of what was taken, and how many copies that are; written by the relay, read by the trial."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._copies = FORK.Value("q", 0)
        path.touch()

    @property
    def copies(self) -> int:
        """How many copies were taken so far."""
        return int(self._copies.value)

    def note(self, to: str, reference: str, content: bytes) -> None:
        """Note a copy that was taken, by the hash of its bytes."""
        line = f"{to}\t{reference}\t{hashlib.sha256(content).hexdigest()}\n"
        opened = os.open(self._path, os.O_WRONLY | os.O_APPEND)
        try:
            os.write(opened, line.encode())
        finally:
            os.close(opened)
        with self._copies.get_lock():
            self._copies.value += 1

    def read(self) -> Received:
        """Everything that was taken."""
        copies: Counter[str] = Counter()
        forms: defaultdict[str, set[str]] = defaultdict(set)
        for line in self._path.read_text().splitlines():
            to, form = line.split("\t", 1)
            copies[to] += 1
            forms[to].add(form)
        return Received(copies, {to: len(different) for to, different in forms.items()})


@dataclass(frozen=True)
class Received:
    """What arrived: how many copies for each recipient, and in how many forms (reference and bytes)."""

    copies: Counter[str]
    forms: dict[str, int]

    @property
    def duplicates(self) -> int:
        """Copies beyond the first of each recipient."""
        return self.copies.total() - len(self.copies)

    @property
    def most_copies(self) -> int:
        """The most that one recipient got."""
        return max(self.copies.values(), default=0)

    @property
    def are_identical(self) -> bool:
        """Whether every copy is the same to the byte as the first, with the same reference."""
        return all(forms == 1 for forms in self.forms.values())
