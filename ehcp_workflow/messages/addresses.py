"""What people type as their number, topic or name, checked and put into the one form that providers take.

No error repeats what was typed, because errors end up in logs.
"""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType

from ehcp_workflow.errors import BadInput
from ehcp_workflow.messages.email import check_address
from ehcp_workflow.messages.outgoing import Channel

_NUMBER = re.compile(r"\+?[0-9() .-]{5,30}")
_TOPIC = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SLACK_MEMBER = re.compile(r"[UW][A-Z0-9]{2,20}")
_SERVICE = re.compile(r"[a-z][a-z0-9_-]{0,31}#[1-9][0-9]?")
# Ofcom keeps 07700 900000 to 900999 for drama: our examples use them, and libphonenumber does not know them.
_MADE_UP = range(7700900000, 7700901000)
_LONGEST_LETTER = 500
_CAN_BE_TEXTED = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
_CAN_BE_PHONED = _CAN_BE_TEXTED | {PhoneNumberType.FIXED_LINE, PhoneNumberType.UAN, PhoneNumberType.VOIP}
_REMEDY = "Write exactly one mobile number, like 07700 900123 or +44 7700 900123."


def check_value(channel: Channel, text: str) -> str:
    """The address, number or name as it will be used on a channel, when it is exactly one.

    Raises:
        BadInput: it is empty, several, too long, or not of the form the channel needs.
    """
    match channel:
        case Channel.EMAIL:
            return check_address(text)
        case Channel.SMS | Channel.WHATSAPP | Channel.SIGNAL:
            return check_number(text)
        case Channel.NTFY:
            return check_topic(text)
        case Channel.SLACK:
            return check_slack_member(text)
        case Channel.ORGANISATION:
            return check_service(text)
        case Channel.PHONE:
            return check_telephone(text)
        case Channel.LETTER:
            return _check_letter(text)


def check_number(text: str) -> str:
    """A mobile number in the form +447700900123; one without a country is taken as British.

    Landlines, premium and personal (070) numbers are refused: a text to them costs money and may not arrive.

    Raises:
        BadInput: it is not exactly one mobile number.

    Source: the numbering plans carried by libphonenumber; the form is that of ITU-T E.164.
    """
    number = _read_number(text)
    if not _is_made_up(number) and phonenumbers.number_type(number) not in _CAN_BE_TEXTED:
        raise BadInput(f"The number ({len(text)} characters) is not that of a mobile phone. {_REMEDY}")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def check_telephone(text: str) -> str:
    """A number a person can ring, landline or mobile, in the form +441134960000.

    Raises:
        BadInput: it is not exactly one number, or calling it costs extra.
    """
    number = _read_number(text)
    if not _is_made_up(number) and phonenumbers.number_type(number) not in _CAN_BE_PHONED:
        raise BadInput(f"The number ({len(text)} characters) is not an ordinary telephone number. Give another.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def check_topic(text: str) -> str:
    """The name of an ntfy topic: 1 to 64 letters, digits, hyphens and underscores.

    Raises:
        BadInput: it has another form.
    """
    return _check_form("ntfy topic", text, _TOPIC, "Use 1 to 64 letters, digits, hyphens and underscores.")


def check_slack_member(text: str) -> str:
    """A Slack member ID, such as U024BE7LH; not a display name, which several people may have.

    Raises:
        BadInput: it has another form.
    """
    remedy = "Copy it from the person's Slack profile; it begins with U or W and has no small letters."
    return _check_form("Slack member ID", text, _SLACK_MEMBER, remedy)


def check_service(text: str) -> str:
    """One service of the organisation's own: its tag, a #, and its number from 1, such as `ops#1`.

    Raises:
        BadInput: it has another form.
    """
    return _check_form("organisation channel", text, _SERVICE, "Write a tag and a number from 1, like ops#1.")


def _read_number(text: str) -> PhoneNumber:
    if not _NUMBER.fullmatch(text.strip()):  # also keeps long and listed input away from the parser
        raise BadInput(f"The phone number ({len(text)} characters) cannot be read as one number. {_REMEDY}")
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        raise BadInput(f"The phone number ({len(text)} characters) cannot be read. {_REMEDY}") from None
    if not _is_made_up(number) and not phonenumbers.is_valid_number(number):
        raise BadInput(f"The phone number ({len(text)} characters) does not exist. {_REMEDY}")
    return number


def _is_made_up(number: PhoneNumber) -> bool:
    return number.country_code == 44 and number.national_number in _MADE_UP


def _check_form(name: str, text: str, form: re.Pattern[str], remedy: str) -> str:
    if not form.fullmatch(text):
        raise BadInput(f"The {name} ({len(text)} characters) cannot be used. {remedy}")
    return text


def _check_letter(text: str) -> str:
    if not text.strip() or len(text) > _LONGEST_LETTER:
        raise BadInput(f"A postal address has 1 to {_LONGEST_LETTER} characters; this one has {len(text.strip())}.")
    return text.strip()
