"""Ledgers worked out by hand, over three school years of a real council."""

from __future__ import annotations

import pytest

from worked_ledgers_loader import WorkedLedger, said, worked_ledgers

LEDGERS = worked_ledgers()


@pytest.mark.parametrize("worked", LEDGERS, ids=lambda worked: worked.id)
def test_the_ledger_says_what_was_worked_out_by_hand(worked: WorkedLedger):
    counted = worked.ledger()
    assert counted.counted_to == worked.counted_to
    assert [said(line, worked.in_brief) for line in counted.lines] == list(worked.expect)
    assert [finding.message for finding in counted.findings] == list(worked.findings)


def test_every_worked_ledger_has_a_name_of_its_own():
    names = [worked.id for worked in LEDGERS]
    assert sorted(set(names)) == sorted(names)
    assert len(names) >= 25
