"""How things stand: "nothing has changed" is said only when that is so."""

from __future__ import annotations

import pytest

from ehcp_workflow.messages.words import Templates
from ehcp_workflow.settings import config_dir

from .every_message import an_item

STANDS = {
    "en": ("Nothing has changed.", "Something has happened since we last wrote."),
    "pl": ("Nic się nie zmieniło.", "Od ostatniej wiadomości coś się wydarzyło."),
}


@pytest.mark.parametrize("language", STANDS)
@pytest.mark.parametrize("channel", ["email", "chat"])
def test_an_update_says_whether_something_happened(language: str, channel: str):
    nothing, something = STANDS[language]
    quiet = Templates(config_dir()).write("update", channel, language, [an_item("update")]).text
    moved = Templates(config_dir()).write("update", channel, language, [an_item("update", happened=True)]).text
    assert (nothing in quiet, something in quiet) == (True, False)
    assert (nothing in moved, something in moved) == (False, True)


@pytest.mark.parametrize("language", STANDS)
def test_an_update_fits_a_text_message_when_something_happened(language: str):
    due = "Wednesday 30 September 2026" if language == "en" else "środa 30 września 2026"
    item = an_item("update", happened=True, due=due, when="in 112 days")
    assert "112" in Templates(config_dir()).write("update", "sms", language, [item]).text
