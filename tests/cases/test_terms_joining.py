"""New term dates beside those known: nothing known is lost, and what changes is said."""

from dataclasses import replace
from datetime import date

from ehcp_workflow.cases.section_f.terms import Days, Term, TermCalendar
from ehcp_workflow.cases.section_f.terms_joining import as_said, changes, joined
from ehcp_workflow.cases.section_f.terms_reading import read_terms

AUTUMN = Term("Autumn 2025", Days(date(2025, 9, 1), date(2025, 12, 19)), Days(date(2025, 10, 27), date(2025, 10, 31)))
SUMMER = Term("Summer 2026", Days(date(2026, 4, 13), date(2026, 7, 20)), Days(date(2026, 5, 25), date(2026, 5, 29)))
NEXT = Term("Autumn 2026", Days(date(2026, 9, 1), date(2026, 12, 18)))
OLD = TermCalendar(
    "334", "Solihull", (AUTUMN, SUMMER), date(2025, 9, 1), date(2026, 8, 31),
    inset=frozenset({date(2025, 9, 1)}), closures=(Days(date(2025, 11, 20), date(2025, 11, 20)),), source="old",
)  # fmt: skip
NEW = TermCalendar("334", "Solihull", (NEXT,), date(2026, 9, 1), date(2026, 12, 18), source="new")


def test_a_new_year_keeps_the_year_before() -> None:
    found = joined(OLD, NEW)
    assert [term.name for term in found.terms] == ["Autumn 2025", "Summer 2026", "Autumn 2026"]
    assert (found.known_from, found.known_to) == (date(2025, 9, 1), date(2026, 12, 18))
    assert found.inset == {date(2025, 9, 1)}
    assert found.closures == OLD.closures
    assert found.source == "new"


def test_an_older_year_keeps_the_year_after() -> None:
    found = joined(NEW, OLD)
    assert [term.name for term in found.terms] == ["Autumn 2025", "Summer 2026", "Autumn 2026"]
    assert found.known_to == date(2026, 12, 18)


def test_dates_for_the_same_year_replace_it() -> None:
    longer = replace(OLD, terms=(AUTUMN,), inset=frozenset(), closures=())
    assert joined(OLD, longer) == longer


def test_old_dates_that_do_not_reach_the_new_ones_are_left_out() -> None:
    far = replace(NEW, terms=(replace(NEXT, days=Days(date(2027, 9, 1), date(2027, 12, 17))),),
                  known_from=date(2027, 9, 1), known_to=date(2027, 12, 17))  # fmt: skip
    assert joined(OLD, far) == far
    assert joined(far, OLD) == OLD


def test_a_term_that_new_dates_cut_keeps_its_school_days_outside_them() -> None:
    """New dates from Wednesday 20 May 2026: the week before stays, the half-term holiday after it does not."""
    part = Term("Late summer 2026", Days(date(2026, 5, 20), date(2026, 7, 17)))
    found = joined(OLD, replace(NEW, terms=(part,), known_from=date(2026, 5, 20), known_to=date(2026, 8, 31)))
    assert found.terms[1] == Term("Summer 2026", Days(date(2026, 4, 13), date(2026, 5, 19)))
    early = Term("Early summer 2026", Days(date(2026, 4, 13), date(2026, 5, 26)))
    found = joined(OLD, replace(NEW, terms=(early,), known_from=date(2026, 4, 1), known_to=date(2026, 5, 26)))
    assert found.terms[-1] == Term("Summer 2026", Days(date(2026, 5, 27), date(2026, 7, 20)))


def test_what_changes_is_each_day_that_becomes_a_school_day_or_no_longer_is_one() -> None:
    """A training day more on Friday 5 December 2025, and no longer one on Monday 1 September."""
    change = changes(OLD, replace(OLD, inset=frozenset({date(2025, 12, 5)})))
    assert (change.added, change.removed) == ((date(2025, 9, 1),), (date(2025, 12, 5),))


def test_first_dates_of_a_council_are_all_new() -> None:
    """1 September to 18 December 2026 without a half-term: 16 weeks of five days, less Monday 31 August."""
    change = changes(None, NEW)
    assert (len(change.added), change.removed) == (79, ())


def test_what_is_said_of_a_calendar_reads_back_as_the_same() -> None:
    whole = replace(OLD, terms=(AUTUMN,))
    assert read_terms(as_said(whole), frozenset(), "stored") == whole
