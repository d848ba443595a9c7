"""The way to ask Prefect for a run, without depending on it.

What was recorded is already safe when this is called, and the daily check shows it in any case, so an orchestrator
that does not answer is reported and never raised.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from ehcp_workflow.today import now

log = logging.getLogger(__name__)

_PATIENCE = httpx.Timeout(5.0, connect=1.0)
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Orchestrator:
    """Prefect at an API address such as `http://127.0.0.1:4200/api`; `auth` is its shared `user:password`, if any."""

    api_url: str
    auth: str | None = field(default=None, repr=False)

    def start(
        self,
        flow: str,
        deployment: str,
        parameters: Mapping[str, str] | None = None,
        tags: Sequence[str] = (),
        at: datetime | None = None,
    ) -> bool:
        """Ask for one run of a deployment, now or at an instant; False when Prefect is not there to take it.

        Every operator can read the parameters: pass references only.
        """
        try:
            found = self._call("GET", f"/deployments/name/{flow}/{deployment}")
            state: dict[str, object] = {"type": "SCHEDULED"}
            if at is not None:
                state["state_details"] = {"scheduled_time": at.isoformat()}
            wish = {"parameters": dict(parameters or {}), "tags": list(tags), "state": state}
            self._call("POST", f"/deployments/{found['id']}/create_flow_run", wish)
        except httpx.HTTPError as error:
            log.info("Prefect did not take a run of %s (%s); the next check will do it.", flow, type(error).__name__)
            return False
        return True

    def is_alive(self) -> bool:
        """Whether Prefect's API answers."""
        try:
            self._call("GET", "/health")
        except httpx.HTTPError:
            return False
        return True

    def has_deployment(self, flow: str, deployment: str, polled_since: datetime | None = None) -> bool:
        """Whether a deployment exists and, when a time is given, whether somebody has asked for its runs since."""
        try:
            found = self._call("GET", f"/deployments/name/{flow}/{deployment}")
        except httpx.HTTPError:
            return False
        if polled_since is None:
            return True
        polled = datetime.fromisoformat(found["last_polled"]) if found.get("last_polled") else None
        return polled is not None and polled_since <= polled <= now()

    def _call(self, method: str, path: str, body: Mapping[str, object] | None = None) -> dict[str, Any]:
        user, _, password = (self.auth or "").partition(":")
        with httpx.Client(
            auth=(user, password) if self.auth else None,
            timeout=_PATIENCE,
            # A proxy meant for the outside world must not be asked for an address of this machine.
            trust_env=urlsplit(self.api_url).hostname not in _LOOPBACK,
        ) as client:
            answer = client.request(method, self.api_url.rstrip("/") + path, json=body)
            answer.raise_for_status()
            said = answer.json()
            return said if isinstance(said, dict) else {}
