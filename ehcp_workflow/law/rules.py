"""What a rule of law is, as data: one duty or right, its period in each version, and where it is written."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from ehcp_workflow.law.versions import Confidence, Period, Strict, Version


class Kind(StrEnum):
    """What sort of rule it is."""

    LIMIT = "limit"
    WINDOW = "window"
    RIGHT = "right"
    RECURRING = "recurring"
    NOTICE_BEFORE = "notice_before"
    FIXED_DATE = "fixed_date"
    AS_SOON_AS_PRACTICABLE = "as_soon_as_practicable"
    IMMEDIATE = "immediate"
    STANDING = "standing"
    CONDITION = "condition"

    @property
    def sets_no_date(self) -> bool:
        """Whether the law names no day: a duty to act as soon as practicable, or one that simply stands."""
        return self in {Kind.AS_SOON_AS_PRACTICABLE, Kind.STANDING}

    @property
    def has_no_deadline(self) -> bool:
        """Whether there is no day to wait for: nothing names one, or it is owed at once.

        What is owed at once, such as the rights set out in a letter, is seldom recorded. Without a record of it nobody
        can tell whether it was done, so it is never called overdue; when it is recorded, its date is judged.
        """
        return self.sets_no_date or self is Kind.IMMEDIATE

    @property
    def never_runs(self) -> bool:
        """Whether it only says who may act and when a duty arises, so that no clock ever runs under it."""
        return self is Kind.CONDITION


class Authority(StrEnum):
    """How strong the rule is. Only some of these can be broken; guidance can only be departed from."""

    STATUTE = "statute"
    REGULATION = "regulation"
    TRIBUNAL_RULE = "tribunal_rule"
    CASE_LAW = "case_law"
    GUIDANCE = "guidance"
    OMBUDSMAN_PRACTICE = "ombudsman_practice"
    PRACTICE = "practice"

    @property
    def binds(self) -> bool:
        """Whether missing it is a breach, rather than good practice missed."""
        return self not in {Authority.GUIDANCE, Authority.OMBUDSMAN_PRACTICE, Authority.PRACTICE}


def _from_name(value: Any) -> Any:  # noqa: ANN401 - as above
    return {"event": value} if isinstance(value, str) else value


class Trigger(Strict):
    """An event that starts, meets or ends a rule.

    Attributes:
        event: its kind.
        where: narrows it to some of the event's options.
        after: narrows it to one before which an event of these kinds stands, later than whatever else would have done.
    """

    event: str
    where: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    after: tuple[str, ...] = ()


Triggers = tuple[Annotated[Trigger, BeforeValidator(_from_name)], ...]
CountsFrom = Literal["on", "sent_on", "served_on", "received_on", "issued_on", "from", "to"]


class Rule(Strict):
    """One duty or right.

    Attributes:
        id: short name, unique in the rulebook.
        ref: the rule's row in the project's table of time limits, for example `REQ-02`.
        title: what must or may be done, in plain English.
        plain: the same as one sentence for a family, without dates or names.
        kind: a dated one (limit, window, right, recurring, notice before, fixed date, immediate), one without a date
            (as soon as practicable, standing), or a condition, which never runs.
        owed_by, owed_to: who must act, and for whom; for a right, who holds it and against whom.
        stage: the stage of an application whose progress it governs, if any.
        starts: events that start it; counts_from: which of the event's dates is counted from.
        met_by, ended_by, resumed_by: events that meet it, end it unmet, and bring an ended one back.
        replaced_by: events after which other rules govern for good, so that it ends and is never resumed.
        only_in_time: those of `met_by` that meet it when they come in time and otherwise only end it, because the law
            sets them no limit.
        too_early: events that must not come before its last day has passed, for what must last at least until then.
        needs_date: whether the date counted from must be recorded itself, and the day of the event will not do.
        repeat: what a second starting event does while the first clock runs.
        pairs_by_about: whether an event meets only the clock of the same `about` (one adviser, one school).
        as_soon_as_practicable: whether a duty to act sooner runs beside the outer limit.
        exemptions: codes of the statutory reasons for which the limit need not be met.
        if_missed: codes of the remedies, in the order to try them.
        met_from: how long before its start an act can meet it, for what must be done beforehand.
        earliest_of, latest_of: rules of which the first or last date governs; such a rule has no period of its own.
        occasions: whether any of those rules opens an occasion for choosing, or only the first one named.
        version_chosen_by: which date decides the version that applies: the day counted from (start), or the day that is
            asked about (day), for duties that stand and change with the law.
        versions: the rule over time.
        note: disputes and readings, for lawyers.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]+$")
    ref: str
    title: str
    plain: str
    kind: Kind
    owed_by: str
    owed_to: str
    authority: Authority
    stage: str | None = None
    starts: Triggers = ()
    counts_from: CountsFrom = "on"
    met_by: Triggers = ()
    ended_by: Triggers = ()
    resumed_by: Triggers = ()
    replaced_by: Triggers = ()
    only_in_time: Triggers = ()
    too_early: Triggers = ()
    needs_date: bool = False
    repeat: Literal["earliest_governs", "latest_governs", "each_counts"] = "each_counts"
    pairs_by_about: bool = False
    as_soon_as_practicable: bool = False
    exemptions: tuple[str, ...] = ()
    if_missed: tuple[str, ...] = ()
    met_from: Period | None = None
    earliest_of: tuple[str, ...] = ()
    latest_of: tuple[str, ...] = ()
    occasions: Literal["any", "first"] = "any"
    version_chosen_by: Literal["start", "day"] | None = None
    versions: tuple[Version, ...] = Field(min_length=1)
    note: str = ""

    @property
    def members(self) -> tuple[str, ...]:
        """The rules a composite rule chooses from; empty for an ordinary rule."""
        return self.earliest_of or self.latest_of

    @property
    def triggers(self) -> Triggers:
        """Every event the rule names, in whichever part."""
        answers = (*self.met_by, *self.ended_by, *self.resumed_by)
        return (*self.starts, *answers, *self.replaced_by, *self.only_in_time, *self.too_early)

    @property
    def title_in_lists(self) -> str:
        """The title, marked where the rule as it is now rests on memory, for lists that show no single version."""
        newest = self.version_on(None)
        unverified = newest is not None and newest.confidence is Confidence.MEMORY
        return f"{self.title} (not verified)" if unverified else self.title

    @property
    def verb(self) -> str:
        """The verb that fits: "must" is a duty by law, "should" is not law, "may" is a right, a chance or a power."""
        theirs = self.kind in {Kind.RIGHT, Kind.WINDOW} and self.owed_by == "family"
        if theirs or self.kind is Kind.CONDITION:
            return "may"
        return "must" if self.authority.binds else "should"

    def version_on(self, day: date | None, *, proposed: bool = False) -> Version | None:
        """The version in force on a day; for an unknown day the newest one in force.

        Args:
            day: the date that chooses the version.
            proposed: whether law that is only proposed may be used, for a preview of its effect.
        """
        usable = [v for v in self.versions if v.is_law or proposed]
        return next((v for v in reversed(usable) if day is None or v.covers(day)), None)
