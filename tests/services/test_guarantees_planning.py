"""Whatever was missed and however often it is planned, each person hears each thing once, and the latest word only."""

from collections import Counter
from datetime import date, timedelta

from relay import Relay
from scenes import family, later, messages, rows, told

from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework
from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.planning.round import plan_round

from installations import PARENT, on_day

ADVISER = "adviser@example.org"


def test_planning_again_plans_nothing(installation: Installation):
    family(installation, adviser=ADVISER)
    here = on_day(installation, "2026-12-01")
    assert plan_round(here).planned > 0
    before = rows(here, "SELECT id, key, state, outbox_id FROM notices ORDER BY id")
    assert [plan_round(here).planned for _ in range(3)] == [0, 0, 0]
    assert rows(here, "SELECT id, key, state, outbox_id FROM notices ORDER BY id") == before


def test_after_two_weeks_away_each_person_gets_one_message_with_the_latest_word_of_each_thing(
    installation: Installation,
):
    for days in range(5):
        asked = (date(2026, 10, 19) + timedelta(days=days)).isoformat()
        family(on_day(installation, "2026-11-24"), f"p{days}@example.org", ("request_received", asked), adviser=ADVISER)
    relay, here = Relay(), on_day(installation, "2026-12-15")  # a Tuesday, two weeks after the first limit passed
    plan_round(here)
    deliver(here, relay.by())
    plan_round(here)
    deliver(here, relay.by())
    families = {f"p{n}@example.org": 1 for n in range(5)}
    assert Counter(message.to for message in relay.handed) == {ADVISER: 1, **families}
    (digest,) = [message for message in relay.handed if message.to == ADVISER]
    assert all(f"EHC-2026-000{n}" in digest.text for n in range(1, 6))
    assert set(told(here)) <= {"told", "superseded"}


def test_the_rungs_that_came_and_went_are_kept_for_the_record(installation: Installation):
    family(installation)
    here = on_day(installation, "2026-12-15")  # fifteen days late: of 0, 1 and 14 only the last is told
    plan_round(here)
    found = rows(here, "SELECT rung, missed FROM notices WHERE state = 'planned' AND rung > 0")
    assert [rung for rung, _ in found] == [14]
    missed = str(found[0][1])
    assert "0" in missed
    assert "1" in missed


def test_a_digest_is_one_message_for_each_person_channel_and_london_date(installation: Installation):
    for n in range(3):
        family(installation, f"p{n}@example.org", adviser=ADVISER)
    keys = [key for (key,) in rows(installation, "SELECT key FROM outbox ORDER BY key")]
    assert len(keys) == 4
    assert all(key.endswith("2026-11-23") for key in keys if "family" in key)
    assert sum("adviser" in key for key in keys) == 1


def test_what_a_person_in_the_evening_would_hear_is_dated_by_londons_day(installation: Installation):
    here = later(installation, hours=11.5)  # 23:30: too late for today
    family(here)
    assert str(rows(here, "SELECT london_date FROM outbox")[0][0]) == "2026-11-24"


def test_what_is_urgent_does_not_wait_for_the_digest_and_is_not_limited_by_it(installation: Installation):
    family(installation, PARENT, ("request_received", "2026-10-19"), adviser=ADVISER)
    relay = Relay()
    deliver(installation, relay.by())
    assert sorted(message.to for message in relay.handed) == sorted([PARENT, ADVISER])
    refusal = (("request_received", "2026-08-03"), ("refusal_to_assess_notified", "2026-09-24"))
    evening = later(installation, hours=5)
    family(evening, PARENT, *refusal, adviser=ADVISER)  # the right to mediation ends on 24 November, tomorrow
    urgent = rows(evening, "SELECT count(*) FROM outbox WHERE priority = 0")[0][0]
    assert urgent > 0
    before = len(relay.handed)
    deliver(evening, relay.by())
    assert len(relay.handed) - before == urgent


def test_the_sums_agree_whatever_happened(installation: Installation):
    family(installation, adviser=ADVISER)
    relay = Relay()
    for day in ("2026-11-23", "2026-11-30", "2026-12-01", "2026-12-14"):
        here = on_day(installation, day)
        plan_round(here)
        deliver(here, relay.by())
    answer = NewEvent("decision_to_assess_notified", When.parse("2026-12-14"))
    casework.record_event(on_day(installation, "2026-12-15"), "EHC-2026-0001", answer, "test")
    plan_round(on_day(installation, "2026-12-16"))
    deliver(on_day(installation, "2026-12-16"), relay.by())
    states = told(installation)
    assert sum(states.values()) == rows(installation, "SELECT count(*) FROM notices")[0][0]
    open_messages = messages(installation).get("due", 0)
    assert (states.get("planned", 0) == 0) == (open_messages == 0)
