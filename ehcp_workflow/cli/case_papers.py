"""`ehcp case letter | letters | chronology`: papers about a case, as drafts in files of your own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ehcp_workflow.cli.printing import AsAt, AsJson, console, read_day, show_json, table
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.services.papers.chronology import chronology as make_chronology
from ehcp_workflow.services.papers.docx_file import docx_bytes
from ehcp_workflow.services.papers.letters import Wishes, letters_for, write_letter
from ehcp_workflow.services.papers.pdf_file import pdf_file
from ehcp_workflow.services.whole_files import write_whole

Reference = Annotated[str, typer.Argument(help="The case: our reference or your own.")]
Out = Annotated[Path, typer.Argument(help="The file to write.", show_default=False)]


def letter(
    reference: Reference,
    kind: Annotated[str, typer.Argument(help="Which letter; `ehcp case letters` lists those that fit.")],
    out: Out,
    from_: Annotated[str | None, typer.Option("--from", help="Who signs it.")] = None,
    asked_by: Annotated[str | None, typer.Option(help="Who asks: parent, young_person or school.")] = None,
    to: Annotated[str | None, typer.Option(help="To whom, instead of the director of children's services.")] = None,
    reply_by: Annotated[str | None, typer.Option(metavar="DATE", help="By when to answer.")] = None,
    line: Annotated[str | None, typer.Option(help="Only this line of provision, such as F1.")] = None,
    as_at: AsAt = None,
) -> None:
    """Write a letter as a Word document: a draft, for a person to read, complete and sign."""
    _check_out(out, {".docx"})
    wishes = Wishes(from_, asked_by, to, read_day(reply_by), line)
    with open_installation() as installation:
        paper = write_letter(installation, reference, kind, wishes, read_day(as_at))
        content = docx_bytes(paper, installation.now())
    write_whole(out, content, replace=False)
    typer.echo(f"{out}: a draft. Read it, complete what stands in [brackets], and sign it yourself.")


def letters(reference: Reference, as_at: AsAt = None, as_json: AsJson = False) -> None:
    """List the letters that fit a case now, and why."""
    with open_installation() as installation:
        found = letters_for(installation, reference, read_day(as_at))
    if as_json:
        show_json([{"letter": fit.code, "title": fit.kind.title, "why": fit.why} for fit in found])
        return
    shown = table("Letters that fit", "Letter", "About", "Why")
    for fit in found:
        shown.add_row(fit.code, fit.kind.title, fit.why)
    console.print(shown)


def chronology(
    reference: Reference,
    out: Out,
    with_names: Annotated[bool, typer.Option("--with-names", help="The child's name instead of initials.")] = False,
    as_at: AsAt = None,
) -> None:
    """Write the chronology of a case for a bundle: a tagged PDF, or a Word document."""
    _check_out(out, {".pdf", ".docx"})
    with open_installation() as installation:
        paper = make_chronology(installation, reference, read_day(as_at), with_names=with_names)
        made_at = installation.now()
    if out.suffix.lower() == ".docx":
        write_whole(out, docx_bytes(paper, made_at), replace=False)
        typer.echo(f"{out}: written. Word shows how many pages it has.")
        return
    made = pdf_file(paper)
    write_whole(out, made.content, replace=False)
    typer.echo(f"{out}: {made.pages} page{'s' if made.pages != 1 else ''}.")


def _check_out(out: Path, endings: set[str]) -> None:
    if out.suffix.lower() not in endings:
        raise BadInput(f"{out} does not end with {' or '.join(sorted(endings))}. Choose such a name.")
