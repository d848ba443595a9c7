"""Letters: each kind for a case with hand-worked dates, as the Word document that an adviser opens."""

import re
from datetime import date
from fractions import Fraction
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from textstat import textstat

from ehcp_workflow.cases.section_f.entry import By, EntryKind
from ehcp_workflow.cases.section_f.line import Per, Unit
from ehcp_workflow.errors import BadConfiguration, BadInput, Refused
from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.papers.docx_file import docx_bytes
from ehcp_workflow.services.papers.letters import NO_WISHES, Wishes, letters_for, write_letter
from ehcp_workflow.services.papers.templates import LetterTemplates
from ehcp_workflow.services.provision.recording import NewEntry, NewLine, add_line, log_delivery

from .conftest import with_provision
from installations import make_case, on_day


def text_of(installation: Installation, reference: str, code: str, wishes: Wishes = NO_WISHES) -> str:
    """All the text of a letter as Word shows it, a line a paragraph or row."""
    made = docx_bytes(write_letter(installation, reference, code, wishes), installation.now())
    document = Document(BytesIO(made))
    rows = [" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *rows])


STORIES = {
    "decision_late": ("2027-01-18", (("request_received", "2026-11-23"),)),
    "plan_late": (
        "2027-04-14",
        (
            ("request_received", "2026-11-23"),
            ("decision_to_assess_notified", "2027-01-04"),
            ("draft_plan_sent", "2027-03-10"),
        ),
    ),
    "advice_late": ("2027-03-01", (("request_received", "2026-11-23"), ("advice_request_received", "2027-01-11"))),
    "review_decision_late": ("2026-12-28", (("final_plan_sent", "2026-03-02"), ("review_meeting_held", "2026-11-26"))),
    "amended_plan_late": (
        "2027-02-22",
        (
            ("final_plan_sent", "2026-03-02"),
            ("review_meeting_held", "2026-11-26"),
            ("amendment_notice_sent", "2026-12-10"),
        ),
    ),
    "order_not_complied_with": (
        "2027-01-02",
        (("appeal_received", "2026-08-03"), ("order_made", "2026-12-18", {"order": "assess"})),
    ),
    "phase_transfer_missed": (
        "2027-03-01",
        (
            ("final_plan_sent", "2026-06-10"),
            ("phase_transfer_expected", "2027-09", {"transfer": "primary_to_secondary"}),
        ),
    ),
}
EXPECTED = {
    "decision_late": ("due by Monday 4 January 2027", "late by 14 days", "SI 2014/1530 reg 5(1)"),
    "plan_late": ("due by Monday 12 April 2027", "late by 2 days", "SI 2014/1530 reg 13(2)"),
    "advice_late": ("due by Monday 22 February 2027", "late by 7 days", "SI 2014/1530 reg 8(1)"),
    "review_decision_late": ("due by Thursday 24 December 2026", "late by 4 days", "reg 20(10)"),
    "amended_plan_late": ("due by Thursday 4 February 2027", "late by 18 days", "SI 2014/1530 reg 22(3)"),
    "order_not_complied_with": ("due by Friday 1 January 2027", "late by 1 day", "SI 2014/1530 reg 44(2)(b)"),
    "phase_transfer_missed": ("due by Sunday 14 February 2027", "late by 15 days", "SI 2014/1530 reg 18(1)(b)"),
}


def told(installation: Installation, code: str) -> tuple[Installation, str]:
    """A case in which this is late, on the day on which the letter is written."""
    day, events = STORIES[code]
    then = on_day(installation, day)
    reference = make_case(then, people=False, birth_date=date(2017, 5, 21)).reference
    for kind, on, *options in events:
        happened = NewEvent(kind, When.parse(on), options=options[0] if options else {})
        casework.record_event(then, reference, happened, by="test")
    return then, reference


@pytest.mark.parametrize("code", STORIES)
def test_a_letter_states_the_date_how_late_it_is_the_rule_and_the_working(desk: Installation, code: str):
    then, reference = told(desk, code)
    text = text_of(then, reference, code)
    for said in EXPECTED[code]:
        assert said in text
    assert "DRAFT" in text
    assert "Camden" in text
    assert "Kim Fictional" in text
    assert "Sunday 21 May 2017" in text
    assert "Step | Date | Source" in text


def test_the_answer_is_asked_for_in_working_days(desk: Installation):
    """Ten working days after Monday 18 January 2027 is Monday 1 February; the writer may choose another day."""
    then, reference = told(desk, "decision_late")
    assert "Write to me by Monday 1 February 2027" in text_of(then, reference, "decision_late")
    wishes = Wishes(writer="A. Adviser", addressee="Head of SEND", reply_by=date(2027, 1, 29))
    text = text_of(then, reference, "decision_late", wishes)
    assert "Write to me by Friday 29 January 2027" in text
    assert "Dear Head of SEND" in text
    assert text.count("A. Adviser") == 2


def test_how_the_request_was_delivered_is_said(desk: Installation):
    then = on_day(desk, "2027-01-18")
    reference = make_case(then, people=False).reference
    new = NewEvent(
        "request_received",
        When.parse("2026-11-23"),
        {"sent_on": When.parse("2026-11-20")},
        options={"delivery": "first_class_post", "after_5pm": "no"},
    )
    casework.record_event(then, reference, new, by="test")
    text = text_of(then, reference, "decision_late")
    assert "on Monday 23 November 2026 (sent by first class post on Friday 20 November 2026)" in text


def test_a_date_known_to_the_month_is_a_range_and_the_adviser_is_told(desk: Installation):
    then = on_day(desk, "2027-03-18")
    reference = make_case(then, ("request_received", "2026-11"), people=False).reference
    text = text_of(then, reference, "decision_late")
    assert "between Sunday 13 December 2026 and Monday 11 January 2027" in text
    assert "the day is not known exactly" in text


def test_an_exemption_that_is_claimed_is_asked_after(desk: Installation):
    then, reference = told(desk, "decision_late")
    claim = NewEvent("exception_recorded", When.parse("2026-12-20"), options={"exemption": "EXC-C", "accepted": "yes"})
    casework.record_event(then, reference, claim, by="test")
    assert "You have told us that an exemption applies (EXC-C)" in text_of(then, reference, "decision_late")


def test_only_what_is_still_late_stands_in_a_letter(desk: Installation):
    """Six weeks from 4 January 2027 end on 15 February: health is silent. Social care answered, four days late."""
    then = on_day(desk, "2027-03-01")
    reference = make_case(then, ("request_received", "2026-11-23"), people=False).reference
    for kind, on, about in (
        ("advice_request_received", "2027-01-04", "health"),
        ("advice_request_received", "2027-01-11", "social_care"),
        ("advice_received", "2027-02-26", "social_care"),
    ):
        casework.record_event(then, reference, NewEvent(kind, When.parse(on), about=about), by="test")
    text = text_of(then, reference, "advice_late")
    assert "due by Monday 15 February 2027" in text
    assert "22 February 2027" not in text


def test_a_letter_is_about_the_request_that_counts_and_speaks_for_whoever_made_it(desk: Installation):
    """Refused once and asked for again: the second request was received on 23 November. Born in 2008, now 18."""
    then = on_day(desk, "2027-01-18")
    grown = {"birth_date": date(2008, 5, 21), "requested_by": "school"}
    reference = make_case(
        then,
        ("request_received", "2026-03-02"),
        ("refusal_to_assess_notified", "2026-04-01"),
        ("request_received", "2026-11-23"),
        people=False,
        **grown,
    ).reference
    text = text_of(then, reference, "decision_late")
    assert "on Monday 23 November 2026" in text
    assert "2 March 2026" not in text
    assert "Young person: Kim Fictional" in text
    assert "on behalf of [name of the school" in text_of(then, reference, "request_for_assessment")


def test_what_is_not_late_is_refused_with_what_fits(desk: Installation):
    reference = make_case(desk, ("request_received", "2026-11-02"), people=False).reference
    with pytest.raises(Refused, match="What fits: request_for_assessment, subject_access_request"):
        write_letter(desk, reference, "plan_late")
    with pytest.raises(BadInput, match="is not a kind of letter"):
        write_letter(desk, reference, "complaint")
    with pytest.raises(BadInput, match="cannot ask"):
        write_letter(desk, reference, "request_for_assessment", Wishes(asked_by="aunt"))
    with pytest.raises(BadInput, match="Choose a later day"):
        write_letter(desk, reference, "subject_access_request", Wishes(reply_by=date(2026, 11, 23)))


def test_every_kind_has_a_template_and_says_why_it_fits(desk: Installation):
    kinds = LetterTemplates(desk.config, desk.settings.home).kinds
    assert {path.stem for path in (desk.config / "letters" / "en").glob("[a-z]*.j2")} == set(kinds)
    then, reference = told(desk, "plan_late")
    why = {fit.code: fit.why for fit in letters_for(then, reference)}
    assert "due Monday 12 April 2027, late by 2 days" in why["plan_late"]
    assert why["subject_access_request"] == "can be asked for at any time"


@pytest.mark.parametrize(
    ("asked_by", "says"),
    [
        (None, "I am the parent of the child named above."),
        ("young_person", "I am over compulsory school age and under 25"),
        ("school", "on behalf of [name of the school, setting or college]"),
    ],
)
def test_a_request_speaks_for_whoever_asks_and_needs_no_diagnosis(desk: Installation, asked_by: str | None, says: str):
    """Received on Monday 23 November 2026, it must be answered by Monday 4 January 2027."""
    reference = make_case(desk, people=False).reference
    text = text_of(desk, reference, "request_for_assessment", Wishes(asked_by=asked_by))
    assert says in text
    assert "by Monday 4 January 2027" in text
    assert "No diagnosis is needed" in text


def test_personal_data_is_due_in_a_month(desk: Installation):
    """Received on Monday 23 November 2026: Wednesday 23 December."""
    reference = make_case(desk, people=False).reference
    assert "by Wednesday 23 December 2026" in text_of(desk, reference, "subject_access_request")


def test_the_letter_about_provision_holds_the_ledger_by_term(desk: Installation):
    """To Friday 17 October 2025: seven weeks owed, two given, five missing, the first from Monday 15 September."""
    then = on_day(desk, "2025-10-17")
    text = text_of(then, with_provision(then), "provision_not_delivered")
    assert "Term | Owed | Given | Made up for | Missing | Not reported" in text
    assert "Autumn 2025 | 7 | 2 | 0 | 5 | 0" in text
    assert "Speech and language therapy (F1): 1 hour a week in term time." in text
    assert "5 hours are missing, the first from Monday 15 September 2025" in text
    assert "sent on Monday 1 September 2025" in text


def test_a_line_of_which_nothing_is_missing_is_refused(desk: Installation):
    then = on_day(desk, "2025-10-17")
    reference = with_provision(then)
    with pytest.raises(Refused, match="Something is of: F1"):
        write_letter(then, reference, "provision_not_delivered", Wishes(line="F2"))


def test_odd_names_stay_text(desk: Installation):
    then = on_day(desk, "2027-01-18")
    odd = "# O'<b>Brien</b> {{ 7*7 }} | & \u05d0\u05d1 \\x"
    new = casework.NewCase(opened_at=then.now(), council_code="202", child_name=odd)
    reference = casework.open_case(then, new).reference
    casework.record_event(then, reference, NewEvent("request_received", When.parse("2026-11-23")), by="test")
    text = text_of(then, reference, "decision_late")
    assert f"Child: {odd}" in text
    assert "49" not in text


def test_the_file_is_a_whole_word_document_without_names_in_its_properties(desk: Installation):
    then, reference = told(desk, "decision_late")
    made = docx_bytes(write_letter(then, reference, "decision_late"), then.now())
    with ZipFile(BytesIO(made)) as archive:
        assert archive.testzip() is None
        properties = archive.read("docProps/core.xml").decode()
    document = Document(BytesIO(made))
    assert document.core_properties.title == "Decision whether to assess is late"
    assert document.core_properties.language == "en-GB"
    assert "Kim" not in properties
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert headings[0] == "Decision whether to assess is late"
    assert document.sections[0].page_width.cm == pytest.approx(21.0, abs=0.05)


def test_an_organisation_has_words_of_its_own(desk: Installation):
    then, reference = told(desk, "decision_late")
    own = then.settings.home / "letters" / "en"
    own.mkdir(parents=True)
    (own / "decision_late.j2").write_text("# Our own words\n\n{{ missed[0].due }}\n")
    text = text_of(then, reference, "decision_late")
    assert text == "Our own words\nMonday 4 January 2027"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("{{ no_such_field }}", "decision_late.j2: 'no_such_field' is undefined"),
        ("one\n{% if %}", "decision_late.j2, line 2"),
        ("| a | b |\n| c |", "decision_late.j2: A table with 2 columns has a row with 1"),
        ("{{ ''.__class__ }}{{ [].append(1) }}", "decision_late.j2"),
        ('{% include "gone.j2" %}', "gone.j2"),
    ],
)
def test_a_broken_template_is_named(desk: Installation, words: str, says: str):
    then, reference = told(desk, "decision_late")
    own = then.settings.home / "letters" / "en"
    own.mkdir(parents=True)
    (own / "decision_late.j2").write_text(words)
    with pytest.raises(BadConfiguration, match=re.escape(says)):
        write_letter(then, reference, "decision_late")


def test_the_list_of_letters_is_checked(desk: Installation):
    own = desk.settings.home / "letters" / "en"
    own.mkdir(parents=True)
    (own / "letters.yaml").write_text("letters:\n  plan_late: {title: T, subject: S, reply_working_days: 99}\n")
    with pytest.raises(BadConfiguration, match=r"letters.yaml: letter plan_late: reply_working_days"):
        LetterTemplates(desk.config, desk.settings.home)


@pytest.mark.parametrize("code", [*STORIES, "request_for_assessment", "subject_access_request"])
def test_letters_are_plain_and_promise_nothing(desk: Installation, code: str):
    """Our own words; what they quote of the law is in tables and is not counted."""
    then, reference = told(desk, code if code in STORIES else "decision_late")
    paper = write_letter(then, reference, code)
    words = " ".join(block.text for block in paper.blocks if hasattr(block, "text"))
    assert textstat.flesch_kincaid_grade(words) < 11
    for banned in ("please", "breach", "you will win", "sue"):
        assert f" {banned} " not in f" {words.lower()} "


def test_what_was_missed_because_of_the_family_alone_is_not_held_against_the_council(desk: Installation):
    """F2 was missed for three weeks because the child was ill: the letter is about F1 only."""
    then = on_day(desk, "2025-10-17")
    reference = with_provision(then)
    add_line(then, reference, NewLine("F2", "mentoring", Fraction(1), Unit.HOURS, Per.WEEK, calendar="334"), "test")
    ill = NewEntry("F2", EntryKind.MISSED, date(2025, 9, 1), date(2025, 9, 19), by=By.CHILD)
    log_delivery(then, reference, ill, "test")
    text = text_of(then, reference, "provision_not_delivered")
    assert "(F1)" in text
    assert "(F2)" not in text


def test_of_a_line_missed_by_both_the_part_of_the_family_is_said(desk: Installation):
    """F1 misses five hours because of the provider, and one of the week of 20 October because of the child."""
    then = on_day(desk, "2025-10-24")
    reference = with_provision(then)
    ill = NewEntry("F1", EntryKind.MISSED, date(2025, 10, 20), date(2025, 10, 24), by=By.CHILD)
    log_delivery(then, reference, ill, "test")
    text = text_of(then, reference, "provision_not_delivered")
    assert "6 hours are missing" in text
    assert "Of these 1 were missed because of the child or family." in text


def test_a_lapse_recorded_by_hand_is_said_without_a_table(desk: Installation):
    reference = make_case(desk, ("final_plan_sent", "2025-09-01"), people=False).reference
    lapse = NewEvent("provision_lapsed", When.parse("2026-10-05"), about="f1")
    casework.record_event(desk, reference, lapse, by="test")
    text = text_of(desk, reference, "provision_not_delivered")
    assert "f1: not delivered as specified since Monday 5 October 2026." in text
    assert "f1: not delivered" in text_of(desk, reference, "provision_not_delivered", Wishes(line="F1"))
    assert "The tables count to" not in text
