"""Alerts as templates see them: without names, needs, schools or councils."""

from __future__ import annotations

from datetime import date

from ehcp_workflow.cases.alerts import Alert, AlertKind
from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.cases.policy import Audience
from ehcp_workflow.cases.position import Position
from ehcp_workflow.cases.stages import Stage
from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Rule
from ehcp_workflow.law.vocabulary import PromiseKind
from ehcp_workflow.law.when import When
from ehcp_workflow.messages.words.items import Item
from ehcp_workflow.messages.words.language import LanguageTexts


def describe(alert: Alert, position: Position, rulebook: Rulebook, texts: LanguageTexts, web_url: str) -> Item:
    """An alert as a template sees it, in the language of `texts`.

    Which line of provision lapsed is not told: its code may name a need.
    """
    rule = rulebook.rules[alert.rule] if alert.rule else None
    stage = next((stage for stage in position.stages if stage.id == alert.stage), None)
    clock = next((c for c in position.clocks if alert.subject == f"clock:{c.facts.key}"), None)
    record = _record(alert, rulebook)
    refused = alert.kind is AlertKind.MET and clock is not None and _is_refusal(clock.met_by)
    kind = "refused" if refused else str(alert.kind)
    due = _last_day_to_appeal(clock, position) if refused else alert.due
    return Item(
        kind=kind,
        reference=position.reference,
        title=_title(kind, clock, rule, stage, record),
        plain=_plain(clock, rule, record, texts),
        due=texts.in_words(due) if due else "",
        when=texts.how_far(due, position.as_at) if due else "",
        words=stage.words if stage else _missed(alert, rulebook),
        citation=clock.citation if clock else "",
        remedies=_remedies(rule, rulebook, texts),
        link=f"{web_url}/cases/{position.reference}",
        urgent=alert.urgent,
        order=_order(alert, rule, position.as_at),
        before=_before(alert.before, texts),
        happened=kind == "update" and alert.about is not None,
    )


def _is_refusal(event: Event | None) -> bool:
    """Whether what answered a duty was a no, which is no good news for the family that waited for it."""
    return event is not None and (event.kind.startswith("refusal_to_") or event.kind == "reassessment_refused")


def _last_day_to_appeal(clock: Clock | None, position: Position) -> When | None:
    """The last day to appeal against the refusal that met a clock; None where no right to appeal runs from it."""
    refusal = clock.met_by if clock else None
    for other in position.clocks:
        runs = other.rule.ref == "APP-01" and other.facts.is_open(position.as_at, 0)
        if refusal and runs and other.started_by.id == refusal.id and other.due.is_known:
            return other.due
    return None


def _record(alert: Alert, rulebook: Rulebook) -> PromiseKind | None:
    """What was promised; provision that lapsed stands on the same list, as one thing."""
    source, _, name = alert.subject.partition(":")
    return rulebook.promises.get({"promise": name, "provision": "provision", "reports": "provision"}.get(source, ""))


def _title(kind: str, clock: Clock | None, rule: Rule | None, stage: Stage | None, record: PromiseKind | None) -> str:
    if clock:
        return clock.title
    if rule:
        return rule.title_in_lists
    if stage:
        why = "waiting for too long" if stage.stall else "nothing has happened"
        return f"{stage.title}: {why}" if kind == "silent" else stage.title
    return record.title if record else ""


def _missed(alert: Alert, rulebook: Rulebook) -> str:
    """About which kinds of what was missed a time ends, for staff."""
    if alert.kind is not AlertKind.TIME_ENDS:
        return ""
    return " ".join(f"{rulebook.breaches[kind].title}." for kind in (alert.about or "").split(","))


def _plain(clock: Clock | None, rule: Rule | None, record: PromiseKind | None, texts: LanguageTexts) -> str:
    """The sentence for families; of law that said something else for a time, what it said then."""
    if clock and clock.version.plain:
        return clock.version.plain
    if rule:
        return texts.plain_of(rule)
    return texts.promise(record) if record else ""


def _remedies(rule: Rule | None, rulebook: Rulebook, texts: LanguageTexts) -> tuple[str, ...]:
    """What the family can do first; the rest is for talking over with an adviser."""
    codes = rule.if_missed[:1] if rule else ()
    return tuple(texts.remedy(rulebook.remedies[code]) for code in codes)


def _order(alert: Alert, rule: Rule | None, today: date) -> tuple[int, ...]:
    """The place of an alert in a message: the family's own date that still lies ahead first, the nearest in front.

    Staff see it first in its last days only, so that no cut hides it. Of mediation and appeal on one day mediation
    comes first, as it often must be tried first. Then comes what is overdue, the longest in front, and the rest.
    """
    day = alert.due.earliest if alert.due else None
    if rule and rule.owed_by == "family" and alert.kind in _AHEAD and day:
        left = (day - today).days
        if left >= 0 and (alert.audience is Audience.FAMILY or left <= _LAST_DAYS):
            return (0, left, 0 if rule.ref.startswith("MED") else 1)
    return (1, _ORDER.index(alert.kind) if alert.kind in _ORDER else len(_ORDER), -alert.rung)


def _before(said: str | None, texts: LanguageTexts) -> str:
    """The date that a moved one was: kept as `2026-12-01`, `2026-12` or a range, or in words already."""
    try:
        return texts.in_words(When.parse(said)) if said else ""
    except BadInput:
        return said or ""


_AHEAD = frozenset({AlertKind.DUE_TODAY, AlertKind.DUE_SOON, AlertKind.MOVED})
_LAST_DAYS = 3
_ORDER = (
    "overdue",
    "promise_broken",
    "lapsed",
    "shortfall_grew",
    "time_ends",
    "escalated",
    "due_today",
    "due_soon",
    "moved",
    "waived",
    "task",
    "stalled",
    "silent",
    "not_reported",
    "met",
    "put_right",
    "not_lapsed",
    "update",
)
"""What must be seen first stands first."""
