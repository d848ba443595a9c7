"""Accounts from the invitation to the wall, on both databases; and tries that come all at once are counted."""

from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest

from ehcp_workflow.errors import NotFound
from ehcp_workflow.services.accounts import desks, managing
from ehcp_workflow.services.accounts.desks import Desk
from ehcp_workflow.services.accounts.inviting import NewAccount, NoInvitation, choose_password, invite
from ehcp_workflow.services.accounts.looking import look_at_case
from ehcp_workflow.services.accounts.second_factor import WrongCode, give_code, offer, take_up
from ehcp_workflow.services.accounts.sessions import find_session, visitor_of
from ehcp_workflow.services.accounts.signing_in import WrongSignIn, sign_in
from ehcp_workflow.services.accounts.visitor import Role
from ehcp_workflow.services.accounts.waiting import Limit, TooManyTries, begin_try
from ehcp_workflow.store import accounts

from installations import make_case

PASSWORD, HERE = "four plain words together", "127.0.0.1"


def join(installation, name: str, role: Role = Role.ADVISER, *teams: str) -> None:
    link = invite(installation, NewAccount(name, name.title(), role, teams))
    secret = link.rpartition("/")[2]
    choose_password(installation, secret, PASSWORD)
    with pytest.raises(NoInvitation):
        choose_password(installation, secret, PASSWORD)


def test_from_an_invitation_to_a_case_and_to_a_wall_before_it(installation):
    reference = make_case(installation).reference
    join(installation, "sam", Role.ADVISER, "North")
    join(installation, "ann", Role.ADVISER, "South")
    with pytest.raises(WrongSignIn):
        sign_in(installation, "sam", "another password", HERE)
    sam, ann = (
        visitor_of(find_session(installation, sign_in(installation, name, PASSWORD, HERE).secret))
        for name in ("sam", "ann")
    )
    desks.assign(installation, reference, Desk("North", "sam"))
    assert look_at_case(installation, sam, reference, "GET", changed=False).reference == reference
    with pytest.raises(NotFound):
        look_at_case(installation, ann, reference, "GET", changed=False)
    assert desks.put_wall(installation, reference, "sam", "sue")
    with pytest.raises(NotFound):
        look_at_case(installation, sam, reference, "POST", changed=True)
    seen = desks.who_sees(installation, reference)
    assert (seen.desk, [wall.account for wall in seen.walls], seen.can_see) == (Desk("North", None), ["sam"], ())
    assert [look.what for look in desks.looks_at(installation, reference)] == ["GET"]
    assert [look.reference for look in desks.looks_by(installation, "sam")] == [reference]
    managing.end_account(installation, "sam")
    with pytest.raises(WrongSignIn):
        sign_in(installation, "sam", PASSWORD, HERE)


def test_a_code_is_used_once_by_whoever_comes_first(installation):
    join(installation, "sue", Role.SUPERVISOR)
    half = find_session(installation, sign_in(installation, "sue", PASSWORD, HERE).secret)
    offered = offer(installation, half)
    totp = pyotp.TOTP(offered.secret.replace(" ", ""))
    assert take_up(installation, half, offered.sealed, totp.at(installation.now())).full
    code = totp.at(installation.now(), counter_offset=1)  # of the step to come
    halves = [find_session(installation, sign_in(installation, "sue", PASSWORD, HERE).secret) for _ in range(4)]

    def give(half) -> bool:
        try:
            return give_code(installation, half, code).full
        except WrongCode:
            return False

    with ThreadPoolExecutor(4) as together:
        assert sorted(together.map(give, halves)) == [False, False, False, True]


def test_tries_that_come_all_at_once_are_counted_one_by_one(installation):
    join(installation, "sam")
    with installation.database.read() as unit:
        number = accounts.find_account(unit, "sam").id

    def attempt(_: int) -> bool:
        try:
            return bool(begin_try(installation, (Limit("a key", 5),), number))
        except TooManyTries:
            return False

    with ThreadPoolExecutor(8) as together:
        assert sum(together.map(attempt, range(16))) == 5
