"""The closed list of kinds of provision, and the loose wording by which a line cannot be measured."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

from pydantic import Field, ValidationError

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.versions import Strict
from ehcp_workflow.law.yaml_source import read_yaml


class Strand(Strict):
    """A kind of provision.

    Attributes:
        code: its name in our records.
        title: what it is, for our own pages and letters.
        plain: what a message to a family may call it; it never tells what the child's need is.
    """

    code: str = Field(pattern=r"^[a-z][a-z_]{1,39}$")
    title: str = Field(min_length=1)
    plain: str = Field(min_length=1)


class LooseWording(Strict):
    """Wording that promises nothing that can be counted.

    Attributes:
        code: its name in our records.
        phrases: how plans say it.
        but_not: harmless words that look the same.
        why: what is wrong with it, in one sentence.
    """

    code: str = Field(pattern=r"^[a-z][a-z_]{1,39}$")
    phrases: tuple[str, ...] = Field(min_length=1)
    but_not: tuple[str, ...] = ()
    why: str = Field(min_length=1)

    @cached_property
    def shape(self) -> re.Pattern[str]:
        """What to look for: one of the phrases as whole words, in any case and with any spaces."""
        return _any_of(self.phrases)

    @cached_property
    def harmless(self) -> re.Pattern[str] | None:
        """What to leave out before looking."""
        return _any_of(self.but_not) if self.but_not else None

    def is_in(self, text: str) -> bool:
        """Whether a text has such wording."""
        looked_at = self.harmless.sub(" ", text) if self.harmless else text
        return self.shape.search(looked_at) is not None


class ProvisionWords(Strict):
    """All kinds of provision, and all loose wording that is known."""

    strands: tuple[Strand, ...]
    vague: tuple[LooseWording, ...]

    def strand(self, code: str) -> Strand | None:
        """A kind of provision by its code."""
        return next((strand for strand in self.strands if strand.code == code), None)

    def find_vague(self, text: str) -> tuple[str, ...]:
        """The codes of the loose wording in a text, in the order of the list."""
        return tuple(wording.code for wording in self.vague if wording.is_in(text))


def load_provision_words(path: Path) -> ProvisionWords:
    """Read the kinds of provision and the loose wording from `provision.yaml`.

    Raises:
        BadConfiguration: the file is missing or not understood, or has a code twice.
    """
    said = read_yaml(path)
    try:
        words = ProvisionWords.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise BadConfiguration(f"{path.name}: {where}: {first['msg']}. Correct it.") from None
    for codes in ([one.code for one in words.strands], [one.code for one in words.vague]):
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            raise BadConfiguration(f"{path.name}: the code '{twice[0]}' is given twice. Keep one of the two.")
    return words


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    shapes = (r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases)
    return re.compile(rf"\b(?:{'|'.join(shapes)})\b", re.IGNORECASE)
