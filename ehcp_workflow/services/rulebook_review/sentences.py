"""Rules in sentences. A lawyer signs these words, so they are made from the data and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ehcp_workflow.law.counting import Way, adjust
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Authority, Kind, Rule, Trigger
from ehcp_workflow.law.versions import Period, Version
from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.law.working_days import WorkingDays

UNITS = {
    Way.WEEKS: ("week", ""),
    Way.DAYS: ("day", ""),
    Way.DAYS_BEGINNING_WITH: ("day", ", the first day included"),
    Way.WORKING_DAYS: ("working day", ""),
    Way.WORKING_DAYS_BEGINNING_WITH: ("working day", ", the first day included"),
    Way.TRIBUNAL_DAYS: ("day", " as the Tribunal counts"),
    Way.TRIBUNAL_WORKING_DAYS: ("working day", " as the Tribunal counts"),
    Way.MONTHS: ("month", ""),
    Way.MONTHS_BEGINNING_WITH: ("month", ", the first day included"),
    Way.CLEAR_DAYS_BEFORE: ("clear day", " before"),
    Way.MONTHS_BEFORE: ("month", " before"),
}
"""The unit of each way of counting, and what is said after it; BEFORE_DATE names a day and has neither."""

AUTHORITIES = {
    Authority.STATUTE: "an Act of Parliament: missing it is a breach",
    Authority.REGULATION: "regulations: missing it is a breach",
    Authority.TRIBUNAL_RULE: "the Tribunal's rules: they bind",
    Authority.CASE_LAW: "a judgment of the courts: missing it is a breach",
    Authority.GUIDANCE: "guidance, not law: a council may depart from it for a good reason",
    Authority.OMBUDSMAN_PRACTICE: "the Ombudsman's practice, not law",
    Authority.PRACTICE: "common practice, not law",
}
KINDS = {
    Kind.LIMIT: "a limit",
    Kind.WINDOW: "a time in which one may act",
    Kind.RIGHT: "a right with a time limit",
    Kind.RECURRING: "a duty that comes again and again",
    Kind.NOTICE_BEFORE: "a time that must be left before a day",
    Kind.FIXED_DATE: "a fixed date in the year",
    Kind.AS_SOON_AS_PRACTICABLE: "as soon as practicable",
    Kind.IMMEDIATE: "at once",
    Kind.STANDING: "a standing duty",
    Kind.CONDITION: "a condition",
}
_COUNTED_FROM = {
    "sent_on": "the day it was sent is",
    "served_on": "the day it was served is",
    "received_on": "the day it was received is",
    "issued_on": "the day it was issued is",
    "from": "its first day is",
    "to": "its last day is",
}
_FRONT = {Way.DAYS_BEGINNING_WITH, Way.WORKING_DAYS_BEGINNING_WITH, Way.MONTHS_BEGINNING_WITH}


def period_in_words(period: Period) -> str:
    """A period as it stands in a list: `6 weeks`, `15 days, the first day included`, `before 15 February`."""
    if period.way is Way.BEFORE_DATE:
        day = date(2024, period.n // 100, period.n % 100)  # a leap year, so that 29 February is a day
        return f"before {day.day} {day:%B}"
    if period.n == 0:
        return "on the same day"
    unit, after = UNITS[period.way]
    return f"{_length(period.n, unit)}{after}"


def time_in_words(rule: Rule, version: Version) -> str:
    """The time a rule gives, for every kind of rule: a period, a choice between others, or no day at all."""
    if rule.members:
        return f"{_which(rule)} of others"
    if rule.kind is Kind.AS_SOON_AS_PRACTICABLE:
        return "as soon as practicable"
    if rule.kind is Kind.STANDING:
        return "for as long as it stands"
    if rule.kind is Kind.CONDITION:
        return "no time runs"
    return period_in_words(version.period) if version.period else "no day named"


def shown_version(rule: Rule, day: date | None = None) -> Version:
    """The version to show first: the one in force on a day, else the newest that was law, else the newest."""
    law = [version for version in rule.versions if version.is_law]
    return (rule.version_on(day) if day else None) or (law or list(rule.versions))[-1]


def sentence(rule: Rule, version: Version, rulebook: Rulebook) -> str:
    """The rule in full sentences: who must do what, in what time, from which day, and what moves the end."""
    parts = [
        "" if version.is_law else "Proposed, not law.",
        f"{rulebook.parties[rule.owed_by].title} {rule.verb} {lowered(rule.title)}.",
        _time(rule, version, rulebook),
        _counted_from(rule),
        *(adjust(then.adjust, rulebook.calendar).says for then in version.then),
        "It must also be done as soon as practicable; the last day is the outer limit."
        if rule.as_soon_as_practicable
        else "",
    ]
    return " ".join(part for part in parts if part)


def lowered(text: str) -> str:
    """A title inside a sentence: a first word in capitals (SENCo, NHS) keeps them."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def trigger_in_words(trigger: Trigger, rulebook: Rulebook) -> str:
    """What happened, with the options that matter: `The council gave its decision (outcome: keep or cease)`."""
    options = "; ".join(
        f"{_plain(option)}: {' or '.join(_plain(value) for value in values)}"
        for option, values in trigger.where.items()
    )
    title = rulebook.events[trigger.event].title
    after = " or ".join(lowered(rulebook.events[kind].title) for kind in trigger.after)
    said = f"{title} ({options})" if options else title
    return f"{said}, after {after}" if after else said


def _plain(name: str) -> str:
    """A name of the data as words: `la_took_part` is `council took part`."""
    return " ".join("council" if word == "la" else word for word in name.split("_"))


def days_in_words(version: Version) -> str:
    """The days of a version: `from Monday 1 September 2014, still in force`."""
    until = f" to {day_in_words(version.in_force_to)}" if version.in_force_to else ", still in force"
    if not version.is_law:
        until = until if version.in_force_to else ""
    days = f"from {day_in_words(version.in_force_from)}{until}"
    return days if version.is_law else f"proposed, not law: {days}"


def known_in_words(calendar: WorkingDays) -> str:
    """How far the bank holidays are known."""
    return f"from {day_in_words(calendar.known_from)} to {day_in_words(calendar.known_to)}"


def _time(rule: Rule, version: Version, rulebook: Rulebook) -> str:
    if rule.members:
        return _choice(rule, rulebook)
    starts = [lowered(trigger_in_words(trigger, rulebook)) for trigger in rule.starts]
    days = _either(f"the day {start}" for start in starts)
    match rule.kind:
        case Kind.CONDITION:
            return "This says who may act or when a duty arises. No time runs under it."
        case Kind.STANDING:
            return f"No day is set: it stands from {days} until it ends."
        case Kind.AS_SOON_AS_PRACTICABLE:
            return f"No day is set: it is to be done as soon as practicable once {_either(starts)}."
    if version.period is None:
        return f"No day is set. It begins on {days}."
    done = "It can be done" if rule.verb == "may" else f"It {rule.verb} be done"
    return _dated(version.period, days, done, _has(rulebook.parties[rule.owed_by].title))


def _dated(period: Period, days: str, done: str, has: str) -> str:
    if period.n == 0:
        return f"{done} on the same day: {days}."
    if period.way is Way.BEFORE_DATE:
        return f"{done} {period_in_words(period)} of the year in which this falls: {days}."
    unit, after = UNITS[period.way]
    if period.way.is_backwards:
        return f"{done} at least {_length(period.n, unit)} before {days}."
    if period.way in _FRONT:
        return f"{has} {_length(period.n, unit)}, beginning with {days}."
    return f"{has} {_length(period.n, unit)}{after} from {days}."


def _choice(rule: Rule, rulebook: Rulebook) -> str:
    members = [rulebook.rules[member] for member in rule.members]
    return (
        f"{_which(rule).capitalize()} of these dates governs: "
        + "; ".join(f"{lowered(m.title)} ({m.ref})" for m in members)
        + "."
    )


def _which(rule: Rule) -> str:
    two = len(rule.members) == 2
    if rule.earliest_of:
        return "the earlier" if two else "the earliest"
    return "the later" if two else "the latest"


def _counted_from(rule: Rule) -> str:
    if rule.counts_from == "on" or rule.members or rule.kind.sets_no_date:
        return ""
    if rule.needs_date:
        return f"It is counted from that day only: unless {_COUNTED_FROM[rule.counts_from]} recorded, there is no date."
    return f"Where {_COUNTED_FROM[rule.counts_from]} recorded apart, it is counted from that day."


def _length(n: int, unit: str) -> str:
    return f"{n} {unit}{'' if n == 1 else 's'}"


def _has(who: str) -> str:
    several = any(word in who.lower() for word in ("person", "family", " and ", "parents"))
    return "They have" if several else "It has"


def _either(days: Iterable[str]) -> str:
    return ", or ".join(days)
