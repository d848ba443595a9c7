"""What can be chosen of people: parts, channels, purposes, formats and reasons, each with its words."""

from __future__ import annotations

from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.services.people.checking import FORMATS
from ehcp_workflow.services.people.reasons import Why
from ehcp_workflow.web.wording import plain_name

ROLES = (
    ("parent", "Parent"),
    ("second_parent", "Second parent"),
    ("young_person", "Young person"),
    ("adviser", "Adviser of the case"),
    ("supervisor", "Supervisor"),
    ("school", "Somebody at the school (kept, and never written to)"),
)
CHANNELS = (
    (Channel.EMAIL.value, "E-mail"),
    (Channel.SMS.value, "Text message"),
    (Channel.WHATSAPP.value, "WhatsApp"),
    (Channel.SIGNAL.value, "Signal"),
    (Channel.NTFY.value, "Notice on the phone (ntfy)"),
    (Channel.SLACK.value, "Slack"),
    (Channel.PHONE.value, "Phone call by the adviser"),
    (Channel.LETTER.value, "Letter by the adviser"),
)
PURPOSES = (
    ("reminders", "Reminders of dates"),
    ("updates", "Updates when nothing has changed for a while"),
    ("check_ins", "Questions about whether help was given"),
)
READING = tuple((name, plain_name(name).capitalize()) for name in FORMATS)
REASONS = tuple((why.value, why.words[:1].upper() + why.words[1:]) for why in Why)
YES_NO = (("yes", "Yes"), ("no", "No"))


def in_words(choices: tuple[tuple[str, str], ...], value: str) -> str:
    """The words of something that can be chosen."""
    return dict(choices).get(value, plain_name(value).capitalize())
