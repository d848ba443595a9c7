"""`ehcp case needs`: what kind of needs a child has, in the codes of the SEN2 census."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcp_workflow.cases.needs import Diagnosis, load_need_codes
from ehcp_workflow.cli.printing import AsJson, console, show_json, table
from ehcp_workflow.cli.typist import who
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.services.support.needs import NeedsSheet, add_need, list_needs, withdraw_need
from ehcp_workflow.settings import config_dir


def _list_codes(wanted: bool) -> None:
    """Answer `--codes` and stop."""
    if not wanted:
        return
    codes = load_need_codes(config_dir() / "needs.yaml")
    shown = table("Needs as the SEN2 census codes them", "Code", "Need", "Broad area of the SEND Code")
    for kind in codes.types:
        area = codes.area_of(kind.code)
        since = f" (from {kind.first_census})" if kind.first_census else ""
        shown.add_row(kind.code, kind.title + since, area.title if area else "")
    console.print(shown)
    raise typer.Exit


def needs(
    reference: Annotated[str, typer.Argument(help="The case: our reference or your own.")],
    add: Annotated[str | None, typer.Option(help="A code such as SLCN, to add or to put right.")] = None,
    rank: Annotated[int | None, typer.Option(help="1 primary, 2 secondary, 3 and on further needs.")] = None,
    diagnosis: Annotated[Diagnosis | None, typer.Option(help="How far a diagnosis is; never needed.")] = None,
    withdraw: Annotated[str | None, typer.Option(help="A code to take back.")] = None,
    codes: Annotated[  # noqa: ARG001 - answered before the command runs
        bool, typer.Option("--codes", is_eager=True, callback=_list_codes, help="List the codes, and stop.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what kind of needs a child has, add one, or put one right. A diagnosis is never needed."""
    if add and withdraw:
        raise BadInput("Give either --add or --withdraw, one after the other.")
    if not add and (rank is not None or diagnosis is not None):
        raise BadInput("--rank and --diagnosis say more of a need. Name it with --add.")
    with open_installation() as installation:
        if add:
            sheet = add_need(installation, reference, add, who(), rank=rank, diagnosis=diagnosis)
        elif withdraw:
            sheet = withdraw_need(installation, reference, withdraw, who())
        else:
            sheet = list_needs(installation, reference)
    show_json(_as_json(sheet)) if as_json else _show(sheet)


def _show(sheet: NeedsSheet) -> None:
    if not sheet.needs:
        console.print(
            f"{sheet.reference}: no needs are recorded. None has to be, to ask for help or for an assessment."
        )
        return
    shown = table(f"{sheet.reference}: needs", "Code", "Need", "Broad area", "Rank", "Diagnosis")
    for listed in sheet.needs:
        need = listed.need
        diagnosis = (need.diagnosis or "").replace("_", " ")
        shown.add_row(need.sen_type, listed.title, listed.area, _RANKS.get(need.rank, str(need.rank)), diagnosis)
    console.print(shown)


_RANKS = {1: "1 (primary)", 2: "2 (secondary)"}


def _as_json(sheet: NeedsSheet) -> list[dict[str, object]]:
    return [
        {
            "sen_type": listed.need.sen_type,
            "title": listed.title,
            "area": listed.area or None,
            "rank": listed.need.rank,
            "in_census": listed.need.in_census,
            "diagnosis": listed.need.diagnosis,
        }
        for listed in sheet.needs
    ]
