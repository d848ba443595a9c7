"""`ehcp whatif`: dates for a situation described in a file, without storing anything."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ehcp_workflow.cases.policy import load_policy
from ehcp_workflow.cli.case_tables import show_position, show_working
from ehcp_workflow.cli.printing import AsAt, AsJson, read_day, show_json
from ehcp_workflow.law.loading import load_rulebook
from ehcp_workflow.services import whatif as service
from ehcp_workflow.services.reading import position_as_json
from ehcp_workflow.services.rulebook_review.signatures import read_signoffs
from ehcp_workflow.settings import config_dir, load_settings
from ehcp_workflow.today import london_date, now


def whatif(
    file: Annotated[Path, typer.Argument(help="A YAML file with events and, if you like, facts.", show_default=False)],
    as_at: AsAt = None,
    proposed: Annotated[bool, typer.Option("--proposed", help="Preview law that is only proposed, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Work out the dates that follow from a file of events. Nothing is stored and nobody is told."""
    config = config_dir()
    rulebook, policy = load_rulebook(config), load_policy(config / "policy.yaml")
    situation = service.read_situation(file, rulebook)
    day = read_day(as_at) or london_date(now())
    position = service.what_if(rulebook, policy, situation, day, proposed=proposed)
    signoffs = read_signoffs(load_settings().home, rulebook)
    if as_json:
        show_json({**position_as_json(position, signoffs), "council": situation.council_code})
        return
    show_position(position, signoffs, as_json=False)
    for clock, state in zip(position.clocks, position.states, strict=True):
        if not clock.facts.undated:
            show_working(clock, state, signoffs, day)
