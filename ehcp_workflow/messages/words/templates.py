"""The templates of `config/messages/`, filled: by message, channel and language."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ehcp_workflow.messages.words.filling import LanguageTemplates
from ehcp_workflow.messages.words.items import Item, Surround, Words
from ehcp_workflow.messages.words.language import LanguageTexts

ENGLISH = "en"
_FOR_STAFF = frozenset({"adviser", "supervisor", "operator"})
_NOTHING = Surround()


class Templates:
    """The words of every message, channel and language.

    Attributes:
        languages: codes of the languages that there are.
    """

    def __init__(self, config: Path) -> None:
        self._config = config
        self._folder = config / "messages"
        self.languages = tuple(sorted(path.parent.name for path in self._folder.glob("*/language.yaml")))
        self._read: dict[str, LanguageTemplates] = {}

    def texts(self, language: str) -> LanguageTexts:
        """How a language writes dates and the law; English for a language that we do not write.

        Raises:
            BadConfiguration: a file of the language is missing or not understood.
        """
        return self._language(language).texts

    def write(
        self,
        message: str,
        channel_words: str,
        language: str,
        items: Sequence[Item],
        around: Surround = _NOTHING,
    ) -> Words:
        """Put items into one message, what must be seen first in front.

        A family whose language has no template gets English, and is told that their adviser can help in another
        language.

        Args:
            message: family, update, adviser, supervisor, operator, verify or neutral.
            channel_words: email, sms or chat.
            language: the code of the language somebody reads.
            items: what to tell; none for verify and neutral.
            around: what stands around them.

        Raises:
            BadConfiguration: a template is missing or broken, or a text message does not fit; names the file.
        """
        name = f"{channel_words}/{message}"
        chosen = self._language(language)
        if not chosen.has(name):
            chosen = self._language(ENGLISH)
        is_foreign = language != chosen.texts.code and message not in _FOR_STAFF
        note = chosen.texts.phrases.other_language if is_foreign else ""
        given = {"items": sorted(items, key=lambda item: item.order), "around": around}
        match channel_words:
            case "email":
                return chosen.email(name, given, note)
            case "sms":
                return Words("", chosen.text_message(name, given, note), "")
            case _:
                return Words("", chosen.chat(name, given, note), "")

    def _language(self, code: str) -> LanguageTemplates:
        code = code if code in self.languages else ENGLISH
        if code not in self._read:
            self._read[code] = LanguageTemplates(self._folder, LanguageTexts.read(self._config, code))
        return self._read[code]
