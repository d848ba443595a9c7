"""Dates, days away, plurals and the sentences of the law in the language of a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_timedelta

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.rules import Rule
from ehcp_workflow.law.vocabulary import PromiseKind, Remedy, RemedyStep
from ehcp_workflow.law.when import When
from ehcp_workflow.messages.words.translation import Phrases, Translation, read_phrases, read_translation

# Days are counted in days however many they are: the law counts so, and "in 2 months" would not be a date.
_NEVER_ROUNDED = 10**9


def relative(day: date | None, today: date) -> str:
    """How far away a day is in English: `in 7 days`, `today`, `3 days ago`. Shown beside the date, never alone."""
    if day is None:
        return ""
    return "today" if day == today else _days_away(day, today, "en_GB")


@dataclass(frozen=True)
class LanguageTexts:
    """What one language says of dates, numbers and the law.

    Attributes:
        code: of the language, as in the `lang` of a page: `en`, `pl`.
        phrases: how dates are written.
        law: its sentences for rules and remedies; those of the rulebook itself stand in for missing ones.
    """

    code: str
    phrases: Phrases
    law: Translation

    @classmethod
    def read(cls, config: Path, code: str) -> LanguageTexts:
        """Read one language from `config/messages/`.

        Raises:
            BadConfiguration: a file is missing or not understood.
        """
        folder = config / "messages" / code
        return cls(code, read_phrases(folder / "language.yaml"), read_translation(folder / "law.yaml"))

    @property
    def direction(self) -> str:
        """Which way the language is written, as in the `dir` of a page: `ltr` or `rtl`."""
        return Locale.parse(self.phrases.locale).text_direction

    def in_words(self, when: When) -> str:
        """A date as a person reads it, with its weekday where a day is known; also a month, or a range of days."""
        if when.earliest is None or when.latest is None:
            return self.phrases.unknown
        match when.precision:
            case "day":
                return self._day(when.earliest)
            case "month":
                month = format_date(when.earliest, self.phrases.month, locale=self.phrases.locale)
                return self.phrases.some_day_in.replace("{month}", month)
            case _:
                between = self.phrases.between.replace("{first}", self._day(when.earliest))
                return between.replace("{last}", self._day(when.latest))

    def in_words_of_day(self, day: date) -> str:
        """A day as a person reads it, with its weekday."""
        return self._day(day)

    def how_far(self, when: When, today: date) -> str:
        """How far away a date is, for standing beside it; empty when the date is unknown.

        Of a month or a range the end that is nearer to today is told, and that it is only an end: the earliest day
        while it lies ahead, the latest once it has passed.
        """
        if when.earliest is None or when.latest is None:
            return ""
        if when.exact:
            return self._away(when.exact, today)
        if when.latest < today:
            return self.phrases.at_least.replace("{when}", self._away(when.latest, today))
        if when.earliest <= today:
            return self.phrases.perhaps_past
        return self.phrases.at_the_earliest.replace("{when}", self._away(when.earliest, today))

    def plain_of(self, rule: Rule) -> str:
        """What a rule says, as one sentence for a family; in English when nobody has translated it."""
        return self.law.rules.get(rule.ref, rule.plain)

    def remedy(self, remedy: Remedy) -> str:
        """What can be done when a rule is missed; in English when nobody has translated it."""
        return self.law.remedies.get(remedy.code, remedy.plain)

    def step(self, step: RemedyStep) -> str:
        """One step about what was missed, as a family would say it; in English when nobody has translated it."""
        return self.law.steps.get(step.id, step.plain)

    def promise(self, promise: PromiseKind) -> str:
        """What a council promised, as a family would say it; in English when nobody has translated it."""
        return self.law.promises.get(promise.code, promise.plain)

    def plural(self, count: int, **forms: str) -> str:
        """The form of a phrase that goes with a number: `one`, `few`, `many` or `other`, as the language has them.

        Raises:
            BadConfiguration: the form that the language needs for this number is not given.
        """
        form = Locale.parse(self.phrases.locale).plural_form(count)
        if form not in forms:
            raise BadConfiguration(
                f"config/messages/{self.code}: a template gives no form '{form}' for the number {count}. Add it."
            )
        return forms[form]

    def _day(self, day: date) -> str:
        return format_date(day, self.phrases.day, locale=self.phrases.locale)

    def _away(self, day: date, today: date) -> str:
        return self.phrases.today if day == today else _days_away(day, today, self.phrases.locale)


def _days_away(day: date, today: date, locale: str) -> str:
    return format_timedelta(day - today, granularity="day", threshold=_NEVER_ROUNDED, add_direction=True, locale=locale)
