"""What holds of every ledger, whatever the line and the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from cases.section_f.sections import FIRST, PLAN, days, entries, lines, logs, one, section
from hypothesis import given
from hypothesis import strategies as st

from ehcp_workflow.cases.section_f.entry import Entry
from ehcp_workflow.cases.section_f.figures import Sums
from ehcp_workflow.cases.section_f.ledger import ledger
from ehcp_workflow.cases.section_f.line import Line, Per
from ehcp_workflow.cases.section_f.record import SectionF
from ehcp_workflow.cases.section_f.terms import Days, TermCalendar
from ehcp_workflow.cases.section_f.totals import added

from stories import the_policy
from worked_ledgers_loader import SOLIHULL, solihull

NAMES = tuple(vars(Sums()))
weekly = lines(Per.WEEK)


@st.composite
def term_dates(draw: st.DrawFn) -> TermCalendar:
    """The terms of Solihull with up to two more training days, and up to two closures of up to two weeks."""
    closed = [(first, draw(st.integers(0, 13))) for first in draw(st.lists(days, max_size=2))]
    closures = tuple(Days(first, first + timedelta(days=more)) for first, more in closed)
    training = frozenset(draw(st.lists(days, max_size=2)))
    return replace(solihull(), inset=solihull().inset | training, closures=closures)


@given(term_dates(), lines(), logs(), days)
def test_what_is_owed_is_given_made_up_for_missing_or_not_reported(
    terms: TermCalendar, line: Line, log: list[Entry], as_at: date
):
    for sums in [found.sums for found in _lines(terms, line, log, as_at)]:
        assert sums.owed == (
            sums.delivered - sums.over + sums.catch_up + sums.shortfall + sums.not_reported + sums.unknown
        )
        assert min(getattr(sums, name) for name in NAMES) >= 0
        assert sums.by_family <= sums.shortfall


@given(term_dates(), lines(), logs(), days)
def test_the_terms_add_up_to_the_whole(terms: TermCalendar, line: Line, log: list[Entry], as_at: date):
    for found in _lines(terms, line, log, as_at):
        whole = added([term.sums for term in found.by_term])
        assert replace(whole, not_equivalent=found.sums.not_equivalent) == found.sums


@given(term_dates(), lines(), logs(), days, st.randoms())
def test_the_order_of_records_changes_nothing(terms: TermCalendar, line: Line, log: list[Entry], as_at: date, rng):
    shuffled = list(log)
    rng.shuffle(shuffled)
    assert _lines(terms, line, log, as_at) == _lines(terms, line, shuffled, as_at)


@given(term_dates(), lines(), logs(), days, entries(100))
def test_a_correction_equals_never_having_said_it(
    terms: TermCalendar, line: Line, log: list[Entry], as_at: date, wrong: Entry
):
    taken_back = replace(wrong, id="taken back", replaces=wrong.id, withdrawn=True)
    assert _lines(terms, line, [wrong, *log, taken_back], as_at) == _lines(terms, line, log, as_at)
    for old, new in zip(log, log, strict=True):
        misheard = replace(wrong, id="misheard")
        corrected = replace(new, replaces="misheard")
        others = [entry for entry in log if entry is not old]
        assert _lines(terms, line, [misheard, *others, corrected], as_at) == _lines(terms, line, log, as_at)


@given(term_dates(), weekly, logs(catch_up=False), st.integers(0, 27), st.integers(1, 90))
def test_an_entry_cut_in_two_says_the_same(
    terms: TermCalendar, line: Line, log: list[Entry], cut_after: int, weeks: int
):
    as_at = FIRST + timedelta(days=7 * weeks - 1)
    in_two = [part for entry in log for part in _cut(entry, cut_after, terms, line)]
    for whole, parts in zip(_lines(terms, line, log, as_at), _lines(terms, line, in_two, as_at), strict=True):
        assert parts.sums == whole.sums
        assert parts.by_term == whole.by_term
        assert (parts.state, parts.lapse) == (whole.state, whole.lapse)


@given(term_dates(), weekly, logs(catch_up=False), st.integers(1, 90), st.integers(1, 90))
def test_time_cut_in_two_adds_up_to_the_same(
    terms: TermCalendar, line: Line, log: list[Entry], first_weeks: int, weeks: int
):
    as_at = FIRST + timedelta(days=7 * (first_weeks + weeks) - 1)
    sunday = FIRST + timedelta(days=7 * first_weeks - 1)
    log = [entry for entry in log if entry.last <= sunday or sunday < entry.first]
    before = _lines(terms, line, log, sunday)
    after = _lines(terms, replace(line, starts=sunday + timedelta(days=1)), log, as_at)
    whole = _lines(terms, line, log, as_at)
    assert added([found.sums for found in [*before, *after]]) == added([found.sums for found in whole])


@given(term_dates(), lines(), logs(), days)
def test_nothing_said_of_later_days_counts(terms: TermCalendar, line: Line, log: list[Entry], as_at: date):
    past = [entry for entry in log if entry.first <= as_at]
    assert _lines(terms, line, log, as_at) == _lines(terms, line, past, as_at)


@given(term_dates(), lines(), logs(), days)
def test_until_the_next_look_time_changes_neither_state_nor_lapse_nor_what_is_missing(
    terms: TermCalendar, line: Line, log: list[Entry], as_at: date
):
    told = [entry for entry in log if entry.last <= as_at]
    now = ledger(_record(terms, line, told), (PLAN,), the_policy().provision, as_at)
    last = min(now.next_look or date(2026, 8, 31), date(2026, 8, 31)) - timedelta(days=1)
    if last > as_at:
        then = ledger(_record(terms, line, told), (PLAN,), the_policy().provision, last)
        assert [_judged(found) for found in then.lines] == [_judged(found) for found in now.lines]


def _judged(found):
    return found.state, found.lapse, found.sums.shortfall, found.sums.unknown, found.first_lapse


def _lines(terms: TermCalendar, line: Line, log: list[Entry], as_at: date):
    return ledger(_record(terms, line, log), (PLAN,), the_policy().provision, as_at).lines


def _record(terms: TermCalendar, line: Line, log: list[Entry]) -> SectionF:
    return replace(section([line], log), calendars={SOLIHULL: terms})


def _cut(entry: Entry, cut_after: int, terms: TermCalendar, line: Line) -> list[Entry]:
    """The same entry in two, its amount shared out by school days; whole where there is none on one side."""
    last = entry.first + timedelta(days=cut_after)
    if last >= entry.last:
        return [entry]
    owed_from = max(entry.first, FIRST)
    count = terms.school_days if line.term_time else _weekdays
    early, all_of_it = count(owed_from, last), count(owed_from, entry.last)
    if entry.amount is None:
        amounts = None, None
    elif not early or early == all_of_it:
        return [entry]
    else:
        amounts = entry.amount * early / all_of_it, entry.amount * (all_of_it - early) / all_of_it
    return [
        replace(entry, id=f"{entry.id} a", last=last, amount=amounts[0]),
        replace(entry, id=f"{entry.id} b", first=last + timedelta(days=1), amount=amounts[1]),
    ]


def _weekdays(first: date, last: date) -> int:
    return sum((first + timedelta(days=n)).weekday() < 5 for n in range((last - first).days + 1))


def test_the_examples_above_have_a_ledger():
    assert one("2024-09-06").sums.owed == 1
