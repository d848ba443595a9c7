"""How hard the words for families are: the Flesch-Kincaid grade, where 5 is a reading age of 10 to 11.

A date counts as one easy word, because its length is not ours to choose; "Hello", the reference and the addresses of
pages count as nothing. The grade of one sentence alone says little, so the fixed words are measured as the message they
make, with every sentence of the law that may stand in it, and each of those sentences again by itself.
"""

import pytest
import textstat

from .every_message import (
    CHANNELS,
    FAMILY_KINDS,
    FOR_FAMILIES,
    TEMPLATES,
    an_item,
    first_remedies,
    rules_for_families,
    samples,
    sentences,
)


def grade(text: str) -> float:
    said = [part if part.endswith((".", "?", "!")) else f"{part}." for part in sentences(text, "en")]
    return float(textstat.flesch_kincaid_grade(" ".join(said)))


def test_the_grade_of_two_known_texts():
    # 0.39 * words a sentence + 11.8 * syllables a word - 15.59: 6 words of one syllable each, in one sentence.
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    assert grade("The authority acknowledges representations concerning educational provision.") > 12


@pytest.mark.parametrize("rule", rules_for_families(), ids=lambda rule: rule.ref)
def test_a_sentence_of_the_law_that_families_are_told_is_easy(rule):
    assert grade(rule.plain) <= 5


@pytest.mark.parametrize("rule", rules_for_families(), ids=lambda rule: rule.ref)
@pytest.mark.parametrize("kind", FAMILY_KINDS)
def test_an_email_about_it_is_easy(rule, kind):
    remedies = first_remedies(rule, TEMPLATES.texts("en"))
    words = TEMPLATES.write("family", "email", "en", [an_item(kind, plain=rule.plain, remedies=remedies)])
    assert grade(words.text) <= 5


@pytest.mark.parametrize("kind", FAMILY_KINDS)
def test_what_is_said_of_one_thing_is_easy_without_the_easy_sentences_around_it(kind):
    alone = TEMPLATES.write("family", "email", "en", [an_item(kind, plain="You can go.", remedies=())]).text
    assert grade(alone.split("\n\n")[2]) <= 5


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_other_message_for_families_is_easy(channel):
    hard = {
        str(s)
        for s in samples()
        if s.language == "en" and s.channel == channel and s.message in FOR_FAMILIES and grade(s.words.text) > 5
    }
    assert not hard
