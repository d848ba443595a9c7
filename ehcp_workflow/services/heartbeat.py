"""Proof that the daily checks are alive: when both last came to their end, and which cases they could not work out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import case_facts, checklog
from ehcp_workflow.store.checklog import CheckRun
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.positions import Watch
from ehcp_workflow.store.visibility import EVERYTHING, Sees
from ehcp_workflow.today import LONDON


@dataclass(frozen=True)
class Heartbeat:
    """The last finished run of each check, seen on a day. A full check is both of them.

    Attributes:
        today: the London date on which this was read.
        deadlines, silence: the last run of each that came to its end, if any did.
        failing: the cases that could not be worked out: reference and reason, no names.
        named: those of them that the reader may know of.
        cases: how many cases the reader may know of; all of them are watched.
        delivered_at: when messages were last sent, or looked for in vain; None when never.
    """

    today: date
    deadlines: CheckRun | None
    silence: CheckRun | None
    failing: tuple[tuple[str, str], ...]
    delivered_at: datetime | None = None
    named: tuple[tuple[str, str], ...] = ()
    cases: int = 0

    @property
    def ran_today(self) -> bool:
        """Whether both checks have finished for today's date."""
        return all(run is not None and run.as_at == self.today for run in (self.deadlines, self.silence))

    @property
    def is_well(self) -> bool:
        """Whether nobody needs to look: both checks have run today and no case failed."""
        return self.ran_today and not self.failing

    @property
    def finished_at(self) -> datetime | None:
        """When the last full check was complete, in London; None while either check has never finished.

        Of two runs on different days only the older one shows how far back a full check lies.
        """
        if not self.deadlines or not self.silence:
            return None
        ends = [run.finished_at for run in (self.deadlines, self.silence) if run.finished_at]
        end = max(ends) if self.deadlines.as_at == self.silence.as_at else min(ends)
        return end.astimezone(LONDON)

    @property
    def in_words(self) -> str:
        """What every page says: `Last full check 06:02 today, 412 cases, 0 failed. Looked again at …`."""
        if self.finished_at is None or not self.deadlines or not self.silence:
            return "No full check has finished yet."
        return (
            f"Last full check {self.finished_at:%H:%M} {self._day(self.finished_at)}, {_cases(self.cases)}, "
            f"{len(self.named)} failed. Of all cases, looked again at dates in {self.deadlines.looked_at:,} "
            f"and at silence in {self.silence.looked_at:,}."
        )

    @property
    def pulse(self) -> str:
        """One line for the foot of a message: when everything was last checked, and messages last delivered."""
        check = "no full check has finished yet" if self.finished_at is None else self._when(self.finished_at)
        sent = "never" if self.delivered_at is None else self._when(self.delivered_at.astimezone(LONDON))
        failed = f" {_cases(len(self.failing))} failed." if self.failing else ""
        return f"Last full check: {check}.{failed} Last delivery before this: {sent}."

    def _when(self, at: datetime) -> str:
        return f"{self._day(at)} at {at:%H:%M}"

    def _day(self, at: datetime) -> str:
        return "today" if at.date() == self.today else day_in_words(at.date())


def read_pulse(installation: Installation, unit: Unit) -> str:
    """One line saying when everything was last checked and delivered, within a transaction."""
    return _read(installation, unit).pulse


def read_heartbeat(installation: Installation, sees: Sees = EVERYTHING) -> Heartbeat:
    """Read how the daily checks are, without names.

    Args:
        installation: whose checks.
        sees: which cases the reader may know of.

    Raises:
        Unavailable: the database cannot be read.
    """
    with installation.database.read() as unit:
        return _read(installation, unit, sees)


def _read(installation: Installation, unit: Unit, sees: Sees = EVERYTHING) -> Heartbeat:
    failing = checklog.failures(unit)
    return Heartbeat(
        today=installation.today(),
        deadlines=checklog.last_finished(unit, Watch.DEADLINES),
        silence=checklog.last_finished(unit, Watch.SILENCE),
        failing=failing,
        delivered_at=checklog.last_delivery(unit),
        named=checklog.failures(unit, sees) if failing else (),
        cases=case_facts.count_cases(unit, sees),
    )


def _cases(number: int) -> str:
    return f"{number:,} case{'' if number == 1 else 's'}"
