"""What a review has to be finished by, and the last day on which its meeting can then be held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.law.backwards import last_start
from ehcp_workflow.law.counting import add_days
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.versions import Version
from ehcp_workflow.law.when import UNKNOWN, When

OF_THE_REVIEW = ("REV-01", "REV-02", "MOV-05")
OF_A_TRANSFER = ("PHA-01", "PHA-02", "PHA-03")
DECISION, COMMENTS, FROM_NOTICE, FROM_MEETING = "REV-09", "REV-11", "REV-12", "REV-13"


@dataclass(frozen=True)
class Limit:
    """One date that a review has to meet.

    Attributes:
        clock: the limit: the review's own, or that of a move to the next phase of education.
        last_meeting: the last day, inclusive, on which the meeting can be held if every later step takes the whole of
            its time.
        last_notice: for a move, the last day for the proposed changes on the same terms; else None.
        latest_notice: for a move, the very last day for the proposed changes, if the changed plan is sent on the day
            after the family's whole time to comment; else None.
    """

    clock: Clock
    last_meeting: When
    last_notice: When | None = None
    latest_notice: When | None = None

    @property
    def is_of_a_transfer(self) -> bool:
        """Whether the plan must be changed by then, and not only the review finished."""
        return self.last_notice is not None

    def notice_by(self, soonest: date) -> When | None:
        """By when the proposed changes must go for the sake of a move, if they cannot go before the day given.

        None when it is no move, or when no day is left.
        """
        days = (day for day in (self.last_notice, self.latest_notice) if day)
        return next((day for day in days if day.earliest and day.earliest >= soonest), None)

    @property
    def since(self) -> When:
        """The day from which it counts: of the plan, of the last review, or of the move."""
        return self.clock.facts.started

    @property
    def ref(self) -> str:
        """The reference of its rule."""
        return self.clock.rule.ref


def limits_of(rulebook: Rulebook, clocks: Iterable[Clock], as_at: date, *, decided: bool) -> tuple[Limit, ...]:
    """The limits that a review still has to meet, each with its last day for the meeting.

    Args:
        rulebook: the law; the periods run backwards are those of its own rules.
        clocks: the clocks of the case.
        as_at: the day for which it is asked.
        decided: whether the council has given its decision after the present review, so that only a move is left.
    """
    return tuple(_limits(rulebook, clocks, as_at, decided=decided))


def _limits(rulebook: Rulebook, clocks: Iterable[Clock], as_at: date, *, decided: bool) -> Iterator[Limit]:
    for clock in (clock for clock in clocks if clock.is_open(as_at, 0) and clock.due.is_known):
        if clock.rule.ref in OF_THE_REVIEW and not decided:
            yield Limit(clock, clock.due.move(_back(rulebook, DECISION)))
        elif clock.rule.ref in OF_A_TRANSFER:
            meeting, notice = _back(rulebook, FROM_MEETING), _back(rulebook, FROM_NOTICE)
            closing = clock.due.move(_day_before).move(_back(rulebook, COMMENTS))
            yield Limit(clock, clock.due.move(meeting), clock.due.move(notice), closing)


def version_for(rulebook: Rulebook, ref: str, day: date) -> Version:
    """The version of a rule in force on a day; for a day beyond all of them, the newest."""
    rule = rulebook.rule(ref)
    return rule.version_on(day) or rule.versions[-1]


def _day_before(day: date) -> date:
    return add_days(day, -1)


def _back(rulebook: Rulebook, ref: str) -> Callable[[date], date]:
    """The last day from which a rule's period still ends by a date."""

    def step(by: date) -> date:
        return last_start(version_for(rulebook, ref, by), by, rulebook.calendar).day

    return step


def earliest_of(dates: Iterable[When]) -> When:
    """The date that comes first; unknown when there is none. With ranges, each end by itself."""
    known = [when for when in dates if when.is_known]
    starts, ends = [when.earliest for when in known if when.earliest], [when.latest for when in known if when.latest]
    return When(min(starts), min(ends)) if known else UNKNOWN
