"""The ledger of one line of Section F: its periods, what became of each, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from ehcp_workflow.cases.section_f.accounting import Account, Shape, account, moved, shape, untouched
from ehcp_workflow.cases.section_f.beats import beats
from ehcp_workflow.cases.section_f.catching_up import CaughtUp, caught_up
from ehcp_workflow.cases.section_f.entry import Entry, EntryKind
from ehcp_workflow.cases.section_f.figures import Earlier, LineLedger, State, Sums
from ehcp_workflow.cases.section_f.judging import Judgement, judged, longest_gap_days, unreported_weeks
from ehcp_workflow.cases.section_f.line import Unit
from ehcp_workflow.cases.section_f.periods import Period, periods
from ehcp_workflow.cases.section_f.placing import Placing, place, span_at
from ehcp_workflow.cases.section_f.spans import Span
from ehcp_workflow.cases.section_f.terms import Days
from ehcp_workflow.cases.section_f.thresholds import ProvisionPolicy
from ehcp_workflow.cases.section_f.totals import added, after_catch_up, by_term
from ehcp_workflow.cases.section_f.units import in_common_units
from ehcp_workflow.cases.section_f.versions import days_together
from ehcp_workflow.cases.section_f.wording import specified


@dataclass(frozen=True)
class Upto:
    """Up to when is counted, and what holds on the way.

    Attributes:
        as_at: the day of the ledger; counted_to: the last day counted.
        end: the Sunday of the last week counted, as an ordinal number.
        appeals: when an appeal about the plan was running.
        stands_from: the first day of a newest version for which no lines are recorded, as an ordinal number: what was
            owed on the day before has not ended; nobody knows how it goes on.
    """

    as_at: date
    counted_to: date
    end: int
    appeals: tuple[Days, ...] = ()
    stands_from: int | None = None


@dataclass(frozen=True)
class Part:
    """The part of a line's time in which it had one kind of unit; most lines have one part.

    Attributes:
        spans: when it was owed, as its versions say it.
        accounts: its periods and what became of each; caught_up: what catch-up did.
        entries: what is said of its time.
    """

    spans: tuple[Span, ...]
    accounts: tuple[Account, ...]
    caught_up: CaughtUp
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Counted:
    """What the lines and the log of one code come to.

    Attributes:
        spans: when the line was owed, as its versions say it; entries: what was said of it by the day.
        outside: entries of days on which it was not owed.
        parts: its time by kind of unit, that of the newest line last; ledgers: the ledger of each.
    """

    spans: tuple[Span, ...]
    entries: tuple[Entry, ...]
    outside: tuple[Entry, ...]
    parts: tuple[Part, ...]
    ledgers: tuple[LineLedger, ...]


def counted(spans: Sequence[Span], entries: Sequence[Entry], policy: ProvisionPolicy, upto: Upto) -> Counted:
    """What the lines and the log of one code come to.

    Args:
        spans: when the line was owed, earliest first.
        entries: its standing log.
        policy: the thresholds of house policy.
        upto: up to when is counted.
    """
    said = [entry for entry in entries if entry.first <= upto.as_at]
    said.sort(key=lambda entry: (entry.first, entry.last, entry.id))
    same_spans, same_entries = in_common_units(spans, said)
    cut = [period for span in same_spans if span.line.can_be_measured for period in periods(span, upto.end)]
    placing = place([entry for entry in same_entries if entry.kind is not EntryKind.CATCH_UP], same_spans, cut)
    accounts = _accounts(cut, placing)
    parts = tuple(_part(unit, spans, same_spans, same_entries, accounts, upto) for unit in _units(same_spans))
    ever_given = any(one.given for one in accounts) or any(part.caught_up.made_up for part in parts)
    ledgers = tuple(_ledger(part, spans, policy, upto, ever_given) for part in parts)
    return Counted(tuple(spans), tuple(said), placing.outside, parts, ledgers)


def _accounts(cut: Sequence[Period], placing: Placing) -> list[Account]:
    """The account of each period; weeks that are alike and of which the same is said are worked out once."""
    known: dict[Shape, Account] = {}
    found = []
    for place_, period in enumerate(cut):
        placed = placing.by_period.get(place_, ())
        key = shape(period, placed)
        if key is None:
            found.append(account(period, placed))
            continue
        if key not in known:
            known[key] = account(period, placed) if placed else untouched(period)
        found.append(moved(known[key], period))
    return found


def _units(spans: Sequence[Span]) -> list[Unit | None]:
    """The units that a line had, the newest last; that it cannot be measured counts only as the newest."""
    newest_first = list(dict.fromkeys(span.line.unit for span in reversed(spans)))
    return [unit for unit in newest_first[:0:-1] if unit is not None] + newest_first[:1]


def _part(
    unit: Unit | None,
    spans: Sequence[Span],
    same_spans: Sequence[Span],
    entries: Sequence[Entry],
    accounts: Sequence[Account],
    upto: Upto,
) -> Part:
    own = [place_ for place_, span in enumerate(same_spans) if span.line.unit is unit]
    periods_of = tuple(one for one in accounts if one.period.span.line.unit is unit)
    said = tuple(entry for entry in entries if span_at(same_spans, entry.last.toordinal()).line.unit is unit)
    later = [entry for entry in said if entry.kind is EntryKind.CATCH_UP and entry.last <= upto.as_at]
    made = caught_up(periods_of, later, same_spans[own[-1]])
    return Part(tuple(spans[place_] for place_ in own), periods_of, made, said)


def _ledger(part: Part, spans: Sequence[Span], policy: ProvisionPolicy, upto: Upto, ever_given: bool) -> LineLedger:
    line, made_up = part.spans[-1].line, part.caught_up.made_up
    figures = [after_catch_up(one, made_up.get(place_)) for place_, one in enumerate(part.accounts)]
    terms = by_term(part.accounts, figures, upto.counted_to.toordinal())
    found = beats(part.accounts, made_up)
    judgement = judged(found, policy, ever_given)
    lapsed = (one.first for one, sums in zip(part.accounts, figures, strict=True) if _is_short(sums))
    first, last = _days(part, upto)
    return LineLedger(
        code=line.code,
        strand=line.strand,
        specified=specified(line),
        before=_before(part, spans),
        amount=line.amount,
        unit=line.unit,
        per=line.per,
        first=first,
        last=last,
        sums=replace(added([term.sums for term in terms]), not_equivalent=part.caught_up.not_equivalent),
        by_term=terms,
        first_lapse=date.fromordinal(day) if (day := next(lapsed, None)) else None,
        longest_gap_days=longest_gap_days(found),
        last_report=max((min(entry.last, upto.as_at) for entry in part.entries), default=None),
        unreported_weeks=unreported_weeks(found),
        state=_state(part, spans, judgement, upto),
        lapse=judgement.lapse,
        appeal_overlap=sum(
            days_together(upto.appeals, span.first, min(span.last, upto.counted_to.toordinal())) for span in part.spans
        ),
    )


def _is_short(sums: Sums) -> bool:
    return sums.shortfall > sums.by_family or sums.unknown > 0


def _state(part: Part, spans: Sequence[Span], judgement: Judgement, upto: Upto) -> State:
    newest = spans[-1]
    over = newest.last < upto.as_at.toordinal() and newest.last + 1 != upto.stands_from
    if part.spans[-1] is not newest or over:
        return State.ENDED
    return judgement.state if newest.line.can_be_measured else State.CANNOT_BE_MEASURED


def _before(part: Part, spans: Sequence[Span]) -> tuple[Earlier, ...]:
    """What earlier spans of the line specified, where the next one says something else."""
    until = [span for span in spans if span.first <= part.spans[-1].first]
    return tuple(
        Earlier(words, date.fromordinal(earlier.last))
        for earlier, later in pairwise(until)
        if (words := specified(earlier.line)) != specified(later.line)
    )


def _days(part: Part, upto: Upto) -> tuple[date | None, date | None]:
    first, last = date.fromordinal(part.spans[0].first), min(part.spans[-1].last, upto.counted_to.toordinal())
    if first > upto.counted_to or not part.spans[-1].line.can_be_measured:
        return None, None
    return first, date.fromordinal(last)
