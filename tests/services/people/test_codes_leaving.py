"""A code is looked at again before it leaves: where it may no longer go, or not at this hour, it does not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta

import pytest
from relay import Relay
from sqlalchemy import text

from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.adding import Added
from ehcp_workflow.services.people.changing import change_address, end_role
from ehcp_workflow.services.people.reasons import Why
from ehcp_workflow.services.people.stopping import stop_address, stop_point
from ehcp_workflow.services.people.verifying import begin_verification
from ehcp_workflow.services.people.wishes import keep_point_safe, keep_safe
from ehcp_workflow.store.people_points import SafeUse

from .conftest import REFERENCE

SMS = 2


@pytest.fixture
def waiting(installation: Installation, pat: Added) -> Installation:
    """A code waits for the parent's mobile."""
    begin_verification(installation, SMS, "ann")
    return installation


def send(installation: Installation) -> list[str]:
    relay = Relay(provider="govuk")
    deliver(installation, relay.by(Channel.SMS))
    return [message.to for message in relay.handed]


def state(installation: Installation) -> str:
    with installation.database.read() as unit:
        return str(unit.scalar(text("SELECT state FROM outbox WHERE message = 'verify'")))


def test_a_code_goes_without_consent_or_verification(waiting: Installation):
    assert send(waiting) == ["+447700900123"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda here: keep_point_safe(here, SMS, SafeUse(do_not_use=True), "ann"), id="do not use"),
        pytest.param(lambda here: keep_safe(here, 1, ["sms"], [], neutral=None, by="ann"), id="never by text"),
        pytest.param(lambda here: stop_point(here, SMS, Why.NOT_SAFE, "ann"), id="stopped"),
        pytest.param(lambda here: stop_address(here, "sms", "07700 900123", Why.ASKED, "ann"), id="suppressed"),
        pytest.param(lambda here: change_address(here, SMS, "07700 900456", "ann"), id="replaced"),
        pytest.param(lambda here: end_role(here, REFERENCE, 1, "parent", "ann"), id="role ended"),
    ],
)
def test_a_code_does_not_go_where_it_may_no_longer(waiting: Installation, change: Callable[[Installation], object]):
    change(waiting)
    assert (send(waiting), state(waiting)) == ([], "cancelled")


def test_a_code_waits_for_the_hours_in_which_it_is_safe(waiting: Installation):
    hour = waiting.now().hour
    keep_point_safe(waiting, SMS, SafeUse(hours=(time(hour + 2), time(hour + 4))), "ann")
    assert (send(waiting), state(waiting)) == ([], "due")
    assert send(replace(waiting, fixed_now=waiting.now() + timedelta(hours=3))) == ["+447700900123"]
