"""The words of the pages that families see, in each language: `page.yaml` beside the templates of messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.yaml_source import read_yaml

ENGLISH = "en"


@dataclass(frozen=True)
class PageWords:
    """What pages for families say in one language; English stands in for what is missing.

    Attributes:
        code: the language it is in.
        said: the sentences by their names.
    """

    code: str
    said: Mapping[str, str]

    def __call__(self, name: str, **given: object) -> str:
        """A sentence with its gaps filled.

        Raises:
            BadConfiguration: no language has a sentence of that name, or it has a gap that is not filled.
        """
        try:
            return self.said[name].format(**given)
        except (KeyError, IndexError, ValueError):
            raise BadConfiguration(f"config/messages/{self.code}/page.yaml: {name} is missing or broken.") from None

    def has(self, name: str) -> bool:
        """Whether there is a sentence of that name."""
        return name in self.said


@cache
def page_words(config: Path, language: str) -> PageWords:
    """The words of pages in a language; English where there are none in it.

    Raises:
        BadConfiguration: a file cannot be read, or something in it is no sentence.
    """
    english = _read(config, ENGLISH)
    own = config / "messages" / language / "page.yaml"
    if language == ENGLISH or not own.exists():
        return PageWords(ENGLISH, english)
    return PageWords(language, {**english, **_read(config, language)})


def _read(config: Path, language: str) -> dict[str, str]:
    said = dict(read_yaml(config / "messages" / language / "page.yaml"))
    for name, sentence in said.items():
        if not isinstance(sentence, str):
            raise BadConfiguration(
                f"config/messages/{language}/page.yaml: {name} is no sentence. Put quotes around it."
            )
    return said
