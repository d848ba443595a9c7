"""Reviews of the caseload: who must have met by when. Today is Monday 23 November 2026."""

from datetime import date

import pytest

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.review_plan.planning import plan_review
from ehcp_workflow.cases.section_f.terms import Days, Term, TermCalendar
from ehcp_workflow.errors import EhcpError
from ehcp_workflow.services import review_list
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.review_list import list_as_json, reviews_due

from installations import make_case, on_day

AUTUMN = TermCalendar(
    "202",
    "Fictional",
    (Term("Autumn 2026", Days(date(2026, 9, 1), date(2026, 12, 18))),),
    date(2026, 9, 1),
    date(2026, 12, 31),
)


def test_the_caseload_says_who_must_have_met_by_when_soonest_first(installation: Installation):
    """Plans of 10 March 2026 and 14 December 2025; one case without a plan has no review."""
    later = make_case(installation, ("final_plan_sent", "2026-03-10"), people=False)
    sooner = make_case(installation, ("final_plan_sent", "2025-12-14"), people=False)
    make_case(installation, ("request_received", "2026-11-02"), people=False)
    found = reviews_due(installation)
    assert (found.failed, found.undated, found.too_late) == ([], [], 1)
    assert [due.reference for due in found.reviews] == [sooner.reference, later.reference]
    first, second = list_as_json(found)["reviews"]
    assert (first["last_meeting"], first["safe_meeting"]) == ("2026-11-15", "2026-11-14")  # four weeks before 13 Dec
    assert (first["because"], first["next_step"], first["too_late"]) == (["REV-01"], "invitations", True)
    assert (second["last_meeting"], second["too_late"]) == ("2027-02-09", False)


def test_a_line_for_other_programs_has_every_key_and_no_name(installation: Installation):
    make_case(installation, ("final_plan_sent", "2026-03-10"), people=False)
    said = list_as_json(reviews_due(installation))
    assert " ".join(said) == "as_at too_late this_term reviews undated failed"
    assert " ".join(said["reviews"][0]) == (
        "reference council last_meeting safe_meeting because meeting meeting_is done next_step next_by too_late "
        "this_term"
    )
    assert "Kim" not in str(said)


def test_only_one_council_is_listed_when_it_is_asked_for(installation: Installation):
    make_case(installation, ("final_plan_sent", "2026-03-10"), people=False)
    assert len(reviews_due(installation, council="202").reviews) == 1
    assert reviews_due(installation, council="334").reviews == []


def test_what_was_done_is_listed_by_its_code(installation: Installation):
    make_case(
        installation,
        ("final_plan_sent", "2025-12-30"),
        ("review_meeting_date", "2026-12-02"),
        ("meeting_invites_sent", "2026-11-10"),
        people=False,
    )
    due = reviews_due(installation).reviews[0]
    assert (due.meeting_is, str(due.meeting), due.done) == ("arranged", "2026-12-02", ("invitations",))
    assert due.next_code == "advice"


def test_after_the_meeting_the_report_and_the_decision_are_left(installation: Installation):
    """Meeting on Thursday 12 November: the report by Thursday 26 November, two weeks later."""
    make_case(installation, ("final_plan_sent", "2025-12-14"), ("review_meeting_held", "2026-11-12"), people=False)
    due = reviews_due(installation).reviews[0]
    assert (due.is_held, str(due.meeting), due.next_code, str(due.next_by)) == (
        True,
        "2026-11-12",
        "report",
        "2026-11-26",
    )
    assert not due.too_late
    assert reviews_due(on_day(installation, "2026-12-14")).reviews[0].too_late


def test_a_plan_without_a_date_is_named_and_not_left_out(installation: Installation):
    record = make_case(installation, ("final_plan_sent", "unknown"), people=False)
    found = reviews_due(installation)
    assert (found.reviews, found.undated) == ([], [record.reference])


def test_where_term_dates_are_known_the_meetings_of_this_term_are_counted(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
):
    """Term ends on Friday 18 December 2026; the last days for the meetings are 15 December and 9 February."""
    make_case(installation, ("final_plan_sent", "2026-01-13"), people=False)
    make_case(installation, ("final_plan_sent", "2026-03-10"), people=False)
    assert [due.this_term for due in reviews_due(installation).reviews] == [None, None]
    monkeypatch.setattr(review_list, "term_calendars", lambda *_: {"202": AUTUMN})
    found = reviews_due(installation)
    assert ([due.this_term for due in found.reviews], found.this_term) == ([True, False], 1)


def test_one_bad_case_is_named_and_hides_no_other(installation: Installation, monkeypatch: pytest.MonkeyPatch):
    bad = make_case(installation, ("final_plan_sent", "2026-03-10"), people=False)
    good = make_case(installation, ("final_plan_sent", "2026-03-11"), people=False)

    def broken(rulebook: object, case: Case, *rest: object) -> object:
        if case.reference == bad.reference:
            raise EhcpError("no such day")
        return plan_review(rulebook, case, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(review_list, "plan_review", broken)
    found = reviews_due(installation)
    assert (found.failed, [due.reference for due in found.reviews]) == ([bad.reference], [good.reference])


def test_a_caseload_larger_than_one_batch_is_listed_whole(installation: Installation, monkeypatch: pytest.MonkeyPatch):
    references = [make_case(installation, ("final_plan_sent", "2026-03-10"), people=False).reference for _ in range(5)]
    monkeypatch.setattr(review_list, "BATCH", 2)
    assert [due.reference for due in reviews_due(installation).reviews] == references
