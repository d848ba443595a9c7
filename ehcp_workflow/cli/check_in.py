"""`ehcp check-in`: ask a family whether help was given, and answer for them, such as after a phone call."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcp_workflow.cli.printing import AsJson, console, read_day, show_json
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.installation import open_installation

app = typer.Typer(no_args_is_help=True, help="Ask a family whether the help in the plan was given.")
Day = Annotated[str | None, typer.Option(metavar="DATE", help="As 2026-11-16; left out: the last finished week.")]
Said = Annotated[
    list[str],
    typer.Argument(
        help="A link's last part unless --case is given, then F1=all F2=some F3=none.", metavar="[TOKEN] F1=all"
    ),
]


@app.command()
def ask(
    reference: Annotated[str, typer.Argument(help="The case: our reference or your own.")],
    lines: Annotated[list[str], typer.Argument(help="The lines of Section F to ask about, such as F1 F2.")],
    person: Annotated[int, typer.Option(help="Who is asked: their number in ehcp people list.")],
    first: Day = None,
    last: Day = None,
    as_json: AsJson = False,
) -> None:
    """Make a link on which a family says whether help was given. Nothing is sent; a link made before ends."""
    from ehcp_workflow.services import check_ins  # noqa: PLC0415 - see main.py
    from ehcp_workflow.services.check_in_questions import last_school_week  # noqa: PLC0415 - as above

    with open_installation() as installation:
        week = last_school_week(installation.today())
        days = (read_day(first) or week[0], read_day(last) or week[1])
        token = check_ins.ask(installation, reference, person, tuple(lines), days)
        link = check_ins.check_in_link(installation, token)
    if as_json:
        show_json({"token": token, "link": link, "lines": sorted(set(lines)), "first": days[0], "last": days[1]})
        return
    console.print(f"Asks about {', '.join(sorted(set(lines)))} from {days[0]} to {days[1]}, for 14 days, on this link:")
    typer.echo(link)
    console.print(f"Answer for them with: ehcp check-in answer {token} {lines[0]}=all (or some, or none)")


@app.command()
def answer(
    said: Said,
    case: Annotated[str | None, typer.Option(help="Instead of a token: the case.")] = None,
    person: Annotated[int | None, typer.Option(help="Instead of a token: who was asked.")] = None,
) -> None:
    """Log what a family answered. Answering again corrects the first answer."""
    from ehcp_workflow.services import check_ins  # noqa: PLC0415 - see main.py

    if (case is None) != (person is None):
        raise BadInput("Give the case and the person, or the token of the link alone.")
    with open_installation() as installation:
        if case is not None and person is not None:
            token, answers = check_ins.token_of(installation, case, person), said
        else:
            token, *answers = said
        left = check_ins.answer(installation, token, check_ins.read_answers(answers))
    console.print(
        "The answer is logged." if not left else f"Left as corrected since the first answer: {', '.join(left)}."
    )


@app.command()
def revoke(
    token: Annotated[str | None, typer.Argument(help="The link's last part, unless --case is given.")] = None,
    case: Annotated[str | None, typer.Option(help="Instead of a token: the case.")] = None,
    person: Annotated[int | None, typer.Option(help="Instead of a token: who was asked.")] = None,
) -> None:
    """End a link before its time, such as when a phone was lost. What was answered stays in the log."""
    from ehcp_workflow.services import check_ins  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        if case is not None and person is not None and token is None:
            token = check_ins.token_of(installation, case, person)
        if token is None or (case is None) != (person is None):
            raise BadInput("Give the case and the person, or the token of the link alone.")
        check_ins.revoke(installation, token)
    console.print("The link has ended.")
