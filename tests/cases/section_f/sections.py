"""Small records of Section F for tests, told in one line each; and random ones for properties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.section_f.entry import By, Entry, EntryKind
from ehcp_workflow.cases.section_f.ledger import Ledger, LineLedger, ledger
from ehcp_workflow.cases.section_f.line import Line, Per, Unit
from ehcp_workflow.cases.section_f.record import SectionF

from stories import happened, the_policy
from worked_ledgers_loader import SOLIHULL, solihull

PLAN = happened("final_plan_sent", "2024-09-02")  # a Monday
FIRST = date(2024, 9, 2)
WEEKLY = Line("line", "F1", PLAN.id, "tuition", Fraction(1), Unit.HOURS, Per.WEEK)


def line(
    code: str = "F1", amount: int | None = 1, unit: Unit = Unit.HOURS, per: Per = Per.WEEK, **more: object
) -> Line:
    """A line of the first plan; without an amount it cannot be measured."""
    measured = (Fraction(amount), unit, per) if amount is not None else (None, None, None)
    return replace(Line(f"line {code}", code, PLAN.id, "tuition", *measured), **more)  # type: ignore[arg-type]


def entry(kind: str, first: str, last: str | None = None, amount: str | None = None, **more: object) -> Entry:
    """An entry for F1; its name is what it says, so that two alike need an `id`."""
    days = date.fromisoformat(first), date.fromisoformat(last or first)
    made = Entry(f"{kind} {first} {amount}", "F1", EntryKind(kind), *days, Fraction(amount) if amount else None)
    return replace(made, **more)  # type: ignore[arg-type]


def section(lines: Iterable[Line] = (WEEKLY,), entries: Iterable[Entry] = ()) -> SectionF:
    """A record in Solihull, whose term dates are known from September 2023 to August 2026."""
    return SectionF(tuple(lines), tuple(entries), SOLIHULL, {SOLIHULL: solihull()})


def on(day: str, record: SectionF, *events: Event) -> Ledger:
    """The ledger on a day, of the plan of 2 September 2024 unless other events are given."""
    return ledger(record, events or (PLAN,), the_policy().provision, date.fromisoformat(day))


def one(day: str, *entries: Entry, of: Line = WEEKLY, events: tuple[Event, ...] = ()) -> LineLedger:
    """The one line's ledger on a day."""
    (found,) = on(day, section([of], entries), *events).lines
    return found


days = st.dates(date(2024, 8, 20), date(2026, 7, 31))
amounts = st.fractions(min_value=Fraction(1, 4), max_value=10, max_denominator=4)


@st.composite
def lines(draw: st.DrawFn, per: Per | None = None) -> Line:
    """A line of the first plan that can be measured."""
    unit = draw(st.sampled_from(Unit))
    amount = Fraction(draw(st.integers(1, 6))) if unit.is_whole else draw(amounts)
    return Line("line", "F1", PLAN.id, "tuition", amount, unit, per or draw(st.sampled_from(Per)), draw(st.booleans()))


@st.composite
def entries(draw: st.DrawFn, number: int = 0, catch_up: bool = True) -> Entry:
    """An entry of F1, of at most four weeks."""
    first = draw(days)
    kind = draw(st.sampled_from([kind for kind in EntryKind if catch_up or kind is not EntryKind.CATCH_UP]))
    return Entry(
        id=f"entry {number}",
        line="F1",
        kind=kind,
        first=first,
        last=first + timedelta(days=draw(st.integers(0, 27))),
        amount=None if kind is EntryKind.MISSED else draw(st.none() | amounts),
        equivalent=draw(st.sampled_from([True, False, None])) if kind is EntryKind.CATCH_UP else None,
        by=draw(st.sampled_from(By)),
    )


@st.composite
def logs(draw: st.DrawFn, catch_up: bool = True) -> list[Entry]:
    """Up to eight entries, each with a name of its own."""
    return [draw(entries(number, catch_up)) for number in range(draw(st.integers(0, 8)))]
