"""What a page says after something was done: known sentences only, never words from an address."""

from __future__ import annotations

DONE: dict[str, str] = {
    "signed-out": "You are signed out.",
    "password-chosen": "Your password is chosen. Sign in with it.",
    "password-changed": "Your password is changed. Every other browser was signed out.",
    "browser-ended": "That browser is signed out.",
    "second-factor-set-up": "Your authenticator is set up. You are asked for its code whenever you sign in.",
    "account-ended": "The account has ended and is signed out everywhere.",
    "signed-out-everywhere": "They are signed out everywhere.",
    "account-changed": "The account is changed. If the role changed, they sign in again.",
    "desk-changed": "It is changed whose case this is.",
    "wall-put": "The wall is there. They can no longer see this case.",
    "wall-removed": "The wall is gone. They can see this case again, as far as role and team allow.",
    "saved": "Saved.",
    "view-saved": "The view was saved. It is listed under “Saved views”.",
    "view-renamed": "The view was renamed.",
    "view-removed": "The view was removed. The cases in it stay as they are.",
    "recorded": "Recorded. The dates below follow from it.",
    "corrected": "Corrected. The old record is kept in the history.",
    "imported": "Imported. Nothing is sent until it is released.",
    "forgotten": "The file was deleted. Nothing was imported.",
    "stopped": "Stopped. Nothing more is sent there.",
    "address-changed": "The address was changed. Somebody else who has the old one must be changed by themselves.",
    "verified": "The code was right: it is verified.",
    "code-sent": "A code goes there with the next delivery. It is valid for a day.",
    "taken-up-again": "Taken up again. What its owner agrees to is asked anew.",
    "opened": "The case is open.",
    "acknowledged": "Acknowledged. The dates run on.",
    "kept-back": "Kept back until that day.",
    "told-again": "People are told again, as far as it still holds.",
    "task-done": "Done.",
    "released": "They leave with the next delivery, within the hours for sending.",
    "dropped": "Dropped. Nobody is told of what they held.",
    "tried-again": "It is tried again with the next delivery.",
    "seen-to": "Seen to. Nothing more is done about it.",
    "tasks-made": "Given up. People are to be told by hand.",
    "logged": "Recorded in the log of provision.",
    "line-recorded": "The line is recorded.",
    "taken-back": "Taken back. The old record is kept in the history.",
    "calendar-made": "The address of your calendar is ready.",
    "calendar-ended": "The address of your calendar has ended. Nobody can read it any more.",
    "link-renewed": "The link was renewed. It works for 90 days from now.",
    "link-ended": "The link has ended. Nobody can use it any more.",
    "family-calendar-ended": "The calendar of the family has ended. Nobody can read it any more.",
}
"""A sentence for each code that a redirect may carry as `?done=CODE`."""


def words_of(code: str) -> str:
    """The sentence of a code; nothing for one that is not ours."""
    return DONE.get(code, "")
