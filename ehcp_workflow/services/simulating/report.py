"""A report of days that were lived through, in Markdown: figures first, then a few cases that a reader can check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.services.simulating.figures import Figures, figures, undelivered
from ehcp_workflow.services.simulating.simulation import Simulated
from ehcp_workflow.services.simulating.stories import Story

AUDIENCES = ("family", "adviser", "supervisor")


def write_report(done: Simulated) -> str:
    """The report; it names no person and holds no address."""
    told = figures(done)
    return "\n".join([*_head(done, told), *_tables(told), *_stories(done.stories)]).rstrip() + "\n"


def _head(done: Simulated, told: Figures) -> Iterator[str]:
    days = (done.last - done.first).days + 1
    yield f"# {days} simulated days"
    yield ""
    yield (
        f"{done.cases} cases, from {day_in_words(done.first)} to {day_in_words(done.last)}, lived anew on a copy with "
        f"`ehcp simulate --from {done.first} --to {done.last}`."
    )
    yield "Every message was planned, checked and sent by the code that always does so, to a mail server beside it."
    yield "Each case knew on each day only what had happened by then. Nobody acknowledged anything."
    yield ""
    average, most = told.a_message
    yield f"- {len(done.messages)} messages left, with {average} notices each on average and {most} at most."
    if told.busiest_day and told.busiest_person:
        day, number = told.busiest_day
        yield f"- The busiest day was {day_in_words(day)}, with {number} messages."
        yield f"- The most messages went to {told.busiest_person[0]}: {told.busiest_person[1]}."
    released = ", ".join(f"{n} ({why})" for why, n in sorted(done.released.items())) or "none"
    yield f"- Messages held until a person let them go: {released}."
    yield f"- Left to a person: {_listed(told.tasks)}."
    yield f"- Notices that reached nobody, because nobody had agreed or a task was open: {undelivered(done.lines)}."
    yield f"- Notices by their end: {_listed(told.ends)}. Messages by their state: {_listed(done.states)}."
    yield ""


def _tables(told: Figures) -> Iterator[str]:
    yield from _table("What must not be", ("What", "How often"), ((what, n) for what, n in told.must_not_be.items()))
    yield from _table("Messages", ("To", "By", "Urgency", "How many"), ((*key, n) for key, n in told.messages.items()))
    months = sorted({month for month, _ in told.by_month})
    per_month = ((month, *(told.by_month.get((month, who), 0) for who in AUDIENCES)) for month in months)
    yield from _table("Messages by month", ("Month", *AUDIENCES), per_month)
    kinds = sorted({kind for _, kind in told.notices})
    per_kind = ((kind.replace("_", " "), *(told.notices.get((who, kind), 0) for who in AUDIENCES)) for kind in kinds)
    yield from _table("Notices by kind", ("Kind", *AUDIENCES), per_kind)


def _stories(stories: Sequence[Story]) -> Iterator[str]:
    yield "# Some cases"
    yield ""
    yield "What happened in them, and what each person was told when. One line is one message."
    yield ""
    for story in stories:
        yield from _table(story.reference, ("Day", "At", "To", "What"), _messages_of(story))


def _messages_of(story: Story) -> Iterator[tuple[str, str, str, str]]:
    """What happened, and each message with everything it told."""
    for (day, at, who), steps in groupby(story.steps, key=lambda step: (step.day, step.at, step.who)):
        told = "; ".join(step.what for step in steps)
        yield f"{day:%a %d %b %Y}", f"{at:%H:%M}" if at else "", who or "**happened**", told


def _table(title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield f"| {' | '.join(headings)} |"
    yield f"|{'---|' * len(headings)}"
    for row in rows:
        yield f"| {' | '.join(str(cell).replace('|', '/') for cell in row)} |"
    yield ""


def _listed(found: Mapping[str, int]) -> str:
    return ", ".join(f"{n} {what}" for what, n in sorted(found.items())) or "none"
