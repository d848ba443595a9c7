"""Help that is not given, or that nobody reports: from the log and a family's answer to the messages about it."""

from datetime import date
from fractions import Fraction

import pytest
from relay import Relay
from scenes import do, rows

from ehcp_workflow.cases.alerts import AlertKind
from ehcp_workflow.cases.section_f.entry import By, EntryKind
from ehcp_workflow.cases.section_f.line import Per, Unit
from ehcp_workflow.errors import Refused
from ehcp_workflow.services.check_ins import Answer, answer, open_check_in
from ehcp_workflow.services.checks import check_deadlines
from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.planning.round import plan_round
from ehcp_workflow.services.provision.correcting import withdraw
from ehcp_workflow.services.provision.recording import NewEntry, NewLine, add_line, log_delivery

from installations import ADVISER, PARENT, make_case, on_day

# The plan is of Monday 2 November 2026, and an hour a week is owed all the year round.
HOUR = NewLine("F1", "speech_and_language", Fraction(1), Unit.HOURS, Per.WEEK, term_time=False)
# Monday 9 to Friday 20 November 2026: two weeks with nothing. The first week was as it should be.
GIVEN = NewEntry("F1", EntryKind.DELIVERED, date(2026, 11, 2), date(2026, 11, 6))
MISSED = NewEntry("F1", EntryKind.MISSED, date(2026, 11, 9), date(2026, 11, 20), by=By.SCHOOL)


def a_case(installation: Installation, *lines: NewLine) -> str:
    here = on_day(installation, "2026-11-02")
    reference = make_case(here, ("final_plan_sent", "2026-11-02")).reference
    for line in lines or (HOUR,):
        add_line(here, reference, line, "adviser")
    return reference


def told_of(installation: Installation, kind: AlertKind) -> list[tuple[str, str]]:
    found = rows(installation, f"SELECT audience, state FROM notices WHERE kind = '{kind}' ORDER BY audience, id")
    return [(str(audience), str(state)) for audience, state in found]


def sent(installation: Installation, relay: Relay) -> dict[str, str]:
    """What leaves now, by address."""
    relay.handed.clear()
    plan_round(installation)
    deliver(installation, relay.by())
    return {message.to: message.text for message in relay.handed}


@pytest.fixture
def lapsed(installation: Installation) -> tuple[Installation, str]:
    """Friday 20 November 2026: it is logged that for two weeks nothing was given."""
    reference, friday = a_case(installation), on_day(installation, "2026-11-20")
    log_delivery(friday, reference, GIVEN, "adviser")
    log_delivery(friday, reference, MISSED, "adviser")
    return friday, reference


def test_a_lapse_reaches_the_adviser_at_once_and_the_family_in_the_next_window(lapsed: tuple[Installation, str]):
    friday, _ = lapsed
    assert told_of(friday, AlertKind.LAPSED) == [("adviser", "planned"), ("family", "planned")]
    left = sent(friday, Relay())
    assert "recorded as not being given" in left[ADVISER]
    assert "not being given" in left[PARENT]
    assert "speech" not in (left[ADVISER] + left[PARENT]).lower()


def test_a_log_corrected_before_anything_left_tells_nobody(lapsed: tuple[Installation, str]):
    friday, reference = lapsed
    _withdraw_what_was_missed(friday, reference)
    assert not any("not being given" in text for text in sent(friday, Relay()).values())
    assert told_of(friday, AlertKind.LAPSED) == [("adviser", "satisfied"), ("family", "satisfied")]
    assert told_of(friday, AlertKind.NOT_LAPSED) == []


def test_who_was_told_of_a_lapse_hears_that_the_record_no_longer_shows_it(lapsed: tuple[Installation, str]):
    friday, reference = lapsed
    relay = Relay()
    sent(friday, relay)
    _withdraw_what_was_missed(friday, reference)
    monday = on_day(friday, "2026-11-23")
    left = sent(monday, relay)
    assert "The record has changed." in left[PARENT]
    assert "The log was corrected." in left[ADVISER]
    assert sent(on_day(friday, "2026-11-24"), relay) == {}


def test_two_lines_that_lapse_on_one_day_are_one_message(installation: Installation):
    other = NewLine("F2", "tuition", Fraction(1), Unit.HOURS, Per.WEEK, term_time=False)
    reference, friday = a_case(installation, HOUR, other), on_day(installation, "2026-11-20")
    for code in ("F1", "F2"):
        log_delivery(friday, reference, NewEntry(code, MISSED.kind, MISSED.first, MISSED.last), "adviser")
    relay = Relay()
    left = sent(friday, relay)
    assert sorted(message.to for message in relay.handed) == sorted({PARENT, ADVISER})
    assert left[PARENT].count("not being given") == 1


def test_a_family_is_asked_on_a_link_when_nobody_reports_for_three_weeks(installation: Installation):
    a_case(installation)
    relay = Relay()
    thursday = on_day(installation, "2026-11-19")  # of the third week
    assert not any("/check-in/" in text for text in sent(thursday, relay).values())
    friday = on_day(installation, "2026-11-20")
    left = sent(friday, relay)
    assert "Nobody has said" not in left.get(ADVISER, "")
    asked = open_check_in(friday, _token(left[PARENT]))
    assert (asked.lines, asked.first, asked.last) == (("F1",), date(2026, 11, 2), date(2026, 11, 20))
    tuesday = on_day(installation, "2026-11-24")
    assert not any("/check-in/" in text for text in sent(tuesday, relay).values())


def test_after_as_long_again_the_adviser_is_told_and_the_older_link_ends(installation: Installation):
    a_case(installation)
    relay = Relay()
    first = _token(sent(on_day(installation, "2026-11-20"), relay)[PARENT])
    friday = on_day(installation, "2026-12-11")
    left = sent(friday, relay)
    assert "Nobody has said for weeks" in left[ADVISER]
    assert open_check_in(friday, _token(left[PARENT])).first == date(2026, 11, 23)  # Monday, three weeks back
    with pytest.raises(Refused):
        open_check_in(friday, first)


def messages_that_ask(installation: Installation) -> set[tuple[str, int, str]]:
    question = (
        "SELECT n.audience, n.rung, o.state FROM notices n JOIN outbox o ON o.id = n.outbox_id "
        "WHERE n.kind = 'not_reported' AND n.state = 'planned'"
    )
    return {(str(audience), int(str(rung)), str(state)) for audience, rung, state in rows(installation, question)}


def test_what_a_change_of_the_rules_asks_about_waits_for_a_person(installation: Installation):
    """Counted with other thresholds it might be asked of every family at once; without a change it goes."""
    a_case(installation)
    friday = on_day(installation, "2026-11-20")
    do(friday, "UPDATE cases SET fingerprint = 'earlier'")
    check_deadlines(friday)
    assert messages_that_ask(friday) == {("family", 3, "held")}


def test_what_nobody_changed_is_asked_as_ever(installation: Installation):
    a_case(installation)
    friday = on_day(installation, "2026-11-20")
    check_deadlines(friday)
    assert messages_that_ask(friday) == {("family", 3, "due")}


def test_who_answers_none_is_not_told_what_they_said_and_the_adviser_is_told_at_once(installation: Installation):
    a_case(installation)
    relay = Relay()
    friday = on_day(installation, "2026-11-20")
    answer(friday, _token(sent(friday, relay)[PARENT]), {"F1": Answer.NONE})
    assert told_of(friday, AlertKind.LAPSED) == [("adviser", "planned"), ("family", "satisfied")]
    left = sent(friday, relay)
    assert list(left) == [ADVISER]
    assert "Urgent." in left[ADVISER]


def test_who_answers_all_is_asked_no_more(installation: Installation):
    a_case(installation)
    relay = Relay()
    friday = on_day(installation, "2026-11-20")
    answer(friday, _token(sent(friday, relay)[PARENT]), {"F1": Answer.ALL})
    assert check_deadlines(friday).planned == 0
    assert sent(on_day(installation, "2026-11-27"), relay) == {}


def test_an_answer_is_kept_though_its_case_cannot_be_worked_out(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
):
    a_case(installation)
    friday = on_day(installation, "2026-11-20")
    token = _token(sent(friday, Relay())[PARENT])
    monkeypatch.setattr("ehcp_workflow.services.check_ins.work_out", _fails)
    answer(friday, token, {"F1": Answer.NONE})
    assert open_check_in(friday, token).answers == {"F1": "none"}


def _fails(*_: object) -> None:
    raise ValueError("a record nobody understands")


def _token(text: str) -> str:
    return text.partition("/check-in/")[2].split()[0]


def _withdraw_what_was_missed(installation: Installation, reference: str) -> None:
    [(entry,)] = rows(installation, "SELECT id FROM deliveries WHERE kind = 'missed'")
    withdraw(installation, reference, str(entry), "adviser")
