"""GOV.UK Notify, for e-mail and texts: Apprise has no plugin for it, so this is one of our own.

Notify sends templates. Ours have one variable each for a text, ((body)), and two for an e-mail, ((subject)) and
((body)); the words are those of the outbox. It keeps our reference of each message and can be asked for it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, ClassVar

import jwt
from apprise import NotifyBase

from ehcp_workflow.errors import BadConfiguration, Unavailable
from ehcp_workflow.messages.addresses import check_value
from ehcp_workflow.messages.outcome import Outcome, Phase, Sent
from ehcp_workflow.messages.outgoing import Channel, Outgoing
from ehcp_workflow.messages.transport.answers import Dialect, at, judge, keep_reference
from ehcp_workflow.messages.transport.by_http import DEADLINE, TIMEOUT, attempt, check_channel
from ehcp_workflow.messages.transport.door import ASSET, FOR_PEOPLE, check_plugin
from ehcp_workflow.messages.transport.line import REQUESTS, Call, OneRequest
from ehcp_workflow.today import now

_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_KEY = re.compile(rf".+-(?P<service>{_UUID})-(?P<secret>{_UUID})", re.IGNORECASE)
_LINK = re.compile(r"<(https://[^<>\s]+)>")
_SENT: dict[str, tuple[Outcome, Phase, str]] = {
    "permanent-failure": (Outcome.PERMANENT, "rcpt", "the address or number does not exist"),
    "temporary-failure": (Outcome.RETRY, "rcpt", "the recipient could not be reached for three days"),
    "technical-failure": (Outcome.RETRY, "connect", "something failed between Notify and its own provider"),
}
_TAKEN = frozenset({"created", "sending", "pending", "sent", "delivered"})


@dataclass(frozen=True, slots=True)
class NotifyAccount:
    """A service's key for GOV.UK Notify; `repr` shows no secret.

    Attributes:
        service: the service's id, which signs.
        secret: what it signs with.
        url: where the API answers.
    """

    service: str
    secret: str = field(repr=False)
    url: str = "https://api.notifications.service.gov.uk"

    def headers(self) -> dict[str, str]:
        """The headers of one request; the token in them lasts 30 seconds."""
        claims = {"iss": self.service, "iat": int(now().timestamp())}
        token = jwt.encode(claims, self.secret, algorithm="HS256")
        return {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "User-Agent": ASSET.app_id}


def read_key(key: str, url: str) -> NotifyAccount:
    """The account an API key belongs to; a key is its name, the service's id and the secret, with hyphens between.

    Raises:
        BadConfiguration: the key has another form.
    """
    match = _KEY.fullmatch(key.strip())
    if not match:
        raise BadConfiguration("EHCP_GOVUK_KEY is no API key of GOV.UK Notify. Copy the whole key, with its name.")
    return NotifyAccount(match["service"], match["secret"], url.rstrip("/"))


class OneNotify(OneRequest, NotifyBase):
    """One e-mail or text by GOV.UK Notify."""

    service_name: Any = "GOV.UK Notify"
    secure_protocol: Any = "govuk"
    title_maxlen = 1000
    body_maxlen = 100_000

    def __init__(self, account: NotifyAccount, template: str, to: str, message: Outgoing) -> None:
        super().__init__(asset=ASSET, schema="govuk", retry=0)
        self.account, self.template, self.message = account, template, message
        self.targets, self.aim = [to], to

    def send(self, body: str, title: str = "", **_: Any) -> bool:  # type: ignore[override] # noqa: ANN401
        """Make the one request."""
        [to] = self.targets
        mail = self.message.channel is Channel.EMAIL
        asked: dict[str, Any] = {
            "email_address" if mail else "phone_number": to,
            "template_id": self.template,
            "personalisation": {"subject": title, "body": body} if mail else {"body": body},
            "reference": self.message.reference,
        }
        if mail and (link := _LINK.search(self.message.headers.get("List-Unsubscribe", ""))):
            asked["one_click_unsubscribe_url"] = link[1]
        url = f"{self.account.url}/v2/notifications/{'email' if mail else 'sms'}"
        return REQUESTS.post(url, data=json.dumps(asked), headers=self.account.headers()).status_code == 201


def _code(document: Any) -> str:  # noqa: ANN401 - whatever Notify says
    """What an error is about. Its text names the field at fault and may quote what was in it, so it is not kept."""
    text = at("errors.0.message")(document)
    if text.startswith(("email_address ", "phone_number ")):
        return "recipient"
    if any(word in text for word in ("team-only", "trial mode", "emplate", "personalisation")):
        return "settings"
    return ""


NOTIFY = Dialect(
    reference=at("id"),
    code=_code,
    bad_recipient=frozenset({"recipient"}),
    ours=frozenset({"settings"}),
)


@dataclass(frozen=True, slots=True)
class ByNotify:
    """One channel, e-mail or texts, by GOV.UK Notify; see `Transport` for the attributes not explained here.

    Attributes:
        channel: which messages it takes.
        account: the service's key.
        template: the id of the template of that channel.
        timeout: seconds to wait for one answer.
    """

    channel: Channel
    account: NotifyAccount
    template: str
    timeout: float = TIMEOUT
    deadline: float = DEADLINE
    per_second: float = 50  # Notify's own limit is 3000 a minute for each key
    provider: ClassVar[str] = "govuk"
    can_be_asked: ClassVar[bool] = True
    resend_unknown: ClassVar[bool] = False

    def send(self, message: Outgoing) -> Sent:
        """Try once to send one message to one person.

        Raises:
            BadInput: the recipient or the words cannot be sent.
        """
        check_channel(message, self.channel)
        plugin = OneNotify(self.account, self.template, check_value(self.channel, message.to), message)
        check_plugin(plugin, FOR_PEOPLE)
        return judge(attempt(plugin, message.subject, message.text, Call(self.timeout, self.deadline)), NOTIFY)

    def look_up(self, reference: str) -> Sent | None:
        """What became of the messages with this reference; None when Notify has none.

        When one of several was taken, that is the answer: the person has it, or will.

        Raises:
            Unavailable: Notify cannot be asked now.
        """
        with Call(self.timeout, self.deadline):
            url = f"{self.account.url}/v2/notifications"
            try:
                answer = REQUESTS.get(url, params={"reference": reference}, headers=self.account.headers())
            except REQUESTS.RequestException:
                raise Unavailable("GOV.UK Notify did not answer when asked about a message. Ask again later.") from None
        document = answer.json() if answer.status_code == 200 else None
        found = document.get("notifications") if isinstance(document, dict) else None
        if not isinstance(found, list):
            raise Unavailable(
                f"GOV.UK Notify answered {answer.status_code} when asked about a message. Ask again later."
            )
        told = [_tell(one) for one in found]
        return next((sent for sent in told if sent.outcome is Outcome.ACCEPTED), told[0] if told else None)


def _tell(notification: Any) -> Sent:  # noqa: ANN401 - whatever Notify says
    status = at("status")(notification)
    reference = keep_reference(NOTIFY, at("id")(notification))
    if status in _TAKEN:
        return Sent(Outcome.ACCEPTED, status, "done", f"Notify has the message; it is {status}.", reference)
    outcome, phase, words = _SENT.get(status, (Outcome.UNKNOWN, "data", "it has a state we do not know"))
    return Sent(outcome, status[:20] if status in _SENT else "state", phase, f"Notify says: {words}.", reference)
