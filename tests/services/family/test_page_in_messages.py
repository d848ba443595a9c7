"""A message leads on to the reader's own page, where they have one; by itself the link shows nothing."""

import re

from relay import Relay

from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.services.family.entering import find_reader, look_at_door
from ehcp_workflow.services.family.links import make_link, revoke_link
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.wishes import keep_safe
from ehcp_workflow.services.planning.round import plan_round

from installations import ADVISER, PARENT, on_day

PAGE = re.compile(r"Open your own page: http://127\.0\.0\.1:8350/family/([\w-]+)")


def sent(installation: Installation) -> dict[str, str]:
    """What leaves on Monday 7 December 2026, when the decision is a week late, by address."""
    relay, late = Relay(), on_day(installation, "2026-12-07")
    plan_round(late)
    deliver(late, relay.by())
    return {message.to: message.text for message in relay.handed}


def test_a_message_leads_on_to_the_page_which_asks_first(installation: Installation, case: str):
    made = make_link(installation, case, 1, "an.adviser")
    left = sent(installation)
    [token] = PAGE.findall(left[PARENT])
    assert made.address.endswith(token)
    assert "/family/" not in left[ADVISER]
    assert look_at_door(installation, token).asks == "birth_date"
    assert find_reader(installation, token, None) is None


def test_who_has_no_page_or_a_link_that_ended_reads_of_none(installation: Installation, case: str):
    make_link(installation, case, 1, "an.adviser")
    revoke_link(installation, case, 1)
    assert "/family/" not in sent(installation)[PARENT]


def test_a_neutral_message_says_nothing_of_a_page(installation: Installation, case: str):
    make_link(installation, case, 1, "an.adviser")
    keep_safe(installation, 1, (), (), True, "an.adviser")
    assert "/family/" not in sent(installation)[PARENT]
