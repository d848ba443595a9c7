"""Claims that an exemption applies, each tested against its own condition. A claim never pauses or moves a limit.

The text lifts the outer limit where it is impractical to meet it because of a fact; it adds no days. So a claim gives
two answers: the limit stands when the claim fails, and "as soon as practicable" remains when it holds.

Source: SI 2014/1530 regs 5(4), 10(4), 13(3), 27(3); reg 8(2) for advice; SI 2020/471 for the coronavirus period.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.cases.facts import Closure
from ehcp_workflow.cases.findings import Finding, Severity
from ehcp_workflow.law.counting import add_days
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.vocabulary import Condition, Exemption
from ehcp_workflow.law.when import When

CLAIM = "exception_recorded"
ADVICE_ASKED = frozenset({"advice_requested", "advice_request_received"})


class Fit(StrEnum):
    """Whether a claim meets its condition, as far as the dates show."""

    FITS = "fits"
    DOES_NOT = "does not fit"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Tested:
    """One claim about one limit, and what became of testing it."""

    exemption: Exemption
    claim: Event
    fit: Fit
    why: str


def apply_claims(rulebook: Rulebook, case: Case, clocks: Iterable[Clock], findings: list[Finding]) -> Iterator[Clock]:
    """The clocks, those waived for which a claim fits; every claim tested is said in a finding."""
    claims = [event for event in case.standing if event.kind == CLAIM]
    idle = {claim.id: claim for claim in claims}
    for clock in clocks:
        tested = [t for claim in claims if (t := _test(rulebook, case, claim, clock))]
        findings += (_said(clock, test) for test in tested)
        for test in tested:
            idle.pop(test.claim.id, None)
        fitting = next((test for test in tested if test.fit is Fit.FITS), None)
        if fitting and not clock.facts.undated:
            yield replace(clock, facts=replace(clock.facts, claim=fitting.exemption.code))
        else:
            yield clock
    findings += (_idle(claim) for claim in idle.values())


def _idle(claim: Event) -> Finding:
    code = claim.options.get("exemption")
    said = (
        f"{code} is claimed, and no limit on record could be lifted by it" if code else "The claim names no exemption"
    )
    return Finding(Severity.CHECK, f"{said} ({claim.on.in_words()}).", claim.id)


def _test(rulebook: Rulebook, case: Case, claim: Event, clock: Clock) -> Tested | None:
    """Test a claim for one clock; None when it is not about that clock."""
    code = claim.options.get("exemption", "")
    another = clock.rule.pairs_by_about and claim.about is not None and claim.about != clock.started_by.about
    if code not in clock.rule.exemptions or another:
        return None
    exemption = rulebook.exemptions[code]
    days = _days_of(exemption, case, claim, clock)
    if not _concerns(claim, days, clock):
        return None
    match exemption.condition:
        case Condition.CLOSURE:
            fit, why = _closure(exemption, case, days)
        case Condition.ABSENCE:
            fit, why = _long_enough(exemption, days, "away")
        case Condition.PERIOD:
            fit, why = _in_period(exemption, clock.due)
        case _:  # circumstances
            fit, why = _accepted(claim)
    return Tested(exemption, claim, fit, why)


def _concerns(claim: Event, days: Closure | None, clock: Clock) -> bool:
    """Whether what is claimed happened while the limit ran; without its days, whether it came after the start."""
    if days is None:
        return clock.facts.started.may_precede(claim.on)
    ran = When.day(days.first).may_precede(clock.due)
    return ran and clock.facts.started.may_precede(When.day(days.last))


def _closure(exemption: Exemption, case: Case, closure: Closure | None) -> tuple[Fit, str]:
    fit, why = _long_enough(exemption, closure, "closed")
    if fit is not Fit.FITS or closure is None:
        return fit, why
    opens = add_days(closure.last, -6)  # one week before the day it re-opens
    window = When(add_days(closure.first, -7), opens)
    asked = [e.date_of("sent_on") for e in case.standing if e.kind in ADVICE_ASKED and e.about in exemption.asked_of]
    if not asked:
        return Fit.CANNOT_TELL, f"it is not recorded when advice was asked of {_either(exemption.asked_of)}"
    inside = [_lies_in(day, window) for day in asked]
    said = f"advice had to be asked for {window.in_words()}"
    if any(fit is Fit.FITS for fit in inside):
        return Fit.FITS, f"{why}, and advice was asked for in the days that count"
    return (Fit.CANNOT_TELL if Fit.CANNOT_TELL in inside else Fit.DOES_NOT), said


def _long_enough(exemption: Exemption, days: Closure | None, what: str) -> tuple[Fit, str]:
    if days is None:
        return Fit.CANNOT_TELL, f"it is not recorded from when to when it was {what}"
    lasted = (days.last - days.first).days + 1
    fit = Fit.FITS if lasted >= 7 * exemption.weeks else Fit.DOES_NOT
    return fit, f"{lasted} days {what}, where at least {exemption.weeks} weeks in a row are needed"


def _in_period(exemption: Exemption, due: When) -> tuple[Fit, str]:
    window = When(exemption.limits_ending_from, exemption.limits_ending_to)
    return _lies_in(due, window), f"the limit would have to end {window.in_words()}"


def _accepted(claim: Event) -> tuple[Fit, str]:
    match claim.options.get("accepted"):
        case "yes":
            return Fit.FITS, "the adviser accepts it"
        case "no":
            return Fit.DOES_NOT, "the adviser does not accept it"
        case _:
            return Fit.CANNOT_TELL, "dates alone cannot show it; record whether you accept it"


def _lies_in(day: When, window: When) -> Fit:
    if not (day.may_precede(window) and window.may_precede(day)):
        return Fit.DOES_NOT
    known = day.earliest and day.latest and window.earliest and window.latest
    if known and window.earliest <= day.earliest and day.latest <= window.latest:  # type: ignore[operator]
        return Fit.FITS
    return Fit.CANNOT_TELL


def _days_of(exemption: Exemption, case: Case, claim: Event, clock: Clock) -> Closure | None:
    """The days of a claim: as recorded with it or, for a closure, as known of the school while the limit ran."""
    first, last = _exact(claim, "from"), _exact(claim, "to")
    if first and last and first <= last:
        return Closure(first, last)
    if exemption.condition is not Condition.CLOSURE:
        return None
    known = case.facts.school_closures
    return next((closure for closure in known if _concerns(claim, closure, clock)), next(iter(known), None))


def _exact(claim: Event, which: str) -> date | None:
    found = claim.dates.get(which)  # type: ignore[call-overload]
    return found.exact if found else None


def _either(words: tuple[str, ...]) -> str:
    return " or ".join(word.replace("_", " ") for word in words)


def _said(clock: Clock, test: Tested) -> Finding:
    limit = f"{clock.rule.ref} ({clock.rule.title.lower()})"
    claim = f"{test.exemption.code} is claimed for {limit}"
    match test.fit:
        case Fit.FITS:
            message = (
                f"{claim} and its condition is met: {test.why}. It must also have made meeting the limit impractical."
            )
            return Finding(Severity.CHECK, message, test.claim.id)
        case Fit.DOES_NOT:
            return Finding(Severity.CHECK, f"{claim} and its condition is not met: {test.why}.", test.claim.id)
        case _:
            return Finding(Severity.CHECK, f"{claim}, and it cannot be told: {test.why}.", test.claim.id)
