"""Links that travel in messages to families: made when a message is written, so that no token is ever kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ehcp_workflow.cases.alerts import AlertKind
from ehcp_workflow.cases.policy import Audience
from ehcp_workflow.services.check_ins import check_in_link, renew
from ehcp_workflow.services.delivery.contents import Told
from ehcp_workflow.services.family.links import address_of
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.family_links import open_link_of


def with_links(installation: Installation, unit: Unit, person_id: int | None, told: Sequence[Told]) -> list[Told]:
    """What a person is told, with a link wherever they are asked whether help was given, and that of their own page.

    A question that was sent to them before about the same case ends: there is one open question to a person and case.
    The link of their page stays as it is, where an adviser gave them one; it shows nothing by itself.
    """
    asked = [_asked(installation, unit, person_id, one) for one in told]
    family = [one for one in asked if one.alert.audience is Audience.FAMILY and one.notice.case_id is not None]
    if not family or person_id is None or family[0].notice.case_id is None:
        return asked
    # Somebody of a family has a part in one case only.
    link = open_link_of(unit, family[0].notice.case_id, person_id, installation.now())
    return [replace(one, page_link=address_of(installation, link)) for one in asked] if link else asked


def _asked(installation: Installation, unit: Unit, person_id: int | None, one: Told) -> Told:
    asked = one.truth.position.unreported if one.truth else None
    asks = one.alert.kind is AlertKind.NOT_REPORTED and one.alert.audience is Audience.FAMILY
    if not asks or asked is None or person_id is None or one.notice.case_id is None:
        return one
    token = renew(installation, unit, one.notice.case_id, person_id, asked.lines, (asked.first, asked.last))
    return replace(one, ask_link=check_in_link(installation, token))
