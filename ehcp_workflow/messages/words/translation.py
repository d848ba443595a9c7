"""The two files of a language beside its templates: how it writes dates, and what it says of the law."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TypeVar

from babel import Locale, UnknownLocaleError
from pydantic import Field, ValidationError, field_validator

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.versions import Strict
from ehcp_workflow.law.yaml_source import read_yaml

_Text = TypeVar("_Text", bound=Strict)


class Phrases(Strict):
    """How a language writes dates: `language.yaml`.

    Attributes:
        name: of the language, in that language.
        locale: its name in the Unicode locale data, from which days, months and plurals come: `en_GB`, `pl`.
        day, month: patterns of the same data for a day with its weekday, and for a month.
        some_day_in: around a `{month}` of which the day is not known.
        between: around the `{first}` and `{last}` day of a range.
        unknown: for a date nobody knows.
        today: for a date that is today.
        at_the_earliest, at_least: around `{when}`, for the near end of a month or range ahead or past.
        perhaps_past: for a month or range that has begun and not ended.
        other_language: tells somebody whose language we do not write that their adviser can help in it.
    """

    name: str
    locale: str
    day: str
    month: str
    some_day_in: str
    between: str
    unknown: str
    today: str
    at_the_earliest: str
    at_least: str
    perhaps_past: str
    other_language: str

    @field_validator("locale")
    @classmethod
    def _known(cls, locale: str) -> str:
        try:
            Locale.parse(locale)
        except (UnknownLocaleError, ValueError):
            raise ValueError("is not a locale of the Unicode data, such as en_GB or pl") from None
        return locale

    @field_validator("some_day_in", "between", "at_the_earliest", "at_least")
    @classmethod
    def _has_its_dates(cls, text: str) -> str:
        if "{" not in text:
            raise ValueError("must say where the date goes, in braces, as the English file does")
        return text


class Translation(Strict):
    """What a language says of the law: `law.yaml`, which English does not need.

    Attributes:
        checked_by, checked_on: the lawyer who reads the language and checked the sentences, and when; empty if nobody.
        rules: the plain sentence of a rule, by its reference.
        remedies: the plain sentence of a remedy, by its code.
        steps: the plain sentence of a step about what was missed, by its id.
        promises: what a council promised, as a family would say it, by its code.
    """

    checked_by: str | None = None
    checked_on: date | None = None
    rules: dict[str, str] = Field(default_factory=dict)
    remedies: dict[str, str] = Field(default_factory=dict)
    steps: dict[str, str] = Field(default_factory=dict)
    promises: dict[str, str] = Field(default_factory=dict)


def read_phrases(path: Path) -> Phrases:
    """Read how a language writes dates.

    Raises:
        BadConfiguration: the file is missing or not understood; names the file and the key.
    """
    return _read(Phrases, path)


def read_translation(path: Path) -> Translation:
    """Read what a language says of the law; nothing when it has no such file.

    Raises:
        BadConfiguration: the file is not understood; names the file and the key.
    """
    return _read(Translation, path) if path.exists() else Translation()


def _read(form: type[_Text], path: Path) -> _Text:
    try:
        return form.model_validate(dict(read_yaml(path)))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise BadConfiguration(f"config/messages/{path.parent.name}/{path.name}: {key}: {first['msg']}.") from None
