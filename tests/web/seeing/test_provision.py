"""Section F on the pages of a case."""

from datetime import date
from fractions import Fraction

from ehcp_workflow.cases.section_f.entry import By, EntryKind
from ehcp_workflow.cases.section_f.line import Per, Unit
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.provision.listing import read_section_f
from ehcp_workflow.services.provision.recording import NewEntry, NewLine, add_line, log_delivery
from ehcp_workflow.store.provision import LineWords
from tests.web.conftest import make_case, on, signed_in
from tests.web.seeing.reading import tagless

PLAN = NewEvent("final_plan_sent", on("2026-11-02"))
SPEECH = NewLine(
    "F1", "speech_and_language", Fraction(1), Unit.HOURS, Per.WEEK, term_time=False,
    words=LineWords("One hour <each> week", "a therapist", "at school"),
)  # fmt: skip


def test_a_line_is_shown_with_its_words_and_what_was_owed_given_and_missed(installation, browser):
    """Owed from Monday 2 November 2026, one hour a week; counted to Sunday 22 November: three hours."""
    reference = make_case(installation, PLAN)
    add_line(installation, reference, SPEECH, "test")
    given = NewEntry("F1", EntryKind.DELIVERED, date(2026, 11, 3), date(2026, 11, 3), amount=Fraction(1))
    missed = NewEntry("F1", EntryKind.MISSED, date(2026, 11, 10), date(2026, 11, 10), by=By.SCHOOL, note="no room")
    for entry in (given, missed):
        log_delivery(installation, reference, entry, "test")
    page = browser.text(f"/cases/{reference}/provision")
    text = tagless(page)
    assert "Counted to Sunday 22 November 2026." in text
    assert "Speech and language therapy (F1): 1 hour a week" in text
    assert "The plan says: “One hour <each> week” By: a therapist. Where: at school." in text
    assert "<each>" not in page
    assert "All together 3 1 0 1 1" in text  # owed, given, made up for, missing, not reported
    assert "Last heard of for Tuesday 10 November 2026." in text
    assert "The log, 2 entries" in text
    assert "Tuesday 10 November 2026 F1 Missed Note: no room" in text
    assert f'href="/cases/{reference}/provision/log"' in page
    records = read_section_f(installation, reference)
    for record in (records.lines[0].line, records.entries[0].entry, records.entries[1].entry):
        assert f'href="/cases/{reference}/provision/records/{record.id}/correct"' in page
    assert "/correct" not in signed_in(installation, "read_only", "reader").text(f"/cases/{reference}/provision")


def test_another_day_has_the_figures_of_that_day(installation, browser):
    """On Wednesday 11 November the first week is counted alone: one hour, of which nobody said anything."""
    reference = make_case(installation, PLAN)
    add_line(installation, reference, SPEECH, "test")
    text = tagless(browser.text(f"/cases/{reference}/provision?as_at=2026-11-11"))
    assert "Counted to Sunday 8 November 2026." in text
    assert "All together 1 0 0 0 1" in text


def test_a_case_without_lines_says_so_and_lapses_recorded_by_hand_are_shown(installation, browser):
    lapsed = NewEvent("provision_lapsed", on("2026-11-02"), about="teaching")
    text = tagless(browser.text(f"/cases/{make_case(installation, PLAN, lapsed)}/provision"))
    assert "No line of Section F is recorded." in text
    assert "Not delivered Teaching, since Monday 2 November 2026" in text
