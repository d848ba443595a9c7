"""A relay that answers as it is told, in place of a mail server."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ehcp_workflow.messages.email import Email
from ehcp_workflow.messages.mail_server import MailServer
from ehcp_workflow.messages.outcome import Outcome, Sent

ACCEPTED = Sent(Outcome.ACCEPTED, "250", "done", "")
BUSY = Sent(Outcome.RETRY, "451", "rcpt", "")
NOBODY = Sent(Outcome.PERMANENT, "550", "rcpt", "")
SPAM = Sent(Outcome.PERMANENT, "554", "data", "")
SILENT = Sent(Outcome.UNKNOWN, "timeout", "data", "")


@dataclass
class Relay:
    """Answers in turn, then accepts; keeps what it was handed; may do something before each answer."""

    answers: list[Sent] = field(default_factory=list)
    before: Callable[[], None] = lambda: None
    handed: list[Email] = field(default_factory=list)

    def __call__(self, server: MailServer, email: Email) -> Sent:
        self.before()
        self.handed.append(email)
        return self.answers.pop(0) if self.answers else ACCEPTED
