"""What is kept of people and cases out of sight is neither told nor changed from a case of one's own."""

import pytest

from ehcp_workflow.errors import Refused
from ehcp_workflow.services.accounts import desks, managing
from ehcp_workflow.services.accounts.desks import Desk
from ehcp_workflow.services.calendars import feeds
from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.people.listing import list_people
from ehcp_workflow.store import casebook, checklog
from ehcp_workflow.web.app import create_app
from tests.web.api.conftest import Program, token_of
from tests.web.conftest import Browser, make_case, signed_in

BEA = "bea@example.org"
FORM = {
    "role": "adviser",
    "channel": "email",
    "address": BEA,
    "language": "en",
    "format": "standard",
    "neutral": "no",
}


@pytest.fixture
def cases(installation):
    """A case of the team Own, and one of the team Other with an adviser and an own reference."""
    own = make_case(installation)
    works = (Contact("adviser", BEA, None, "adviser of the case"),)
    other = make_case(installation, contacts=works, their_reference="Zed/9")
    signed_in(installation, "adviser", "mate", "Own", "Other")
    desks.assign(installation, own, Desk("Own", None))
    desks.assign(installation, other, Desk("Other", None))
    return own, other


def _reached(installation, reference):
    return [(line.value, line.consent) for line in list_people(installation, reference)]


def test_a_colleague_is_not_added_from_a_case_whose_adviser_sees_not_all_of_theirs(installation, cases):
    own, _ = cases
    stranger = signed_in(installation, "adviser", "m", "Own")
    mate = signed_in(installation, "adviser", "b", "Own", "Other")
    refused = stranger.post(f"/cases/{own}/people/new", **FORM)
    assert refused.status_code == 422
    assert "not all of these are yours to see" in refused.text
    assert _reached(installation, own) == []
    assert mate.post(f"/cases/{own}/people/new", **FORM).status_code == 303


def test_the_address_of_a_colleague_is_not_changed_nor_stopped_from_a_case_of_ones_own(installation, cases):
    own, other = cases
    mate = signed_in(installation, "adviser", "b", "Own", "Other")
    mate.post(f"/cases/{own}/people/new", **FORM)
    line = list_people(installation, own)[0]
    stranger, before = signed_in(installation, "adviser", "m", "Own"), _reached(installation, other)
    assert before == [(BEA, True)]
    point, person = f"/cases/{own}/people/points/{line.point.id}", f"/cases/{own}/people/{line.person_id}"
    for path, fields in (
        (f"{point}/change", {"address": "m@example.net"}),
        (f"{point}/stop", {"why": "asked", "where": "everywhere"}),
        (f"{point}/safe", {"hours": "any", "rules": "do_not_use"}),
        (f"{point}/agreed", {"answer": "withdraw", "source": "said so"}),
        (f"{point}/first", {}),
        (f"{person}/stop", {"why": "asked"}),
        (f"{person}/manner", {"language": "pl", "never": "email"}),
        (f"{person}/points/new", {"channel": "email", "address": "m@example.net"}),
    ):
        assert stranger.post(path, **fields).status_code == 409, path
    assert _reached(installation, other) == before
    ended = stranger.post(f"{person}/parts", role="adviser", now="end")
    assert ended.status_code == 303  # a part in one's own case is nobody else's


def test_a_colleague_who_sees_all_of_them_changes_the_address(installation, cases):
    own, other = cases
    mate = signed_in(installation, "adviser", "b", "Own", "Other")
    mate.post(f"/cases/{own}/people/new", **FORM)
    point = f"/cases/{own}/people/points/{list_people(installation, own)[0].point.id}"
    assert mate.post(f"{point}/change", address="bea@example.net").status_code == 303
    assert _reached(installation, other) == [("bea@example.net", True)]


def test_the_api_names_no_failing_case_out_of_sight(installation, cases):
    own, _ = cases
    with installation.database.write() as unit:
        for reference in cases:
            number = casebook.find_case(unit, installation.cipher, reference).id
            checklog.note_failure(unit, number, "The calendar ends too soon.", installation.now())
    program = Program(installation, token_of(installation, "read_only", "Own", write=False))
    assert program.get("/checks").json()["failing"] == [own]


def test_opening_a_case_names_no_other_case_out_of_sight(installation, cases):
    _, other = cases
    program = Program(installation, token_of(installation, "adviser", "Own"))
    refused = program.post("/cases", {"your_reference": "Zed/9"})
    assert refused.status_code == 409
    assert other not in refused.text
    assert "that reference of yours already" in refused.text


def test_ones_own_reference_is_not_written_as_ours_are(installation):
    program = Program(installation, token_of(installation, "adviser", "Own"))
    refused = program.post("/cases", {"your_reference": "ehc-2026-0009"})
    assert refused.status_code == 400
    assert "written as our references are" in refused.text


def test_who_looked_at_a_case_behind_a_wall_is_not_shown(installation, cases):
    own, other = cases
    bea = signed_in(installation, "adviser", "bea", "Own", "Other")
    bea.text(f"/cases/{other}")
    bea.text(f"/cases/{own}")
    sue = signed_in(installation, "supervisor", "sue")
    assert other in sue.text("/people-here/bea")
    desks.put_wall(installation, other, "sue", "test")
    shown = sue.text("/people-here/bea")
    assert other not in shown
    assert own in shown


def test_nobody_puts_a_wall_before_themselves(installation, cases):
    own, _ = cases
    sue = signed_in(installation, "supervisor", "sue")
    refused = sue.post(f"/cases/{own}/access/walls", account="sue")
    assert refused.status_code == 422
    assert "could not take it away" in refused.text
    assert sue.get(f"/cases/{own}").status_code == 200
    with pytest.raises(Refused, match="could not take it away"):
        desks.put_wall(installation, own, "Sue", "sue")


def test_an_account_ends_only_when_somebody_says_that_they_mean_it(installation):
    signed_in(installation, "adviser", "bea")
    sue = signed_in(installation, "supervisor", "sue")
    assert sue.post("/people-here/bea/end").status_code == 422
    assert managing.list_accounts(installation)[0].state != "ended"
    assert sue.post("/people-here/bea/end", sure="yes").status_code == 303


def test_a_reset_ends_the_address_of_ones_calendar_too(installation):
    signed_in(installation, "adviser", "bea")
    address = feeds.make_for_account_named(installation, "bea", "test")
    path = "/calendar/" + address.rsplit("/", 1)[1]
    anybody = Browser(create_app(installation), client="203.0.113.9")
    assert anybody.get(path).status_code == 200
    managing.reset_account(installation, "bea")
    assert anybody.get(path).status_code == 404
