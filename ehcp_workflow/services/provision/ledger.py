"""The ledger of a case: what was owed of Section F up to a day, what was given, and what is missing."""

from __future__ import annotations

from datetime import date
from typing import Any

from ehcp_workflow.cases.section_f.ledger import Ledger, LineLedger, Sums, ledger
from ehcp_workflow.cases.section_f.loose_words import ProvisionWords, load_provision_words
from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.terms.attached import with_terms
from ehcp_workflow.store import casebook


def read_ledger(installation: Installation, reference: str, as_at: date | None = None) -> Ledger:
    """The ledger of one case as at a day, today if none is given.

    Raises:
        NotFound: there is no such case.
    """
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        case = with_terms(installation, unit, casebook.read_case(unit, record))
    return ledger(case.section_f, case.recorded, installation.policy.provision, as_at or installation.today())


def strand_titles(installation: Installation) -> dict[str, str]:
    """What each kind of provision is called on our own pages and in letters, by its code."""
    return {strand.code: strand.title for strand in provision_words(installation).strands}


def provision_words(installation: Installation) -> ProvisionWords:
    """The kinds of provision and the loose wording that this installation knows."""
    return load_provision_words(installation.config / "provision.yaml")


def ledger_as_json(found: Ledger) -> dict[str, Any]:
    """A ledger for other programs: figures with at most two decimals, exact ones beside them as fractions."""
    return {
        "as_at": found.as_at.isoformat(),
        "counted_to": found.counted_to.isoformat(),
        "lines": [line_as_json(line) for line in found.lines],
        "findings": [{"severity": one.severity.value, "message": one.message} for one in found.findings],
    }


def line_as_json(line: LineLedger) -> dict[str, Any]:
    """One line of a ledger for other programs."""
    return {
        "line": line.code,
        "strand": line.strand,
        "specified": line.specified,
        "unit": line.unit.value if line.unit else None,
        "period": line.per.value if line.per else None,
        **_sums(line.sums),
        "owed_exact": str(line.sums.owed),
        "shortfall_exact": str(line.sums.shortfall),
        "first_lapse": _day(line.first_lapse),
        "longest_gap_days": line.longest_gap_days,
        "last_report": _day(line.last_report),
        "unreported_weeks": line.unreported_weeks,
        "state": line.state.value,
        "before": [{"specified": one.specified, "until": one.until.isoformat()} for one in line.before],
        "appeal_overlap": line.appeal_overlap,
        "by_term": [
            {"term": term.name, "first": _day(term.first), "last": _day(term.last), **_sums(term.sums)}
            for term in line.by_term
        ],
    }


def further_words(line: LineLedger) -> list[str]:
    """What a ledger says of a line beside its figures: since when, because of whom, last heard of, and an appeal."""
    said = []
    if line.first_lapse:
        said.append(f"Missing since {day_in_words(line.first_lapse)}; the longest gap is {line.longest_gap_days} days.")
    if line.sums.by_family:
        said.append(f"{float(line.sums.by_family):g} of what is missing was because of the child or family.")
    if line.last_report:
        said.append(f"Last heard of for {day_in_words(line.last_report)}.")
    if line.appeal_overlap:
        said.append(f"An appeal about the plan was running on {line.appeal_overlap} of the days counted.")
    return said


def _sums(sums: Sums) -> dict[str, float]:
    return {name: round(float(value), 2) for name, value in vars(sums).items()}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
