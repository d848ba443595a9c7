"""Script in every text field: whatever anybody writes anywhere, pages show it as words and nothing of it runs."""

import pytest

from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.family.links import make_link
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import accounts
from tests.web.api.conftest import Program, token_of
from tests.web.conftest import Browser, make_case, on, signed_in
from tests.web.family.conftest import BORN, Phone
from tests.web.importing.conftest import HEADINGS, uploaded

from .walking import EVIL, Page, Walk

OTHERS = ("/people-here", "/caseload/views?flag=late", "/account", "/account/calendar", "/cases/new", "/api/v1/docs")


@pytest.fixture
def reference(installation: Installation) -> str:
    """A case with evil words in all that a program may write into it."""
    plan = (NewEvent("request_received", on("2026-01-05")), NewEvent("final_plan_sent", on("2026-05-22")))
    parent = Contact("parent", "a.parent@example.org", EVIL, EVIL)
    made = make_case(installation, *plan, name=EVIL, their_reference=EVIL, contacts=(parent,))
    program = Program(installation, token_of(installation, "supervisor", name="program"))
    event = {"kind": "draft_plan_sent", "on": "2026-05-04", "note": EVIL, "source": EVIL}
    line = {"code": "F1", "strand": "speech_and_language", "wording": EVIL, "who": EVIL, "where": EVIL}
    entry = {"line": "F1", "kind": "missed", "first": "2026-06-01", "last": "2026-06-05", "note": EVIL}
    for path, said in (("events", event), ("provision/lines", line), ("provision/log", entry)):
        assert program.post(f"/cases/{made}/{path}", said).status_code == 201
    return made


def evil_supervisor(installation: Installation) -> Browser:
    """Somebody with evil words for a name, in a team of such a name."""
    browser = signed_in(installation, "supervisor", "eve", EVIL[:60])
    with installation.database.write() as unit:
        account = accounts.find_account(unit, "eve")
        assert account is not None
        accounts.change_account(unit, account.id, shown_as=EVIL)
    return browser


def test_nothing_that_anybody_wrote_runs_on_any_page(installation: Installation, reference: str):
    walk = Walk(evil_supervisor(installation))
    walk.from_("/", f"/cases/{reference}", f"/cases/{reference}/events/new?kind=draft_plan_sent", *OTHERS)
    assert walk.ran == []
    assert walk.failed == []
    assert len(walk.seen) > 200, sorted(walk.seen)
    wanted = {"/cases/REF", "/cases/REF/history", "/cases/REF/provision", "/cases/REF/people", "/people-here"}
    assert wanted <= walk.shown, sorted(walk.shown)
    sent = {"post /cases/REF/events/preview", "post /cases/REF/events", "post /cases/REF/people/new"}
    assert sent <= walk.seen.keys(), sorted(walk.seen)


def test_nothing_that_anybody_wrote_runs_on_the_page_of_a_family(installation: Installation, reference: str):
    path = "/family/" + make_link(installation, reference, 1, "an.adviser").address.rpartition("/")[2]
    phone = Phone(installation)
    for answer in (phone.get(path), phone.post(path, **dict.fromkeys(BORN, EVIL)), phone.post(path, **BORN)):
        assert answer.status_code < 500
        assert Page(answer.text).runs == []
    walk = Walk(phone)
    walk.from_(path)
    assert (walk.ran, walk.failed) == ([], [])
    assert len(walk.seen) >= 5, sorted(walk.seen)


def test_nothing_in_an_imported_file_runs(browser: Browser):
    headings = (*HEADINGS, EVIL)
    address = uploaded(
        browser, (EVIL, EVIL, EVIL, EVIL, EVIL), ("RD 2", "", EVIL, "2026-10-05", EVIL), headings=headings
    )
    columns = Page(browser.text(address + "/columns"))
    assert columns.runs == []
    assert "<script>alert(7)" in columns.words
    wrong = Page(browser.post(address + "/columns", **{"column-0": EVIL}).text)
    assert wrong.runs == []
    assert browser.post(address + "/columns").status_code == 303
    assert Page(browser.text(address + "/verdicts?show_all=true")).runs == []
    browser.post(address)
    assert Page(browser.text(address + "/result?show_all=true")).runs == []
    case = Page(browser.text("/cases/EHC-2026-0001"))
    assert case.runs == []
    assert "<script>alert(7)" in case.words


def test_an_answer_of_the_api_is_never_taken_for_a_page(installation: Installation, reference: str, program: Program):
    for path in (f"/cases/{reference}?names=true", f"/cases/{reference}/history", f"/rules/{'x' * 10}"):
        answer = program.get(path)
        assert answer.headers["Content-Type"].startswith(("application/json", "application/problem+json"))
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.fixture
def program(installation: Installation) -> Program:
    return Program(installation, token_of(installation, "adviser"))
