"""House policy in sentences: who is told of what and when, made from the data and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ehcp_workflow.cases.ladders import Audience, Ladder, LadderOf
from ehcp_workflow.cases.policy import FollowUps, Policy
from ehcp_workflow.cases.section_f.thresholds import ProvisionPolicy
from ehcp_workflow.cases.stall_rules import REVIEW_DUE, StallRule
from ehcp_workflow.law.rulebook import Rulebook

TITLES = {
    Audience.FAMILY: "The family is told",
    Audience.ADVISER: "The adviser is told",
    Audience.SUPERVISOR: "The supervisor is told",
}
_FOLLOW_UPS = {
    "met": "that a date they had been told of was met",
    "moved": "that a date they had been told of moved",
    "waived": "that an exemption is claimed for a date they had been told of",
    "put_right": "that lapsed provision they had been told of was put right, or never lapsed by the corrected log",
}
_COUNTED_FROM = {
    LadderOf.DATES: "the last day",
    LadderOf.PROMISES: "the promised day",
    LadderOf.PROVISION: "the day it is known to have lapsed",
    LadderOf.STALLS: "the last day of the limit that is overdue",
    LadderOf.REMEDIES: "the day on which warning begins",
}
_RECORDS = {
    LadderOf.PROMISES: "of a promise the council has not kept",
    LadderOf.PROVISION: "of provision in Section F that is not delivered, and once more when the shortfall grows",
    LadderOf.STALLS: "of a stage that stands still because a limit in it is overdue",
    LadderOf.REMEDIES: "of the time for a complaint to the Ombudsman that ends",
}


@dataclass(frozen=True)
class Part:
    """Some sentences of house policy under one heading."""

    title: str
    sentences: tuple[str, ...]


def policy_in_sentences(policy: Policy, rulebook: Rulebook) -> tuple[Part, ...]:
    """The whole of house policy: a part for each audience, then when messages leave and what holds them back."""
    audiences = tuple(Part(title, tuple(_told(who, policy, rulebook))) for who, title in TITLES.items())
    return (
        *(part for part in audiences if part.sentences),
        Part("When help in a plan counts as missing", tuple(_provision(policy.provision))),
        Part("When the time for the Ombudsman is warned of", tuple(_remedies(policy))),
        Part("When messages leave", tuple(_sending(policy))),
        Part("When a person steps in", tuple(_stepping_in(policy))),
    )


def _told(audience: Audience, policy: Policy, rulebook: Rulebook) -> Iterator[str]:
    for ladder in (ladder for ladder in policy.ladders if ladder.audience is audience):
        yield _ladder(ladder, rulebook)
    if audience in policy.silence.tells:
        days = [f"{n} days in “{rulebook.stages[stage].title}”" for stage, n in policy.silence.days.items()]
        again = f"and again after every {_days(policy.silence.repeat_days)} more"
        yield f"of a stage in which nothing is recorded: after more than {_listed(days)}, {again}."
        for rule in policy.silence.rules.values():
            if rule:
                yield _stall_rule(rule, rulebook, again)
    follow = [words for name, words in _FOLLOW_UPS.items() if audience in _who(policy.follow_ups, name)]
    yield from (f"{words}." for words in follow)


def _stall_rule(rule: StallRule, rulebook: Rulebook, again: str) -> str:
    """One thing that a stage waits for, what it counts from, and for how long it may."""
    if rule.days is not None:
        length = _days(rule.days)
    elif rule.school_days is not None:
        length = f"{rule.school_days} school {'day' if rule.school_days == 1 else 'days'}"
        length += " by the council's term dates, or as many working days where they are not known"
    else:
        terms = "term" if rule.terms == 1 else "terms"
        length = (
            f"{rule.terms} whole {terms} by the council's term dates, or {_days(rule.or_days or 0)} where they are not"
        )
        length += " known"
    what = "the day planned for the review" if rule.since == REVIEW_DUE else f"“{rulebook.events[rule.since].title}”"
    return f"of “{rulebook.stages[rule.stage].title}”, that {rule.says} within {length}, counted from {what}, {again}."


def _who(follow_ups: FollowUps, name: str) -> tuple[Audience, ...]:
    found: tuple[Audience, ...] = getattr(follow_ups, name)
    return found


def _ladder(ladder: Ladder, rulebook: Rulebook) -> str:
    """One ladder: of what, on which days, and what is special about some of them."""
    of = _RECORDS.get(ladder.of) or _dates(ladder, rulebook)
    base = _COUNTED_FROM[ladder.of]
    every = f", and then every {_days(ladder.then_every)} until it is over" if ladder.then_every else ""
    said = [f"{of}: {_on(ladder.days, base)}{every}."]
    if ladder.urgent:
        said.append(f"Without waiting for the digest: {_on(ladder.urgent, base)}.")
    if ladder.must_ack:
        said.append(f"To be acknowledged: {_on(ladder.must_ack, base)}.")
    if ladder.until_acknowledged:
        said.append("Once somebody has acknowledged it, they are not told again.")
    return " ".join(said)


def _dates(ladder: Ladder, rulebook: Rulebook) -> str:
    kind = "days that guidance names" if ladder.guidance else "limits and rights"
    whose = _listed([_lowered(rulebook.parties[party].title) for party in ladder.owed_by])
    rules = [f"{ref} ({_lowered(rulebook.rule(ref).title)})" for ref in ladder.rules]
    return f"of {kind} of {whose}" + (f", only {_listed(rules)}" if rules else "")


def _provision(thresholds: ProvisionPolicy) -> Iterator[str]:
    yield "Only weeks in which help was owed are counted, and only weeks that somebody reported can be missed."
    yield f"Lapsed, or never started: nothing was given for {_weeks(thresholds.lapsed_after_weeks)} in a row."
    yield f"Less than specified is told like a lapse after {_weeks(thresholds.short_tells_after_weeks)} in a row."
    yield f"Put right: nothing is missing for {_weeks(thresholds.in_place_after_weeks)} in a row, or all was made up."
    asked = _weeks(thresholds.not_reported_after_weeks)
    yield f"The family is asked when nobody reports for {asked} in a row, and again each time {asked} more have passed."
    yield "From the second time on the adviser is told that nobody answered."


def _remedies(policy: Policy) -> Iterator[str]:
    months = policy.remedies.warn_after_months
    yield f"Warning begins {'1 month' if months == 1 else f'{months} months'} after the family knew of what was missed."
    yield "When nobody recorded when that was, it is counted from the first late day."
    yield "What was put right is warned of only where somebody had complained; a complaint to the Ombudsman ends it."


def _weeks(number: int) -> str:
    return "1 week" if number == 1 else f"{number} weeks"


def _sending(policy: Policy) -> Iterator[str]:
    digest = policy.digest
    day = "working day" if digest.working_days_only else "day"
    hours = policy.sending_hours.in_words
    yield f"Nothing is sent outside {hours}, London time, unless somebody asked for other hours."
    yield (
        f"Advisers and supervisors get one message a {day}, the digest, from {digest.at:%H:%M} on, "
        f"with at most {digest.most} lines; what is urgent does not wait for it."
    )
    yield (
        f"Who wants it hears that nothing has changed, when {_days(policy.updates.every_days)} have passed since they "
        f"last heard anything."
    )
    yield f"A date is called due soon from {_days(policy.due_soon_days)} before its last day."
    if policy.must_be_verified:
        channels = _listed(list(policy.must_be_verified))
        yield f"Nothing is sent by {channels} before the person has shown that the number is theirs."


def _stepping_in(policy: Policy) -> Iterator[str]:
    if levels := policy.escalation.after_working_days:
        unit = "working day" if levels[-1] == 1 else "working days"
        yield (
            f"What an adviser must acknowledge and has not is told to the supervisor after "
            f"{_listed([str(n) for n in levels])} {unit}."
        )
    guard = policy.guard
    yield (
        f"When a day has more than {guard.times:g} times as many messages as the middle one of the last {guard.days} "
        f"days, and at least {guard.at_least}, the rest waits for a person: ehcp outbox release."
    )


def _on(days: Iterable[int], base: str) -> str:
    """Rungs in words: `14 and 7 days before the last day, on that day, and 1 day after it`."""
    days = tuple(days)
    before = [-day for day in days if day < 0]
    after = [day for day in days if day > 0]
    said = [f"{_days(*before)} before {base}"] if before else []
    if 0 in days:
        said.append("on that day" if before else f"on {base}")
    if after:
        said.append(f"{_days(*after)} after {'it' if said else base}")
    return _listed(said)


def _days(*days: int) -> str:
    return f"{_listed([str(n) for n in days])} {'day' if days == (1,) else 'days'}"


def _listed(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]
