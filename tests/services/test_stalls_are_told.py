"""A stage that a rule of house policy makes stalled is told to the adviser and shown to operators; on both databases.

Term dates are those of Solihull: the school was asked on Monday 20 October 2025, half-term is from 27 to 31 October,
and the tenth school day is Monday 10 November.
"""

import pytest

from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework, checks
from ehcp_workflow.services.applications import application_view
from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.demo.before_plan import before_the_plan
from ehcp_workflow.services.demo.beside import NOTHING_BESIDE
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.support.support import read_support
from ehcp_workflow.store.casebook import NewCase

from installations import ADVISER, on_day

WORDS = (
    "Since Tuesday 11 November 2025: the school was asked to request an assessment and has not answered within 10 "
    "school days of Monday 20 October 2025, by the council's term dates."
)
FIRST_TERM = [("sen_register_added", "2025-09-01"), ("school_asked_to_request", "2025-10-20")]


@pytest.fixture
def asked(installation: Installation) -> str:
    """A case of Solihull in which the school was asked, and a meeting of 3 November is on record."""
    earlier = on_day(installation, "2025-11-03")
    new = NewCase(opened_at=earlier.now(), council_code="334")
    record = casework.open_case(earlier, new, (Contact("adviser", ADVISER, None, "adviser"),))
    for kind, on in (*FIRST_TERM, ("parents_met", "2025-11-03")):
        casework.record_event(earlier, record.reference, NewEvent(kind, When.parse(on)), by="test")
    return record.reference


def test_the_check_of_silence_tells_the_adviser_on_the_day_and_after_each_interval(
    installation: Installation, asked: str
):
    told = {}
    for day in ("2025-11-10", "2025-11-11", "2025-11-12", "2025-11-24", "2025-11-25", "2025-11-26"):
        told[day] = checks.check_silence(on_day(installation, day)).planned
    # On Tuesday 11 November, and 14 days later.
    assert told == dict.fromkeys(told, 0) | {"2025-11-11": 1, "2025-11-25": 1}


def test_operators_see_which_rule_it_is_and_since_when(installation: Installation, asked: str):
    before = application_view(on_day(installation, "2025-11-10"), asked).stages[1]
    assert before.state == "waiting"
    after = application_view(on_day(installation, "2025-11-11"), asked).stages[1]
    assert (after.state, after.words) == ("stalled", WORDS)


def test_an_answer_of_the_school_sets_the_stage_going_again(installation: Installation, asked: str):
    answered = on_day(installation, "2025-11-12")
    new = NewEvent("school_answered_request", When.parse("2025-11-12"), options={"answer": "will_request"})
    position = casework.record_event(answered, asked, new, by="test")
    assert (position.stages[1].state, position.alerts) == ("waiting", ())


def test_terms_of_support_are_known_where_the_council_has_term_dates(installation: Installation, asked: str):
    sheet = read_support(on_day(installation, "2026-03-28"), asked)
    assert sheet.terms is not None
    assert [(one.term.name, len(one.meetings), one.is_missed) for one in sheet.terms] == [
        ("Autumn 2025", 1, False),
        ("Spring 2026", 0, True),  # it ended on Friday 27 March
    ]


def test_the_demo_has_cases_before_the_request_with_something_beside_the_events():
    lives = before_the_plan()
    assert [len(life.beside.needs) for life in lives] == [2, 1, 2]
    assert all(life.beside != NOTHING_BESIDE for life in lives)
