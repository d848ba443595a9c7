"""What the page of a family says: in short, easy sentences, with dates in full and how far away they are."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import textstat
import yaml
from scenes import rows

from ehcp_workflow.messages.words.page_words import page_words
from ehcp_workflow.services.demo import load_demo
from ehcp_workflow.services.family.page import FamilyPage, family_page
from ehcp_workflow.services.installation import Installation, open_installation
from ehcp_workflow.services.reading import read_sheet
from ehcp_workflow.settings import Settings, config_dir

from installations import make_case, on_day

CONFIG = config_dir()
ENGLISH = yaml.safe_load((CONFIG / "messages" / "en" / "page.yaml").read_text())


def page(installation: Installation, reference: str, language: str = "en") -> FamilyPage:
    words, texts = page_words(installation.config, language), installation.templates.texts(language)
    return family_page(installation.rulebook, read_sheet(installation, reference).position, words, texts)


def test_a_family_reads_what_happens_what_comes_next_and_who_must_act(installation: Installation, case: str):
    said = page(installation, case)
    assert said.now == ("The council has been asked for a plan. It must find out what help is needed.",)
    [decision] = [one for one in said.next if one.what == "The council must say if it will do an assessment."]
    assert decision.who == "The council"
    assert decision.dated == ("The last day is Monday 30 November 2026, in 7 days.",)
    assert (said.late, said.own, said.chances) == ((), (), ())


def test_what_is_late_comes_with_what_can_be_done_and_by_when(installation: Installation, case: str):
    said = page(on_day(installation, "2026-12-10"), case)
    assert said.now[-1] == "Something is late. Look at what you can do."
    [late] = said.late
    assert late.dated[0] == "The last day was Monday 30 November 2026, 10 days ago."
    assert late.dated[1] == "We have not heard that it is done."
    [chance] = said.chances
    assert chance.what == (late.what,)
    steps = {step.what: step.dated for step in chance.steps}
    assert steps["You can complain to the council."] == ()
    # The Ombudsman: twelve months from the first late day, Tuesday 1 December 2026.
    ombudsman = steps["You can go to the Ombudsman if the council does not put things right."]
    assert ombudsman[0].startswith("The last day is Wednesday 1 December 2027")
    assert ombudsman[1] == "To be safe, do it by Tuesday 30 November 2027."


def test_a_refusal_shows_the_familys_own_last_days_with_the_safe_day(installation: Installation):
    reference = make_case(
        installation, ("request_received", "2026-09-14"), ("refusal_to_assess_notified", "2026-10-26")
    ).reference
    said = page(installation, reference)
    assert said.now == ("The council has said no. You can do something about it.",)
    appeal = next(one for one in said.own if "appeal" in one.what)
    assert appeal.who == "You"
    # Two months from Monday 26 October 2026.
    assert appeal.dated[0] == "The last day is Saturday 26 December 2026, in 33 days."
    assert appeal.dated[1] == "To be safe, do it by Friday 25 December 2026."


def test_a_date_known_to_the_month_says_no_day_that_nobody_knows(installation: Installation):
    reference = make_case(installation, ("request_received", "2026-10")).reference
    decision = next(one for one in page(installation, reference).next if "do an assessment" in one.what)
    between = "between Thursday 12 November 2026 and Saturday 12 December 2026"
    assert decision.dated == (f"The last day may have passed. It is {between}.",)


def test_mediation_comes_before_an_appeal_on_the_same_day(installation: Installation):
    reference = make_case(
        installation, ("request_received", "2026-09-14"), ("refusal_to_assess_notified", "2026-10-26")
    ).reference
    assert ["mediation" in one.what for one in page(installation, reference).own] == [True, False]


def test_every_page_of_the_demo_is_short_and_easy_to_read(tmp_path: Path):
    """Sixty made-up families in all states, with every sentence of the law and of the pages that they meet."""
    with open_installation(Settings(home=tmp_path, demo=True)) as installation:
        installation.fixed_now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
        load_demo(installation)
        references = [reference for [reference] in rows(installation, "SELECT reference FROM cases")]
        assert len(references) == 60
        for reference in references:
            said = _said(page(installation, str(reference)))
            assert all(len(one.split()) <= 25 for one in said), reference
            whole = " ".join(one if one.endswith((".", "?")) else f"{one}." for one in said)
            # The longer names of the law in a single step ("Secretary of State") weigh on a short page.
            assert textstat.flesch_kincaid_grade(whole) <= 6, reference
            assert _said(page(installation, str(reference), "pl"))


def _said(page: FamilyPage) -> list[str]:
    dated = [*page.late, *page.next, *page.own, *(step for chance in page.chances for step in chance.steps)]
    texts = [*page.now, *(text for one in dated for text in (one.what, *one.dated))]
    return [sentence for text in texts for sentence in _sentences(text)]


def _sentences(text: str) -> list[str]:
    filled = re.sub(r"\{(due|safe|first|last|until)\}", "May", re.sub(r"\{\w+\}", "it", text))
    return [one for one in re.split(r"(?<=[.?!:])\s+", filled) if one]


@pytest.mark.parametrize("name", sorted(ENGLISH))
def test_every_sentence_is_short_and_plain(name: str):
    for sentence in _sentences(ENGLISH[name]):
        assert len(sentence.split()) <= 25
        assert not re.search(r"\bplease\b|e\.g\.|i\.e\.|—|–", sentence, re.IGNORECASE)


@pytest.mark.parametrize("part", ["door", "now", "due", "can", "help", "messages", "calendar", "link"])
def test_each_part_of_the_page_is_easy(part: str):
    """The Flesch-Kincaid grade, where 5 is a reading age of 10 to 11."""
    said = [text for name, text in ENGLISH.items() if name.startswith(f"{part}_")]
    assert said
    whole = " ".join(
        one if one.endswith((".", "?", "!", ":")) else f"{one}." for text in said for one in _sentences(text)
    )
    assert textstat.flesch_kincaid_grade(whole) <= 5


@pytest.mark.parametrize("language", sorted(path.parent.name for path in (CONFIG / "messages").glob("*/page.yaml")))
def test_every_language_has_the_same_sentences_with_the_same_gaps(language: str):
    theirs = yaml.safe_load((CONFIG / "messages" / language / "page.yaml").read_text())
    gaps = {name: set(re.findall(r"\{\w+\}", text)) for name, text in theirs.items()}
    assert gaps == {name: set(re.findall(r"\{\w+\}", text)) for name, text in ENGLISH.items()}


def test_every_party_and_stage_has_its_words(installation: Installation):
    assert {f"who_{party}" for party in installation.rulebook.parties if party != "system"} <= set(ENGLISH)
    assert {f"now_{stage}_open" for stage in installation.rulebook.stages} <= set(ENGLISH)


def test_a_language_without_words_is_english():
    assert page_words(CONFIG, "cy").code == "en"
