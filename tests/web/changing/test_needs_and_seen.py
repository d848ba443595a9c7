"""Needs, acknowledging, keeping back, and tasks, on the pages of a case."""

from ehcp_workflow.services import quieting
from ehcp_workflow.services.casework import record_event
from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.outbox_desk import open_tasks
from ehcp_workflow.services.people.agreeing import withdraw_consent
from ehcp_workflow.services.people.listing import list_people
from ehcp_workflow.services.support.needs import list_needs
from tests.web.changing.conftest import CASE, PEOPLE, REQUEST, day
from tests.web.conftest import Browser, make_case


def test_a_need_is_added_put_right_and_taken_back(browser: Browser, installation: Installation, case: str):
    browser.post(f"{CASE}/needs/new", code="SLCN", rank="1")
    browser.post(f"{CASE}/needs/new", code="SLCN", rank="2", diagnosis="under_way")
    (listed,) = list_needs(installation, case).needs
    assert (listed.need.sen_type, listed.need.rank, listed.need.diagnosis) == ("SLCN", 2, "under_way")
    assert "2 (secondary)" in browser.text(f"{CASE}/needs")
    browser.post(f"{CASE}/needs/SLCN/withdraw")
    assert list_needs(installation, case).needs == ()


def test_two_primary_needs_are_refused_beside_the_rank(browser: Browser, case: str):
    browser.post(f"{CASE}/needs/new", code="SLCN", rank="1")
    sent = browser.post(f"{CASE}/needs/new", code="ASD", rank="1")
    assert sent.status_code == 422
    assert 'id="rank-error"' in sent.text


def test_one_date_is_kept_back_and_told_again(browser: Browser, installation: Installation, case: str):
    sent = browser.post(f"{CASE}/silences/new", what="REQ-02", reason="<b>panel</b>", **day("until", "2026-11-27"))
    assert sent.headers["location"] == f"{CASE}/tasks?done=kept-back", sent.text
    (quiet,) = quieting.running(installation)
    assert (quiet.of, quiet.rule) == ("EHC-2026-0001", "REQ-02")
    page = browser.get(f"{CASE}/tasks").text
    assert "&lt;b&gt;panel&lt;/b&gt;" in page
    browser.post(f"{CASE}/silences/{quiet.number}/end")
    assert quieting.running(installation) == []


def test_a_day_that_is_over_is_refused_beside_its_field(browser: Browser, installation: Installation, case: str):
    sent = browser.post(f"{CASE}/silences/new", what="case", reason="holiday", **day("until", "2026-11-20"))
    assert sent.status_code == 422
    assert 'href="#until-day"' in sent.text
    assert quieting.running(installation) == []


def test_a_silence_of_another_case_is_not_ended_from_this_one(browser: Browser, installation: Installation, case: str):
    make_case(installation, REQUEST)
    browser.post(f"{CASE}/silences/new", what="case", reason="holiday", **day("until", "2026-11-27"))
    (quiet,) = quieting.running(installation)
    assert browser.post(f"/cases/EHC-2026-0002/silences/{quiet.number}/end").status_code == 404
    assert quieting.running(installation) == [quiet]


def test_what_was_told_is_acknowledged(browser: Browser, installation: Installation, case: str):
    assert browser.post(f"{CASE}/acknowledge", rule="REQ-02").headers["location"] == f"{CASE}/tasks?done=acknowledged"
    assert quieting.acknowledge(installation, case, None, "again") == 0


def test_a_task_is_done_from_its_own_case_only(browser: Browser, installation: Installation):
    """Who agreed once and took it back is phoned: that is a task."""
    reference = make_case(installation, contacts=(*PEOPLE, Contact("parent", "b@example.org", "Bo", "by phone")))
    for line in list_people(installation, reference):
        if line.role == "parent":
            withdraw_consent(installation, line.point.id, (), "phone", "test")
    record_event(installation, reference, REQUEST, "test")
    task, *others = open_tasks(installation, reference)
    make_case(installation)
    assert browser.post(f"/cases/EHC-2026-0002/tasks/{task.id}/done").status_code == 404
    assert "no safe way to reach them" in browser.text(f"{CASE}/tasks")
    browser.post(f"{CASE}/tasks/{task.id}/done")
    assert open_tasks(installation, reference) == others
