"""The rules for words, held against every message in every language and channel."""

import re
from functools import cache

import pytest

from ehcp_workflow.messages.words import Surround
from ehcp_workflow.messages.words.text_message import MOST_SEPTETS, septets

from .every_message import (
    CHANNELS,
    FOR_FAMILIES,
    KINDS,
    TEMPLATES,
    WHENS,
    Read,
    Sample,
    an_item,
    longest_item,
    samples,
    sentences,
)
from stories import CONFIG

_FORBIDDEN = {
    "en": r"(?i)\b(please|e\.g\.|i\.e\.|etc|fail\w*|fault|mistake|neglect\w*|blame|via|vice versa|per se|viz)(?!\w)",
    "pl": r"(?i)\b(proszę|prosimy|np\.|tzn\.|itd|itp|win[aąęy]|błąd|błęd\w+|zaniedba\w*)(?!\w)",
}
_ABBREVIATIONS = r"\b(EHCP|EHCPs|SENCo|SENCO|LA|LAs|SEND|SEN|IEP|DfE|ICB)\b"
_SECRETS = ("EHC-2026-0042", "TITLE", "PLAIN", "CITATION", "REMEDY", "WORDS", "/cases/")


@cache
def every() -> list[Sample]:
    return list(samples())


def of(channel: str, *, families: bool = False) -> list[Sample]:
    return [s for s in every() if s.channel == channel and (not families or s.message in FOR_FAMILIES)]


def told(message: str, channel: str, language: str):
    items = [
        an_item(
            kind,
            title="TITLE",
            plain="PLAIN",
            citation="CITATION",
            remedies=("REMEDY",),
            words="WORDS",
        )
        for kind in KINDS[message]
    ]
    return TEMPLATES.write(
        message, channel, language, items, Surround(heartbeat="Last full check: today.", code="123456")
    )


def test_every_message_is_tried_in_both_languages():
    assert {s.language for s in every()} == {"en", "pl"}
    assert len({(s.language, s.channel, s.message) for s in every()}) == 2 * 3 * 7


def test_every_message_in_both_languages_is_in_that_language():
    assert all(f'<html lang="{s.language}"' in s.words.html for s in of("email"))


def test_every_sentence_for_families_has_at_most_15_words():
    long = {
        (str(s), sentence)
        for channel in CHANNELS
        for s in of(channel, families=True)
        for sentence in sentences(s.words.text, s.language)
        if len(sentence.split()) > 15
    }
    assert not long


def test_the_words_that_are_forbidden_are_found():
    assert re.findall(_FORBIDDEN["en"], "Please act, e.g. today. The council failed.") == ["Please", "e.g.", "failed"]
    assert re.findall(_FORBIDDEN["pl"], "Prosimy działać, np. dziś. To wina urzędu.") == ["Prosimy", "np.", "wina"]


@pytest.mark.parametrize("language", ["en", "pl"])
def test_no_template_blames_begs_or_abbreviates(language):
    for path in sorted((CONFIG / "messages" / language).rglob("*.j2")):
        text = path.read_text(encoding="utf-8")
        assert not re.findall(_FORBIDDEN[language], text), path.name
        assert not re.findall(_ABBREVIATIONS, text), path.name


def test_no_message_for_families_blames_begs_or_abbreviates():
    for channel in CHANNELS:
        for s in of(channel, families=True):
            said = s.words.subject + "\n" + s.words.text
            assert not re.findall(_FORBIDDEN[s.language], said), str(s)
            assert not re.findall(_ABBREVIATIONS, said), str(s)


def test_must_is_said_to_families_only_of_what_the_law_demands():
    for kind in KINDS["family"]:
        item = an_item(kind, plain="A", remedies=())
        said = TEMPLATES.write("family", "email", "en", [item]).text
        assert ("must" in said) == (kind == "waived")


def test_a_subject_is_one_short_line():
    assert all(0 < len(s.words.subject) <= 60 and "\n" not in s.words.subject for s in of("email"))


def test_only_an_email_has_a_subject_and_html():
    assert all(not s.words.subject and not s.words.html for channel in ("sms", "chat") for s in of(channel))


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("channel", ["sms", "chat"])
@pytest.mark.parametrize("message", KINDS)
def test_a_text_or_chat_says_nothing_of_the_case(message, channel, language):
    said = told(message, channel, language).text
    assert said
    assert not [secret for secret in _SECRETS if secret in said]


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("message", KINDS)
def test_the_subject_and_the_first_120_characters_say_nothing_of_the_case(message, language):
    words = told(message, "email", language)
    previews = (words.subject, " ".join(words.text.split())[:120], " ".join(Read(words.html).seen.split())[:120])
    for preview in previews:
        assert not [secret for secret in _SECRETS if secret in preview]


def test_the_body_of_a_familys_email_has_the_reference_and_the_plain_sentence():
    text = told("family", "email", "en").text
    assert "EHC-2026-0042" in text
    assert "PLAIN" in text


def test_a_neutral_message_has_no_reference_date_or_link_but_the_one_that_stops_it():
    for channel in CHANNELS:
        for s in of(channel):
            if s.message == "neutral":
                said = s.words.subject + s.words.text + s.words.html.partition("<body")[2].partition(">")[2]
                assert ("https://dates.example.org/stop/QR7x" in said) == (channel != "sms")
                assert not re.search(r"EHC-|\d{4}|https?:", said.replace("https://dates.example.org/stop/QR7x", ""))


def test_a_text_message_fits_two_messages_of_the_phone_alphabet_and_says_how_to_stop():
    for s in of("sms"):
        assert septets(s.words.text) <= MOST_SEPTETS, str(s)
        assert s.words.text.endswith("STOP"), str(s)


@pytest.mark.parametrize("message", ["family", "update"])
def test_a_text_message_fits_with_the_line_about_other_languages_too(message):
    for kind in KINDS[message]:
        for when in WHENS:
            items = [longest_item(kind, when, "en"), *([an_item()] * 24)]
            text = TEMPLATES.write(message, "sms", "cy", items, Surround(more=1000)).text
            assert text.startswith("Your adviser can help you in another language.")
            assert septets(text) <= MOST_SEPTETS


def test_both_parts_of_an_email_say_the_same():
    for s in of("email"):
        in_text = re.sub(r": https?://\S+", "", s.words.text)
        assert Read(s.words.html).seen.split() == in_text.split(), str(s)


def test_both_parts_of_an_email_have_the_same_links_and_nothing_that_is_fetched():
    for s in of("email"):
        page = Read(s.words.html)
        assert page.links == re.findall(r"https?://\S+", s.words.text), str(s)
        assert all(link.startswith(("https://", "http://")) for link in page.links)
        assert page.tags <= {"html", "head", "meta", "body", "p", "br", "strong", "a"}
        assert "url(" not in s.words.html


def test_what_families_get_by_email_ends_with_how_to_stop_and_that_it_is_no_advice():
    ends = {
        "en": "This is information. It is not legal advice.",
        "pl": "To jest informacja. To nie jest porada prawna.",
    }
    for s in of("email"):
        if s.message in {"family", "update"}:
            *_, stop, last = s.words.text.splitlines()
            assert stop.endswith("https://dates.example.org/stop/QR7x"), str(s)
            assert last == ends[s.language]


def test_without_a_page_for_it_a_family_stops_messages_through_the_adviser():
    text = TEMPLATES.write("family", "email", "en", [an_item()]).text
    assert "\nTo stop these messages, tell your adviser.\n" in text


def test_what_those_who_look_after_cases_get_by_email_ends_with_the_heartbeat():
    for s in of("email"):
        if s.message in {"adviser", "supervisor", "operator"}:
            assert s.words.text.endswith("\n\nLast full check: today at 06:20.\n"), str(s)


@pytest.mark.parametrize("kind", ["due_soon", "overdue", "moved", "promise_broken", "update", "escalated"])
@pytest.mark.parametrize("message", ["family", "adviser"])
@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_date_stands_in_full_with_how_far_away_it_is(language, message, kind):
    item = an_item(kind, due="DUE", when="AWAY")
    for channel in CHANNELS:
        text = TEMPLATES.write(message, channel, language, [item]).text
        assert text.count("DUE, AWAY.") == text.count("DUE") == text.count("AWAY")
        # A promise is none of the dates that somebody asked to watch, so a short message does not tell its day.
        assert "DUE" in text or channel != "email"


@pytest.mark.parametrize("message", ["family", "adviser"])
def test_a_date_that_is_today_is_said_to_be_today_and_in_full(message):
    for channel in CHANNELS:
        text = TEMPLATES.write(message, channel, "en", [an_item("due_today", when="today")]).text
        assert "today, Tuesday 1 December 2026." in text


def test_a_date_that_moved_is_told_with_the_one_it_was():
    text = TEMPLATES.write("family", "email", "en", [an_item("moved")]).text
    assert "It was Monday 2 November 2026.\nIt is now Tuesday 1 December 2026, in 7 days.\n" in text
