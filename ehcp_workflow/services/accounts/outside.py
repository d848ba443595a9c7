"""Signing in with an organisation's own accounts: only for those who were invited here, and joined the two once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import compare_digest, token_urlsafe

from ehcp_workflow.errors import EhcpError, Refused
from ehcp_workflow.services.accounts import provider
from ehcp_workflow.services.accounts.inviting import NoInvitation, look_at_invitation
from ehcp_workflow.services.accounts.provider import Asked, NotBelieved
from ehcp_workflow.services.accounts.sessions import Begun, begin_session
from ehcp_workflow.services.accounts.signing_in import needs_second_factor
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import accounts, invitations

_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Setting:
    """Somebody sets out to their organisation's page.

    Attributes:
        address: where their browser goes.
        sealed: what it keeps until it comes back, sealed: nobody can read or make it.
    """

    address: str = field(repr=False)
    sealed: str = field(repr=False)


@dataclass(frozen=True)
class Back:
    """Somebody came back: their session, and the page they asked for before."""

    begun: Begun
    asked: str


class NotInvited(Refused):
    """Somebody whom their organisation knows, and who has no account here."""

    def __init__(self) -> None:
        super().__init__(
            "Your organisation knows you, but nobody invited you here. Ask a supervisor for a link, open it, and "
            "choose there to use your organisation's account."
        )


def set_out(installation: Installation, asked_page: str = "", invitation: str = "") -> Setting:
    """Send somebody to their organisation's page.

    Args:
        installation: the installation.
        asked_page: where they want to go afterwards.
        invitation: the secret of a link that joins that account with one here.

    Raises:
        NoInvitation: the link cannot be used.
        BadConfiguration, Unavailable: as `provider.address_to_ask`.
    """
    if invitation:
        look_at_invitation(installation, invitation)
    asked = Asked(token_urlsafe(24), token_urlsafe(24), token_urlsafe(48))
    kept = {
        "state": asked.state,
        "nonce": asked.nonce,
        "verifier": asked.verifier,
        "page": asked_page,
        "invitation": invitation,
        "until": (installation.now() + _WITHIN).isoformat(),
    }
    return Setting(provider.address_to_ask(installation, asked), installation.cipher.seal(json.dumps(kept)))


def come_back(installation: Installation, sealed: str, state: str, code: str) -> Back:
    """Let in somebody who comes back from their organisation's page.

    Args:
        installation: the installation.
        sealed: what their browser kept.
        state: what came back beside the code; it shows that this browser set out.
        code: what stands for who they are.

    Raises:
        NotBelieved: they did not set out from here, or not now, or the answer cannot be believed.
        NotInvited: they have no account here.
        NoInvitation: the link by which they set out cannot be used any more.
    """
    kept = _kept(installation, sealed)
    if not code or not compare_digest(kept["state"].encode(), state.encode()):
        raise NotBelieved
    asked = Asked(kept["state"], kept["nonce"], kept["verifier"])
    outside_id = _in_short(provider.who_is_it(installation, asked, code))
    if kept["invitation"]:
        _join(installation, kept["invitation"], outside_id)
    with installation.database.write() as unit:
        account = accounts.find_outsider(unit, outside_id)
        if account is None or account.ended_at is not None:
            raise NotInvited
        return Back(begin_session(installation, unit, account.id, full=not needs_second_factor(account)), kept["page"])


def _join(installation: Installation, invitation: str, outside_id: str) -> None:
    """Use an invitation up by joining its account with one of the organisation's."""
    now = installation.now()
    with installation.database.write() as unit:
        number = invitations.invited(unit, invitation, now, hold=True)
        if number is None:
            raise NoInvitation
        known = accounts.find_outsider(unit, outside_id)
        if known is not None and known.id != number:
            raise Refused(f"Your organisation's account is used by '{known.name}' here already. Sign in with it.")
        accounts.change_account(unit, number, outside_id=outside_id)
        invitations.end_invitations(unit, number, now)


def _kept(installation: Installation, sealed: str) -> dict[str, str]:
    """What a browser kept on its way, if it is ours and not too old.

    Raises:
        NotBelieved: it is not.
    """
    try:
        kept: dict[str, str] = json.loads(installation.cipher.open(sealed))
    except (EhcpError, ValueError):
        raise NotBelieved from None
    if installation.now() > datetime.fromisoformat(kept["until"]):
        raise NotBelieved
    return kept


def _in_short(outside_id: str) -> str:
    """Short enough to keep, and nothing that says who it is."""
    return hashlib.sha256(outside_id.encode()).hexdigest()
