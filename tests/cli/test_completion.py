"""Shell completion: bash asks the command itself what may come next."""

import pytest

from .conftest import Terminal


@pytest.mark.parametrize(
    ("typed", "word", "offered"),
    [
        ("ehcp ca", 1, ["case", "caseload", "calendar"]),
        ("ehcp case e", 2, ["event", "explain"]),
        ("ehcp outbox ", 2, ["list", "retry", "send", "held", "release", "discard", "reconcile", "bounce"]),
        ("ehcp check --as", 2, ["--as-at"]),
        ("ehcp nothing-like-it", 1, []),
    ],
)
def test_bash_is_offered_what_fits(ehcp: Terminal, typed: str, word: int, offered: list[str]):
    ehcp.set(_EHCP_COMPLETE="complete_bash", COMP_WORDS=typed, COMP_CWORD=word)
    assert ehcp.exactly("").split() == offered
    assert not ehcp.home.exists()


@pytest.mark.parametrize(
    ("shell", "sign"), [("bash", "complete -o default -F _ehcp_completion ehcp"), ("zsh", "#compdef ehcp")]
)
def test_a_shell_is_given_what_it_needs_to_ask(ehcp: Terminal, shell: str, sign: str):
    ehcp.set(_EHCP_COMPLETE=f"source_{shell}")
    said = ehcp("")
    assert sign in said
    assert f"_EHCP_COMPLETE=complete_{shell}" in said


def test_the_completion_can_be_shown_and_installed(ehcp: Terminal):
    said = ehcp("--help")
    assert "--show-completion" in said
    assert "--install-completion" in said
