"""Every way a message can leave, and the only place that knows Apprise."""

from ehcp_workflow.messages.email import Email, check_address
from ehcp_workflow.messages.mail_server import MailServer
from ehcp_workflow.messages.outcome import Outcome, Sent
from ehcp_workflow.messages.smtp import close_connections
from ehcp_workflow.messages.transport.choosing import mail_server, transports
from ehcp_workflow.messages.transport.email import EmailBySmtp, send_email
from ehcp_workflow.messages.transport.organisation import tags

__all__ = [
    "Email",
    "EmailBySmtp",
    "MailServer",
    "Outcome",
    "Sent",
    "check_address",
    "close_connections",
    "mail_server",
    "send_email",
    "tags",
    "transports",
]
