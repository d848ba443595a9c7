"""The ledger of a case: what was owed of Section F up to a day, what was given, and what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ehcp_workflow.cases.section_f.ledger import Ledger, ledger
from ehcp_workflow.cases.section_f.loose_words import load_provision_words
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.terms.known import term_calendars
from ehcp_workflow.store import casebook


def read_ledger(installation: Installation, reference: str, as_at: date | None = None) -> Ledger:
    """The ledger of one case as at a day, today if none is given.

    Raises:
        NotFound: there is no such case.
    """
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        case = casebook.read_case(unit, record)
        known = replace(case.section_f, calendars=term_calendars(installation, unit))
    return ledger(known, case.recorded, installation.policy.provision, as_at or installation.today())


def strand_titles(installation: Installation) -> dict[str, str]:
    """What each kind of provision is called on our own pages and in letters, by its code."""
    words = load_provision_words(installation.config / "provision.yaml")
    return {strand.code: strand.title for strand in words.strands}
