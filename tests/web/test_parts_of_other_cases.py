"""What belongs to one case cannot be reached through the address of another, by guessing its number."""

import re
from datetime import date

import pytest

from ehcp_workflow.law.when import When
from ehcp_workflow.services.calendars.feeds import make_for_family
from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.family.links import make_link
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.listing import list_people
from ehcp_workflow.services.quieting import silence
from ehcp_workflow.services.support.needs import add_need
from ehcp_workflow.store import accesses, accounts, case_desks, casebook

from .conftest import Browser, make_case, signed_in
from .who_may import LINES

PARTS = ("event_id", "person_id", "point_id", "code", "number", "link", "calendar")


@pytest.fixture
def other(installation: Installation) -> dict[str, str]:
    """The parts of a case of another team, by their names in addresses."""
    mother = Contact("parent", "mother@example.org", "Secret Mother", "by phone")
    event = NewEvent("request_received", When.parse("2026-11-02"))
    reference = make_case(installation, event, name="Secret Child", contacts=(mother,))
    add_need(installation, reference, "SLCN", "test")
    number = silence(installation, "case", reference, date(2026, 12, 1), "secret reason", "test")
    person = list_people(installation, reference)[0]
    make_link(installation, reference, person.person_id, "test", word="blue kettle")
    make_for_family(installation, reference, person.person_id, "test")
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        case_desks.assign(unit, record.id, accounts.team_named(unit, "Other"), None)
        found = casebook.read_case(unit, record).recorded[0].id
    return {
        "case": reference, "event_id": found, "person_id": str(person.person_id), "point_id": str(person.point.id),
        "code": "SLCN", "number": str(number), "link": "1", "calendar": "1",
    }  # fmt: skip


@pytest.fixture
def adviser(installation: Installation) -> Browser:
    return signed_in(installation, "adviser", "an.adviser", "Own")


LINES_OF_PARTS = [
    line for line in LINES if "/cases/{reference}/" in line and any(f"{{{part}}}" in line for part in PARTS)
]


@pytest.mark.parametrize("line", LINES_OF_PARTS)
def test_a_part_of_another_case_is_not_found_from_ones_own(line, installation, other, adviser):
    own = make_case(installation)
    method, _, pattern = line.partition(" ")
    path = re.sub(r"{(\w+)}", lambda found: {**other, "reference": own}[found[1]], pattern)
    answer = adviser.post(path) if method == "POST" else adviser.get(path)
    assert answer.status_code == 404
    assert "Secret" not in answer.text
    assert "mother@" not in answer.text
    with installation.database.read() as unit:
        theirs = casebook.find_case(unit, installation.cipher, other["case"])
        assert accesses.accesses_of(unit, theirs.id) == ()


def test_there_is_something_to_be_found(other, installation):
    """The same addresses with the case's own reference lead somewhere, so the test above can fail."""
    supervisor = signed_in(installation, "supervisor", "a.supervisor")
    for path in ("people/{person_id}/manner", "people/points/{point_id}/change", "events/{event_id}/correct"):
        answer = supervisor.get(f"/cases/{other['case']}/" + path.format(**other))
        assert answer.status_code == 200, path
    for path in ("links/{link}/renew", "links/{link}/end", "calendars/{calendar}/end"):
        answer = supervisor.post(f"/cases/{other['case']}/family/" + path.format(**other))
        assert answer.status_code == 303, path
    assert supervisor.post(f"/cases/{other['case']}/silences/{other['number']}/end").status_code == 303
