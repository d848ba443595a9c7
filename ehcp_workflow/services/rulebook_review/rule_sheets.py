"""One rule with everything a lawyer needs to agree or disagree with it, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ehcp_workflow.law.counting import adjust, count
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Rule, Trigger
from ehcp_workflow.law.versions import Confidence, Version
from ehcp_workflow.law.vocabulary import Remedy
from ehcp_workflow.services.rulebook_review import sentences
from ehcp_workflow.services.rulebook_review.parts import parts_of
from ehcp_workflow.services.rulebook_review.signatures import Signoff, Signoffs

_REPEATS = {
    "earliest_governs": "A second start while it still runs changes nothing: the earlier date governs.",
    "latest_governs": "A second start while it still runs begins it anew: the later date governs.",
    "each_counts": "Each start runs on its own.",
}


@dataclass(frozen=True)
class VersionSheet:
    """One version of a rule in words; `counted` is how its period is counted, step by step."""

    days: str
    proposed: bool
    period: str
    says: str
    counted: tuple[str, ...]
    citation: str
    instrument: str
    url: str
    checked: Confidence
    gap: str

    @property
    def confidence(self) -> str:
        """How far the provision was checked, in words."""
        return self.checked.in_words

    @property
    def unverified(self) -> bool:
        """Whether it rests on memory alone."""
        return self.checked is Confidence.MEMORY


@dataclass(frozen=True)
class RuleSheet:
    """One rule in words.

    Attributes:
        rule: the rule itself; part: its part of the process; place: its file and line.
        sentence: the rule in full sentences, generated from its data.
        time: the time it gives, in a few words.
        starts, met_by, ended_by, resumed_by, replaced_by, only_in_time, too_early: events in words, as in a rule.
        repeats: what a second start does.
        chosen_by: which date decides the version that applies.
        versions: oldest first.
        exemptions: the statutory reasons for which it need not be met.
        remedies: what can be done when it is missed, in the order to try it.
        signoff: whether a lawyer stands behind it.
    """

    rule: Rule
    part: str
    place: str
    who: str
    whom: str
    sentence: str
    time: str
    kind: str
    authority: str
    starts: tuple[str, ...]
    met_by: tuple[str, ...]
    ended_by: tuple[str, ...]
    resumed_by: tuple[str, ...]
    replaced_by: tuple[str, ...]
    only_in_time: tuple[str, ...]
    too_early: tuple[str, ...]
    repeats: str
    chosen_by: str
    versions: tuple[VersionSheet, ...]
    shown: VersionSheet
    exemptions: tuple[str, ...]
    remedies: tuple[Remedy, ...]
    signoff: Signoff

    @property
    def unverified(self) -> bool:
        """Whether the version shown first rests on memory alone."""
        return self.shown.unverified

    @property
    def when_it_runs(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What starts, meets and ends it, each list under its heading; empty lists are left out."""
        lists = (
            ("Starts when", self.starts),
            ("Met when", self.met_by),
            ("Ends unmet when", self.ended_by),
            ("Runs again when", self.resumed_by),
            ("Over for good when", self.replaced_by),
            ("Meets it only in time", self.only_in_time),
            ("Too early before that day", self.too_early),
        )
        return tuple((heading, events) for heading, events in lists if events)


def sheets(rulebook: Rulebook, config: Path, signoffs: Signoffs, today: date) -> list[RuleSheet]:
    """Every rule, part by part, with the version in force today shown first."""
    rules = rulebook.rules
    return [
        _sheet(rules[name], rulebook, part, signoffs.of(rules[name]), today)
        for name, part in parts_of(rulebook, config).items()
    ]


def sheet_of(name: str, rulebook: Rulebook, config: Path, signoffs: Signoffs, today: date) -> RuleSheet:
    """One rule, by its id or reference.

    Raises:
        NotFound: there is no such rule.
    """
    rule = rulebook.rule(name)
    return _sheet(rule, rulebook, parts_of(rulebook, config)[rule.id], signoffs.of(rule), today)


def sheet_as_json(sheet: RuleSheet) -> dict[str, Any]:
    """A rule for other programs: its data, and beside it the words."""
    return {
        **sheet.rule.model_dump(mode="json"),
        "part": sheet.part,
        "place": sheet.place,
        "sentence": sheet.sentence,
        "time": sheet.time,
        "unverified": sheet.unverified,
        "signed": sheet.signoff.as_json(),
        "in_words": {
            "starts": sheet.starts,
            "met_by": sheet.met_by,
            "ended_by": sheet.ended_by,
            "resumed_by": sheet.resumed_by,
            "replaced_by": sheet.replaced_by,
            "only_in_time": sheet.only_in_time,
            "too_early": sheet.too_early,
            "versions": [asdict(version) for version in sheet.versions],
            "exemptions": sheet.exemptions,
            "remedies": [{"title": remedy.title, "plain": remedy.plain} for remedy in sheet.remedies],
        },
    }


def _sheet(rule: Rule, rulebook: Rulebook, part: str, signoff: Signoff, today: date) -> RuleSheet:
    shown = sentences.shown_version(rule, today)
    versions = {id(version): _version(rule, version, rulebook) for version in rule.versions}
    return RuleSheet(
        rule=rule,
        part=part,
        place=rulebook.places[rule.id],
        who=rulebook.parties[rule.owed_by].title,
        whom=rulebook.parties[rule.owed_to].title,
        sentence=sentences.sentence(rule, shown, rulebook),
        time=sentences.time_in_words(rule, shown),
        kind=sentences.KINDS[rule.kind],
        authority=sentences.AUTHORITIES[rule.authority],
        starts=_all(rule.starts, rulebook),
        met_by=_all(rule.met_by, rulebook),
        ended_by=_all(rule.ended_by, rulebook),
        resumed_by=_all(rule.resumed_by, rulebook),
        replaced_by=_all(rule.replaced_by, rulebook),
        only_in_time=_all(rule.only_in_time, rulebook),
        too_early=_all(rule.too_early, rulebook),
        repeats=_REPEATS[rule.repeat] if rule.starts else "",
        chosen_by=_chosen_by(rule),
        versions=tuple(versions.values()),
        shown=versions[id(shown)],
        exemptions=tuple(
            f"{code}: {rulebook.exemptions[code].title} ({rulebook.exemptions[code].provisions})"
            for code in rule.exemptions
        ),
        remedies=tuple(rulebook.remedies[code] for code in rule.if_missed),
        signoff=signoff,
    )


def _version(rule: Rule, version: Version, rulebook: Rulebook) -> VersionSheet:
    return VersionSheet(
        days=sentences.days_in_words(version),
        proposed=not version.is_law,
        period=sentences.time_in_words(rule, version),
        says=version.plain,
        counted=tuple(_counted(version, rulebook)),
        citation=str(version.citation),
        instrument=rulebook.instruments[version.citation.instrument].title,
        url=version.citation.url,
        checked=version.confidence,
        gap=version.gap,
    )


def _counted(version: Version, rulebook: Rulebook) -> Iterable[str]:
    if version.period:
        yield count(version.period.way, version.period.n, rulebook.calendar).says
    for then in version.then:
        yield f"{adjust(then.adjust, rulebook.calendar).says} ({then.ref}: {then.citation})"


def _chosen_by(rule: Rule) -> str:
    if len(rule.versions) == 1:
        return "There is one version."
    if rule.version_chosen_by:
        chosen = "The day it is counted from" if rule.version_chosen_by == "start" else "The day that is asked about"
        return f"{chosen} decides which version applies."
    return "Only one of the versions is law."


def _all(triggers: Iterable[Trigger], rulebook: Rulebook) -> tuple[str, ...]:
    return tuple(sentences.trigger_in_words(trigger, rulebook) for trigger in triggers)
