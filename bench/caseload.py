"""A caseload to measure with: drawn like the demo's, in any number."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path
from random import Random

from ehcp_workflow.law.when import When
from ehcp_workflow.services.casework import file_quietly
from ehcp_workflow.services.contacts import Contact, add_contacts
from ehcp_workflow.services.demo.lives import draw_life
from ehcp_workflow.services.demo.shares import load_shares
from ehcp_workflow.services.event_checks import NewEvent, check_event
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import casebook
from ehcp_workflow.store.casebook import NewCase
from ehcp_workflow.today import today


def file_caseload(installation: Installation, n: int) -> int:
    """File `n` fictional cases, each with a parent and one of a hundred advisers."""
    rng, shares = Random(1), load_shares(installation.config)  # noqa: S311 - made-up cases, the same each time
    with installation.database.write() as unit:
        for number in range(n):
            record = casebook.add_case(unit, installation.cipher, NewCase(installation.now()))
            parent = Contact("parent", f"parent{number}@example.org", consent_source="bench")
            adviser = Contact("adviser", f"adviser{number % 100}@example.org", consent_source="bench")
            add_contacts(installation, unit, record.id, (parent, adviser))
            life = draw_life(rng, shares)
            began = installation.today() - timedelta(days=life.began_days_ago)
            for happening in life.happenings:
                on = began + timedelta(days=happening.day)
                if on <= installation.today():
                    new = NewEvent(happening.kind, When.day(on), about=happening.about, options=happening.options)
                    casebook.add_event(unit, installation.cipher, record.id, check_event(installation, new), by="bench")
            file_quietly(installation, unit, record, hold=None)
    return n


def write_csv(path: Path, rows: int) -> None:
    """A caseload file of `rows` cases, as an adviser might keep it."""
    rng = Random(2)  # noqa: S311 - as above
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Reference", "Council", "Request received", "Decision to assess", "Draft plan sent"])
        for number in range(rows):
            asked = today() - timedelta(days=rng.randint(100, 500))
            days = (asked, asked + timedelta(days=rng.randint(20, 60)), asked + timedelta(days=rng.randint(61, 99)))
            writer.writerow([f"B {number}", "Camden", *(f"{day:%d/%m/%Y}" for day in days)])
