import pytest

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.messages.words.text_message import fit, septets, spell_for_phones


@pytest.mark.parametrize(
    ("text", "room"), [("", 0), ("STOP", 4), ("£5 for two", 10), ("€", 2), ("[a]", 5), ("à é ñ", 5)]
)
def test_the_room_a_text_takes_is_counted_in_letters_of_the_phone_alphabet(text, room):
    assert septets(text) == room


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Zażółć gęślą jaźń", "Zazolc gesla jazn"),
        ("ŁÓDŹ", "LODZ"),
        ("dŵr tŷ", "dwr ty"),
        ("café à Übung", "café à Übung"),
        ("e\u0301", "é"),
        ("“Don’t” – now", '"Don\'t" - now'),
        ("5\u00a0days", "5 days"),
    ],
)
def test_marks_that_phones_do_not_have_are_left_off_and_those_they_have_stay(written, sent):
    assert spell_for_phones(written) == sent


def test_a_letter_that_no_phone_alphabet_has_is_refused_without_repeating_the_text():
    with pytest.raises(BadConfiguration, match=r"U\+4E2D") as refused:
        fit("Robin 中")
    assert "Robin" not in str(refused.value)


def test_a_text_of_306_letters_fits_and_one_of_307_does_not():
    assert fit("a" * 306) == "a" * 306
    with pytest.raises(BadConfiguration, match="307 septets of 306"):
        fit("a" * 307)
    with pytest.raises(BadConfiguration, match="307 septets of 306"):
        fit("a" * 305 + "€")


def test_lines_and_spaces_become_single_spaces():
    assert fit("One.\n\n  Two.\n") == "One. Two."
