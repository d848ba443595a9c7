"""The mail server that our e-mail leaves by, and the name it leaves under."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Literal

from ehcp_workflow.errors import BadConfiguration, BadInput
from ehcp_workflow.messages.email import check_address

Security = Literal["none", "starttls", "ssl"]


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where and how to hand over e-mail; `repr` shows neither the user nor the password.

    Attributes:
        host: Name or IP address of the server.
        port: Its port, such as 587 (starttls), 465 (ssl), 25 or 8025 (none).
        user: Log-in name, or empty for no log-in.
        password: Comes from the environment, never from a file in the repository.
        security: How the connection is protected; a certificate that cannot be verified is never accepted.
        sender: The address mail comes from.
        sender_name: The name beside it. Neutral: even "SEND" in it tells a bystander too much.
        timeout: Seconds to wait for one answer.
        deadline: Seconds for the whole attempt, whatever the server does. A lease on a message must be longer.

    Raises:
        BadConfiguration: a value cannot work; the text says which and what to write.
    """

    host: str
    port: int
    user: str = field(repr=False)
    password: str = field(repr=False)
    security: Security
    sender: str
    sender_name: str
    timeout: float = 15.0
    deadline: float = 60.0

    def __post_init__(self) -> None:
        _check_host(self.host, self.port)
        _check_sender(self.sender, self.sender_name)
        if self.security not in ("none", "starttls", "ssl"):
            raise BadConfiguration(f"Mail security '{self.security}' is unknown. Use none, starttls or ssl.")
        if not 0 < self.timeout <= self.deadline:
            raise BadConfiguration(
                f"The mail timeout of {self.timeout} s must be more than 0 and at most the deadline, {self.deadline} s."
            )
        self._check_login()

    def _check_login(self) -> None:
        if bool(self.user) != bool(self.password):
            raise BadConfiguration("The mail server has a user or a password but not both. Set both, or neither.")
        if not (self.user + self.password).isascii():
            raise BadConfiguration("The mail user or password has a letter outside ASCII. Choose another.")
        if self.password and self.security == "none" and not is_loopback(self.host):
            raise BadConfiguration(
                f"A password would travel unprotected to {self.host}. Set the mail security to starttls or ssl."
            )


def is_loopback(host: str) -> bool:
    """Whether the host is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _check_host(host: str, port: int) -> None:
    try:
        usable = bool(host.encode("idna")) and host.isprintable() and " " not in host
    except UnicodeError:
        usable = False
    if not usable:
        raise BadConfiguration(f"'{host}' is not the name of a mail server. Write one like smtp.example.org.")
    if not 1 <= port <= 65535:
        raise BadConfiguration(f"The mail port {port} does not exist. Use a number from 1 to 65535, often 587.")


def _check_sender(sender: str, name: str) -> None:
    try:
        check_address(sender)
    except BadInput as wrong:
        raise BadConfiguration(f"The address mail is sent from cannot be used. {wrong}") from None
    if not name.strip() or not name.isprintable() or len(name) > 70:
        raise BadConfiguration("The name mail is sent under must be 1 to 70 characters on one line.")
