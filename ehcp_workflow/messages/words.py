"""Alerts put into words: the templates of `config/messages/`, filled without names, needs, schools or councils."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from ehcp_workflow.cases.alerts import Alert, AlertKind
from ehcp_workflow.cases.policy import Audience
from ehcp_workflow.cases.position import Position
from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Rule


@dataclass(frozen=True)
class Item:
    """One alert as a template sees it. Every text is for people; none holds anything that names a child."""

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
    order: tuple[int, int]


@dataclass(frozen=True)
class Words:
    """A message ready to leave: the same content as plain text and as HTML."""

    subject: str
    text: str
    html: str


class Templates:
    """The words of one language and channel."""

    def __init__(self, config: Path, language: str = "en", channel: str = "email") -> None:
        folder = config / "messages" / language / channel
        loader = FileSystemLoader(folder)
        self._html = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        self._plain = self._html.overlay(autoescape=False)

    def write(self, audience: Audience, items: list[Item]) -> Words:
        """Put alerts into one message for one audience, overdue first.

        Raises:
            BadConfiguration: a template is missing or broken.
        """
        ordered = sorted(items, key=lambda item: item.order)
        try:
            subject = self._plain.get_template(f"{audience}.subject.j2").render(items=ordered)
            text = self._plain.get_template(f"{audience}.txt.j2").render(items=ordered)
            html = self._html.get_template(f"{audience}.html.j2").render(items=ordered)
        except TemplateError as error:
            raise BadConfiguration(f"config/messages: {type(error).__name__}: {error.message}. Correct it.") from None
        return Words(" ".join(subject.split()), text, html)


def describe(alert: Alert, position: Position, rulebook: Rulebook, web_url: str) -> Item:
    """An alert as a template sees it."""
    rule = rulebook.rules[alert.rule] if alert.rule else None
    stage = next((stage for stage in position.stages if stage.id == alert.stage), None)
    due = alert.due
    clock = next((c for c in position.clocks if alert.subject == f"clock:{c.facts.key}"), None)
    return Item(
        kind=alert.kind.value,
        reference=position.reference,
        title=clock.title if clock else rule.title if rule else f"{stage.title}: nothing has happened" if stage else "",
        plain=rule.plain if rule else "",
        due=due.in_words() if due else "",
        when=relative(due.latest if due.latest and due.latest < position.as_at else due.earliest, position.as_at)
        if due and due.earliest
        else "",
        words=stage.words if stage else "",
        citation=clock.citation if clock else "",
        remedies=_remedies(rule, rulebook),
        link=f"{web_url}/cases/{position.reference}",
        order=(_KIND_ORDER[alert.kind], -alert.rung),
    )


def _remedies(rule: Rule | None, rulebook: Rulebook) -> tuple[str, ...]:
    """What the family can do first; the rest is for talking over with an adviser."""
    codes = rule.if_missed[:1] if rule else ()
    return tuple(rulebook.remedies[code].plain for code in codes)


def relative(day: date | None, today: date) -> str:
    """How far away a day is: `in 7 days`, `today`, `3 days ago`. Always shown beside the date, never alone."""
    if day is None:
        return ""
    days = (day - today).days
    if days == 0:
        return "today"
    unit = "day" if abs(days) == 1 else "days"
    return f"in {days} {unit}" if days > 0 else f"{-days} {unit} ago"


_KIND_ORDER = {AlertKind.OVERDUE: 0, AlertKind.DUE_TODAY: 1, AlertKind.DUE_SOON: 2, AlertKind.STALLED: 3}
