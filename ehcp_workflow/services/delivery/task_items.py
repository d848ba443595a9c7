"""A task as an adviser's message says it: for whom, what it is about and until when, why, and how to go about it."""

from __future__ import annotations

from dataclasses import replace

from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.cases.position import Position
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.messages.words import Item, LanguageTexts
from ehcp_workflow.services.planning.truths import ByHand
from ehcp_workflow.store.contact_points import Route
from ehcp_workflow.store.tasks import Task

_BY_HAND = {"phone": "Phone them.", "letter": "Write them a letter."}
_LAST_DAYS = 3


def task_item(item: Item, job: ByHand, position: Position, rulebook: Rulebook, texts: LanguageTexts) -> Item:
    """An item about a task, with everything an adviser needs to do it; a person is a part and a number, never a name.

    Args:
        item: the task as an alert like others.
        job: the task, and the ways that are left for a person to use.
        position: where the case stands.
        rulebook: the law, for what the task is about.
        texts: how the language of the message writes dates.
    """
    clock = next((c for c in position.clocks if f"clock:{c.facts.key}" == job.task.subject), None)
    due = clock.due if clock else job.task.due
    left = (due.earliest - position.as_at).days if due and due.earliest else None
    last = left is not None and 0 <= left <= _LAST_DAYS
    return replace(
        item,
        title=_about(job.task, clock, position, rulebook),
        due=texts.in_words(due) if due else "",
        when=texts.how_far(due, position.as_at) if due else "",
        words=" ".join((_why(job.task.why), *_how(job.ways))),
        who=f"{job.task.role.replace('_', ' ')}, person {job.task.person_id}",
        order=(0, left, 2) if last and left is not None else item.order,
    )


def _about(task: Task, clock: Clock | None, position: Position, rulebook: Rulebook) -> str:
    """What they were to be told of, in the words of lists; not which line of provision, as that may name a need."""
    if clock:
        return clock.title
    source, _, name = task.subject.partition(":")
    match source:
        case "clock":
            rule = rulebook.rules.get(name.partition("@")[0])
            return rule.title_in_lists if rule else ""
        case "stage":
            return next((stage.title for stage in position.stages if stage.id == name), "")
        case "promise":
            return f"Promised: {rulebook.promises[name].title}" if name in rulebook.promises else "A promise"
        case "provision" | "reports":
            return "Support in the plan"
        case "case":
            return "How things stand"
        case _:
            return task.subject.capitalize()


def _why(why: str) -> str:
    """Why there is a task and what to do, from the words it was kept with."""
    if why.startswith("no safe way"):
        return "Find a safe way to reach them: there is none left."
    if why.startswith("to be told by "):
        return _BY_HAND.get(why.removeprefix("to be told by "), "Phone or write to them.")
    if why.startswith("given up"):
        return "A message to them was given up. Tell them yourself."
    if why.startswith("not known whether"):
        return "A message may not have reached them. Ask them."
    if why.startswith("the last day passed"):
        return "The last day passed before a message could leave. Tell them now."
    if why == "wrong answers on their page":
        return "Somebody answered wrongly too often on their page. Their link ended: ask them, and make a new one."
    return f"They {why}."


def _how(ways: tuple[Route, ...]) -> list[str]:
    """What to keep to when phoning them, for each of their numbers for which something is said."""
    said = []
    for way in ways:
        if way.channel == "phone" and way.hours_from and way.hours_to and way.hours_from != way.hours_to:
            said.append(f"Phone between {way.hours_from:%H:%M} and {way.hours_to:%H:%M} only.")
        if way.channel == "phone" and way.no_voicemail:
            said.append("Leave no message.")
    return said
