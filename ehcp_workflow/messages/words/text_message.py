"""Text messages in the alphabet that every phone has, and how many of them a text needs."""

from __future__ import annotations

import unicodedata

from ehcp_workflow.errors import BadConfiguration

# GSM 03.38, the default alphabet and its extension, in the order of the standard. One letter outside it makes the
# whole message travel as UCS-2, with less than half the room.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€")
# Letters that Unicode does not take apart, and signs that word processors put in.
_SPELT_OUT = str.maketrans(
    {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "}
)
MOST_SEPTETS = 306
"""What two joined messages hold: 153 septets each, because joining takes seven of 160."""


def spell_for_phones(text: str) -> str:
    """A text without the marks on letters that phones would charge for: `ą` becomes `a`, `ŵ` becomes `w`.

    People who write these languages write so on phones themselves. Letters that the alphabet has, such as `é`, stay.
    """
    text = unicodedata.normalize("NFC", text).translate(_SPELT_OUT)
    return "".join(letter if letter in _BASIC | _EXTENDED else _without_marks(letter) for letter in text)


def septets(text: str) -> int:
    """How much room a text takes; letters of the extension take two.

    Raises:
        BadConfiguration: a letter is outside the alphabet.
    """
    for letter in text:
        if letter not in _BASIC | _EXTENDED:
            raise BadConfiguration(
                f"the letter U+{ord(letter):04X} cannot be sent in a text message. Write the sentence without it."
            )
    return sum(2 if letter in _EXTENDED else 1 for letter in text)


def fit(text: str) -> str:
    """A text as one message to a phone.

    Raises:
        BadConfiguration: it has a letter outside the alphabet, or is longer than two joined messages.
    """
    text = spell_for_phones(" ".join(text.split()))
    if (length := septets(text)) > MOST_SEPTETS:
        raise BadConfiguration(f"the text message takes {length} septets of {MOST_SEPTETS}. Shorten its sentences.")
    return text


def _without_marks(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))
