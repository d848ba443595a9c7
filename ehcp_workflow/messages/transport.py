"""The one door to e-mail: the only file that knows Apprise.

Apprise is the last inch and nothing else: one message, one recipient, one plugin object, one attempt. Our plugin is
built by class and never from a URL, so no text a person typed is ever parsed as one.
"""

import logging
import warnings

from ehcp_workflow.errors import BadConfiguration, BadInput
from ehcp_workflow.messages.email import Email, check_address, write_mime
from ehcp_workflow.messages.mail_server import MailServer
from ehcp_workflow.messages.outcome import Outcome, Sent
from ehcp_workflow.messages.smtp import hand_over

with warnings.catch_warnings():
    # Apprise 1.13 looks for imghdr, which Python 3.13 drops; it manages without, and the warning is not ours to mend.
    warnings.filterwarnings("ignore", "'imghdr' is deprecated", DeprecationWarning)
    from apprise import AppriseAsset, NotifyType
    from apprise.plugins.email.base import NotifyEmail

__all__ = ["Email", "MailServer", "Outcome", "Sent", "check_address", "send_email"]

# The list is ours and not Apprise's registry: that one is shared by the whole process, and Prefect's own
# notification blocks need it whole.
_ALLOWED_SCHEMAS = frozenset({"mailto", "mailtos"})
_MODES = {"none": "insecure", "starttls": "starttls", "ssl": "ssl"}
_ASSET = AppriseAsset(
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


class _OneEmail(NotifyEmail):  # type: ignore[no-untyped-call]  # Apprise is typed in part only
    """Apprise's e-mail plugin, kept to one recipient and one attempt, and saying exactly what became of it."""

    enabled = True  # its own, so that a list of services made elsewhere in the process cannot switch it off
    logger = _silence_apprise()
    request_rate_per_sec = 0  # Apprise would sleep 5.5 s between two sends; our outbox sets the pace

    def __init__(self, server: MailServer, email: Email) -> None:
        # The password is not given to Apprise: its objects show it when pickled or written as a URL.
        super().__init__(  # type: ignore[no-untyped-call]
            asset=_ASSET,
            schema="mailto" if server.security == "none" else "mailtos",
            host=server.host,
            smtp_host=server.host,
            port=server.port,
            secure_mode=_MODES[server.security],
            from_addr=server.sender,
            targets=[email.to],
            retry=0,
        )
        # Set, not parsed: Apprise reads o'brien@example.org as brien@example.org, and an address that it cannot
        # read it drops, or replaces by the sender's.
        self.targets = [(False, email.to)]
        self.from_addr = [False, server.sender]
        self.server, self.email = server, email
        self.sent: Sent | None = None

    def send(self, *_: object, **__: object) -> bool:
        """Hand the message over once; Apprise calls this, and its words for body and title are not used."""
        if self.sent is None:
            message = write_mime(self.email, self.server.sender, self.server.sender_name)
            self.sent = hand_over(self.server, self.email.to, message)
        return self.sent.outcome is Outcome.ACCEPTED


def send_email(server: MailServer, email: Email) -> Sent:
    """Try once to send one e-mail to one person, and say what became of it.

    The same e-mail sent again is the same to the byte. Apprise's own yes or no is not used: it cannot tell "try
    later" from "never" from "nobody knows".

    Raises:
        BadInput: the e-mail is addressed to the address it would come from. No real message is, and it is what
            Apprise does when a recipient went missing.
        BadConfiguration: Apprise behaves otherwise than the version this was made for; nothing was sent.
    """
    if email.to.casefold() == server.sender.casefold():
        raise BadInput("An e-mail is addressed to the address our mail comes from. Give the person's own address.")
    plugin = _OneEmail(server, email)
    _check_plugin(plugin, email)
    plugin.notify(body=email.text, title=email.subject, notify_type=NotifyType.INFO)
    if plugin.sent is None:
        raise BadConfiguration("Apprise made no attempt to send an e-mail. Install the version the project asks for.")
    return plugin.sent


def _check_plugin(plugin: _OneEmail, email: Email) -> None:
    """Stop before the first byte unless the plugin is e-mail, for this one person and no other."""
    others = plugin.cc | plugin.bcc | plugin.reply_to
    if plugin.schema not in _ALLOWED_SCHEMAS or plugin.targets != [(False, email.to)] or others:
        raise BadConfiguration(f"The e-mail {email.message_id} would not go to exactly one person. Nothing was sent.")
