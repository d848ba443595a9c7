"""What is odd about the log of a line, or could not be counted. Said as findings; nothing is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ehcp_workflow.cases.findings import Finding, Severity
from ehcp_workflow.cases.section_f.entry import TELLING, Entry, EntryKind, Source
from ehcp_workflow.cases.section_f.line_ledger import Counted, Part
from ehcp_workflow.cases.section_f.periods import days_needed
from ehcp_workflow.cases.section_f.spans import Span
from ehcp_workflow.cases.section_f.terms import Days, weekdays
from ehcp_workflow.cases.section_f.totals import added
from ehcp_workflow.cases.section_f.wording import amount_in_words
from ehcp_workflow.law.when import day_in_words


def odd_log(counted: Counted, end: int) -> Iterator[Finding]:
    """Everything odd about one line and its log, each in a sentence; the line is named by its code only.

    Args:
        counted: the line and its log.
        end: the last day counted, as an ordinal number.
    """
    line = counted.spans[-1].line
    if not line.can_be_measured:
        said = f"{line.code} cannot be measured: it does not say how much, of what, how often."
        yield Finding(Severity.CHECK, f"{said} Ask for it in numbers at the next review of the plan.")
    elif line.vague:
        said = f"{line.code} has an amount, and loose words beside it by which less could be given."
        yield Finding(Severity.NOTE, f"{said} Ask for clear words at the next review of the plan.")
    outside = [entry for entry in counted.outside if not _may_be_owed(entry, counted.spans, end)]
    yield from _told(line.code, outside, "is about days on which it was not owed, and is not counted. Correct the days")
    parts = [entry for entry in counted.entries if entry.kind is EntryKind.PART and entry.amount is None]
    yield from _told(line.code, parts, "says that a part was given and not how much. Add how much, where it is known")
    what = "is about days of which another source tells, too. Both count. If it is the same help, take one back"
    yield from _told(line.code, list(_told_by_two(counted.entries)), what)
    for part in counted.parts:
        yield from _odd_part(line.code, part)


def unknown_lines(known: Iterable[str], entries: Sequence[Entry]) -> Iterator[Finding]:
    """Lines that only the log has."""
    for code in sorted({entry.line for entry in entries}.difference(known)):
        said = f"The log has entries for {code}, and no version of the plan has such a line, so they are not counted."
        yield Finding(Severity.CHECK, f"{said} Add the line, or take the entries back.")


def unknown_days(lines: Sequence[Counted], end: int) -> Iterator[Finding]:
    """Days for which no term dates are known, with the lines that need them: nothing is guessed for these days."""
    codes: dict[tuple[str, Days], list[str]] = defaultdict(list)
    for counted in lines:
        for span in counted.spans:
            for days in unknown_days_of(span, end):
                codes[span.line.calendar or "", days].append(span.line.code)
    for (owner, days), lacking in codes.items():
        whose = f" of {owner}" if owner else ""
        when = f"{day_in_words(days.first)} to {day_in_words(days.last)}"
        said = f"The term dates{whose} from {when} are not known, so {_listed(lacking)} "
        said += f"{'is' if len(set(lacking)) == 1 else 'are'} not counted for the time they belong to."
        yield Finding(Severity.CHECK, f"{said} Bring them in with `ehcp terms import`.")


def unknown_days_of(span: Span, end: int) -> tuple[Days, ...]:
    """The days of a line, or of its unfinished periods, up to a day, for which no term dates are known."""
    if not span.in_term or not span.line.can_be_measured or span.first > end:
        return ()
    first, last = (date.fromordinal(day) for day in days_needed(span, end))
    unknown = span.calendar.unknown(first, last) if span.calendar else (Days(first, last),)
    return tuple(days for days in unknown if weekdays(days.first.toordinal(), days.last.toordinal()))


def _odd_part(code: str, part: Part) -> Iterator[Finding]:
    unit = part.spans[-1].line.unit
    too_much = [one for one in part.accounts if one.sums.over and one.period.finished]
    if too_much and unit:
        more = amount_in_words(added([one.sums for one in too_much]).over, unit)
        since = day_in_words(date.fromordinal(too_much[-1].first))
        said = f"{code}: {more} more was given than was owed at the time, last from {since}."
        yield Finding(Severity.NOTE, f"{said} It makes up for nothing unless it is logged as catch-up.")
    made = part.caught_up
    yield from _told(code, made.idle, "is catch-up for which nothing was missing before it. Check what was missed")
    yield from _told(
        code, made.uncounted, "is catch-up of which nobody says how much. It counts once an amount is given"
    )
    yield from _told(
        code, made.unjudged, "is catch-up of which nobody says whether it was as good. It counts once somebody does"
    )


def _told_by_two(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries about days of which an earlier one tells from another source; two of one source are two sessions."""
    last: dict[Source, date] = {}
    for entry in sorted((one for one in entries if one.kind in TELLING), key=lambda one: (one.first, one.last)):
        if any(source is not entry.source and until >= entry.first for source, until in last.items()):
            yield entry
        last[entry.source] = max(entry.last, last.get(entry.source, entry.last))


def _told(code: str, entries: Sequence[Entry], what: str) -> Iterator[Finding]:
    """One finding for all entries of which the same is true, with the last of them."""
    if entries:
        last = max(entries, key=lambda entry: (entry.last, entry.first))
        days = day_in_words(last.first) + (f" to {day_in_words(last.last)}" if last.first < last.last else "")
        more = f" (and {len(entries) - 1} more before it)" if len(entries) > 1 else ""
        yield Finding(Severity.CHECK, f"{code}: the entry of {days}{more} {what}.")


def _may_be_owed(entry: Entry, spans: Sequence[Span], end: int) -> bool:
    """Whether an entry is about days of which is not known yet whether the line is owed on them."""
    first, last = entry.first.toordinal(), entry.last.toordinal()
    if first > end or not all(span.line.can_be_measured for span in spans if span.first <= last and first <= span.last):
        return True
    unknown = [days for span in spans for days in unknown_days_of(span, end)]
    return any(days.first <= entry.last and entry.first <= days.last for days in unknown)


def _listed(codes: Sequence[str]) -> str:
    unique = list(dict.fromkeys(codes))
    return " and ".join(filter(None, [", ".join(unique[:-1]), unique[-1]]))
