"""What is kept of signing in is forgotten when it is of no more use, on both databases; looks at cases never are."""

from datetime import timedelta

from ehcp_workflow.services.accounts.inviting import NewAccount, invite
from ehcp_workflow.services.accounts.looking import look_at_case
from ehcp_workflow.services.accounts.sessions import begin_session, find_session, visitor_of
from ehcp_workflow.services.accounts.visitor import Role
from ehcp_workflow.services.accounts.waiting import Limit, begin_try
from ehcp_workflow.services.tidying import forget_what_is_over
from ehcp_workflow.store import accesses, accounts, sent_forms

from installations import make_case


def test_tries_go_after_a_day_and_what_ended_after_a_month(installation):
    record = make_case(installation)
    invite(installation, NewAccount("sam.green", "Sam Green", Role.ADVISER))
    begin_try(installation, (Limit("a key", 5),), None)
    with installation.database.write() as unit:
        account = accounts.find_account(unit, "sam.green")
        begun = begin_session(installation, unit, account.id, full=True)
    visitor = visitor_of(find_session(installation, begun.secret))
    look_at_case(installation, visitor, record.reference, "GET /cases/{reference}", changed=False)
    assert forget_what_is_over(installation) == 0
    installation.fixed_now += timedelta(days=1, seconds=1)
    assert forget_what_is_over(installation) == 1  # the try
    installation.fixed_now += timedelta(days=30)
    assert forget_what_is_over(installation) == 1  # the session, which ended after half a day
    installation.fixed_now += timedelta(days=2)
    assert forget_what_is_over(installation) == 1  # the invitation, which ended after three days
    with installation.database.read() as unit:
        assert len(accesses.accesses_of(unit, record.id)) == 1


def test_forms_that_were_sent_go_after_a_month(installation):
    record = make_case(installation)
    with installation.database.write() as unit:
        assert sent_forms.keep(unit, "a key", record.id, installation.now())
    installation.fixed_now += timedelta(days=30)
    assert forget_what_is_over(installation) == 0
    installation.fixed_now += timedelta(seconds=1)
    assert forget_what_is_over(installation) == 1
