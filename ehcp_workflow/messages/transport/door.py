"""What Apprise may do for us, in one place: which services, with whose words beside the message, and in what silence.

Apprise is the last inch and nothing else: one message, one recipient, one plugin object, one attempt. For people, our
plugins are built by class and never from a URL, so no text a person typed is ever parsed as one.
"""

from __future__ import annotations

import logging
import warnings
from typing import Any

from ehcp_workflow.errors import BadConfiguration

with warnings.catch_warnings():
    # Apprise 1.13 looks for imghdr, which Python 3.13 drops; it manages without, and the warning is not ours to mend.
    warnings.filterwarnings("ignore", "'imghdr' is deprecated", DeprecationWarning)
    from apprise import AppriseAsset, NotifyType
    from apprise.plugins.email.base import NotifyEmail

__all__ = [
    "ASSET",
    "FOR_PEOPLE",
    "FOR_THE_ORGANISATION",
    "SILENT",
    "NotifyEmail",
    "NotifyType",
    "OneAttempt",
    "check_plugin",
]

# The list is ours and not Apprise's registry: that one is shared by the whole process, and Prefect's own
# notification blocks need it whole.
_TEXTS = frozenset({"seven", "twilio", "vonage", "sinch", "bulksms", "clicksend"})
_CHATS = frozenset({"whatsapp", "signal", "signals", "ntfy", "ntfys", "slack"})
FOR_PEOPLE = _TEXTS | _CHATS | {"mailto", "mailtos", "govuk"}
FOR_THE_ORGANISATION = frozenset({"mailto", "mailtos", "slack", "workflows", "gchat", "ntfy", "ntfys"})

ASSET = AppriseAsset(
    app_id="Messages",
    app_desc="",
    app_url="",
    image_url_mask=None,
    image_url_logo=None,
    http_redirects=False,
    async_mode=False,
    pgp_autogen=False,
    pem_autogen=False,
)


def _silence_apprise() -> logging.Logger:
    """Keep addresses, tokens and bodies out of every log: Apprise writes all three.

    Returns a logger of our own that says nothing, not even to a handler someone hangs on Apprise's.
    """
    shared = logging.getLogger("apprise")
    shared.propagate = False
    shared.addHandler(logging.NullHandler())  # without a handler Python prints warnings to standard error
    shared.setLevel(logging.CRITICAL)
    silent = logging.Logger("silent")
    silent.disabled = True
    return silent


SILENT = _silence_apprise()


class OneAttempt:
    """What every plugin of ours has in common, placed before Apprise's own class.

    Attributes:
        aims_in: the name of the plugin's list of recipients.
        aim: the one entry that list must have.
    """

    # Typed loosely, because Apprise's own classes type them each in another way.
    enabled: Any = True  # its own, so that a list of services made elsewhere in the process cannot switch it off
    logger: Any = SILENT
    request_rate_per_sec: Any = 0  # Apprise would sleep between two sends; our outbox sets the pace
    aims_in = "targets"
    aim: object = None

    def aims(self) -> list[Any]:
        """Whom the plugin would really write to."""
        return list(getattr(self, self.aims_in))


def check_plugin(plugin: Any, allowed: frozenset[str]) -> None:  # noqa: ANN401 - whatever Apprise made
    """Stop before the first byte unless the plugin is ours, of an allowed service, for the one recipient meant.

    Raises:
        BadConfiguration: it is not; nothing was sent.
    """
    if not isinstance(plugin, OneAttempt):
        raise BadConfiguration("A message would leave by a plugin that is not ours. Nothing was sent.")
    schema = plugin.schema  # type: ignore[attr-defined]  # every Apprise plugin has one
    if schema not in allowed:
        raise BadConfiguration(f"The service '{schema}' is not one of {', '.join(sorted(allowed))}. Nothing was sent.")
    again = plugin.retry  # type: ignore[attr-defined]  # as above
    if again or plugin.aim is None or plugin.aims() != [plugin.aim]:
        raise BadConfiguration(f"A message by '{schema}' would not go once to exactly one person. Nothing was sent.")
