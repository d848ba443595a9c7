"""How the form of an event asks: the questions for its dates and options, and the words of what can be chosen."""

from __future__ import annotations

from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.web.wording import plain_name

DATES = {
    "sent_on": ("When was it sent?", "the day it was sent"),
    "served_on": ("When was it served?", "the day it was served"),
    "received_on": ("When was it received?", "the day it was received"),
    "issued_on": ("When was it issued?", "the day it was issued"),
    "from": ("From which day?", "the first day"),
    "to": ("Until which day?", "the last day"),
}
"""The question for each further date, and the date in words."""
DATES_OF_KIND = {
    ("promise_made", "to"): ("By which day was it promised?", "the promised day"),
    ("support_plan_started", "to"): ("Until when is it to be reviewed?", "the day of its review"),
    ("support_plan_reviewed", "to"): ("Until when is it to be reviewed next?", "the day of its next review"),
}
_OPTIONS = {
    "outcome": "What was decided?",
    "answer": "What was the answer?",
    "kind": "Which kind of plan?",
    "delivery": "How was it delivered?",
    "after_5pm": "Did it arrive after 5 pm?",
    "asked_by": "Who asked?",
    "exemption": "Which exemption is claimed?",
    "accepted": "Do you accept that its facts are as claimed?",
    "reason": "Which reason was given?",
    "transfer": "Which change of phase?",
    "counted_from": "From what is its date counted?",
    "because": "Why did it change?",
    "subject": "What is it about?",
    "agreed": "What was agreed?",
    "la_took_part": "Did the council take part?",
    "order": "What was ordered?",
    "service": "Which service?",
    "of": "What was promised?",
}
_VALUES = {
    "ep_shortage": "Shortage of educational psychologists",
    "iep": "Individual education plan (IEP)",
    "isp": "Individual support plan (ISP)",
    "sen_support_plan": "SEN support plan",
    "la": "The council",
    "email": "E-mail",
    "no_health": "Nothing about health",
    "with_health": "Health and other things",
    "only_health": "Health only",
}


def option_question(option: str) -> str:
    """The question for an option of an event."""
    return _OPTIONS.get(option, plain_name(option).capitalize())


def value_in_words(rulebook: Rulebook, option: str, value: str) -> str:
    """What can be chosen, in words: an exemption and a promise by the rulebook's own."""
    if option == "exemption" and value in rulebook.exemptions:
        exemption = rulebook.exemptions[value]
        return f"{exemption.title} ({exemption.code}, {exemption.provisions})"
    if option == "of" and value in rulebook.promises:
        return rulebook.promises[value].title
    return _VALUES.get(value, plain_name(value).capitalize())
