"""Forgetting what is kept for a short time only: uploaded files, and what programs were answered."""

from __future__ import annotations

from ehcp_workflow.services.accounts.forgetting import forget_signing_in
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import answers, uploads


def forget_what_is_over(installation: Installation) -> int:
    """Delete files that were uploaded a day ago, and answers of the API as old; how many. It may be run at any time."""
    now = installation.now()
    with installation.database.write() as unit:
        kept = uploads.forget_old(unit, now) + answers.forget_old(unit, now)
        return kept + forget_signing_in(unit, now)
