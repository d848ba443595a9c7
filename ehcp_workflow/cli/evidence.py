"""`ehcp evidence`: what there is to send with a request, what was asked for, and what is missing."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.markup import escape

from ehcp_workflow.cases.evidence import Item, State
from ehcp_workflow.cases.evidence_kinds import FromWhom
from ehcp_workflow.cli.printing import AsJson, console, show_json, table
from ehcp_workflow.cli.typist import who
from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.when import When
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.services.support import evidence
from ehcp_workflow.services.support.evidence import NO_GATE, EvidenceSheet, NewPiece
from ehcp_workflow.store.evidence import EvidenceWords

app = typer.Typer(no_args_is_help=True, help="Evidence for a request: what is here, asked for, or missing.")
Reference = Annotated[str, typer.Argument(help="The case: our reference or your own.")]
PieceId = Annotated[str, typer.Argument(help="The piece: the start of its id, as `list` shows it.")]
Dated = Annotated[str | None, typer.Option(help="Its own date, or when it was asked for: 2026-10-05 or 2026-10.")]
Called = Annotated[str | None, typer.Option(help="What it is called; kept sealed.")]
Says = Annotated[str | None, typer.Option(help="What it says; kept sealed.")]
_STATES = {State.HERE: "[green]here[/green]", State.ASKED_FOR: "[yellow]asked for[/yellow]", State.MISSING: "missing"}


@app.command()
def add(
    reference: Reference,
    kind: Annotated[str, typer.Argument(help="Its kind, such as senco_report; `checklist` shows them all.")],
    from_whom: Annotated[FromWhom | None, typer.Option("--from", help="Who gives it, if not who usually does.")] = None,
    dated: Dated = None,
    asked_for: Annotated[bool, typer.Option("--asked-for", help="It is not here: somebody was asked for it.")] = False,
    missing: Annotated[bool, typer.Option("--missing", help="It is known not to exist, or not to come.")] = False,
    called: Called = None,
    says: Says = None,
) -> None:
    """Record a piece of evidence: it is here, or somebody was asked for it, or it is missing."""
    if asked_for and missing:
        raise BadInput("A piece is either asked for or missing. Leave out --asked-for or --missing.")
    state = State.ASKED_FOR if asked_for else State.MISSING if missing else State.HERE
    when = When.parse(dated) if dated else None
    with open_installation() as installation:
        new = NewPiece(kind, state, from_whom, when, EvidenceWords(called, says))
        piece = evidence.add_evidence(installation, reference, new, who())
    typer.echo(f"Recorded: {piece.kind.replace('_', ' ')}, {piece.state.replace('_', ' ')} ({piece.id[:8]}).")


@app.command()
def arrived(
    reference: Reference, piece: PieceId, dated: Dated = None, called: Called = None, says: Says = None
) -> None:
    """Record that a piece that was asked for is here now. The old record is kept."""
    when = When.parse(dated) if dated else None
    with open_installation() as installation:
        new = evidence.evidence_arrived(installation, reference, piece, when, EvidenceWords(called, says), who())
    typer.echo(f"Recorded: {new.kind.replace('_', ' ')}, here ({new.id[:8]}).")


@app.command()
def withdraw(reference: Reference, piece: PieceId) -> None:
    """Take a piece of evidence back. The old record is kept."""
    with open_installation() as installation:
        gone = evidence.withdraw_evidence(installation, reference, piece, who())
    typer.echo(f"Taken back: {gone.kind.replace('_', ' ')}. The old record is kept.")


@app.command("list")
def list_(reference: Reference, as_json: AsJson = False) -> None:
    """List every piece of evidence on record, with the start of its id."""
    with open_installation() as installation:
        sheet = evidence.read_evidence(installation, reference)
    if as_json:
        show_json(_pieces_as_json(sheet))
        return
    shown = table(f"{sheet.reference}: evidence", "Id", "What", "State", "From", "Dated", "Called", "Says")
    for listed in sheet.pieces:
        piece, words = listed.piece, listed.words
        dated = piece.dated.in_words() if piece.dated else ""
        whom = (piece.from_whom or "").replace("_", " ")
        shown.add_row(
            piece.id[:8],
            listed.title,
            _STATES[piece.state],
            whom,
            dated,
            escape(words.called or ""),
            escape(words.says or ""),
        )
    console.print(shown)


@app.command()
def kinds() -> None:
    """List the kinds of evidence: what each shows, and what councils often ask for although the law does not."""
    with open_installation() as installation:
        known = evidence.evidence_kinds(installation)
    for kind in known:
        console.print(f"[bold]{kind.code}[/bold]  {kind.title}, from: {kind.from_whom.replace('_', ' ')}")
        console.print(f"  {kind.shows}")
        if kind.practice:
            console.print(f"  [dim]{kind.practice}[/dim]")
    console.print(f"[bold]{NO_GATE}[/bold]")


@app.command()
def checklist(reference: Reference, as_json: AsJson = False) -> None:
    """Show what there is for a request, from whom, how old, and what is missing. None of it is a condition."""
    with open_installation() as installation:
        sheet = evidence.read_evidence(installation, reference)
    show_json(_checklist_as_json(sheet)) if as_json else show_checklist(sheet)


def show_checklist(sheet: EvidenceSheet, *, brief: bool = False) -> None:
    """Print the checklist, usual kinds first; in brief without less usual kinds of which there is nothing."""
    title = f"{sheet.reference}: evidence for a request"
    shown = table(title, "Kind", "What", "State", "From", "How old")
    left_out = 0
    for item in sheet.checklist:
        if brief and not item.kind.usual and item.state is State.MISSING and not item.pieces:
            left_out += 1
            continue
        usual = "" if item.kind.usual else " [dim](less usual)[/dim]"
        whom = item.kind.from_whom.replace("_", " ")
        shown.add_row(item.kind.code, f"{item.kind.title}{usual}", _STATES[item.state], whom, _age(item))
    console.print(shown)
    if left_out:
        console.print(f"Less usual, and nothing recorded: {left_out} kinds. All of them: ehcp evidence checklist.")
    console.print(f"[bold]{NO_GATE}[/bold]")
    if not brief:
        console.print("[dim]What each kind shows, and what councils often ask for: ehcp evidence kinds[/dim]")


def _age(item: Item) -> str:
    """How old the newest is, or since when it was asked for."""
    if item.state is State.ASKED_FOR:
        return f"asked for {item.asked_for.in_words()}" if item.asked_for else ""
    if item.state is not State.HERE or item.newest is None:
        return ""
    months = item.months_old
    old = "" if months is None else "new" if months == 0 else f"{months} month{'' if months == 1 else 's'} old"
    again = "; a newer one helps more" if item.is_old else ""
    return f"{item.newest.in_words()} ({old}{again})" if old else item.newest.in_words()


def _pieces_as_json(sheet: EvidenceSheet) -> list[dict[str, Any]]:
    return [
        {
            "id": listed.piece.id,
            "kind": listed.piece.kind,
            "state": listed.piece.state,
            "from": listed.piece.from_whom,
            "dated": str(listed.piece.dated) if listed.piece.dated else None,
            "called": listed.words.called,
            "says": listed.words.says,
        }
        for listed in sheet.pieces
    ]


def _checklist_as_json(sheet: EvidenceSheet) -> dict[str, Any]:
    items = [
        {
            "kind": item.kind.code,
            "title": item.kind.title,
            "from": item.kind.from_whom,
            "usual": item.kind.usual,
            "state": item.state,
            "pieces": len(item.pieces),
            "events": [str(on) for on in item.events],
            "newest": str(item.newest) if item.newest else None,
            "months_old": item.months_old,
            "a_newer_one_helps_more": item.is_old,
            "practice": item.kind.practice,
        }
        for item in sheet.checklist
    ]
    return {"reference": sheet.reference, "condition": False, "says": NO_GATE, "checklist": items}
