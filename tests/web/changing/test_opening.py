"""Opening a case on a page: once, with the request where it has been made."""

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.reading import read_sheet
from ehcp_workflow.store import casebook
from tests.web.changing.conftest import CASE, day, hidden_in
from tests.web.conftest import LEEDS, Browser, make_case, signed_in

TYPED = {"council": LEEDS, "child": "Kim Example", "requested_by": "parent", **day("born", "2018-05-04")}


def _cases(installation: Installation) -> int:
    with installation.database.read() as unit:
        return len(casebook.all_case_ids(unit))


def test_a_case_is_opened_with_its_request(browser: Browser, installation: Installation):
    form = browser.get("/cases/new")
    sent = browser.post("/cases/new", **hidden_in(form), **TYPED, **day("received", "2026-10-19"))
    assert sent.headers["location"] == f"{CASE}?done=opened", sent.text
    sheet = read_sheet(installation, "EHC-2026-0001")
    assert (sheet.record.child_name, sheet.record.council_code, sheet.record.requested_by) == (
        "Kim Example",
        LEEDS,
        "parent",
    )
    assert [(e.kind, str(e.on), dict(e.options)) for e in sheet.position.events] == [
        ("request_received", "2026-10-19", {"asked_by": "parent"})
    ]


def test_the_same_form_sent_twice_opens_one_case(browser: Browser, installation: Installation):
    fields = {**hidden_in(browser.get("/cases/new")), **TYPED, **day("received", "2026-10-19")}
    first, second = browser.post("/cases/new", **fields), browser.post("/cases/new", **fields)
    assert first.headers["location"] == second.headers["location"]
    assert _cases(installation) == 1
    assert len(read_sheet(installation, "EHC-2026-0001").history) == 1


def test_what_cannot_be_opens_nothing_and_stays_in_the_form(browser: Browser, installation: Installation):
    fields = {**hidden_in(browser.get("/cases/new")), "child": "Kim Example", **day("born", "2027-05-04")}
    sent = browser.post("/cases/new", **fields)
    assert sent.status_code == 422
    assert 'href="#council"' in sent.text
    assert 'href="#born-day"' in sent.text
    assert 'value="Kim Example"' in sent.text
    assert _cases(installation) == 0


def test_another_case_with_the_same_reference_of_theirs_is_refused(browser: Browser, installation: Installation):
    make_case(installation, their_reference="MY/1")
    fields = {**hidden_in(browser.get("/cases/new")), **TYPED, "their_reference": "MY/1"}
    sent = browser.post("/cases/new", **fields)
    assert sent.status_code == 422
    assert "EHC-2026-0001 has that reference of yours already" in sent.text


def test_a_case_belongs_to_the_team_of_who_opens_it(installation: Installation):
    north, south = (
        signed_in(installation, "adviser", "north", "North"),
        signed_in(installation, "adviser", "s", "South"),
    )
    north.post("/cases/new", **hidden_in(north.get("/cases/new")), **TYPED)
    assert north.get(f"{CASE}/needs").status_code == 200
    assert south.get(f"{CASE}/needs").status_code == 404


def test_who_reads_only_may_not_open_a_case(installation: Installation):
    assert signed_in(installation, "read_only").get("/cases/new").status_code == 403
