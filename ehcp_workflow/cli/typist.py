"""Who is typing; the account's name on this machine, until people sign in."""

from __future__ import annotations

import getpass


def who() -> str:
    """The name of the account, as it is kept beside what was recorded."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # before Python 3.13 a user without a name is a KeyError
        return "terminal"
