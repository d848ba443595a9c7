"""Messages as those who look after them handle them, on both databases, within the cases they may know of."""

import pytest
from scenes import do, family, rows, tasks_of

from ehcp_workflow.errors import NotFound, Refused
from ehcp_workflow.services import outbox_desk, outbox_trouble
from ehcp_workflow.services.accounts.visitor import Role, Visitor
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import accounts, holding
from ehcp_workflow.store.outbox_pages import Group
from ehcp_workflow.store.tables import CaseDeskRow, CaseWallRow

WHAT = "POST /outbox/{number}/retry"


def somebody(installation: Installation, role: Role, name: str, *teams: str) -> Visitor:
    with installation.database.write() as unit:
        number = accounts.add_account(unit, name, name.title(), role.value, installation.now())
        joined = tuple(accounts.team_named(unit, team) for team in teams)
    return Visitor(number, name, name.title(), role, joined)


@pytest.fixture
def two(installation: Installation) -> Installation:
    """Message 1 tells of a case of the team north, message 2 of a case of everybody."""
    family(installation, "one@example.org")
    family(installation, "two@example.org")
    with installation.database.write() as unit:
        unit.add(CaseDeskRow(case_id=1, team_id=accounts.team_named(unit, "north")))
    return installation


def numbers(installation: Installation, visitor: Visitor, group: Group) -> list[int]:
    return [post.id for post, _ in outbox_trouble.page_of(installation, visitor, group, None, 50).posts]


def test_messages_are_listed_for_who_may_know_of_their_cases(two):
    assert numbers(two, somebody(two, Role.ADVISER, "ann"), Group.WAITING) == [2]
    assert numbers(two, somebody(two, Role.ADVISER, "bo", "north"), Group.WAITING) == [2, 1]
    assert numbers(two, somebody(two, Role.SUPERVISOR, "sue"), Group.WAITING) == [2, 1]
    assert numbers(two, somebody(two, Role.OPERATOR, "op"), Group.WAITING) == [2, 1]


def test_a_wall_hides_a_message_from_everybody_it_is_put_for(two):
    sue, op = somebody(two, Role.SUPERVISOR, "sue"), somebody(two, Role.OPERATOR, "op")
    with two.database.write() as unit:
        for walled in (sue, op):
            unit.add(CaseWallRow(case_id=2, account_id=walled.account_id, by="x", at=two.now()))
    for walled in (sue, op):
        assert numbers(two, walled, Group.WAITING) == [1]
        with pytest.raises(NotFound):
            outbox_trouble.open_message(two, walled, 2)


def test_a_message_of_two_cases_is_seen_by_who_may_know_of_both(two):
    do(two, "UPDATE notices SET outbox_id = 2")
    assert numbers(two, somebody(two, Role.ADVISER, "ann"), Group.WAITING) == [1]  # which tells nothing any more
    assert numbers(two, somebody(two, Role.ADVISER, "bo", "north"), Group.WAITING) == [2, 1]


def test_pages_follow_each_other_by_number(two):
    sue = somebody(two, Role.SUPERVISOR, "sue")
    first = outbox_trouble.page_of(two, sue, Group.WAITING, None, 1)
    assert ([post.id for post, _ in first.posts], first.following) == ([2], 2)
    second = outbox_trouble.page_of(two, sue, Group.WAITING, first.following, 1)
    assert ([post.id for post, _ in second.posts], second.following) == ([1], None)


def test_messages_are_counted_by_what_they_ask_of_a_person(two):
    do(two, "UPDATE outbox SET state = 'dead' WHERE id = 1")
    do(two, "UPDATE notices SET state = 'undeliverable' WHERE outbox_id = 1")
    counted = outbox_trouble.count_groups(two, somebody(two, Role.SUPERVISOR, "sue"))
    assert {group.value: n for group, n in counted.items() if n} == {"trouble": 1, "waiting": 1}
    counted = outbox_trouble.count_groups(two, somebody(two, Role.ADVISER, "ann"))
    assert {group.value: n for group, n in counted.items() if n} == {"waiting": 1}


def test_held_messages_are_shown_and_let_go_only_within_what_somebody_may_know(two):
    do(two, "UPDATE outbox SET state = 'held', held_why = 'imported'")
    do(two, "UPDATE cases SET quiet = 'imported'")
    ann = somebody(two, Role.ADVISER, "ann")
    [held] = outbox_desk.held_messages(two, ann.knows)
    assert (held.messages, held.cases, held.notices) == (1, 1, {("family", "due_soon"): 1})
    assert outbox_trouble.held_references(two, ann, "imported") == ["EHC-2026-0002"]
    assert outbox_desk.release(two, "imported", None, "ann", ann.knows) == 1
    assert rows(two, "SELECT id, state FROM outbox ORDER BY id") == [(1, "held"), (2, "due")]
    assert rows(two, "SELECT id, quiet FROM cases ORDER BY id") == [(1, "imported"), (2, None)]
    op = somebody(two, Role.OPERATOR, "op")
    assert outbox_desk.discard(two, "imported", op.knows) == 1
    assert rows(two, "SELECT id, state FROM outbox ORDER BY id") == [(1, "cancelled"), (2, "due")]


def test_what_is_held_counts_notices_of_a_message_even_when_others_of_it_are_of_hidden_cases(two):
    """The question around the condition speaks of notices itself; its rows must not be taken for the message's own."""
    do(two, "UPDATE notices SET outbox_id = 2")
    do(two, "UPDATE outbox SET state = 'held', held_why = 'imported' WHERE id = 2")
    with two.database.read() as unit:
        assert holding.held(unit, somebody(two, Role.ADVISER, "ann").knows) == []


def test_trying_again_is_written_down_with_the_case(two):
    do(two, "UPDATE outbox SET state = 'dead' WHERE id = 2")
    do(two, "UPDATE notices SET state = 'undeliverable' WHERE outbox_id = 2")
    ann = somebody(two, Role.ADVISER, "ann")
    outbox_trouble.try_again(two, ann, 2, WHAT)
    assert rows(two, "SELECT state FROM outbox WHERE id = 2") == [("due",)]
    assert rows(two, "SELECT case_id, who, what FROM case_accesses WHERE changed") == [(2, "ann", WHAT)]
    with pytest.raises(NotFound):
        outbox_trouble.try_again(two, ann, 1, WHAT)


def test_what_may_not_have_arrived_is_handed_over_as_a_task(two):
    do(two, "UPDATE outbox SET state = 'unknown' WHERE id = 2")
    sue = somebody(two, Role.SUPERVISOR, "sue")
    assert outbox_trouble.hand_over(two, sue, 2, WHAT) == 1
    assert tasks_of(two) == {"not known whether they were told": 1}
    assert rows(two, "SELECT state, last_code FROM outbox WHERE id = 2") == [("dead", "by hand")]
    [task] = outbox_trouble.tasks_known(two, sue, 0, 10)
    assert (task.reference, task.role) == ("EHC-2026-0002", "parent")
    with pytest.raises(Refused, match="a task already"):
        outbox_trouble.hand_over(two, sue, 2, WHAT)


def test_only_what_is_in_trouble_is_handed_over_or_seen_to(two):
    sue = somebody(two, Role.SUPERVISOR, "sue")
    with pytest.raises(Refused, match="Message 2 is due"):
        outbox_trouble.hand_over(two, sue, 2, WHAT)
    with pytest.raises(Refused, match="was not given up"):
        outbox_trouble.see_to(two, sue, 2, WHAT)


def test_what_is_seen_to_is_trouble_no_more_and_its_tasks_are_done(two):
    do(two, "UPDATE outbox SET state = 'unknown' WHERE id = 2")
    sue = somebody(two, Role.SUPERVISOR, "sue")
    outbox_trouble.hand_over(two, sue, 2, WHAT)
    assert numbers(two, sue, Group.TROUBLE) == [2]
    outbox_trouble.see_to(two, sue, 2, WHAT)
    assert numbers(two, sue, Group.TROUBLE) == []
    assert numbers(two, sue, Group.SEEN_TO) == [2]
    assert rows(two, "SELECT done_by FROM tasks") == [("sue",)]


def test_what_has_no_task_is_over_when_it_is_seen_to(two):
    do(two, "UPDATE outbox SET state = 'failed' WHERE id = 2")
    do(two, "UPDATE notices SET state = 'undeliverable' WHERE outbox_id = 2")
    sue = somebody(two, Role.SUPERVISOR, "sue")
    outbox_trouble.see_to(two, sue, 2, WHAT)
    assert rows(two, "SELECT state FROM notices WHERE outbox_id = 2") == [("expired",)]
    assert numbers(two, sue, Group.SEEN_TO) == [2]


def test_tasks_are_listed_and_closed_within_what_somebody_may_know(two):
    do(two, "UPDATE outbox SET state = 'unknown'")
    sue, ann = somebody(two, Role.SUPERVISOR, "sue"), somebody(two, Role.ADVISER, "ann")
    outbox_trouble.hand_over(two, sue, 1, WHAT)
    outbox_trouble.hand_over(two, sue, 2, WHAT)
    [hidden, shown] = outbox_trouble.tasks_known(two, sue, 0, 10)
    assert [task.id for task in outbox_trouble.tasks_known(two, ann, 0, 10)] == [shown.id]
    with pytest.raises(NotFound):
        outbox_trouble.finish(two, ann, hidden.id, WHAT)
    outbox_trouble.finish(two, ann, shown.id, WHAT)
    assert [task.id for task in outbox_trouble.tasks_known(two, sue, 0, 10)] == [hidden.id]
    with pytest.raises(NotFound):
        outbox_trouble.finish(two, ann, shown.id, WHAT)
