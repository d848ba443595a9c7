"""Saying what a notice tells, in one line for advisers; without names, addresses and the words themselves."""

from __future__ import annotations

from ehcp_workflow.cases.alerts import AlertKind
from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Rule
from ehcp_workflow.law.when import When
from ehcp_workflow.store.told import Line

_COUNTED = frozenset({AlertKind.DUE_SOON, AlertKind.OVERDUE, AlertKind.SILENT, AlertKind.STALLED, AlertKind.LAPSED})


def about(rulebook: Rulebook, line: Line) -> str:
    """What a notice is about: `REQ-02 Tell the family whether it will assess`."""
    source, _, name = line.subject.partition(":")
    match source:
        case "clock":
            rule = rulebook.rules.get(name.partition("@")[0])
            return f"{rule.ref} {rule.title_in_lists}" if rule else name
        case "stage":
            return f"stage {name.replace('_', ' ')}"
        case "promise":
            promise = rulebook.promises.get(name)
            return f"promise: {promise.title if promise else name}"
        case "provision":
            return "provision in the plan"
        case "reports":
            return "whether the help in the plan is given"
        case "task":
            return f"tell the family by hand (task {name})"
        case _:
            return "the case"


def rule_of(rulebook: Rulebook, line: Line) -> Rule | None:
    """The rule a notice is about, if it is about one."""
    source, _, name = line.subject.partition(":")
    return rulebook.rules.get(name.partition("@")[0]) if source == "clock" else None


def rung_in_words(line: Line) -> str:
    """Where on its ladder a notice stands: `7 days before`, `on the day`, `14 days after`."""
    if line.kind == AlertKind.ESCALATED:
        return f"nobody confirmed it in {_days(line.rung, 'working day')}"
    if line.kind not in _COUNTED:
        return ""
    if line.rung == 0:
        return "on the day"
    return f"{_days(abs(line.rung), 'day')} {'before' if line.rung < 0 else 'after'}"


def due_of(line: Line) -> str:
    """The date a notice of a date or a promise gives, in words; empty for the others."""
    if line.subject.partition(":")[0] not in {"clock", "promise"}:
        return ""
    try:
        return When.parse(line.version).in_words()
    except BadInput:
        return line.version


def in_one_line(rulebook: Rulebook, line: Line) -> str:
    """All of it: `REQ-02 Tell the family …: due soon, 7 days before Monday 30 November 2026`."""
    if line.kind == AlertKind.TASK:
        return about(rulebook, line)
    said = line.kind.replace("_", " ")
    rung, due = rung_in_words(line), due_of(line)
    joined = (
        f"{rung} {due}"
        if line.kind in {AlertKind.DUE_SOON, AlertKind.OVERDUE}
        else ", ".join(filter(None, (rung, due)))
    )
    return f"{about(rulebook, line)}: {said}" + (f", {joined}" if joined.strip() else "")


def _days(number: int, day: str) -> str:
    return f"{number} {day}{'' if number == 1 else 's'}"
