"""What is kept of signing in only as long as it is of use: wrong tries, sessions and invitations that are over."""

from __future__ import annotations

from datetime import datetime, timedelta

from ehcp_workflow.store import invitations, sessions, sign_in_attempts
from ehcp_workflow.store.engine import Unit

TRIES_KEPT = timedelta(days=1)
ENDED_KEPT = timedelta(days=30)
"""How long it can still be seen that there was a session, or an invitation."""


def forget_signing_in(unit: Unit, now: datetime) -> int:
    """Forget wrong tries of yesterday, and sessions and invitations that have been over for a month; how many."""
    tries = sign_in_attempts.forget_old_tries(unit, now - TRIES_KEPT)
    over = sessions.forget_sessions(unit, now - ENDED_KEPT) + invitations.forget_invitations(unit, now - ENDED_KEPT)
    return tries + over
