"""The accounts of an organisation, such as Entra ID: asking it who somebody is, and believing only what it signed.

Source: OpenID Connect Core 1.0 section 3.1 (code flow) and 3.1.3.7 (what is checked in an ID token); RFC 7636 (PKCE).
Needs the extra `ehcp-workflow[oidc]`, which is imported here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from ehcp_workflow.errors import BadConfiguration, Refused, Unavailable
from ehcp_workflow.messages.mail_server import is_loopback
from ehcp_workflow.services.installation import Installation

BACK = "/sign-in/organisation/back"
ALGORITHMS = ("RS256", "PS256", "ES256")
"""How an ID token may be signed: by a key that the organisation alone has, never by a secret that we share."""
_SECONDS = 10
_LEEWAY_SECONDS = 60


@dataclass(frozen=True)
class Asked:
    """What we asked with, to be held against what comes back."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


class NotBelieved(Refused):
    """What the organisation's accounts told cannot be believed; nothing of it is shown."""

    def __init__(self) -> None:
        super().__init__("Your organisation's answer could not be used. Start again from the page of signing in.")


def is_offered(installation: Installation) -> bool:
    """Whether people may sign in with their organisation's accounts."""
    return bool(installation.settings.oidc_issuer)


def address_to_ask(installation: Installation, asked: Asked) -> str:
    """Where a browser is sent to be asked who it is.

    Raises:
        BadConfiguration: the extra is not installed, or a setting is missing.
        Unavailable: the organisation's accounts do not answer.
    """
    with _client(installation) as client:
        about = _discover(installation, client)
        address, _ = client.create_authorization_url(
            about["authorization_endpoint"], state=asked.state, nonce=asked.nonce, code_verifier=asked.verifier
        )
    return str(address)


def who_is_it(installation: Installation, asked: Asked, code: str) -> str:
    """Who somebody is, as one word that is theirs alone in their organisation and for ever.

    Args:
        installation: the installation.
        asked: what we asked with.
        code: what their browser brought back.

    Raises:
        NotBelieved: the answer is not for us, not of now, or not signed by the organisation.
        BadConfiguration, Unavailable: as `address_to_ask`.
    """
    with _client(installation) as client:
        about = _discover(installation, client)
        try:
            token = client.fetch_token(
                about["token_endpoint"], code=code, code_verifier=asked.verifier, timeout=_SECONDS
            )
        except Exception:  # noqa: BLE001 - the library's own, the network's, or what is no answer at all
            raise NotBelieved from None
        keys = _fetch(client, about["jwks_uri"])
    return _check(installation, asked, str(token.get("id_token", "")), keys)


def _check(installation: Installation, asked: Asked, token: str, keys: dict[str, Any]) -> str:
    """Whom an ID token is about, after everything in it was checked."""
    from joserfc import jwt  # noqa: PLC0415 - of the extra
    from joserfc.errors import JoseError  # noqa: PLC0415 - as above
    from joserfc.jwk import KeySet  # noqa: PLC0415 - as above

    settings = installation.settings
    wanted = jwt.JWTClaimsRegistry(
        now=int(installation.now().timestamp()),
        leeway=_LEEWAY_SECONDS,
        iss={"essential": True, "value": settings.oidc_issuer},
        aud={"essential": True, "value": settings.oidc_client_id},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": asked.nonce},
    )
    try:
        known = KeySet.import_key_set({"keys": keys["keys"]})
        claims = jwt.decode(token, known, algorithms=list(ALGORITHMS)).claims
        wanted.validate(claims)
    except (JoseError, ValueError, KeyError, TypeError):
        raise NotBelieved from None
    if claims.get("azp", settings.oidc_client_id) != settings.oidc_client_id:
        raise NotBelieved
    return f"{claims['iss']} {claims['sub']}"


def _client(installation: Installation) -> Any:  # noqa: ANN401 - a class of the extra
    try:
        from authlib.integrations.requests_client import OAuth2Session  # noqa: PLC0415 - of the extra
    except ImportError:
        raise BadConfiguration(
            "EHCP_OIDC_ISSUER is set, but what it needs is not installed. Run: pip install 'ehcp-workflow[oidc]'"
        ) from None
    settings = installation.settings
    secret = settings.oidc_client_secret
    if not settings.oidc_client_id or secret is None:
        raise BadConfiguration("EHCP_OIDC_ISSUER is set. Set EHCP_OIDC_CLIENT_ID and EHCP_OIDC_CLIENT_SECRET, too.")
    _see_that_it_is_encrypted(settings.oidc_issuer)
    return OAuth2Session(
        settings.oidc_client_id,
        secret.get_secret_value(),
        scope="openid",
        redirect_uri=f"{settings.desk}{BACK}",
        code_challenge_method="S256",
    )


def _discover(installation: Installation, client: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    """What the organisation's accounts say of themselves; only under the name that was set."""
    issuer = installation.settings.oidc_issuer
    about = _fetch(client, f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if about.get("issuer") != issuer or not all(isinstance(about.get(name), str) for name in needed):
        raise BadConfiguration(
            f"EHCP_OIDC_ISSUER is '{issuer}', but what answers there calls itself otherwise. Copy it letter by letter."
        )
    for name in needed:
        _see_that_it_is_encrypted(about[name])
    return about


def _fetch(client: Any, address: str) -> dict[str, Any]:  # noqa: ANN401 - as above
    try:
        found = client.get(address, timeout=_SECONDS, withhold_token=True)
        found.raise_for_status()
        document = found.json()
    except Exception:  # noqa: BLE001 - the network's errors, and whatever is no answer
        raise Unavailable("Your organisation's accounts do not answer now. Try again in a few minutes.") from None
    return document if isinstance(document, dict) else {}


def _see_that_it_is_encrypted(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
        raise BadConfiguration(
            f"'{address}' is not https. Accounts are asked after over https alone: EHCP_OIDC_ISSUER."
        )
