"""What a ledger of Section F says: the figures of each line, its state, and when it lapsed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from ehcp_workflow.cases.findings import Finding
from ehcp_workflow.cases.section_f.line import Per, Unit
from ehcp_workflow.cases.section_f.terms import Days


class State(StrEnum):
    """How a line stands.

    In place: delivered as specified, and for long enough again if it was not. Short: less than specified. Lapsed:
    nothing for so long that house policy calls it that. Never started: the same, and nothing was ever given. Ended:
    the plan, or its newest version, no longer has the line. Not reported: nobody said for so long that it is asked.
    """

    IN_PLACE = "in_place"
    SHORT = "short"
    LAPSED = "lapsed"
    NEVER_STARTED = "never_started"
    ENDED = "ended"
    CANNOT_BE_MEASURED = "cannot_be_measured"
    NOT_REPORTED = "not_reported"


@dataclass(frozen=True)
class Sums:
    """What became of what was owed, in one unit.

    owed = delivered - over + catch_up + shortfall + not_reported + unknown, for each line, term and period.

    Attributes:
        owed: owed by the end of the time counted, less what was agreed not to be owed.
        delivered: given in the time it was owed, catch-up left out.
        over: the part of `delivered` above what a period owed; it makes up for nothing.
        catch_up: given later, as good as what was missed, and so made up for.
        not_equivalent: given later and not as good, or nobody said; it makes up for nothing.
        agreed: the family agreed that it is not owed.
        shortfall: reported not to have been given, and not made up for.
        by_family: the part of `shortfall` missed because of the child or family.
        not_reported: owed in weeks of which nobody said anything; never part of the shortfall.
        unknown: owed in weeks of which is said only that a part was given, not how much.
    """

    owed: Fraction = Fraction(0)
    delivered: Fraction = Fraction(0)
    over: Fraction = Fraction(0)
    catch_up: Fraction = Fraction(0)
    not_equivalent: Fraction = Fraction(0)
    agreed: Fraction = Fraction(0)
    shortfall: Fraction = Fraction(0)
    by_family: Fraction = Fraction(0)
    not_reported: Fraction = Fraction(0)
    unknown: Fraction = Fraction(0)


@dataclass(frozen=True)
class TermSums:
    """The sums of one term, or of the year or the whole time where the period of a line is longer than a term.

    Attributes:
        name: such as `Autumn 2024`, `School year 2024-25` or `Year from Sunday 1 March 2026`.
        first, last: the first and last day counted in it, both inclusive.
        sums: the figures. Catch-up stands in the term in which the help was missed.
    """

    name: str
    first: date
    last: date
    sums: Sums


@dataclass(frozen=True)
class Earlier:
    """What a line specified in an earlier version of the plan, and the last day on which it did."""

    specified: str
    until: date


@dataclass(frozen=True)
class LineLapse:
    """The latest lapse of a line, as the log now tells it.

    Attributes:
        since: the first day on which help was owed in the first week, or longer period, that was short.
        grew: the last day owed in each one that was short after it had lasted long enough to be called a lapse.
        put_right: the day of the catch-up that made all of it good; or else the first day owed in the first of so many
            weeks in a row with nothing missing as house policy asks for. What is then still missing stays in the
            figures: help that is given again is put right, and what was lost is a matter of a remedy.
    """

    since: date
    grew: tuple[date, ...] = ()
    put_right: date | None = None


@dataclass(frozen=True)
class LineLedger:
    """The ledger of one line of Section F. A line whose unit changed for another kind of unit has one for each.

    Attributes:
        code: which line, such as `F1`.
        strand: what kind of provision; a code for our own pages, never for a message.
        specified: what the newest version says, such as `1 hour a week in term time`, or `cannot be measured`.
        before: what earlier versions said where that was something else, oldest first.
        amount, unit, per: the same as values; all sums are in this unit. None where it cannot be measured.
        first, last: the first and last day of the time counted, both inclusive; None when nothing is counted yet.
        sums: the figures of all that time.
        by_term: the figures of each term, earliest first.
        first_lapse: the first day owed in the first period whose shortfall is not made up for, nor wholly because of
            the child or family.
        longest_gap_days: the longest time in which help was owed and reported and none was given: from the first day
            owed in the first such period to the last in the last, in calendar days, both and holidays between them
            included. A period that nobody reported ends the time; one in which nothing was owed does not.
        last_report: the last day of which anybody said anything; None when nobody did.
        unreported_weeks: how many weeks in a row, up to the end of the time counted, owed help and were not reported.
        state: how the line stands.
        lapse: its latest lapse under house policy; None when there was none.
        appeal_overlap: on how many calendar days of the time counted an appeal about the plan was running.
    """

    code: str
    strand: str
    specified: str
    before: tuple[Earlier, ...]
    amount: Fraction | None
    unit: Unit | None
    per: Per | None
    first: date | None
    last: date | None
    sums: Sums
    by_term: tuple[TermSums, ...]
    first_lapse: date | None
    longest_gap_days: int
    last_report: date | None
    unreported_weeks: int
    state: State
    lapse: LineLapse | None
    appeal_overlap: int


@dataclass(frozen=True)
class Ledger:
    """What was owed, given and missed of Section F, up to a day.

    Attributes:
        as_at: the day the record is looked at.
        counted_to: the last day counted: `as_at` from Friday to Sunday, else the Sunday before.
        lines: one ledger for each line, by code; several for one code stand oldest first.
        findings: what is odd about the record, or could not be counted.
        appeals: the days on which an appeal about the plan was running, up to `as_at`.
        next_look: the first later day on which time alone changes any of this, but for weeks nobody reports.
    """

    as_at: date
    counted_to: date
    lines: tuple[LineLedger, ...] = ()
    findings: tuple[Finding, ...] = ()
    appeals: tuple[Days, ...] = ()
    next_look: date | None = None
