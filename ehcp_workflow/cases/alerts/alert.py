"""One thing somebody should know about a case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ehcp_workflow.cases.policy import Audience
from ehcp_workflow.law.when import When


class AlertKind(StrEnum):
    """What the alert says.

    Of a date: due soon, due today, overdue, met, moved, waived (an exemption is claimed). Of a stage: stalled (a limit
    in it is overdue), silent (nothing recorded). Of a record: a promise broken; provision lapsed, its shortfall grown,
    put right, never lapsed after all, or not reported by anybody. Of a remedy: the time for it ends soon. Of the case:
    nothing has changed (update). Of an alert: escalated, or a task for a person. The last seven are about the system
    itself, for operators.
    """

    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    MET = "met"
    MOVED = "moved"
    WAIVED = "waived"
    STALLED = "stalled"
    SILENT = "silent"
    PROMISE_BROKEN = "promise_broken"
    LAPSED = "lapsed"
    SHORTFALL_GREW = "shortfall_grew"
    PUT_RIGHT = "put_right"
    NOT_LAPSED = "not_lapsed"
    NOT_REPORTED = "not_reported"
    TIME_ENDS = "time_ends"
    UPDATE = "update"
    ESCALATED = "escalated"
    TASK = "task"
    CHECK_NOT_RUN = "check_not_run"
    DELIVERY_NOT_RUN = "delivery_not_run"
    DEAD_LETTERS = "dead_letters"
    UNKNOWN = "unknown"
    HELD = "held"
    CALENDAR_ENDS = "calendar_ends"
    RULES_UNSIGNED = "rules_unsigned"


@dataclass(frozen=True)
class Alert:
    """One thing one audience should know.

    Attributes:
        kind: what it says.
        audience: who is told.
        subject: what it is about: `clock:<rule>@<event>`, `stage:<stage>`, `promise:<of>`, `provision:<line>`,
            `remedy:<step>` ...
        version: the due date, or the day it began; when it moves, this is another alert.
        rung: days from that date; of what follows on an alert, how often it was told before and overtaken since;
            of help nobody reports, for how many weeks it was asked when it was asked last.
        missed: earlier rungs that came and went since the case was last looked at; kept for the record.
        rule: the rule, for alerts about a clock; stage: the stage, for alerts about one.
        due: the due date, for alerts about a clock or a promise.
        before: for a date that moved, the date that was told before.
        about: what was promised, or which provision, in the record's code; of a remedy, the kinds of what was missed;
            of an update, whether anything happened.
        urgent: whether it does not wait for the day's digest.
        must_ack: whether it is escalated when nobody acknowledges it.
        until_acknowledged: whether its later rungs are not told once somebody acknowledged it.
    """

    kind: AlertKind
    audience: Audience
    subject: str
    version: str
    rung: int
    missed: tuple[int, ...] = ()
    rule: str | None = None
    stage: str | None = None
    due: When | None = None
    before: str | None = None
    about: str | None = None
    urgent: bool = False
    must_ack: bool = False
    until_acknowledged: bool = False

    @property
    def key(self) -> str:
        """The same alert always has the same key; it holds no time of day and no number of attempts.

        The kinds that make up a ladder share their keys, told apart by the rung; what follows on one has its own.
        """
        after = f":{self.kind}" if self.kind in _FOLLOWING else ""
        return f"{self.subject}:{self.version}:{self.rung}:{self.audience}{after}"


_FOLLOWING = frozenset(
    {
        AlertKind.MET,
        AlertKind.MOVED,
        AlertKind.WAIVED,
        AlertKind.STALLED,
        AlertKind.SHORTFALL_GREW,
        AlertKind.PUT_RIGHT,
        AlertKind.NOT_LAPSED,
        AlertKind.UPDATE,
        AlertKind.ESCALATED,
        AlertKind.TASK,
    }
)
