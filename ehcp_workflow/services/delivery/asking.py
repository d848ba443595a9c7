"""Check-ins that travel in messages: each is made when its message is written, so that no token is ever kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ehcp_workflow.cases.alerts import AlertKind
from ehcp_workflow.cases.policy import Audience
from ehcp_workflow.services.check_ins import check_in_link, renew
from ehcp_workflow.services.delivery.contents import Told
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store.engine import Unit


def with_check_ins(installation: Installation, unit: Unit, person_id: int | None, told: Sequence[Told]) -> list[Told]:
    """What a person is told, with a link wherever they are asked whether help was given.

    A link that was sent to them before about the same case ends: there is one open question to a person and case.
    """
    return [_asked(installation, unit, person_id, one) for one in told]


def _asked(installation: Installation, unit: Unit, person_id: int | None, one: Told) -> Told:
    asked = one.truth.position.unreported if one.truth else None
    asks = one.alert.kind is AlertKind.NOT_REPORTED and one.alert.audience is Audience.FAMILY
    if not asks or asked is None or person_id is None or one.notice.case_id is None:
        return one
    token = renew(installation, unit, one.notice.case_id, person_id, asked.lines, (asked.first, asked.last))
    return replace(one, ask_link=check_in_link(installation, token))
