"""Telling operators that a case has moved: asks Prefect to show it, and does not mind when Prefect is away."""

from __future__ import annotations

from ehcp_workflow.cases.position import Position
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.orchestrator import Orchestrator


def orchestrator(installation: Installation) -> Orchestrator:
    """The way to Prefect that the settings describe."""
    auth = installation.settings.prefect_auth
    return Orchestrator(installation.settings.prefect_api_url, auth.get_secret_value() if auth else None)


def announce(installation: Installation, position: Position) -> bool:
    """Ask Prefect for a run that shows a case as it now stands.

    When it is not there nothing is lost: the case stays marked as not shown, and the next check shows it.
    """
    return orchestrator(installation).start("application", "application", {"reference": position.reference})
