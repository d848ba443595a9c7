"""Alerts of real cases, as templates see them."""

from dataclasses import replace
from datetime import date, timedelta

from ehcp_workflow.cases.alerts import Alert, AlertKind
from ehcp_workflow.cases.policy import Audience
from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.law.when import When
from ehcp_workflow.messages.words import Item, LanguageTexts, describe

from .every_message import TEMPLATES
from stories import CONFIG, case_of, happened, the_policy, the_rulebook

ENGLISH, POLISH = LanguageTexts.read(CONFIG, "en"), LanguageTexts.read(CONFIG, "pl")
TODAY = date(2026, 4, 6)
# A request of Monday 2 March: the council must say by Monday 13 April whether it will assess.
DUE = When.parse("2026-04-13")


def position() -> Position:
    return take_position(the_rulebook(), the_policy(), case_of(happened("request_received", "2026-03-02")), TODAY)


def an_alert(**changed) -> Alert:
    rule = the_rulebook().rule("REQ-02")
    clock = next(clock for clock in position().clocks if clock.rule is rule)
    subject = f"clock:{clock.facts.key}"
    alert = Alert(AlertKind.DUE_SOON, Audience.FAMILY, subject, "2026-04-13", -7, rule=rule.id, due=DUE)
    return replace(alert, **changed)


def described(alert: Alert, texts: LanguageTexts = ENGLISH) -> Item:
    return describe(alert, position(), the_rulebook(), texts, "https://dates.example.org")


def test_an_alert_about_a_date_has_the_rule_the_date_and_where_the_law_says_so():
    item = described(an_alert())
    assert item.kind == "due_soon"
    assert item.reference == "EHC-2026-0001"
    assert item.title.startswith("Tell the family whether it will assess")
    assert item.plain == "The council must say if it will do an assessment."
    assert (item.due, item.when) == ("Monday 13 April 2026", "in 7 days")
    assert "reg 5" in item.citation
    assert item.link == "https://dates.example.org/cases/EHC-2026-0001"
    assert item.remedies == ("You can complain to the council. If its answer is no good, you can go to the Ombudsman.",)


def test_the_same_in_polish():
    item = described(an_alert(), POLISH)
    assert item.plain == "Urząd musi powiedzieć, czy przeprowadzi ocenę potrzeb."
    assert (item.due, item.when) == ("poniedziałek 13 kwietnia 2026", "za 7 dni")
    assert item.remedies[0].startswith("Możesz złożyć skargę do urzędu.")


def test_a_date_that_moved_tells_the_date_it_was_in_the_same_language():
    assert described(an_alert(kind=AlertKind.MOVED, before="2026-04-10"), POLISH).before == "piątek 10 kwietnia 2026"
    assert described(an_alert(kind=AlertKind.MOVED, before="next week")).before == "next week"
    assert described(an_alert()).before == ""


def test_a_promise_tells_what_was_promised_and_by_when():
    subject, due = "promise:draft_plan", When.parse("2026-04-03")
    alert = an_alert(kind=AlertKind.PROMISE_BROKEN, subject=subject, rule=None, due=due, about="draft_plan")
    item = described(alert)
    assert (item.title, item.plain) == ("Draft plan", "Send the draft plan")
    assert (item.due, item.when) == ("Friday 3 April 2026", "3 days ago")
    assert described(alert, POLISH).plain == "Wysłać projekt planu"


def test_which_line_of_provision_lapsed_is_not_told_because_it_may_name_a_need():
    subject = "provision:speech_therapy"
    item = described(an_alert(kind=AlertKind.LAPSED, subject=subject, rule=None, due=None, about="speech_therapy"))
    assert item.plain == "Give the help that is in the plan"
    assert "speech" not in repr(item)


def test_a_silent_stage_says_how_it_stands():
    changed = {"subject": "stage:school_request", "rule": None, "due": None, "stage": "school_request"}
    silent, stalled = (described(an_alert(kind=kind, **changed)) for kind in (AlertKind.SILENT, AlertKind.STALLED))
    assert silent.title == f"{stalled.title}: nothing has happened"
    assert silent.words == next(stage.words for stage in position().stages if stage.id == "school_request")
    assert (silent.due, silent.when, silent.plain) == ("", "", "")


def test_what_is_overdue_comes_before_what_is_due_and_the_longest_overdue_first():
    day, week = an_alert(kind=AlertKind.OVERDUE, rung=1), an_alert(kind=AlertKind.OVERDUE, rung=14)
    assert described(week).order < described(day).order < described(an_alert()).order


def a_right(ref: str, due: str, **changed) -> Alert:
    subject = f"clock:{the_rulebook().rule(ref).id}@1"
    return an_alert(subject=subject, rule=the_rulebook().rule(ref).id, due=When.parse(due), version=due, **changed)


def test_the_familys_own_date_that_lies_ahead_comes_first_and_the_nearest_in_front():
    late = described(an_alert(kind=AlertKind.OVERDUE, rung=14)).order
    views, appeal = described(a_right("ASM-06", "2026-04-07")).order, described(a_right("APP-01", "2026-05-04")).order
    moved = described(a_right("ASM-06", "2026-04-09", kind=AlertKind.MOVED)).order
    assert views < moved < appeal < late
    assert late < described(a_right("APP-01", "2026-04-01", kind=AlertKind.MOVED)).order  # it is over


def test_mediation_comes_before_an_appeal_with_the_same_last_day():
    mediation, appeal = (described(a_right(ref, "2026-05-04")).order for ref in ("MED-01", "APP-01"))
    assert mediation < appeal


def test_an_adviser_sees_a_familys_right_before_what_is_overdue_in_its_last_three_days():
    late = described(an_alert(kind=AlertKind.OVERDUE, audience=Audience.ADVISER, rung=14)).order
    last, early = (
        described(a_right("APP-01", day, audience=Audience.ADVISER)).order for day in ("2026-04-09", "2026-04-10")
    )
    assert last < late < early


def test_an_alert_is_as_urgent_as_the_policy_made_it():
    assert described(an_alert(urgent=True)).urgent
    assert not described(an_alert()).urgent


def answered(kind: str, on: str, *, language: LanguageTexts = ENGLISH) -> tuple[Item, str]:
    """That the request was answered on a day, as an item of the day after and as an e-mail to the family says it."""
    case = case_of(happened("request_received", "2026-03-02"), happened(kind, on))
    then = take_position(the_rulebook(), the_policy(), case, date.fromisoformat(on) + timedelta(days=1))
    item = describe(an_alert(kind=AlertKind.MET), then, the_rulebook(), language, "https://dates.example.org")
    return item, TEMPLATES.write("family", "email", language.code, [item]).text


def test_a_refusal_is_told_as_a_no_with_the_last_day_to_appeal():
    item, said = answered("refusal_to_assess_notified", "2026-04-10")
    assert item.kind == "refused"
    assert "You do not need to wait" not in said
    assert "The council has said no.\nYou can do something about it: ask your adviser.\n" in said
    assert "You can appeal. The last day is Wednesday 10 June 2026, in 60 days.\n" in said


def test_a_refusal_in_polish():
    said = answered("refusal_to_assess_notified", "2026-04-10", language=POLISH)[1]
    assert "Urząd odmówił." in said
    assert "Możesz się odwołać. Ostatni dzień: środa 10 czerwca 2026, za 60 dni." in said


def test_a_yes_is_told_as_before():
    item, said = answered("decision_to_assess_notified", "2026-04-10")
    assert item.kind == "met"
    assert "You do not need to wait for this any more." in said
    assert "appeal" not in said


def test_a_time_that_ends_tells_staff_what_it_is_about_and_a_family_only_what_it_can_do():
    rule = the_rulebook().rule("COM-04").id
    ends = an_alert(kind=AlertKind.TIME_ENDS, subject="remedy:ombudsman", rule=rule, about="plan_late,advice_late")
    item = described(ends)
    assert item.title == "Complain to the Ombudsman"
    assert item.words == "The plan is late. Advice for the assessment is late."
    assert item.plain == "You can complain to the Ombudsman if the council does not put things right."
