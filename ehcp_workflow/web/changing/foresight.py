"""What will change, in the words of a page: dates, stages, promises, findings and messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ehcp_workflow.cases.clocks import ClockState
from ehcp_workflow.cases.difference import Turn
from ehcp_workflow.services.foreseeing import Foresight
from ehcp_workflow.services.previewing import Foreseen, Preview
from ehcp_workflow.web.wording import Tag, by_channel, how_far, moment_in_words, plain_name, tag_of

_OVER = frozenset({None, ClockState.ENDED, ClockState.SUPERSEDED})


@dataclass(frozen=True)
class TurnRow:
    """One date that becomes different.

    Attributes:
        turn: the date; says: what becomes of it, in a word or two.
        before, after: its last day in words; empty where it has none.
        far: how far away the day afterwards is, while it is open.
        tag: how it stands afterwards; None where it is there no more.
        answers: of a claimed exemption, both answers: if it holds, and if it does not.
    """

    turn: Turn
    says: str
    before: str
    after: str
    far: str
    tag: Tag | None
    answers: tuple[str, str] | None


@dataclass(frozen=True)
class MessageRow:
    """One message: when, to whom and how, what it tells of this case, and its words; or what would not be sent.

    Attributes:
        when, whom: in words.
        tells: what it tells, one line each.
        subject, text: its words; empty where it does not leave.
        why: why a thing is not sent; empty for messages that leave.
    """

    when: str
    whom: str
    tells: tuple[str, ...]
    subject: str = ""
    text: str = ""
    why: str = ""


def turn_rows(foresight: Foresight, today: date) -> list[TurnRow]:
    """The dates that become different: what is met and what moves first, then what is new, then the others."""
    difference = foresight.difference
    kinds = (
        ("done by this", difference.met),
        ("moves", difference.moved),
        ("new date", difference.new),
        ("stands otherwise", difference.otherwise),
        ("falls away", difference.gone),
    )
    return [_turn(turn, says, today) for says, turns in kinds for turn in turns]


def _turn(turn: Turn, says: str, today: date) -> TurnRow:
    clock = turn.clock
    known = clock.due.is_known
    is_open = turn.now is not None and turn.now.is_open
    return TurnRow(
        turn=turn,
        says=says,
        before=turn.before.in_words() if turn.before and turn.before.is_known else "",
        after="no longer running" if turn.now in _OVER else clock.due.in_words() if known else "",
        far=how_far(clock.due, today) if is_open and known else "",
        tag=tag_of(clock, turn.now, today) if turn.now is not None else None,
        answers=_answers(turn) if turn.now is ClockState.WAIVED else None,
    )


def _answers(turn: Turn) -> tuple[str, str]:
    due = turn.clock.due.in_words()
    return "If the exemption holds: as soon as practicable.", f"If it does not hold: the limit stays {due}."


def message_rows(foreseen: Iterable[Foreseen], words: Foresight | Preview | None = None) -> list[MessageRow]:
    """Messages in the order in which they leave, those that tell several things once; then what is not sent.

    Args:
        foreseen: what would be told.
        words: where to find the words of the messages; None for messages that will not be sent any more.
    """
    leaving = [one for one in foreseen if one.message is not None]
    staying = [one for one in foreseen if one.message is None]
    return [*_leaving(leaving, words), *(_staying(one) for one in staying)]


def _leaving(foreseen: list[Foreseen], words: Foresight | Preview | None) -> Iterator[MessageRow]:
    for number, group in groupby(foreseen, key=lambda one: one.message):
        told = list(group)
        subject, text = words.words.get(number or 0, ("", "")) if words else ("", "")
        when = f"{moment_in_words(told[0].at)} ({told[0].why})"
        yield MessageRow(when, _whom(told[0]), tuple(one.what for one in told), subject, text)


def _staying(one: Foreseen) -> MessageRow:
    return MessageRow(moment_in_words(one.at), _whom(one), (one.what,), why=one.why)


def _whom(one: Foreseen) -> str:
    role = plain_name(one.role).capitalize()
    by = by_channel(one.channel)
    return f"{role}, {by}" if by else role
