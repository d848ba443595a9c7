"""What a round of sending did, and what waits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DeliveryReport:
    """What a delivery did, and what waits.

    Attributes:
        sent: messages a provider accepted.
        deferred: to be tried again later, because they certainly did not arrive.
        failed: refused for good, or given up; what they had to tell goes another way, or became a task for a person.
        unknown: handed over without an answer; asked after, or tried again with the same words.
        cancelled: dropped, because nothing in them was still true or nobody may be told.
        collapsed: notices told in another message of the same person, or overtaken before they could be told.
        waiting: messages still to be sent.
        held: messages that a person must release.
        resting: messages waiting because nothing serves their channel or it is outside sending hours.
    """

    sent: int = 0
    deferred: int = 0
    failed: int = 0
    unknown: int = 0
    cancelled: int = 0
    collapsed: int = 0
    waiting: int = 0
    held: int = 0
    resting: int = 0
