"""A rule run backwards agrees with the rule run forwards."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ehcp_workflow.errors import BadInput, EhcpError, NotFound, Refused
from ehcp_workflow.law.counting import add_days
from ehcp_workflow.law.deadlines import work_out
from ehcp_workflow.law.loading import load_rulebook
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.when import When
from ehcp_workflow.services.rulebook_review.counting_back import count_back

from law_copies import change, copy_of_law

MEET = date(2027, 4, 12)


def test_to_meet_a_date_it_must_start_by_a_day(rulebook: Rulebook):
    found = count_back(rulebook, "ASM-10", MEET)
    assert found.in_words == (
        "To meet Monday 12 April 2027, it must start by Monday 23 November 2026 (safe: Sunday 22 November 2026)."
    )
    assert (found.as_json()["last_day"], found.as_json()["of"]) == ("2026-11-23", "start")


def test_every_rule_run_back_and_forth_meets_the_date_and_a_day_later_does_not(rulebook: Rulebook):
    ran = 0
    for rule in rulebook.rules.values():
        try:
            found = count_back(rulebook, rule.id, MEET)
        except EhcpError:
            continue
        if found.is_notice:
            assert found.day < MEET
            continue
        ran += 1
        forwards = [
            work_out(found.version, When.day(day), rulebook.calendar, "").due.exact
            for day in (found.day, add_days(found.day, 1))
        ]
        assert forwards[0] is not None and forwards[0] <= MEET, rule.ref  # noqa: PT018 - the second needs the first
        assert forwards[1] is not None and forwards[1] > MEET, rule.ref  # noqa: PT018 - as above
    assert ran


def test_a_notice_must_be_given_by_a_day(tmp_path: Path):
    config = copy_of_law(tmp_path)
    change(config, "final_plan", "weeks: 20", "clear_days_before: 14")
    found = count_back(load_rulebook(config), "ASM-10", MEET)
    assert found.in_words == (
        "To meet Monday 12 April 2027, it must be done by Sunday 28 March 2027 (safe: Saturday 27 March 2027)."
    )
    assert found.as_json()["of"] == "act"


def test_a_choice_between_rules_cannot_be_run_back_and_names_its_rules(rulebook: Rulebook):
    with pytest.raises(BadInput, match="APP-01a, APP-01b"):
        count_back(rulebook, "APP-01", MEET)


def test_a_rule_without_a_date_cannot_be_run_back(rulebook: Rulebook):
    for rule in rulebook.rules.values():
        if (rule.kind.sets_no_date or rule.kind.never_runs) and rule.version_on(MEET):
            with pytest.raises(BadInput, match="sets no date"):
                count_back(rulebook, rule.id, MEET)


def test_a_rule_that_was_not_law_or_is_not_there_is_refused(rulebook: Rulebook):
    with pytest.raises(Refused, match="is not law on Thursday 1 January 1998"):
        count_back(rulebook, "ASM-10", date(1998, 1, 1))
    with pytest.raises(NotFound, match="no rule 'NOPE'"):
        count_back(rulebook, "NOPE", MEET)


def test_a_period_of_years_is_counted_back_too(tmp_path: Path):
    config = copy_of_law(tmp_path)
    change(config, "final_plan", "weeks: 20", "months: 40")
    # 40 months before Monday 12 April 2027.
    assert count_back(load_rulebook(config), "ASM-10", date(2027, 4, 12)).day == date(2023, 12, 12)
