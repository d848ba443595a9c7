"""`ehcp support`, `evidence`, `request` and `case needs`: a parent's worry up to the request, by commands alone."""

from .conftest import Terminal

CASE = "EHC-2026-0001"


def opened(ehcp: Terminal) -> None:
    """A case of Solihull, whose term dates are shipped: a child of nine on the SEN register since September 2025."""
    ehcp("case open --council Solihull --born 2017-05-21")
    ehcp(f"case event {CASE} sen_register_added 2025-09-01")


def test_a_support_plan_is_shown_with_its_cycles_and_as_not_enforceable(ehcp: Terminal):
    opened(ehcp)
    ehcp(f"support plan {CASE} iep_1 2025-09-08 --kind iep --review-by 2025-12-12")
    ehcp(f"support review {CASE} iep_1 2025-12-10 --outcome changed --next 2026-03-20")
    ehcp(f"support target {CASE} iep_1 'follow two steps' --strategies cards --measured weekly")
    said = ehcp(f"support show {CASE}")
    assert "iep_1: Individual education plan (IEP), 2025/26 (not enforceable)" in said
    assert "1 Monday 8 September 2025 Friday 12 December 2025 Wednesday 10 December 2025 changed" in said
    assert "Now: its review has come and is not recorded." in said
    assert (
        "good practice missed: Individual education plan (IEP): its review was planned for Friday 20 March 2026" in said
    )
    (plan,) = ehcp.json(f"support show {CASE}")["plans"]
    assert (plan["enforceable"], plan["step"], plan["targets"][0]["target"]) == (False, "review", "follow two steps")


def test_a_target_is_judged_or_taken_back(ehcp: Terminal):
    opened(ehcp)
    ehcp(f"support plan {CASE} iep_1 2025-09-08")
    ehcp(f"support target {CASE} iep_1 'follow two steps'")
    (target,) = ehcp.json(f"support show {CASE}")["plans"][0]["targets"]
    assert "Recorded: not met" in ehcp(f"support judge {CASE} {target['id'][:8]} not_met")
    (target,) = ehcp.json(f"support show {CASE}")["plans"][0]["targets"]
    assert target["outcome"] == "not_met"
    assert "not met" in ehcp(f"support show {CASE}")
    assert "Give either how it went" in ehcp.refused(f"support judge {CASE} {target['id'][:8]}", 2)
    assert "Taken back" in ehcp(f"support judge {CASE} {target['id'][:8]} --withdraw")
    assert ehcp.json(f"support show {CASE}")["plans"][0]["targets"] == []


def test_support_without_a_plan_says_so_and_looks_back(ehcp: Terminal):
    opened(ehcp)
    assert "No support plan is recorded." in ehcp(f"support show {CASE}")
    assert "On the SEN register: no, or not recorded." in ehcp(f"support show {CASE} --as-at 2025-08-31")


def test_needs_are_added_put_right_and_taken_back_without_any_diagnosis(ehcp: Terminal):
    opened(ehcp)
    assert "None has to be, to ask for help or for an assessment." in ehcp(f"case needs {CASE}")
    assert "1 (primary)" in ehcp(f"case needs {CASE} --add SLCN")
    ehcp(f"case needs {CASE} --add ASD --diagnosis under_way")
    ehcp(f"case needs {CASE} --add OTH --rank 3")
    assert [(n["sen_type"], n["rank"], n["diagnosis"], n["in_census"]) for n in ehcp.json(f"case needs {CASE}")] == [
        ("SLCN", 1, None, True),
        ("ASD", 2, "under_way", True),
        ("OTH", 3, None, False),
    ]
    assert "ASD" not in ehcp(f"case needs {CASE} --withdraw ASD")
    assert "Give either --add or --withdraw" in ehcp.refused(f"case needs {CASE} --add SLD --withdraw SLCN", 2)
    assert "Name it with --add" in ehcp.refused(f"case needs {CASE} --rank 2", 2)
    assert "DS Down syndrome (from 2025)" in ehcp("case needs --codes")


def test_the_checklist_says_what_is_there_and_that_none_of_it_is_a_condition(ehcp: Terminal):
    opened(ehcp)
    ehcp(f"evidence add {CASE} senco_report --dated 2025-10 --called 'a letter'")
    ehcp(f"evidence add {CASE} speech_and_language --asked-for --dated 2026-09-01")
    ehcp(f"evidence add {CASE} exclusion --missing")
    said = ehcp(f"evidence checklist {CASE}")
    assert "here school some day in October 2025 (12 months old; a newer one helps more)" in said
    assert "asked for health asked for Tuesday 1 September 2026" in said
    assert "None of this is a condition. A request may be made without it" in said
    listed = {piece["kind"]: piece for piece in ehcp.json(f"evidence list {CASE}")}
    assert (listed["senco_report"]["called"], listed["exclusion"]["state"]) == ("a letter", "missing")
    ehcp(f"evidence arrived {CASE} {listed['speech_and_language']['id'][:8]} --dated 2026-11-20 --says 'needs therapy'")
    assert "needs therapy" in ehcp(f"evidence list {CASE}")
    ehcp(f"evidence withdraw {CASE} {listed['exclusion']['id'][:8]}")
    found = ehcp.json(f"evidence checklist {CASE}")
    assert found["condition"] is False
    states = {item["kind"]: item["state"] for item in found["checklist"]}
    assert (states["speech_and_language"], states["exclusion"], states["beyond_the_school"]) == (
        "here",
        "missing",
        "missing",
    )
    assert "Leave out --asked-for or --missing" in ehcp.refused(f"evidence add {CASE} diary --asked-for --missing", 2)


def test_what_councils_ask_for_is_told_apart_from_what_the_law_asks(ehcp: Terminal):
    said = ehcp("evidence kinds")
    assert "That is useful evidence and no condition" in said
    assert "A diagnosis is not needed" in said


def test_before_a_request_it_is_shown_who_may_ask_and_what_would_follow(ehcp: Terminal):
    """Today is Monday 23 November 2026: six weeks end on Monday 4 January 2027."""
    opened(ehcp)
    said = ehcp(f"request prepare {CASE}")
    assert "The child's parent yes The right is the parent's up to the end of compulsory school age" in said
    assert "No diagnosis, support plan or evidence is needed to ask." in said
    assert "REQ-02 Tell the family whether it will assess Monday 4 January 2027 (in 42 days)" in said
    assert "signed for the day on the receipt" in said
    found = ehcp.json(f"request prepare {CASE} --on 2026-12-24")
    assert [reading["day"] for reading in found["ways"]["first_class_post"]] == ["2026-12-29", "2026-12-30"]
    assert [who["who"] for who in found["who_may_ask"] if who["may"] == "yes"] == ["parent", "school"]
    assert ehcp.json(f"case show {CASE}")["events"][-1]["kind"] == "sen_register_added"  # nothing was recorded


def test_a_request_is_recorded_as_it_was_sent_and_then_as_it_was_received(ehcp: Terminal):
    opened(ehcp)
    said = ehcp(f"request sent {CASE} 2026-11-19 --by first_class_post --asked-by parent")
    assert "when the council received it is an estimate: Friday 20 November 2026: First-class post" in said
    assert "by Friday 1 January 2027 by the earlier reading, by Monday 4 January 2027 by the later" in said
    assert "between Friday 20 November 2026 and Monday 23 November 2026 (estimate)" in ehcp(f"case show {CASE}")
    said = ehcp(f"request sent {CASE} 2026-11-20 --by signed_for")
    assert "no day is estimated" in said
    assert "An earlier request is still running: this one starts no dates of its own." in said
    assert "sent Friday 20 November 2026" in ehcp(f"case show {CASE}")
    running = "A request was received between Friday 20 November 2026 and Monday 23 November 2026, by estimate, and has"
    assert running in ehcp(f"request prepare {CASE}")


def test_a_request_of_whose_receipt_nobody_knows_is_running(ehcp: Terminal):
    opened(ehcp)
    ehcp(f"request sent {CASE} 2026-11-20 --by signed_for")
    assert "A request was sent on Friday 20 November 2026 and has not come to an end." in ehcp(
        f"request prepare {CASE}"
    )


def test_the_day_of_receipt_ends_the_estimate(ehcp: Terminal):
    opened(ehcp)
    assert ehcp.json(f"request sent {CASE} 2026-11-19 --by email --after-5pm")["estimated"] is True
    said = ehcp(f"request received {CASE} 2026-11-20")
    assert "received on Friday 20 November 2026, as recorded." in said
    assert "by Friday 1 January 2027." in said
    assert "(estimate)" not in ehcp(f"case show {CASE}")
    assert "waits for the day of its receipt" in ehcp.refused(f"request received {CASE} 2026-11-20", 1)


def test_house_policy_says_the_rules_of_stages_that_stand_still(ehcp: Terminal):
    said = ehcp("policy show")
    assert (
        "of “School request”, that the school was asked to request an assessment and has not answered within 10 school "
        "days by the council's term dates, or as many working days where they are not known, counted from “The family "
        "asked the school to request an assessment”, and again after every 14 days more." in said
    )
    assert "has not reviewed its support plan within 1 whole term by the council's term dates, or 91 days where" in said
    assert (
        "nobody has asked for an assessment within 28 days, counted from “The child's special educational needs" in said
    )
