"""E-mail, by Apprise's e-mail plugin kept to one recipient, over a conversation of our own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ehcp_workflow.errors import BadConfiguration, BadInput, Unavailable
from ehcp_workflow.messages.email import Email, check_address, write_mime
from ehcp_workflow.messages.mail_server import MailServer
from ehcp_workflow.messages.outcome import Outcome, Sent
from ehcp_workflow.messages.outgoing import Outgoing
from ehcp_workflow.messages.smtp import Envelope, hand_over
from ehcp_workflow.messages.transport import door

_MODES = {"none": "insecure", "starttls": "starttls", "ssl": "ssl"}


class OneEmail(door.OneAttempt, door.NotifyEmail):
    """Apprise's e-mail plugin, kept to one recipient and one attempt, and saying exactly what became of it."""

    def __init__(self, server: MailServer, email: Email, envelope_sender: str) -> None:
        # The password is not given to Apprise: its objects show it when pickled or written as a URL.
        super().__init__(
            asset=door.ASSET,
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
        self.aim = (False, email.to)
        self.from_addr = [False, server.sender]
        self.server, self.email, self.envelope_sender = server, email, envelope_sender
        self.sent: Sent | None = None

    def send(self, *_: object, **__: object) -> bool:
        """Hand the message over once; Apprise calls this, and its words for body and title are not used."""
        if self.sent is None:
            message = write_mime(self.email, self.server.sender, self.server.sender_name)
            self.sent = hand_over(self.server, Envelope(self.envelope_sender, self.email.to, message))
        return self.sent.outcome is Outcome.ACCEPTED


def send_email(server: MailServer, email: Email, bounce_to: str = "") -> Sent:
    """Try once to send one e-mail to one person, and say what became of it.

    The same e-mail sent again is the same to the byte. Apprise's own yes or no is not used: it cannot tell "try
    later" from "never" from "nobody knows".

    Args:
        server: Where it is handed over, and the name it leaves under.
        email: The e-mail.
        bounce_to: Where this one message comes back to when it cannot be delivered; empty for the usual sender.

    Raises:
        BadInput: the e-mail is addressed to the address it would come from. No real message is, and it is what
            Apprise does when a recipient went missing.
        BadConfiguration: Apprise behaves otherwise than the version this was made for; nothing was sent.
    """
    if email.to.casefold() == server.sender.casefold():
        raise BadInput("An e-mail is addressed to the address our mail comes from. Give the person's own address.")
    plugin = OneEmail(server, email, check_address(bounce_to) if bounce_to else server.sender)
    door.check_plugin(plugin, door.FOR_PEOPLE)
    if plugin.cc or plugin.bcc or plugin.reply_to:
        raise BadConfiguration(f"The e-mail {email.message_id} would not go to exactly one person. Nothing was sent.")
    plugin.notify(body=email.text, title=email.subject, notify_type=door.NotifyType.INFO)
    if plugin.sent is None:
        raise BadConfiguration("Apprise made no attempt to send an e-mail. Install the version the project asks for.")
    return plugin.sent


@dataclass(frozen=True, slots=True)
class EmailBySmtp:
    """E-mail through the organisation's own mail server; see `Transport` for what the attributes mean."""

    server: MailServer
    provider: ClassVar[str] = "smtp"
    can_be_asked: ClassVar[bool] = False
    resend_unknown: ClassVar[bool] = True
    per_second: ClassVar[float] = 0

    @property
    def deadline(self) -> float:
        """Seconds after which an attempt is over."""
        return self.server.deadline

    def send(self, message: Outgoing) -> Sent:
        """Try once to send one e-mail; its Message-ID is its reference at the sender's domain.

        Raises:
            BadInput: a part of the message cannot be sent.
        """
        domain = self.server.sender.rpartition("@")[2]
        email = Email(
            to=check_address(message.to),
            subject=message.subject,
            text=message.text,
            html=message.html,
            message_id=f"<{message.reference}@{domain}>",
            date=message.date,
            headers=message.headers,
        )
        return send_email(self.server, email, message.bounce_to)

    def look_up(self, reference: str) -> Sent | None:  # noqa: ARG002 - a mail server is never asked
        """Nobody can ask a mail server.

        Raises:
            Unavailable: always.
        """
        raise Unavailable("A mail server cannot be asked what became of a message. Watch the bounces.")
