"""The proportions of the demo, read from `config/demo.yaml`."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.versions import Strict
from ehcp_workflow.law.yaml_source import read_yaml


class Shares(Strict):
    """Shares from 0 to 1; see the file for where each comes from."""

    cases: int
    seed: int
    before_request: float
    requested_by: dict[str, float]
    decided_within_6_weeks: float
    refused_to_assess: dict[str, float]
    refusals_taken_to_mediation: float
    refusals_appealed: float
    withdrawn: float
    refused_to_issue: float
    advice_in_6_weeks: float
    plan_within_20_weeks: float
    review_decided_in_4_weeks: float
    review_amends: float
    month_only_dates: float
    family_agreed_to_messages: float


def load_shares(config: Path) -> Shares:
    """Read the proportions.

    Raises:
        BadConfiguration: the file is missing or not understood.
    """
    try:
        return Shares.model_validate(dict(read_yaml(config / "demo.yaml")))
    except ValidationError as error:
        first = error.errors()[0]
        raise BadConfiguration(f"demo.yaml: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from None
