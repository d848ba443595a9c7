"""Check-ins: asked by a link that nobody can guess, answered with two taps, corrected by answering again."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import pytest
from scenes import do, later, rows

from ehcp_workflow.cases.section_f.entry import EntryKind
from ehcp_workflow.cases.section_f.line import Per, Unit
from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.law.when import When
from ehcp_workflow.services.casework import record_event
from ehcp_workflow.services.check_ins import Answer, Asked, answer, ask, check_in_token, open_check_in, revoke
from ehcp_workflow.services.checks import check_deadlines
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.provision.recording import NewEntry, NewLine, add_line, log_delivery

from installations import make_case, on_day

# Monday 16 to Friday 20 November 2026; the installation's day is Monday 23 November.
WEEK = (date(2026, 11, 16), date(2026, 11, 20))


@pytest.fixture
def case(installation: Installation) -> str:
    """A case with a parent and an adviser, and a plan with the lines F1 and F2."""
    reference = make_case(installation, ("final_plan_sent", "2026-10-19")).reference
    for code in ("F1", "F2"):
        add_line(
            installation, reference, NewLine(code, "speech_and_language", Fraction(1), Unit.HOURS, Per.WEEK), "adviser"
        )
    return reference


def _person(installation: Installation, role: str = "parent") -> int:
    return int(rows(installation, f"SELECT min(person_id) FROM case_people WHERE role = '{role}'")[0][0])


def _ask(installation: Installation, case: str) -> str:
    return ask(installation, case, _person(installation), ("F2", "F1"), WEEK)


def _log(installation: Installation) -> list[tuple[object, ...]]:
    """What stands in the log: line, kind, source, and whether it corrects another entry."""
    found = rows(
        installation,
        "SELECT line, kind, source, replaces IS NOT NULL FROM deliveries ORDER BY line, replaces IS NULL DESC",
    )
    return [(line, kind, source, bool(corrects)) for line, kind, source, corrects in found]


def test_a_link_asks_about_lines_and_days_and_names_nobody(installation: Installation, case: str) -> None:
    token = _ask(installation, case)
    assert open_check_in(installation, token) == Asked(("F1", "F2"), *WEEK, answers={})
    assert case not in token


def test_the_token_is_not_kept(installation: Installation, case: str) -> None:
    token = _ask(installation, case)
    [(kept,)] = rows(installation, "SELECT token_lookup FROM check_ins")
    assert kept not in token
    assert token not in kept
    assert token.partition("-")[2] not in kept


def test_a_message_built_later_carries_the_same_link(installation: Installation, case: str) -> None:
    token = _ask(installation, case)
    [(number,)] = rows(installation, "SELECT id FROM check_ins")
    assert check_in_token(later(installation, days=3), number) == token


def test_answers_stand_in_the_log_for_their_days(installation: Installation, case: str) -> None:
    assert answer(installation, _ask(installation, case), {"F1": Answer.ALL, "F2": Answer.NONE}) == ()
    assert _log(installation) == [("F1", "delivered", "check_in", False), ("F2", "missed", "check_in", False)]
    days = rows(installation, "SELECT DISTINCT first, last FROM deliveries")
    assert [(str(first), str(last)) for first, last in days] == [("2026-11-16", "2026-11-20")]


def test_some_is_part_without_an_invented_amount(installation: Installation, case: str) -> None:
    answer(installation, _ask(installation, case), {"F1": Answer.SOME})
    assert [tuple(row) for row in rows(installation, "SELECT kind, amount FROM deliveries")] == [("part", None)]


def test_the_same_answer_twice_is_logged_once(installation: Installation, case: str) -> None:
    token = _ask(installation, case)
    for _ in range(2):
        answer(installation, token, {"F1": Answer.NONE})
    assert _log(installation) == [("F1", "missed", "check_in", False)]


def test_the_next_check_looks_at_an_answered_case_that_could_not_be_worked_out(
    installation: Installation, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_deadlines(installation)
    token = _ask(installation, case)
    assert check_deadlines(installation).looked_at == 0
    monkeypatch.delattr("ehcp_workflow.services.check_ins.work_out")
    answer(installation, token, {"F1": Answer.NONE})
    assert check_deadlines(installation).looked_at == 1


def test_each_further_answer_corrects_the_one_before(installation: Installation, case: str) -> None:
    token = _ask(installation, case)
    for said in (Answer.NONE, Answer.ALL, Answer.NONE):
        answer(installation, token, {"F1": said})
    standing = (
        "SELECT kind FROM deliveries WHERE id NOT IN (SELECT replaces FROM deliveries WHERE replaces IS NOT NULL)"
    )
    assert [row[0] for row in rows(installation, standing)] == ["missed"]
    assert len(_log(installation)) == 3
    assert open_check_in(installation, token).answers == {"F1": "none"}


def test_an_entry_that_somebody_corrected_is_left_to_them(installation: Installation, case: str) -> None:
    token = _ask(installation, case)
    answer(installation, token, {"F1": Answer.NONE})
    do(
        installation,
        "INSERT INTO deliveries (id, case_id, line, kind, first, last, by, source, replaces, withdrawn, recorded_at,"
        " recorded_by) SELECT 'seen', case_id, line, 'delivered', first, last, by, 'adviser', id, withdrawn,"
        " recorded_at, 'adviser' FROM deliveries",
    )
    assert answer(installation, token, {"F1": Answer.SOME}) == ("F1",)
    assert len(_log(installation)) == 2
    assert open_check_in(installation, token).answers == {"F1": "some"}


def test_asking_again_ends_the_link_before(installation: Installation, case: str) -> None:
    first, second = _ask(installation, case), _ask(installation, case)
    with pytest.raises(Refused, match="newest message"):
        open_check_in(installation, first)
    assert open_check_in(installation, second).lines == ("F1", "F2")


def test_a_link_can_be_answered_for_a_fortnight_and_no_longer(installation: Installation, case: str) -> None:
    token = _ask(installation, case)
    almost = later(installation, days=13, hours=23)
    answer(almost, token, {"F1": Answer.ALL})
    with pytest.raises(Refused):
        answer(later(installation, days=14), token, {"F1": Answer.NONE})
    assert len(_log(installation)) == 1


def test_a_revoked_link_logs_nothing(installation: Installation, case: str) -> None:
    token = _ask(installation, case)
    revoke(installation, token)
    with pytest.raises(Refused):
        answer(installation, token, {"F1": Answer.NONE})
    assert _log(installation) == []


def test_who_no_longer_plays_a_part_can_neither_look_nor_answer(installation: Installation, case: str) -> None:
    token = _ask(installation, case)
    do(
        installation,
        f"UPDATE case_people SET ended_at = '2026-11-22 09:00:00+00:00' WHERE person_id = {_person(installation)}",
    )
    with pytest.raises(Refused):
        open_check_in(installation, token)
    with pytest.raises(Refused):
        answer(installation, token, {"F1": Answer.ALL})


@pytest.mark.parametrize("change", [str.upper, lambda token: token[:-1], lambda token: f" {token}", lambda _: "1-ż"])
def test_a_link_that_is_not_whole_is_refused(
    installation: Installation, case: str, change: Callable[[str], str]
) -> None:
    token = change(_ask(installation, case))
    with pytest.raises(NotFound, match="copy the whole link"):
        open_check_in(installation, token)


def test_only_the_family_is_asked(installation: Installation, case: str) -> None:
    with pytest.raises(NotFound, match="not told of"):
        ask(installation, case, _person(installation, "adviser"), ("F1",), WEEK)


def test_days_ahead_and_days_out_of_order_are_not_asked_about(installation: Installation, case: str) -> None:
    for days in ((WEEK[0], installation.today() + timedelta(days=1)), WEEK[::-1]):
        with pytest.raises(BadInput, match="days that are over"):
            ask(installation, case, _person(installation), ("F1",), days)


def test_a_single_day_and_today_can_be_asked_about(installation: Installation, case: str) -> None:
    for day in (WEEK[0], installation.today()):
        token = ask(installation, case, _person(installation), ("F1",), (day, day))
        assert open_check_in(installation, token) == Asked(("F1",), day, day, answers={})


def _told_of_help(installation: Installation) -> dict[tuple[str, str], str]:
    """What the family and the adviser are told of help that is missing: kind and audience, and how that stands."""
    found = rows(installation, "SELECT kind, audience, state FROM notices WHERE subject = 'provision:F1'")
    return {(str(kind), str(audience)): str(state) for kind, audience, state in found}


@pytest.fixture
def all_year(installation: Installation) -> str:
    """A plan of Monday 2 November 2026 with an hour a week, in the holidays too."""
    here = on_day(installation, "2026-11-02")
    reference = make_case(here, ("final_plan_sent", "2026-11-02")).reference
    hour = NewLine("F1", "speech_and_language", Fraction(1), Unit.HOURS, Per.WEEK, term_time=False)
    add_line(here, reference, hour, "adviser")
    return reference


def test_who_answers_none_for_six_weeks_hears_neither_of_the_lapse_nor_that_it_grew(
    installation: Installation, all_year: str
) -> None:
    """Monday 9 November to Friday 18 December 2026: a lapse after two weeks, and after four more it is news again."""
    friday = on_day(installation, "2026-12-18")
    token = ask(friday, all_year, _person(friday), ("F1",), (date(2026, 11, 9), date(2026, 12, 18)))
    answer(friday, token, {"F1": Answer.NONE})
    assert _told_of_help(friday) == {
        ("lapsed", "adviser"): "planned",
        ("lapsed", "family"): "satisfied",
        ("shortfall_grew", "adviser"): "planned",
        ("shortfall_grew", "family"): "satisfied",
    }


def test_who_answers_all_is_still_told_of_a_lapse_that_somebody_else_recorded(
    installation: Installation, all_year: str
) -> None:
    """Nothing from Monday 9 to Friday 20 November 2026, by the adviser's log; the week before was as it should be."""
    friday = on_day(installation, "2026-11-20")
    missed = NewEntry("F1", EntryKind.MISSED, date(2026, 11, 9), date(2026, 11, 20))
    log_delivery(friday, all_year, missed, "adviser")
    token = ask(friday, all_year, _person(friday), ("F1",), (date(2026, 11, 2), date(2026, 11, 6)))
    answer(friday, token, {"F1": Answer.ALL})
    assert _told_of_help(friday) == {("lapsed", "adviser"): "planned", ("lapsed", "family"): "planned"}


def test_a_question_without_lines_and_an_answer_without_or_beside_them_are_refused(
    installation: Installation, case: str
) -> None:
    with pytest.raises(BadInput, match="at least one line"):
        ask(installation, case, _person(installation), (), WEEK)
    with pytest.raises(BadInput, match=r"has no line F9 of Section F. It has F1, F2\."):
        ask(installation, case, _person(installation), ("F9",), WEEK)
    token = _ask(installation, case)
    with pytest.raises(BadInput, match="F9 was not asked about"):
        answer(installation, token, {"F9": Answer.ALL})
    with pytest.raises(BadInput, match="Nothing was answered"):
        answer(installation, token, {})
    assert _log(installation) == []


def test_only_lines_of_the_version_in_force_on_the_days_are_asked_about(installation: Installation, case: str) -> None:
    """An amended plan of Tuesday 10 November 2026 has F1 alone: F2 is owed up to the day before and not after."""
    record_event(installation, case, NewEvent("amended_plan_sent", When.parse("2026-11-10")), by="adviser")
    add_line(installation, case, NewLine("F1", "speech_and_language", Fraction(1), Unit.HOURS, Per.WEEK), "adviser")
    parent = _person(installation)
    with pytest.raises(BadInput, match="F2 was in no version of the plan in force from 2026-11-16 to 2026-11-20"):
        ask(installation, case, parent, ("F1", "F2"), WEEK)
    with pytest.raises(BadInput, match="Ask about other days"):
        ask(installation, case, parent, ("F1",), (date(2026, 10, 12), date(2026, 10, 16)))
    before = ask(installation, case, parent, ("F1", "F2"), (date(2026, 11, 9), date(2026, 11, 13)))
    assert open_check_in(installation, before).lines == ("F1", "F2")
