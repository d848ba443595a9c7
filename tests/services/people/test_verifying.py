"""A code shows that a contact point is its owner's: it goes there sealed, lasts a day and five tries."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.adding import Added, NewPerson, add_person
from ehcp_workflow.services.people.changing import change_address
from ehcp_workflow.services.people.listing import history_of
from ehcp_workflow.services.people.reasons import Why
from ehcp_workflow.services.people.stopping import stop_address, stop_point
from ehcp_workflow.services.people.verifying import begin_verification, confirm
from ehcp_workflow.services.people.wishes import keep_point_safe, keep_safe
from ehcp_workflow.store.contact_points import routes
from ehcp_workflow.store.people_points import SafeUse
from ehcp_workflow.store.tables import ContactPointRow, OutboxRow

from .conftest import REFERENCE

SMS = 2


def code_in(installation: Installation, message: int) -> str:
    """The code in a message that waits, as its reader would find it."""
    with installation.database.read() as unit:
        sealed = unit.scalars(select(OutboxRow.content_sealed).where(OutboxRow.id == message)).one()
    words = json.loads(installation.cipher.open(sealed or ""))
    (code,) = re.findall(r"\b\d{6}\b", words["text"])
    return str(code)


def is_verified(installation: Installation, person_id: int = 1) -> bool:
    with installation.database.read() as unit:
        found = routes(unit, person_id, "reminders", ("sms",))
    return SMS in {route.contact_point_id for route in found}


def later(installation: Installation, **time: int) -> Installation:
    return replace(installation, fixed_now=installation.now() + timedelta(**time))


def test_who_says_the_code_has_shown_that_it_is_theirs(installation: Installation, pat: Added):
    assert not is_verified(installation)
    code = code_in(installation, begin_verification(installation, SMS, "ann"))
    confirm(installation, SMS, f" {code[:3]} {code[3:]} ", "ann")
    assert is_verified(installation)
    said = [change.what for change in history_of(installation, 1)]
    assert said[-2:] == ["code sent to verify it", "contact point verified"]
    with pytest.raises(Refused, match="No code is waiting"):
        confirm(installation, SMS, code, "ann")


def test_the_code_stands_nowhere_in_clear(installation: Installation, pat: Added):
    code = code_in(installation, begin_verification(installation, SMS, "ann"))
    with installation.database.read() as unit:
        tables = ("contact_points", "outbox", "people_history")
        kept = " ".join(str(unit.execute(text(f"SELECT * FROM {name}")).all()) for name in tables)
    assert not re.search(rf"\b{code}\b", kept)


def test_the_message_is_due_at_once_on_the_channel_it_verifies(installation: Installation, pat: Added):
    message = begin_verification(installation, SMS, "ann")
    with installation.database.read() as unit:
        row = unit.get_one(OutboxRow, message)
    assert (row.channel, row.contact_point_id, row.person_id, row.message) == ("sms", SMS, 1, "verify")
    assert (row.state, row.next_at) == ("due", installation.now())


def test_five_wrong_codes_are_counted_and_then_the_right_one_is_too_late(installation: Installation, pat: Added):
    code = code_in(installation, begin_verification(installation, SMS, "ann"))
    wrong = "000000" if code != "000000" else "000001"
    for _ in range(5):
        with pytest.raises(BadInput) as refused:
            confirm(installation, SMS, wrong, "ann")
        assert wrong not in str(refused.value)
    with pytest.raises(Refused, match="tried five"):
        confirm(installation, SMS, code, "ann")
    assert not is_verified(installation)


def test_a_code_is_too_old_after_a_day(installation: Installation, pat: Added):
    code = code_in(installation, begin_verification(installation, SMS, "ann"))
    with pytest.raises(Refused, match="a day old"):
        confirm(later(installation, days=1), SMS, code, "ann")
    confirm(later(installation, hours=23, minutes=59), SMS, code, "ann")
    assert is_verified(installation)


def test_a_code_for_one_contact_point_opens_no_other_and_a_new_one_replaces_it(installation: Installation, pat: Added):
    first = code_in(installation, begin_verification(installation, SMS, "ann"))
    with pytest.raises(Refused, match="No code is waiting"):
        confirm(installation, 1, first, "ann")
    with pytest.raises(Refused, match="less than a minute ago"):
        begin_verification(later(installation, seconds=59), SMS, "ann")
    after = later(installation, seconds=61)
    second = code_in(installation, begin_verification(after, SMS, "ann"))
    if first != second:  # one in a million
        with pytest.raises(BadInput):
            confirm(after, SMS, first, "ann")
    confirm(after, SMS, second, "ann")


def test_no_code_goes_where_nothing_may_or_can_be_sent(installation: Installation, pat: Added):
    contacts = (("phone", "0113 496 0000"),)
    add_person(installation, REFERENCE, NewPerson("parent", (*contacts, ("email", "pat@example.org"))), "ann")
    with pytest.raises(Refused, match="nothing is sent there"):
        begin_verification(installation, 3, "ann")
    keep_point_safe(installation, 1, SafeUse(do_not_use=True), "ann")
    keep_safe(installation, 1, ["sms"], [], neutral=None, by="ann")
    for point in (1, SMS):
        with pytest.raises(Refused, match="may not be written to"):
            begin_verification(installation, point, "ann")
    keep_safe(installation, 1, [], ["sms"], neutral=None, by="ann")
    stop_address(installation, "sms", "07700900123", Why.ASKED, "ann")
    keep_point_safe(installation, 1, SafeUse(do_not_use=False), "ann")
    stop_point(installation, 1, Why.NOT_USED, "ann")
    for point in (1, SMS):
        with pytest.raises(Refused, match="may not be written to"):
            begin_verification(installation, point, "ann")


def test_a_changed_number_must_be_verified_again_and_an_old_code_is_no_use(installation: Installation, pat: Added):
    code = code_in(installation, begin_verification(installation, SMS, "ann"))
    new = change_address(installation, SMS, "07700 900456", "ann")
    for point in (SMS, new):
        with pytest.raises(Refused):
            confirm(installation, point, code, "ann")
    with installation.database.read() as unit:
        assert unit.get_one(ContactPointRow, new).verified_at is None
