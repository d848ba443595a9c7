"""Choosing and filling templates: other languages, hostile words, broken files."""

import shutil
from pathlib import Path

import pytest

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.messages.words import Surround, Templates

from .every_message import TEMPLATES, Read, an_item
from stories import CONFIG

NOTE = "Your adviser can help you in another language."


@pytest.fixture
def config(tmp_path: Path) -> Path:
    shutil.copytree(CONFIG / "messages", tmp_path / "messages")
    return tmp_path


@pytest.mark.parametrize("language", ["cy", "", "../en", "EN"])
def test_a_language_that_we_do_not_write_gets_english_and_is_told_of_help_in_another(language):
    email = TEMPLATES.write("family", "email", language, [an_item()])
    assert email.text.startswith(f"{NOTE}\n\nHello\n")
    assert f"<p>{NOTE}</p>" in email.html
    assert '<html lang="en"' in email.html
    assert TEMPLATES.write("family", "sms", language, [an_item()]).text.startswith(NOTE)
    assert TEMPLATES.write("family", "chat", language, [an_item()]).text.startswith(NOTE)
    assert TEMPLATES.texts(language).code == "en"


def test_a_message_that_a_language_does_not_have_comes_in_english_with_the_same_line(config):
    (config / "messages/pl/email/family.txt.j2").unlink()
    assert Templates(config).write("family", "email", "pl", [an_item()]).text.startswith(NOTE)
    assert Templates(config).write("update", "email", "pl", []).text.startswith("Dzień dobry")


@pytest.mark.parametrize("message", ["adviser", "supervisor", "operator"])
def test_those_who_look_after_cases_are_not_sent_to_an_adviser(message):
    assert "another language" not in TEMPLATES.write(message, "email", "cy", [an_item()]).text


def test_our_own_languages_get_no_such_line():
    for language in TEMPLATES.languages:
        assert "another language" not in TEMPLATES.write("family", "email", language, [an_item()]).text


def test_what_was_typed_in_is_never_markup():
    hostile = '<script>alert("1")</script>'
    fields = dict.fromkeys(("reference", "title", "plain", "due", "when", "words", "citation", "before"), hostile)
    for message, kind in (("family", "overdue"), ("family", "moved"), ("adviser", "task"), ("operator", "held")):
        item = an_item(kind, **fields, remedies=(hostile,), link='https://x.example/"><script>')
        around = Surround('https://x.example/"><script>', hostile, 3, hostile)
        words = TEMPLATES.write(message, "email", "en", [item], around)
        assert "script" not in Read(words.html).tags
        assert "<script" not in words.html
        assert hostile in words.text
    assert hostile in Read(TEMPLATES.write("verify", "email", "en", [], Surround(code=hostile)).html).seen


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", ""])
def test_an_address_that_is_not_of_the_web_is_no_link(address):
    words = TEMPLATES.write("adviser", "email", "en", [an_item(link=address)])
    assert Read(words.html).links == []
    assert "Open the case\n" in words.text
    assert not address or address not in words.text


def test_what_is_overdue_stands_first():
    items = [an_item("due_soon", reference="EHC-2026-0002", order=(7, 0)), an_item("overdue", order=(0, -1))]
    text = TEMPLATES.write("adviser", "email", "en", items).text
    assert text.index("EHC-2026-0042") < text.index("EHC-2026-0002")


def test_several_things_make_one_text_message_with_the_first_and_how_many_more():
    items = [an_item(), an_item("met"), an_item("update")]
    assert TEMPLATES.write("family", "sms", "en", items, Surround(more=1)).text == (
        "A date you asked us to watch is Tuesday 1 December 2026, in 7 days. There are 3 more things to know. "
        "Ask your adviser what to do. To stop: reply STOP"
    )


def test_one_thing_alone_says_nothing_of_more():
    assert TEMPLATES.write("family", "sms", "en", [an_item("met")]).text == (
        "There is news about something you asked us to watch. Ask your adviser what to do. To stop: reply STOP"
    )


def test_a_polish_text_message_is_written_as_people_write_polish_on_phones():
    text = TEMPLATES.write("neutral", "sms", "pl", []).text
    assert text == "Jest cos do przeczytania. Zapytaj o to swojego doradce. Rezygnacja: odpisz STOP"


def test_a_missed_date_says_what_can_be_done_and_a_coming_one_does_not():
    said = {kind: TEMPLATES.write("family", "email", "en", [an_item(kind)]).text for kind in ("overdue", "due_soon")}
    assert "You can complain to the council." in said["overdue"]
    assert "complain" not in said["due_soon"]


def test_a_kind_that_no_template_knows_still_says_what_it_is_about_and_when():
    text = TEMPLATES.write("family", "email", "en", [an_item("brand_new")]).text
    assert "The council must send the final plan.\nThe date is Tuesday 1 December 2026, in 7 days.\n" in text


def test_the_code_is_told_and_how_long_it_works():
    text = TEMPLATES.write("verify", "sms", "en", [], Surround(code="123456")).text
    assert text.startswith("Your code is 123456. It works for one day. If you did not ask for it, do nothing.")


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("{% if %}", r"config/messages/en/email/neutral\.txt\.j2:1: TemplateSyntaxError"),
        ("{{ items[0].nonsense }}", r"config/messages/en/email/neutral\.txt\.j2: UndefinedError"),
        ("{{ 1 + around.code }}", r"config/messages/en/email/neutral\.txt\.j2: TypeError\."),
        ("{{ plural(3, one='1') }}", r"no form 'other' for the number 3"),
    ],
)
def test_a_broken_template_is_named_with_its_fault_and_not_with_what_it_was_given(config, broken, fault):
    (config / "messages/en/email/neutral.txt.j2").write_text(broken)
    with pytest.raises(BadConfiguration, match=fault) as refused:
        Templates(config).write("neutral", "email", "en", [an_item(reference="EHC-2026-0099")], Surround(code="4711"))
    assert "0099" not in str(refused.value)
    assert "4711" not in str(refused.value)


def test_a_message_that_there_is_not_is_named():
    with pytest.raises(BadConfiguration, match=r"config/messages/en/email/nonsense\.subject\.j2"):
        TEMPLATES.write("nonsense", "email", "en", [])


def test_a_text_message_that_is_too_long_names_its_template(config):
    (config / "messages/en/sms/neutral.txt.j2").write_text("a" * 400)
    with pytest.raises(BadConfiguration, match=r"config/messages/en/sms/neutral\.txt\.j2: the text message takes 400"):
        Templates(config).write("neutral", "sms", "en", [])


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("locale: klingon_QQ", "pl/language.yaml: locale: .*not a locale"),
        ("today: 7", "pl/language.yaml: today"),
        ("between: zawsze", "pl/language.yaml: between: .*in braces"),
        ("tomorrow: jutro", "pl/language.yaml: tomorrow"),
    ],
)
def test_a_language_file_that_is_not_understood_is_named_with_its_key(config, line, fault):
    path = config / "messages/pl/language.yaml"
    key = line.partition(":")[0]
    kept = [old for old in path.read_text(encoding="utf-8").splitlines() if not old.startswith(f"{key}:")]
    path.write_text("\n".join([*kept, line]), encoding="utf-8")
    with pytest.raises(BadConfiguration, match=fault):
        Templates(config).texts("pl")


def test_a_law_file_with_an_unknown_key_is_named(config):
    (config / "messages/pl/law.yaml").write_text("rule: {}\n")
    with pytest.raises(BadConfiguration, match=r"config/messages/pl/law\.yaml: rule"):
        Templates(config).texts("pl")
