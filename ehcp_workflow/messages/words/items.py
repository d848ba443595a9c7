"""What a template is given and what it makes: one item an alert, what stands around them, and the finished words."""

from __future__ import annotations

from dataclasses import dataclass

from ehcp_workflow.cases.alerts import Alert
from ehcp_workflow.cases.position import Position
from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Rule
from ehcp_workflow.law.when import When
from ehcp_workflow.messages.words.language import LanguageTexts


@dataclass(frozen=True)
class Item:
    """One alert as a template sees it. Every text is for people; none holds anything that names a child.

    Attributes:
        kind: what it says, for example `due_soon`.
        reference: of the case.
        title: of the rule or stage, for advisers, in English.
        plain: what it is about as one sentence for families, in the language of the message; empty when there is none.
        due: the date in words; empty when there is none.
        when: how far away it is, for standing beside the date: `in 7 days`, `today`, `3 days ago`.
        words: how a stage stands, or why there is a task, in English.
        citation: where the law says so.
        remedies: what the family can do, in the language of the message.
        link: the page of the case, for advisers; it logs nobody in.
        urgent: whether it must not wait.
        order: its place in a message, lowest first.
        before: for a date that moved, the date it was, in words.
        count: how many, for what operators are told.
    """

    kind: str
    reference: str
    title: str
    plain: str
    due: str
    when: str
    words: str
    citation: str
    remedies: tuple[str, ...]
    link: str
    urgent: bool
    order: tuple[int, int]
    before: str = ""
    count: int = 0


@dataclass(frozen=True)
class Surround:
    """What stands around the items of a message.

    Attributes:
        stop_link: a page on which these messages can be stopped without logging in; empty when there is none.
        heartbeat: when everything was last checked and delivered, for those who look after cases or the program.
        more: how many further items are not listed.
        code: the code to send back, for the message `verify`.
    """

    stop_link: str = ""
    heartbeat: str = ""
    more: int = 0
    code: str = ""


@dataclass(frozen=True)
class Words:
    """A message ready to leave: the same content as plain text and as HTML; a short one has its text alone."""

    subject: str
    text: str
    html: str


def describe(alert: Alert, position: Position, rulebook: Rulebook, texts: LanguageTexts, web_url: str) -> Item:
    """An alert as a template sees it, in the language of `texts`."""
    kind = str(alert.kind)
    rule = rulebook.rules[alert.rule] if alert.rule else None
    stage = next((stage for stage in position.stages if stage.id == alert.stage), None)
    clock = next((c for c in position.clocks if alert.subject == f"clock:{c.facts.key}"), None)
    return Item(
        kind=kind,
        reference=position.reference,
        title=clock.title if clock else rule.title if rule else f"{stage.title}: nothing has happened" if stage else "",
        plain=texts.plain_of(rule) if rule else "",
        due=texts.in_words(alert.due) if alert.due else "",
        when=texts.how_far(alert.due, position.as_at) if alert.due else "",
        words=stage.words if stage else "",
        citation=clock.citation if clock else "",
        remedies=_remedies(rule, rulebook, texts),
        link=f"{web_url}/cases/{position.reference}",
        urgent=kind in _URGENT,
        order=(_ORDER.index(kind) if kind in _ORDER else len(_ORDER), -alert.rung),
        before=_before(getattr(alert, "before", None), texts),
    )


def _remedies(rule: Rule | None, rulebook: Rulebook, texts: LanguageTexts) -> tuple[str, ...]:
    """What the family can do first; the rest is for talking over with an adviser."""
    codes = rule.if_missed[:1] if rule else ()
    return tuple(texts.remedy(rulebook.remedies[code]) for code in codes)


def _before(said: str | None, texts: LanguageTexts) -> str:
    """The date that a moved one was: kept as `2026-12-01`, `2026-12` or a range, or in words already."""
    try:
        return texts.in_words(When.parse(said)) if said else ""
    except BadInput:
        return said or ""


_URGENT = frozenset({"due_today", "lapsed", "escalated"})
_ORDER = (
    "overdue",
    "promise_broken",
    "lapsed",
    "shortfall_grew",
    "escalated",
    "undelivered",
    "due_today",
    "due_soon",
    "moved",
    "waived",
    "task",
    "stalled",
    "silent",
    "met",
    "put_right",
    "update",
)
"""What must be seen first stands first."""
