"""Whose the family's rights are in many cases at once: a birth date is opened for this and forgotten."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ehcp_workflow.cases.facts import CaseFacts
from ehcp_workflow.cases.holder import Holder, holder
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import case_facts, casebook
from ehcp_workflow.store.engine import Unit


def holders_of(installation: Installation, unit: Unit, case_ids: Collection[int]) -> dict[int, Holder]:
    """Who holds the family's rights today, by case."""
    if not case_ids:
        return {}
    born = case_facts.birth_dates(unit, installation.cipher, case_ids)
    today = installation.today()
    return {
        case_id: holder(replace(case, facts=CaseFacts(date_of_birth=born.get(case_id))), today)
        for case_id, case in casebook.read_cases(unit, case_ids)
    }
