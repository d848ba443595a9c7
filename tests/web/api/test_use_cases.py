"""The use cases for programs do what the pages and the commands do."""

import pytest
from sqlalchemy import text

from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.provision.ledger import ledger_as_json, read_ledger
from ehcp_workflow.services.reading import position_as_json, read_sheet
from tests.web.conftest import LEEDS, make_case, on

from .conftest import Program, token_of

REQUEST = {"kind": "request_received", "on": "2026-11-02"}
PLAN = (NewEvent("request_received", on("2026-01-05")), NewEvent("final_plan_sent", on("2026-05-22")))
LINE = {"code": "F1", "strand": "speech_and_language", "amount": "1 1/2", "unit": "hours", "per": "week"}


def test_a_case_is_opened_an_event_recorded_and_the_date_that_follows_is_told(program: Program):
    opened = program.post("/cases", {"council": "Leeds", "child_name": "Amina Example"})
    assert (opened.status_code, opened.json()) == (201, {"reference": "EHC-2026-0001"})
    recorded = program.post("/cases/EHC-2026-0001/events", REQUEST)
    assert recorded.status_code == 201
    clocks = {clock["ref"]: clock for clock in recorded.json()["clocks"]}
    # Six weeks from Monday 2 November 2026 end on Monday 14 December 2026.
    assert clocks["REQ-02"]["due"] == {"earliest": "2026-12-14", "latest": "2026-12-14"}
    assert clocks["REQ-02"]["working"][0]["before"] == "2026-11-02"


def test_a_case_for_programs_says_all_that_the_command_says(installation: Installation, program: Program):
    reference = make_case(installation, *PLAN)
    sheet = read_sheet(installation, reference)
    given = program.get(f"/cases/{reference}").json()
    assert given["position"] == position_as_json(sheet.position, installation.signoffs)
    assert given["council"] == "Leeds"


def test_whom_a_case_is_about_is_told_only_where_it_is_asked_for(installation: Installation, program: Program):
    reference = make_case(installation, contacts=(Contact("parent", "a.parent@example.org", "Pat Parent", "phone"),))
    for path in ("", "/people", "/history", "/next", "/letters"):
        answer = program.get(f"/cases/{reference}{path}")
        assert answer.status_code == 200
        assert not [known for known in ("Amina", "Pat Parent", "example.org") if known in answer.text], path
    assert program.get(f"/cases/{reference}?names=true").json()["who"]["child_name"] == "Amina Example"
    (person,) = program.get(f"/cases/{reference}/people?addresses=true").json()["people"]
    assert (person["name"], person["contact_points"][0]["address"]) == ("Pat Parent", "a.parent@example.org")


def test_an_event_is_corrected_and_both_records_stay(installation: Installation, program: Program):
    reference = make_case(installation, NewEvent("request_received", on("2026-11-02")))
    (event,) = program.get(f"/cases/{reference}/history").json()["records"]
    answer = program.post(f"/cases/{reference}/events/{event['id']}/correction", {"on": "2026-11-03"})
    assert answer.status_code == 201
    records = program.get(f"/cases/{reference}/history").json()["records"]
    assert {(record["on"], record["corrects"]) for record in records} == {
        ("2026-11-02", None),
        ("2026-11-03", event["id"]),
    }
    said = {"on": "2026-11-04", "withdraw": True}
    unclear = program.post(f"/cases/{reference}/events/{event['id']}/correction", said)
    assert (unclear.status_code, unclear.json()["title"]) == (400, "That cannot be understood")


def test_what_would_follow_is_told_before_anything_is_recorded(installation: Installation, program: Program):
    reference = make_case(installation, NewEvent("request_received", on("2026-11-02")))
    decided = {"kind": "decision_to_assess_notified", "on": "2026-11-20"}
    found = program.post(f"/cases/{reference}/events/preview", decided).json()
    met = {turn["ref"]: (turn["was"], turn["now"]) for turn in found["dates"] if turn["what"] == "met"}
    assert met["REQ-02"] == ("running", "met")
    assert (found["nothing"], found["until"]) == (False, "2026-12-20")
    (event,) = program.get(f"/cases/{reference}/history").json()["records"]
    moved = program.post(f"/cases/{reference}/events/{event['id']}/correction/preview", {"on": "2026-11-03"}).json()
    dates = {turn["ref"]: turn["after"]["latest"] for turn in moved["dates"] if turn["what"] == "moved"}
    # Six weeks from Tuesday 3 November 2026 end on Tuesday 15 December 2026.
    assert dates["REQ-02"] == "2026-12-15"
    assert len(program.get(f"/cases/{reference}/history").json()["records"]) == 1


def test_section_f_is_recorded_and_its_ledger_is_that_of_the_command(installation: Installation, program: Program):
    reference = make_case(installation, *PLAN)
    assert program.post(f"/cases/{reference}/provision/lines", LINE).status_code == 201
    entry = {"line": "F1", "kind": "missed", "first": "2026-06-01", "last": "2026-06-05", "by": "provider"}
    assert program.post(f"/cases/{reference}/provision/log", entry).status_code == 201
    sheet = program.get(f"/cases/{reference}/provision").json()
    assert (sheet["lines"][0]["amount"], sheet["entries"][0]["kind"]) == ("3/2", "missed")
    ledger = program.get(f"/cases/{reference}/provision/ledger").json()
    assert ledger == ledger_as_json(read_ledger(installation, reference))
    assert len(ledger["lines"]) == 1


def test_the_caseload_comes_page_by_page(installation: Installation, program: Program):
    references = [make_case(installation, NewEvent("request_received", on(f"2026-11-{day:02}"))) for day in (6, 4, 5)]
    first = program.get("/cases?limit=2").json()
    assert [case["reference"] for case in first["cases"]] == [references[1], references[2]]
    assert (first["found"], first["as_at"]) == (3, "2026-11-23")
    second = program.get(f"/cases?limit=2&after={first['next']}").json()
    assert ([case["reference"] for case in second["cases"]], second["next"]) == ([references[0]], None)
    assert program.get(f"/cases?council={LEEDS}&flag=late").json()["cases"] == []
    assert program.get("/cases?council=999").status_code == 400


def test_a_list_holds_only_what_the_account_may_see(installation: Installation):
    make_case(installation, NewEvent("request_received", on("2026-11-02")))
    with installation.database.write() as unit:
        unit.execute(text("INSERT INTO teams (id, name) VALUES (77, 'north')"))
        unit.execute(text("INSERT INTO case_desks (case_id, team_id) SELECT id, 77 FROM cases"))
    other = Program(installation, token_of(installation, "adviser", "south"))
    assert other.get("/cases").json()["cases"] == []
    assert other.get("/reviews").json()["reviews"] == []


def test_papers_are_given_as_files(installation: Installation, program: Program):
    reference = make_case(installation, NewEvent("request_received", on("2026-01-05")))
    letters = program.get(f"/cases/{reference}/letters").json()
    letter = program.get(f"/cases/{reference}/letters/{letters[0]['letter']}?writer=Ada%20Adviser")
    assert letter.headers["Content-Type"].endswith("wordprocessingml.document")
    assert letter.content.startswith(b"PK")
    assert program.get(f"/cases/{reference}/chronology").content.startswith(b"PK")
    assert program.get(f"/cases/{reference}/letters/no_such_letter").status_code == 400


def test_a_situation_is_tried_out_and_nothing_is_kept(installation: Installation, program: Program):
    said = program.post("/whatif", {"events": [REQUEST], "date_of_birth": "2018-05-04", "as_at": "2026-12-15"})
    states = {clock["ref"]: clock["state"] for clock in said.json()["clocks"]}
    assert states["REQ-02"] == "overdue"
    wrong = program.post("/whatif", {"events": [{"kind": "no_such_kind", "on": "2026-11-02"}]})
    assert wrong.status_code == 400
    assert "events[1]" in wrong.json()["detail"]
    with installation.database.read() as unit:
        assert unit.execute(text("SELECT count(*) FROM cases")).scalar_one() == 0


def test_the_house_is_told_to_programs(installation: Installation, program: Program):
    assert len(program.get("/councils").json()) > 150
    rules = program.get("/rules").json()
    assert program.get(f"/rules/{rules[0]['ref']}").json()["ref"] == rules[0]["ref"]
    assert program.get("/rules/NO-99").status_code == 404
    checks = program.get("/checks").json()
    assert (checks["today"], checks["well"]) == ("2026-11-23", False)
    assert program.get("/reviews").json()["as_at"] == "2026-11-23"
    assert {kind["kind"] for kind in program.get("/events/kinds").json()} == set(installation.rulebook.events)


def test_the_outbox_is_shown_and_released_by_whoever_looks_after_it(installation: Installation):
    operator = Program(installation, token_of(installation, "operator"))
    assert operator.get("/outbox").json() == {"messages": [], "next": None}
    assert operator.get("/outbox/held").json() == []
    assert operator.post("/outbox/release", {}).json() == {"released": 0}
    nothing = operator.post("/outbox/release", {"why": "imported"})
    assert (nothing.status_code, "imported" in nothing.json()["detail"]) == (400, True)


def test_messages_are_listed_by_reference_within_what_the_account_may_know(installation: Installation):
    events = (NewEvent("request_received", on("2026-09-01")),)
    contacts = (Contact("adviser", "an.adviser@example.org", None, "adviser"),)
    reference = make_case(installation, *events, contacts=contacts)
    operator = Program(installation, token_of(installation, "operator"))
    (message,) = operator.get("/outbox?group=waiting&limit=1").json()["messages"]
    assert {told["reference"] for told in message["tells"]} == {reference}
    assert "example.org" not in operator.get("/outbox?group=waiting").text
    with installation.database.write() as unit:
        unit.execute(text("INSERT INTO teams (id, name) VALUES (77, 'north')"))
        unit.execute(text("INSERT INTO case_desks (case_id, team_id) SELECT id, 77 FROM cases"))
    other = Program(installation, token_of(installation, "adviser", "south"))
    assert other.get("/outbox?group=waiting").json()["messages"] == []


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"kind": "request_received", "on": "soon"}, "body.on"),
        ({"kind": "request_received", "on": "2026-11-02", "colour": "red"}, "body.colour"),
        ({"kind": "request_received"}, "body.on"),
        ({"kind": "request_received", "on": "2026-11-02", "note": "\u0000"}, "body.note"),
    ],
)
def test_a_request_of_another_shape_says_where_it_is_wrong(
    installation: Installation, program: Program, said: dict, where: str
):
    reference = make_case(installation)
    answer = program.post(f"/cases/{reference}/events", said)
    assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, where)
    assert answer.headers["Content-Type"] == "application/problem+json"
