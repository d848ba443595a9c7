"""The closed lists that rules and records share: events, instruments, remedies, exemptions, parties and stages."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from ehcp_workflow.law.rules import CountsFrom
from ehcp_workflow.law.versions import Strict


class EventKind(Strict):
    """A kind of event that can be recorded in a case.

    Attributes:
        kind: its name, the lower-case form of the table of events.
        title: what happened, in plain English.
        by: whose act it is.
        dates: which further dates it may carry beside the day it happened.
        options: closed lists of what may be said of it, for example the outcome of a review.
        about: whether it concerns one of several (an adviser, a school), so that answers can be paired.
        ahead: whether it may be known before it happens, like a move, a meeting or a change of school.
        follows: kinds of which one usually came before it; a record without any is odd, and said to be.
        contradicts: kinds that cannot both be true unless one of `unless` came between them.
        unless: kinds that explain it.
        closes: whether it is an end from outside, like a move, that answers nothing; what was missed stays missed.
        needs: what a record of it is useless without: `on` (the day), `about`, one of its dates or one of its options.
    """

    kind: str = Field(pattern=r"^[a-z][a-z0-9_]+$")
    title: str
    by: str
    dates: tuple[CountsFrom, ...] = ()
    options: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    about: bool = False
    ahead: bool = False
    follows: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    closes: bool = False
    needs: tuple[str, ...] = ()


class Instrument(Strict):
    """An Act, a set of regulations or rules, guidance, or a judgment."""

    id: str
    title: str
    url: str


class Remedy(Strict):
    """What can be done when a rule is missed: a name and one sentence a family would follow."""

    code: str
    title: str
    plain: str


class Condition(StrEnum):
    """What must be true for an exemption to be open at all."""

    CLOSURE = "closure"
    ABSENCE = "absence"
    CIRCUMSTANCES = "circumstances"
    PERIOD = "period"


class Exemption(Strict):
    """A statutory reason for which a limit need not be met: a claim to be tested, never a pause.

    Attributes:
        condition: closure (advice asked of a school around a long closure), absence (the child or family away),
            circumstances (which dates alone cannot show), or period (only for limits that ended in certain days).
        weeks: how long the closure or absence must last at least, in weeks in a row.
        asked_of: of whom the advice must have been asked, for a closure.
        limits_ending_from, limits_ending_to: the days in which the limit must end, inclusive, for a period.
    """

    code: str
    title: str
    provisions: str
    condition: Condition
    weeks: int = 0
    asked_of: tuple[str, ...] = ()
    limits_ending_from: date | None = None
    limits_ending_to: date | None = None


class PromiseKind(Strict):
    """Something a council promises by a day.

    Attributes:
        title: what was promised; plain: the same as a family would say it.
        kept_by: events that keep the promise, beside the record that it was kept.
        ended_by: events after which nothing is left to promise, so that it is neither kept nor broken.
    """

    code: str
    title: str
    plain: str
    kept_by: tuple[str, ...] = ()
    ended_by: tuple[str, ...] = ()


class RemedyStep(Strict):
    """One lawful step that can be taken when a limit was missed.

    Attributes:
        code: the remedy it belongs to.
        title: for advisers; plain: the same as a family would say it.
        done_by, answered_by: events that show that it was taken, and answered.
        after: steps before it; one of them must have been answered, or have had its time to be.
        reply: refs of the rules that run from the step and say until when an answer is due.
        right: ref of the rule that sets the last day for it, counted from the day the family knew.
        known_by: events that say when the family knew; without one it is estimated.
        decision: whether only a decision of the council opens it, so that its right runs in the case itself.
        warned: whether house policy warns before its time ends, while it was not taken.
        only_open: whether it makes sense only while it still goes on; over: what to say once it is over.
        yields_to: the step that takes most of the matter from it; yields_by: ref of the rule that says so.
        provision: where the step rests; note: what else to know of it.
    """

    id: str
    code: str
    title: str
    plain: str
    done_by: tuple[str, ...] = ()
    answered_by: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    reply: tuple[str, ...] = ()
    right: str | None = None
    known_by: tuple[str, ...] = ()
    decision: bool = False
    warned: bool = False
    only_open: bool = False
    over: str = ""
    yields_to: str | None = None
    yields_by: str | None = None
    provision: str
    note: str = ""


class BreachKind(Strict):
    """A kind of missed limit, and the steps that can be taken, in order.

    Attributes:
        rules: refs of the limits it covers; lapse: whether it covers provision that is not delivered.
        letter: the kind of letter that fits; None where none does.
        steps: ids of the steps.
        no_appeal: why there is nothing to appeal while nothing was decided.
        within: the kind that says all of it and more, once that was missed as well.
    """

    id: str
    title: str
    rules: tuple[str, ...] = ()
    lapse: bool = False
    letter: str | None = None
    steps: tuple[str, ...]
    no_appeal: str = ""
    within: str | None = None


class Party(Strict):
    """Somebody who owes or is owed something."""

    id: str
    title: str


class StageKind(Strict):
    """One of the stages of an application, and the events that move it.

    Attributes:
        begun_by: events that begin it.
        done_by, refused_by, withdrawn_by: events that bring it to an end.
        reopened_by: events that set it going again after an end.
    """

    id: str
    title: str
    begun_by: tuple[str, ...]
    done_by: tuple[str, ...]
    refused_by: tuple[str, ...] = ()
    withdrawn_by: tuple[str, ...] = ()
    reopened_by: tuple[str, ...] = ()
