"""How the providers speak to one dispatcher. That they simply say yes is written down only when one no longer does.

Otherwise every dispatcher would wait for every other at the same row of the database, for each message that arrives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ehcp_workflow.messages.outcome import Outcome, Sent
from ehcp_workflow.store import providers
from ehcp_workflow.store.engine import Unit

_BUSY_CODES = frozenset({"429", "421"})


@dataclass
class Speaking:
    """The providers that one dispatcher speaks to; `away` are those to leave alone after what was noted last."""

    away: set[str] = field(default_factory=set)
    _yeses: dict[str, tuple[datetime, int]] = field(default_factory=dict)

    def note(self, unit: Unit, provider: str, sent: Sequence[Sent], now: datetime) -> None:
        """Note how some attempts at one provider ended."""
        well = [_speaks(one) for one in sent]
        since, before = self._yeses.get(provider, (now, 0))
        if now - since > providers.WINDOW:
            since, before = now, 0
        if all(well) and providers.is_well(unit, provider):
            self._yeses[provider] = (since, before + len(well))
            return
        self._yeses.pop(provider, None)
        if providers.note(unit, provider, now, well, before):
            self.away.add(provider)


def _speaks(sent: Sent) -> bool:
    """Whether the provider answered us as one that works does; a refusal of one message is such an answer."""
    if sent.outcome in {Outcome.ACCEPTED, Outcome.PERMANENT}:
        return True
    # Behind the status an HTTP provider's own code may stand, as in `429:20429`.
    return sent.phase != "connect" and sent.outcome is Outcome.RETRY and sent.code.partition(":")[0] not in _BUSY_CODES
