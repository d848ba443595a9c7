"""What each provider's own codes mean. A code that is not listed is judged by the status of HTTP alone.

Source: the error pages of the providers' API references: twilio.com/docs/api/errors,
developer.vonage.com/en/messaging/sms/guides/troubleshooting-sms, docs.seven.io, developers.clicksend.com,
developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes, docs.slack.dev (chat.postMessage).
"""

from __future__ import annotations

from ehcp_workflow.messages.transport.answers import Dialect, at


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _seven_code(document: object) -> str:
    """Seven sometimes answers with its code alone instead of a document."""
    found = str(document) if isinstance(document, int | str) else at("messages.0.error", "success")(document)
    return found if found.isdigit() else ""


def _slack_code(document: object) -> str:
    """Slack answers 200 to everything; whether it is a yes stands in `ok`."""
    return "ok" if isinstance(document, dict) and document.get("ok") is True else at("error")(document)


SEVEN = Dialect(
    reference=at("messages.0.id"),
    code=_seven_code,
    yes=_codes("100"),
    bad_recipient=_codes("202"),
    later=_codes("403"),  # too many texts to this number today
    ours=_codes("201 500 801 900 901 902 903"),
    unsure=_codes("101 402 600"),  # 402: it has just sent the same text to the same number
)
TWILIO = Dialect(
    reference=at("sid"),
    code=at("code"),
    bad_recipient=_codes("21211 21214 21217 21401 21407 21421 21601 21610 21612 21614 21635"),
    later=_codes("14107 20429 21611 63038"),
    ours=_codes("20003 20005 20006 21212 21408 21603 21606 21608 21659 21660"),
)
VONAGE = Dialect(
    reference=at("messages.0.message-id"),
    code=at("messages.0.status"),
    yes=_codes("0"),
    bad_recipient=_codes("6 7 33"),
    later=_codes("1"),
    ours=_codes("4 8 9 10 11 14 15 29"),
    unsure=_codes("5"),
)
SINCH = Dialect(reference=at("id"), code=at("code"))
BULKSMS = Dialect(reference=at("0.id"))
CLICKSEND = Dialect(
    reference=at("data.messages.0.message_id"),
    code=at("data.messages.0.status", "response_code"),
    yes=_codes("SUCCESS"),
    bad_recipient=_codes("INVALID_RECIPIENT"),
    later=_codes("THROTTLED TOO_MANY_REQUESTS"),
    ours=_codes("COUNTRY_NOT_ENABLED INSUFFICIENT_CREDIT INVALID_CREDENTIALS INVALID_SENDER_ID UNAUTHORIZED FORBIDDEN"),
)
WHATSAPP = Dialect(
    reference=at("messages.0.id"),
    code=at("error.code"),
    bad_recipient=_codes("131026 131050"),
    later=_codes("4 80007 130429 131048 131056"),
    ours=_codes("0 3 10 190 200 131005 131008 131031 131042 131045 132001 132015 132016 133010"),
    unsure=_codes("1 2 131000 131016"),
    hides_reference=True,  # its id is the recipient's number in base64
)
SIGNAL = Dialect(reference=at("timestamp"))
NTFY = Dialect(reference=at("id"))
SLACK = Dialect(
    reference=at("ts"),
    code=_slack_code,
    yes=_codes("ok"),
    bad_recipient=_codes("channel_not_found user_not_found user_disabled cannot_dm_bot is_archived"),
    later=_codes("ratelimited rate_limited request_timeout team_added_to_org"),
    ours=_codes(
        "access_denied account_inactive ekm_access_denied invalid_auth missing_scope no_permission not_authed "
        "not_allowed_token_type org_login_required restricted_action token_expired token_revoked"
    ),
    unsure=_codes("fatal_error internal_error service_unavailable"),
)
PLAIN = Dialect(reference=lambda _: "")
