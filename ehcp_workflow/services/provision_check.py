"""The daily check of provision: what is due is planned, and how the lines of every Section F stand is counted.

Lapses come from the ledger when a case is worked out, so the check of deadlines finds and plans them. This one runs
that check first, which plans nothing twice, and then only counts: it keeps no days of its own on which to look.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from time import monotonic

from ehcp_workflow.cases.section_f.ledger import ledger
from ehcp_workflow.cases.section_f.telling import newest_lines
from ehcp_workflow.services.checks import BATCH, CheckReport, check_deadlines, in_words
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.terms.attached import with_terms
from ehcp_workflow.store import casebook, checklog, provision


@dataclass(frozen=True)
class ProvisionReport:
    """What the check of provision found.

    Attributes:
        as_at: the London date it was done for.
        deadlines: what the check of deadlines did, which plans the alerts about provision too.
        cases: cases with lines of Section F; lines: how many lines stand in which state.
        failures: the cases that could not be worked out, with the reason.
        seconds: how long all of it took.
    """

    as_at: date
    deadlines: CheckReport
    cases: int
    lines: dict[str, int]
    failures: tuple[tuple[str, str], ...]
    seconds: float


def check_provision(installation: Installation) -> ProvisionReport:
    """Look at every case with lines of Section F; running it again plans nothing twice."""
    began, started = monotonic(), installation.now()
    deadlines = check_deadlines(installation)
    cases, lines, failed, after = 0, Counter[str](), dict(deadlines.failures), 0
    while ids := _next(installation, after):
        counted, wrong = _count(installation, ids)
        lines, failed = lines + counted, {**failed, **wrong}
        cases, after = cases + len(ids), ids[-1]
    with installation.database.write() as unit:
        checklog.note_provision(unit, deadlines.as_at, started, installation.now(), looked_at=cases, failed=len(failed))
    seconds = monotonic() - began
    return ProvisionReport(deadlines.as_at, deadlines, cases, dict(lines), tuple(sorted(failed.items())), seconds)


def _next(installation: Installation, after: int) -> list[int]:
    with installation.database.read() as unit:
        return provision.cases_with_lines(unit, after, BATCH)


def _count(installation: Installation, ids: list[int]) -> tuple[Counter[str], dict[str, str]]:
    """How many lines of some cases stand in which state; and the cases that could not be worked out."""
    states, failed = Counter[str](), dict[str, str]()
    with installation.database.read() as unit:
        for _, case in casebook.read_cases(unit, ids):
            try:
                known = with_terms(installation, unit, case)
                found = ledger(known.section_f, known.recorded, installation.policy.provision, installation.today())
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one case, the others are still counted
                failed[case.reference] = in_words(error)
            else:
                states.update(line.state.value for line in newest_lines(found))
    return states, failed
