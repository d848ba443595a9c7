"""What became of a date that people were told of, and that nobody hears an end whose beginning they did not hear."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcp_workflow.cases.alerts import Alert, AlertKind
from ehcp_workflow.cases.alerts.follow_ups import Told, follow_ups
from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.ladders import Audience
from ehcp_workflow.cases.policy import Policy
from ehcp_workflow.cases.position import take_position
from ehcp_workflow.law.rulebook import Rulebook

from stories import case_of, corrected, happened, small_cases, the_policy, the_rulebook

FAMILY, ADVISER, SUPERVISOR = Audience.FAMILY, Audience.ADVISER, Audience.SUPERVISOR
SOON, OVERDUE, MET = AlertKind.DUE_SOON, AlertKind.OVERDUE, AlertKind.MET
MOVED, WAIVED, RIGHT = AlertKind.MOVED, AlertKind.WAIVED, AlertKind.PUT_RIGHT
DECIDE = "decision_to_assess"
# The council received the request on Monday 5 January 2026: it must decide by Monday 16 February.
ASKED = happened("request_received", "2026-01-05")
DUE = "2026-02-16"
DECIDED = happened("decision_to_assess_notified", "2026-02-10")


def told(event: Event, version: str = DUE, who: Audience = FAMILY, kind: AlertKind = SOON, rule: str = DECIDE) -> Told:
    return Told(who, f"clock:{rule}@{event.id}", version, kind)


def after(rulebook: Rulebook, policy: Policy, today: str, said: Iterable[Told], *events: Event) -> list[Alert]:
    position = take_position(rulebook, policy, case_of(*events), date.fromisoformat(today))
    return list(follow_ups(position.clocks, position.lapses, said, policy, position.as_at))


def shown(alerts: Iterable[Alert]) -> list[tuple[AlertKind, Audience, str, str | None]]:
    return [(alert.kind, alert.audience, alert.version, alert.before) for alert in alerts]


def test_a_family_hears_that_what_it_was_told_of_was_done(rulebook: Rulebook, policy: Policy):
    (alert,) = after(rulebook, policy, "2026-02-11", [told(ASKED)], ASKED, DECIDED)
    assert (alert.kind, alert.audience, alert.rule, str(alert.due)) == (MET, FAMILY, DECIDE, DUE)
    assert alert.key == f"clock:{DECIDE}@{ASKED.id}:{DUE}:0:family:met"


def test_a_family_hears_too_that_it_was_done_late(rulebook: Rulebook, policy: Policy):
    late = happened("decision_to_assess_notified", "2026-03-02")
    assert [a.kind for a in after(rulebook, policy, "2026-03-03", [told(ASKED, kind=OVERDUE)], ASKED, late)] == [MET]


def test_nobody_hears_of_what_they_were_not_told_of(rulebook: Rulebook, policy: Policy):
    others = [told(ASKED, who=SUPERVISOR), told(ASKED, rule="final_plan_20_weeks"), told(DECIDED)]
    assert after(rulebook, policy, "2026-02-11", [], ASKED, DECIDED) == []
    assert after(rulebook, policy, "2026-02-11", others, ASKED, DECIDED) == []
    # House policy lets families alone hear that a date was met.
    assert after(rulebook, policy, "2026-02-11", [told(ASKED, who=ADVISER)], ASKED, DECIDED) == []


def test_what_still_stands_as_it_was_told_has_no_follow_up(rulebook: Rulebook, policy: Policy):
    for today in ("2026-01-20", "2026-02-16", "2026-02-17"):
        assert after(rulebook, policy, today, [told(ASKED)], ASKED) == []


def test_what_ended_without_an_answer_has_no_follow_up(rulebook: Rulebook, policy: Policy):
    withdrawn = happened("request_withdrawn", "2026-01-20")
    assert after(rulebook, policy, "2026-02-11", [told(ASKED)], ASKED, withdrawn) == []


# Received on Thursday 8 January after all: so by Thursday 19 February.
LATER, NEW_DUE = corrected(ASKED, "2026-01-08"), "2026-02-19"


def test_a_date_that_moved_is_told_with_what_was_said_before(rulebook: Rulebook, policy: Policy):
    said = [told(ASKED), told(ASKED, who=ADVISER)]
    alerts = after(rulebook, policy, "2026-02-03", said, *LATER)
    assert shown(alerts) == [(MOVED, FAMILY, NEW_DUE, DUE), (MOVED, ADVISER, NEW_DUE, DUE)]
    assert {alert.subject for alert in alerts} == {f"clock:{DECIDE}@{LATER[1].id}"}


def test_a_date_that_moved_is_told_once(rulebook: Rulebook, policy: Policy):
    said = [told(ASKED), told(LATER[1], NEW_DUE, kind=MOVED)]
    assert after(rulebook, policy, "2026-02-03", said, *LATER) == []


def test_a_date_that_moves_back_is_told_as_moved_again_and_so_is_a_second_time(rulebook: Rulebook, policy: Policy):
    back = [told(ASKED), told(ASKED, "2026-02-19", kind=MOVED)]
    (alert,) = after(rulebook, policy, "2026-02-03", back, ASKED)
    assert (alert.kind, alert.version, alert.before, alert.rung) == (MOVED, DUE, "2026-02-19", 0)
    again = [*back, told(ASKED, kind=MOVED), told(ASKED, "2026-02-19", kind=MOVED)]
    (alert,) = after(rulebook, policy, "2026-02-03", again, ASKED)
    assert (alert.version, alert.before, alert.rung) == (DUE, "2026-02-19", 1)


def test_a_date_that_moved_and_is_overdue_is_told_as_overdue_and_not_as_moved(rulebook: Rulebook, policy: Policy):
    assert after(rulebook, policy, "2026-02-20", [told(ASKED)], *LATER) == []


def test_a_corrected_record_of_last_year_is_not_this_years_date_moved(rulebook: Rulebook, policy: Policy):
    """Reviewed in 2025 and in 2026: correcting the first says nothing of the second."""
    meeting, answer = happened("review_meeting_held", "2025-03-03"), happened("review_decision_notified", "2025-03-20")
    this_year = happened("review_meeting_held", "2026-03-02")
    wrong, right = corrected(meeting, "2025-03-05")
    # Decided on Thursday 20 March 2025 within 4 weeks of the meeting; in 2026 due on Monday 30 March.
    said = [told(wrong, "2025-03-31", rule="review_decision")]
    alerts = after(rulebook, policy, "2026-03-10", said, wrong, right, answer, this_year)
    assert {alert.subject for alert in alerts} == {f"clock:review_decision@{right.id}"}
    assert [alert.kind for alert in alerts] == [MET]


def test_a_record_of_last_year_that_was_taken_back_is_not_this_years_date_moved(rulebook: Rulebook, policy: Policy):
    gone = happened("review_meeting_held", "2025-03-03")
    this_year = happened("review_meeting_held", "2026-03-02")
    assert after(rulebook, policy, "2026-03-10", [told(gone, "2025-03-31", rule="review_decision")], this_year) == []


def test_what_was_taken_back_and_recorded_anew_is_the_same_date_moved(rulebook: Rulebook, policy: Policy):
    """The wrong kind of event had been recorded, so it was taken back: the council took over on 8 January."""
    anew = happened("la_became_responsible", "2026-01-08")
    (alert,) = after(rulebook, policy, "2026-02-03", [told(ASKED)], anew)
    assert (alert.kind, alert.before, alert.version, alert.rule) == (MOVED, DUE, NEW_DUE, DECIDE)


def test_what_was_told_of_a_record_taken_back_is_not_the_end_of_last_years(rulebook: Rulebook, policy: Policy):
    """Nobody was told of last year's review, which came with a file; this year's meeting turned out not to be one."""
    last_year = happened("review_meeting_held", "2025-03-03"), happened("review_decision_notified", "2025-03-20")
    gone = happened("review_meeting_held", "2026-03-02")
    said = [told(gone, "2026-03-30", rule="review_decision")]
    assert after(rulebook, policy, "2026-03-10", said, *last_year) == []


def test_of_two_records_that_may_be_meant_neither_is_said_to_have_moved(rulebook: Rulebook, policy: Policy):
    gone = happened("advice_request_received", "2026-01-12", about="health")
    said = [told(gone, "2026-02-23", ADVISER, rule="advice")]
    anew = [happened("advice_request_received", f"2026-01-{day}", about=who) for day, who in ((13, "a"), (14, "b"))]
    (one,) = after(rulebook, policy, "2026-02-03", said, anew[0])
    assert (one.kind, one.version) == (MOVED, "2026-02-24")
    assert after(rulebook, policy, "2026-02-03", said, *anew) == []
    # One of the two was told of by its own name, so the other is meant.
    own = told(anew[0], "2026-02-24", ADVISER, rule="advice")
    (other,) = after(rulebook, policy, "2026-02-03", [*said, own], *anew)
    assert (other.kind, other.version, other.before) == (MOVED, "2026-02-25", "2026-02-23")


@pytest.mark.parametrize("subject", ["stage:plan_issued", "promise:reply", "provision:speech_therapy"])
def test_what_was_told_of_other_things_is_about_no_date(subject: str, rulebook: Rulebook, policy: Policy):
    assert after(rulebook, policy, "2026-02-03", [Told(FAMILY, subject, "2026-02-01", SOON)], ASKED) == []


def test_what_was_told_of_an_unknown_date_is_not_said_to_have_moved(rulebook: Rulebook, policy: Policy):
    gone = happened("request_received", "2026-01-02")
    assert after(rulebook, policy, "2026-02-03", [told(gone, "unknown")], ASKED) == []


def test_what_was_met_taken_back_and_met_again_is_told_again(rulebook: Rulebook, policy: Policy):
    met = told(ASKED, kind=MET)
    (first,) = after(rulebook, policy, "2026-02-20", [told(ASKED), met], ASKED, DECIDED)
    assert first.key.endswith(":0:family:met")
    # Taken back: it is open as before, and nothing has moved.
    assert after(rulebook, policy, "2026-02-11", [told(ASKED), met], ASKED) == []
    overdue = told(ASKED, kind=OVERDUE)
    (again,) = after(rulebook, policy, "2026-02-20", [told(ASKED), met, overdue], ASKED, DECIDED)
    assert again.key.endswith(":1:family:met")


# Exceptional circumstances that the adviser accepts, while the limit runs.
CLAIM = happened("exception_recorded", "2026-01-20", exemption="EXC-C", accepted="yes")


def test_a_date_for_which_an_exemption_is_claimed_is_told_as_that(rulebook: Rulebook, policy: Policy):
    said = [told(ASKED), told(ASKED, who=ADVISER)]
    alerts = after(rulebook, policy, "2026-02-03", said, ASKED, CLAIM)
    assert shown(alerts) == [(WAIVED, FAMILY, DUE, None), (WAIVED, ADVISER, DUE, None)]
    assert after(rulebook, policy, "2026-02-03", [], ASKED, CLAIM) == []


def test_a_date_chosen_from_others_moves_and_those_it_was_chosen_from_say_nothing(rulebook: Rulebook, policy: Policy):
    """Until Monday 9 November by the letter; a certificate of 5 November gives until Monday 7 December."""
    letter = happened("refusal_to_assess_notified", "2026-09-09")
    certificate = happened("certificate_issued", "2026-11-05")
    said = [
        told(letter, "2026-11-09", rule="appeal"),
        told(letter, "2026-11-01", rule="appeal_from_decision"),
        told(certificate, "2026-11-01", rule="appeal_from_certificate"),
    ]
    alerts = after(rulebook, policy, "2026-11-06", said, letter, certificate)
    assert [(a.kind, a.rule, a.before, a.version) for a in alerts] == [(MOVED, "appeal", "2026-11-09", "2026-12-07")]


SPEECH = happened("provision_lapsed", "2026-01-12", "speech_therapy")
MENDED = happened("provision_put_right", "2026-01-26", "speech_therapy")


def of_speech(version: str, kind: AlertKind = AlertKind.LAPSED, who: Audience = FAMILY) -> Told:
    return Told(who, "provision:speech_therapy", version, kind)


def test_who_heard_of_a_lapse_hears_that_it_was_put_right(rulebook: Rulebook, policy: Policy):
    said = [of_speech("2026-01-12"), of_speech("2026-01-12", who=ADVISER)]
    alerts = after(rulebook, policy, "2026-01-26", said, SPEECH, MENDED)
    assert shown(alerts) == [(RIGHT, FAMILY, "2026-01-26", None), (RIGHT, ADVISER, "2026-01-26", None)]
    assert {alert.about for alert in alerts} == {"speech_therapy"}
    assert len({alert.key for alert in alerts}) == 2


@pytest.mark.parametrize("line", ["teaching", "speech"])
def test_who_heard_of_another_line_does_not(line: str, rulebook: Rulebook, policy: Policy):
    said = [Told(FAMILY, f"provision:{line}", "2026-01-12", AlertKind.LAPSED)]
    assert after(rulebook, policy, "2026-01-26", said, SPEECH, MENDED) == []


def test_a_lapse_that_goes_on_has_no_end_to_tell(rulebook: Rulebook, policy: Policy):
    assert after(rulebook, policy, "2026-01-26", [of_speech("2026-01-12")], SPEECH) == []


def test_who_heard_the_end_of_an_earlier_lapse_and_not_of_this_one_hears_nothing(rulebook: Rulebook, policy: Policy):
    said = [of_speech("2025-10-06"), of_speech("2025-10-20", RIGHT)]
    assert after(rulebook, policy, "2026-01-26", said, SPEECH, MENDED) == []
    heard = [*said, of_speech("2026-01-12")]
    assert len(after(rulebook, policy, "2026-01-26", heard, SPEECH, MENDED)) == 1


def test_what_was_told_stays_true_while_it_is_being_sent(rulebook: Rulebook, policy: Policy):
    sent = [of_speech("2026-01-12"), of_speech("2026-01-26", RIGHT)]
    (alert,) = after(rulebook, policy, "2026-01-26", sent, SPEECH, MENDED)
    assert (alert.version, alert.rung) == ("2026-01-26", 0)


_KINDS = st.sampled_from([SOON, OVERDUE, MET, MOVED, WAIVED, AlertKind.LAPSED, RIGHT])


@given(small_cases(), st.dates(date(2025, 6, 1), date(2026, 8, 1)), st.data())
def test_follow_ups_are_for_those_who_were_told_and_never_twice_the_same(case: Case, today: date, data: st.DataObject):
    position = take_position(the_rulebook(), the_policy(), case, today)
    subjects = [f"clock:{clock.facts.key}" for clock in position.clocks]
    subjects += [f"provision:{lapse.line}" for lapse in position.lapses] + ["clock:advice@gone"]
    days = st.dates(date(2025, 6, 1), date(2026, 8, 1)).map(str)
    one = st.builds(Told, st.sampled_from([FAMILY, ADVISER]), st.sampled_from(subjects), days, _KINDS)
    said = data.draw(st.lists(one, max_size=6))
    alerts = list(follow_ups(position.clocks, position.lapses, said, the_policy(), today))
    assert {alert.audience for alert in alerts} <= {one.audience for one in said}
    assert len({alert.key for alert in alerts}) == len(alerts)
