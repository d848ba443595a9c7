"""Requests under a key, on both databases: one is begun, the others are told."""

from datetime import timedelta

import pytest

from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.services import repeating
from ehcp_workflow.services.accounts.tokens import list_tokens, make_token, recognise, revoke_token
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.repeating import Answered
from ehcp_workflow.services.tidying import forget_what_is_over
from ehcp_workflow.store import accounts

ANSWER = Answered(201, '{"reference": "EHC-2026-0001"}')


@pytest.fixture
def token(installation: Installation) -> int:
    with installation.database.write() as unit:
        accounts.add_account(unit, "ada", "Ada", "adviser", installation.now())
    caller = recognise(installation, make_token(installation, "ada", "tests", may_change=True))
    assert caller is not None
    return caller.token_id


def test_of_two_requests_with_one_key_one_is_done(installation: Installation, token: int):
    number = repeating.begin(installation, token, "k", b"open a case")
    assert isinstance(number, int)
    with pytest.raises(Refused, match="has not been answered"):
        repeating.begin(installation, token, "k", b"open a case")
    repeating.finish(installation, number, ANSWER)
    assert repeating.begin(installation, token, "k", b"open a case") == ANSWER
    with pytest.raises(BadInput, match="another request"):
        repeating.begin(installation, token, "k", b"open another case")
    assert isinstance(repeating.begin(installation, token, "k2", b"open a case"), int)


def test_what_was_refused_leaves_its_key_free(installation: Installation, token: int):
    number = repeating.begin(installation, token, "k", b"a")
    assert isinstance(number, int)
    repeating.forget(installation, number)
    assert isinstance(repeating.begin(installation, token, "k", b"b"), int)


def test_keys_are_forgotten_after_a_day(installation: Installation, token: int):
    repeating.begin(installation, token, "k", b"a")
    installation.fixed_now = installation.now() + timedelta(hours=24)
    assert forget_what_is_over(installation) == 1
    assert isinstance(repeating.begin(installation, token, "k", b"b"), int)


@pytest.mark.parametrize("key", ["", "a b", "ä", "x" * 256, "a\n"])
def test_a_key_is_visible_and_not_too_long(installation: Installation, token: int, key: str):
    with pytest.raises(BadInput, match="Idempotency-Key"):
        repeating.begin(installation, token, key, b"a")


def test_a_token_is_recognised_until_it_is_taken_back(installation: Installation, token: int):
    secret = make_token(installation, "ada", "second")
    assert recognise(installation, secret) is not None
    assert recognise(installation, secret.removeprefix("ehcp_")) is None
    assert recognise(installation, secret + "x") is None
    newest = list_tokens(installation, "ada")[0]
    assert (newest.name, newest.may_change, newest.used_at) == ("second", False, installation.now())
    revoke_token(installation, newest.id)
    assert recognise(installation, secret) is None
