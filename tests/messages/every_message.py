"""Every message in every language and channel, filled with the longest that the rulebook has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from html.parser import HTMLParser

from ehcp_workflow.law.rules import Rule
from ehcp_workflow.law.when import When
from ehcp_workflow.messages.words import Item, LanguageTexts, Surround, Templates, Words
from ehcp_workflow.messages.words.text_message import spell_for_phones

from stories import CONFIG, the_policy, the_rulebook

CHANNELS = ("email", "sms", "chat")
FOR_FAMILIES = ("family", "update", "verify", "neutral")
FAMILY_KINDS = (
    "due_soon",
    "due_today",
    "overdue",
    "met",
    "refused",
    "moved",
    "waived",
    "promise_broken",
    "lapsed",
    "shortfall_grew",
    "put_right",
    "not_lapsed",
    "not_reported",
    "time_ends",
    "update",
)
STAFF_KINDS = (*FAMILY_KINDS, "stalled", "silent", "task", "escalated")
OPERATOR_KINDS = (
    "dead_letters",
    "check_not_run",
    "delivery_not_run",
    "calendar_ends",
    "rules_unsigned",
    "held",
    "unknown",
)
KINDS = {
    "family": FAMILY_KINDS,
    "update": ("update",),
    "adviser": STAFF_KINDS,
    "supervisor": ("escalated",),
    "operator": OPERATOR_KINDS,
    "verify": (),
    "neutral": (),
}
TODAY = date(2026, 3, 2)
# The longest names of days and months there are, a month, and a range of days.
WHENS = tuple(When.parse(text) for text in ("2026-09-30", "2026-09", "2026-09-02/2026-12-30"))
TEMPLATES = Templates(CONFIG)


@dataclass(frozen=True)
class Sample:
    """One message as it would leave."""

    message: str
    channel: str
    language: str
    kinds: tuple[str, ...]
    words: Words

    def __str__(self) -> str:
        return f"{self.language}/{self.channel}/{self.message}"


def an_item(kind: str = "due_soon", /, **changed: object) -> Item:
    """An item of no particular length."""
    usual = Item(
        kind=kind,
        reference="EHC-2026-0042",
        title="Send the final plan",
        plain="The council must send the final plan.",
        due="Tuesday 1 December 2026",
        when="in 7 days",
        words="Nothing recorded since Monday 2 March 2026.",
        citation="SEND Regulations 2014, reg 13(2)",
        remedies=("You can complain to the council.",),
        link="https://dates.example.org/cases/EHC-2026-0042",
        urgent=False,
        order=(0, 0),
        before="Monday 2 November 2026",
        count=3,
        ask_link="https://dates.example.org/check-in/123456-0123456789abcdef0123456789abcdef",
    )
    return replace(usual, **changed)  # type: ignore[arg-type]


def rules_for_families() -> list[Rule]:
    """The rules that house policy tells families of."""
    rulebook, policy = the_rulebook(), the_policy()
    named = {ref for ladder in policy.ladders if ladder.audience == "family" for ref in ladder.rules}
    return [rulebook.rule(ref) for ref in sorted(named)]


def first_remedies(rule: Rule, texts: LanguageTexts) -> tuple[str, ...]:
    """The remedy that a family is told of when a rule is missed."""
    return tuple(texts.remedy(the_rulebook().remedies[code]) for code in rule.if_missed[:1])


def longest_item(kind: str, when: When, language: str) -> Item:
    """An item with the longest title, sentence, citation and remedies of the rulebook."""
    rulebook, texts = the_rulebook(), TEMPLATES.texts(language)
    told = rules_for_families()
    titles = [rule.title_in_lists for rule in rulebook.rules.values()]
    return an_item(
        kind,
        title=max(titles, key=len),
        plain=max((texts.plain_of(rule) for rule in told), key=len),
        due=texts.in_words(when),
        when=texts.how_far(when, TODAY),
        before=texts.in_words(when),
        citation=max((str(v.citation) for rule in rulebook.rules.values() for v in rule.versions), key=len),
        remedies=(max((first_remedies(rule, texts) for rule in told), key=lambda said: len("".join(said)))),
        count=1234,
    )


def samples() -> Iterator[Sample]:
    """One item of each kind and date, then 25 items, with none and with three more behind them."""
    for language in TEMPLATES.languages:
        for message, kinds in KINDS.items():
            lots = [[longest_item(kind, when, language)] for kind in kinds for when in WHENS]
            if kinds:
                lots += [[], [longest_item(kinds[n % len(kinds)], WHENS[n % 3], language) for n in range(25)]]
            for items in lots or [[]]:
                for more in (0, 3):
                    around = Surround(
                        "https://dates.example.org/stop/QR7x", "Last full check: today at 06:20.", more, "123456"
                    )
                    for channel in CHANNELS:
                        words = TEMPLATES.write(message, channel, language, items, around)
                        yield Sample(message, channel, language, tuple(item.kind for item in items), words)


class Read(HTMLParser):
    """What a reader sees of a page, and the links and tags in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen, self.links, self.tags, self.attributes = "", [], set(), {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.setdefault(tag, dict(attrs))
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_data(self, data):
        self.seen += data


def sentences(text: str, language: str) -> list[str]:
    """The sentences of a text; a line is one at least.

    A date is one word, also a month or a range of days, because its length is not ours to choose. "Hello", the
    reference and the addresses of pages count as nothing.
    """
    for date_in_words in _dates(language):
        text = re.sub(date_in_words, "Tuesday", text)
    text = re.sub(r": https?://\S+", "", text)
    lines = [line for line in text.splitlines() if line.strip() and not re.fullmatch(r"Hello|.*EHC-\d{4}-\d{4}", line)]
    return [part for line in lines for part in re.split(r"(?<=[.?!])\s+", line.strip()) if part]


def _dates(language: str) -> list[str]:
    day, month = r"\w+ \d{1,2} \w+ \d{4}", r"\w+ \d{4}"
    phrases = TEMPLATES.texts(language).phrases
    written = [phrases.between, phrases.some_day_in]
    written += [spell_for_phones(phrase) for phrase in written]
    places = {r"\{first\}": day, r"\{last\}": day, r"\{month\}": month}
    patterns = [re.escape(phrase) for phrase in written]
    for place, date_in_words in places.items():
        patterns = [pattern.replace(place, date_in_words) for pattern in patterns]
    return [*patterns, day]
