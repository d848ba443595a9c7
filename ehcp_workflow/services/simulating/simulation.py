"""Living a span of days anew on a copy of the caseload, with every message sent to a mail server on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from ehcp_workflow.cases.policy import Policy, load_policy
from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.messages.kept_mail import read_mailbox
from ehcp_workflow.messages.outgoing import Channel, Transport
from ehcp_workflow.messages.transport import transports
from ehcp_workflow.services.demo.loading import POLICY
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.simulating import faults, stories
from ehcp_workflow.services.simulating.copies import in_a_copy
from ehcp_workflow.services.simulating.diary import Diary
from ehcp_workflow.services.simulating.faults import LOST, Fault
from ehcp_workflow.services.simulating.living import Kept, days_between, kept_by, live
from ehcp_workflow.services.simulating.post_office import post_office
from ehcp_workflow.services.simulating.stories import Story
from ehcp_workflow.store import case_facts, copying, outbox_lists, told
from ehcp_workflow.store.told import Line, SentMessage
from ehcp_workflow.today import LONDON

LONGEST = 1100
STORIES = 6


@dataclass(frozen=True)
class Simulated:
    """What happened in the days that were lived through.

    Attributes:
        first, last: the days, both included.
        cases: how many cases there were.
        lines: every notice, with what became of it.
        messages: every message that left; states: how many messages stand in each state at the end.
        released: how many messages were held, by the cause, and let go at the end of their day, as by a person.
        faults: what must not be, and was.
        stories: a few cases day by day.
        seconds: how long it took.
    """

    first: date
    last: date
    cases: int
    lines: tuple[Line, ...]
    messages: tuple[SentMessage, ...]
    states: dict[str, int]
    released: dict[str, int]
    faults: tuple[Fault, ...]
    stories: tuple[Story, ...]
    seconds: float


def simulate(
    installation: Installation,
    first: date,
    last: date,
    keep: Path | None = None,
    progress: Callable[[date], None] = lambda _day: None,
) -> Simulated:
    """Live the days from the first to the last anew, on a copy, as if nobody had been told of anything before.

    Each case knows on each day only what had happened by then. Nobody acknowledges anything, and what is held is let
    go at the end of its day. Nothing leaves this machine, and the real database is only read.

    Args:
        installation: whose cases, people, law and policy.
        first: the first day.
        last: the last day, inclusive.
        keep: an empty folder in which the copy and the mail are kept; by default they are thrown away.
        progress: told of each day at its end.

    Raises:
        BadInput: the days are not in order, or too many.
        Refused: there is something in the folder already.
    """
    _check(first, last, keep)
    began = monotonic()
    with TemporaryDirectory(prefix="ehcp-") as temporary, _copy(installation, first, keep) as copy:
        folder, kept, diary = (keep or Path(temporary)) / "mailbox", Kept(), Diary(copy)
        with post_office(folder) as port:
            for day in live(copy, days_between(first, last), _ways(copy, port, kept)):
                diary.end(day)
                progress(day)
        arrived = len(read_mailbox(folder)) + len(kept.messages)
        copying.let_nothing_leave(copy.database)
        return _looked_back(diary, (first, last), arrived, monotonic() - began)


def _check(first: date, last: date, keep: Path | None) -> None:
    if first > last:
        raise BadInput(f"The first day, {first}, is after the last, {last}. Give them the other way round.")
    if (last - first).days >= LONGEST:
        raise BadInput(f"From {first} to {last} is longer than {LONGEST} days. Choose fewer.")
    if keep is None:
        return
    try:
        keep.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(keep.iterdir()):
            raise Refused(f"There is something in {keep} already. Choose an empty folder.")
    except OSError as error:
        raise BadInput(f"{keep} cannot be used ({error.strerror}). Choose another folder.") from None


@contextmanager
def _copy(installation: Installation, first: date, keep: Path | None) -> Iterator[Installation]:
    """The caseload in a copy, on the night before the first day."""
    with in_a_copy(installation, keep) as copy:
        copy.policy = _policy(installation)
        copy.fixed_now = datetime.combine(first, time(0), LONDON).astimezone(UTC)
        update_on = date.fromordinal(first.toordinal() + copy.policy.updates.every_days)
        copying.copy_caseload(installation.database, copy.database, update_on)
        yield copy


def _policy(installation: Installation) -> Policy:
    """House policy; without the demo's own words, which let messages arrive at any hour."""
    override = installation.settings.policy_override
    if override.exists() and override.read_text() == POLICY:
        return load_policy(installation.config / "policy.yaml")
    return installation.policy


def _ways(copy: Installation, port: int, kept: Kept) -> dict[Channel, Transport]:
    """E-mail as ever, to the mail server of the run; of other channels it is only kept what would have left."""
    here = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none"}
    return {**kept_by(kept), **transports(copy.settings.model_copy(update=here))}


def _looked_back(diary: Diary, days: tuple[date, date], arrived: int, seconds: float) -> Simulated:
    copy = diary.copy
    with copy.database.read() as unit:
        lines, messages = told.lines(unit), told.sent_messages(unit)
        cases, states = case_facts.count_cases(unit), outbox_lists.count_by_state(unit)
    found = [
        *diary.faults,
        *faults.told_twice(messages),
        *faults.sent_at_night(messages, copy.policy),
        *faults.without_contents(messages, lines),
        *([Fault(LOST, f"{len(messages)} left and {arrived} arrived")] if arrived != len(messages) else []),
    ]
    return Simulated(
        first=days[0],
        last=days[1],
        cases=cases,
        lines=tuple(lines),
        messages=tuple(messages),
        states=states,
        released=dict(diary.released),
        faults=tuple(found),
        stories=stories.tell(copy, lines, stories.choose(lines, STORIES)),
        seconds=seconds,
    )
