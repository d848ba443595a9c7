"""Forgetting what is kept for a short time only: uploads, answers, forms that were sent, visits, and signing in."""

from __future__ import annotations

from ehcp_workflow.services.accounts.forgetting import forget_signing_in
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import answers, family_visits, sent_forms, uploads


def forget_what_is_over(installation: Installation) -> int:
    """Delete what is over; how many. It may be run at any time.

    Uploaded files and answers of the API after a day, forms that were sent after a month, families' visits when they
    end, and of signing in what `forget_signing_in` says.
    """
    now = installation.now()
    with installation.database.write() as unit:
        for_a_day = uploads.forget_old(unit, now) + answers.forget_old(unit, now)
        for_longer = sent_forms.forget_old(unit, now) + family_visits.forget_over(unit, now)
        return for_a_day + for_longer + forget_signing_in(unit, now)
