"""The bank-holiday file held against what the package `govuk-bank-holidays` carries. The network is never used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from govuk_bank_holidays.bank_holidays import BankHolidays

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.law.working_days import WorkingDays, load_working_days
from ehcp_workflow.services.rulebook_review.sentences import known_in_words
from ehcp_workflow.services.whole_files import write_whole

FILE = Path("calendars") / "england.yaml"
_FULL_YEAR = 8  # England has eight bank holidays; a year with fewer has not been published in full
_KNOWN_TO = re.compile(r"^known_to:.*$", re.MULTILINE)
_LIST = re.compile(r"^holidays:[^\n]*\n", re.MULTILINE)
_LINE = re.compile(r"^\s*-\s*(\d{4}-\d{2}-\d{2})\b.*$")


@dataclass(frozen=True)
class Published:
    """The bank holidays of England that the package carries, with their names, and how far they are complete."""

    named: dict[date, str]
    known_from: date
    known_to: date
    package: str


@dataclass(frozen=True)
class Compared:
    """The file and the package side by side.

    Attributes:
        ours: the file; theirs: the package.
        missing: holidays of days the file covers that only the package has; extra: that only the file has.
        further: holidays of days after those the file covers.
    """

    ours: WorkingDays
    theirs: Published
    missing: tuple[date, ...]
    extra: tuple[date, ...]
    further: tuple[date, ...]

    @property
    def agree(self) -> bool:
        """Whether both say the same of all the days both cover."""
        return not self.missing and not self.extra

    @property
    def can_be_extended(self) -> bool:
        """Whether the package knows more years in full than the file."""
        return self.theirs.known_to > self.ours.known_to

    @property
    def in_words(self) -> str:
        """How far the calendar is known, and whether the two agree."""
        said = [f"Bank holidays are known {known_in_words(self.ours)}; a working day after that is refused."]
        name = f"govuk-bank-holidays {self.theirs.package}"
        if self.agree:
            said.append(f"{name} says the same of every day that both cover.")
        else:
            said.append(f"{name} says something else of {len(self.missing) + len(self.extra)} days.")
        if self.can_be_extended:
            said.append(f"It goes further, to {day_in_words(self.theirs.known_to)}: write that with --update FILE.")
        else:
            said.append("It knows no later year in full; a newer version of the package may.")
        return " ".join(said)

    def as_json(self) -> dict[str, Any]:
        """The same for other programs."""
        return {
            "known_from": self.ours.known_from,
            "known_to": self.ours.known_to,
            "package": self.theirs.package,
            "package_known_to": self.theirs.known_to,
            "agree": self.agree,
            "missing": list(self.missing),
            "extra": list(self.extra),
            "further": list(self.further),
        }


def published() -> Published:
    """What the package carries; its own copy, never a download."""
    listed = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    named: dict[date, str] = {}
    for holiday in listed:
        note = f" ({holiday['notes']})" if holiday["notes"] else ""
        named[holiday["date"]] = f"{holiday['title'].replace('’', chr(39))}{note}"
    years = [day.year for day in named]
    full = [year for year in sorted(set(years)) if years.count(year) >= _FULL_YEAR]
    return Published(named, date(full[0], 1, 1), date(full[-1], 12, 31), version("govuk-bank-holidays"))


def compare_calendar(config: Path) -> Compared:
    """Hold the bank-holiday file of a configuration against the package.

    Raises:
        BadConfiguration: the file cannot be read.
    """
    ours, theirs = load_working_days(config / FILE), published()
    first, last = max(ours.known_from, theirs.known_from), min(ours.known_to, theirs.known_to)
    mine = {day for day in ours.holidays if first <= day <= last}
    yours = {day for day in theirs.named if first <= day <= last}
    return Compared(
        ours=ours,
        theirs=theirs,
        missing=tuple(sorted(yours - mine)),
        extra=tuple(sorted(mine - yours)),
        further=tuple(sorted(day for day in theirs.named if ours.known_to < day <= theirs.known_to)),
    )


def write_extended(config: Path, path: Path) -> Compared:
    """Write a new bank-holiday file that goes as far as the package knows. Comments and holidays of ours stay.

    Raises:
        BadConfiguration: our file is not written as this expects.
        Refused: a file of that name is there already.
        BadInput: the file cannot be written.
    """
    compared = compare_calendar(config)
    text = (config / FILE).read_text(encoding="utf-8")
    write_whole(path, _extended(text, compared), replace=False)
    return compared


def _extended(text: str, compared: Compared) -> str:
    known_to = max(compared.ours.known_to, compared.theirs.known_to)
    head, found, rest = _parted(_KNOWN_TO.sub(f"known_to: {known_to}", text))
    lines = {match[1]: line for line in rest.splitlines() if (match := _LINE.match(line))}
    for day in (*compared.missing, *compared.further):
        lines.setdefault(day.isoformat(), f"  - {day}  # {day:%A}, {compared.theirs.named[day]}")
    return head + found + "".join(f"{lines[day]}\n" for day in sorted(lines))


def _parted(text: str) -> tuple[str, str, str]:
    """What stands before the list of holidays, its heading, and the list itself."""
    match = _LIST.search(text)
    if match is None or match[0].strip() != "holidays:":
        raise BadConfiguration(f"{FILE}: the holidays must be a list, one a line, at the end of the file. Correct it.")
    return text[: match.start()], match[0], text[match.end() :]
