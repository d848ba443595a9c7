"""What was missed and what can be done about it, in words: the same on the page and in the terminal."""

from __future__ import annotations

from ehcp_workflow.cases.remedies.missed import Miss, Missed
from ehcp_workflow.cases.remedies.step import StepAt, StepIs
from ehcp_workflow.law.when import When

CLOSED = frozenset({StepIs.NOT_POSSIBLE, StepIs.TOO_LATE, StepIs.DONE})
OPEN = frozenset({StepIs.POSSIBLE, StepIs.PERHAPS})
GOES_ON = "It is still not done: what follows can be about having it done, and about the delay."
IS_OVER = "It was done after all, or given again: what follows can be about the delay."


def state_in_words(missed: Missed) -> str:
    """Whether what was missed goes on, and so what can be asked for."""
    return GOES_ON if missed.goes_on else IS_OVER


def missed_in_words(miss: Miss) -> str:
    """One thing missed: how late, whether it was done after all, and what to check first."""
    said = f"{miss.title}: {miss.words}"
    if miss.until:
        said += f"; {'given again' if miss.line is not None else 'done'} {miss.until.in_words()}"
    if miss.claim:
        said += f". An exemption is claimed ({miss.claim}): check it first"
    return f"{said} (not verified)" if miss.unverified else said


def step_in_words(step: StepAt) -> str:
    """How a step stands: its last day, until when an answer is due, and why."""
    said = [step.state.value]
    if step.done:
        said = [f"done {step.done.in_words()}", *([] if step.state is StepIs.DONE else said)]
    if step.by and step.safe:
        said.append(_last_day(step, step.by, step.safe))
    if step.reply_by:
        due = "answer due" if step.done else "an answer would be due"
        said.append(f"{due} {step.reply_by.in_words()}")
    checked = " (not verified)" if step.unverified else ""
    return "; ".join(said) + checked + "." + (f" {step.why}" if step.why else "")


def _last_day(step: StepAt, by: When, safe: When) -> str:
    """The last day for a step, and while it lies ahead the day before it, which is the one to go by."""
    estimate = ", counted from the first late day" if step.estimated else ""
    if step.state in {StepIs.TOO_LATE, StepIs.PERHAPS}:
        return f"the last day was {by.in_words()}{estimate}"
    return f"last day {by.in_words()}{estimate}; go by {safe.in_words()}"
