"""`ehcp people safe` and `change`: how somebody may be reached safely, and what becomes different about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ehcp_workflow.cli.typist import who
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.store.people_points import SafeUse

if TYPE_CHECKING:
    from ehcp_workflow.services.people.wishes import Reach

Point = Annotated[int | None, typer.Option("--contact-point", help="The number of a contact point.")]
PersonNumber = Annotated[int | None, typer.Option("--person", help="The number of a person.")]


def safe(
    person: PersonNumber = None,
    contact_point: Point = None,
    never: Annotated[list[str] | None, typer.Option(help="Person: a channel never to use.")] = None,
    again: Annotated[list[str] | None, typer.Option(help="Person: a channel that may be used again.")] = None,
    neutral: Annotated[
        bool | None, typer.Option("--neutral/--full", help="Person: say only that there is something to read.")
    ] = None,
    hours: Annotated[str | None, typer.Option(help="Contact point: 09:00-17:00, or any; London time.")] = None,
    do_not_use: Annotated[
        bool | None, typer.Option("--do-not-use/--may-be-used", help="Contact point: never use it.")
    ] = None,
    no_voicemail: Annotated[
        bool | None, typer.Option("--no-voicemail/--voicemail", help="Contact point: leave no word.")
    ] = None,
) -> None:
    """Say how somebody may be reached safely: a person, or a contact point and all others with its address.

    Neutral words and the rules of a contact point hold for everybody who has that address, in every case.
    """
    from ehcp_workflow.services.people import wishes  # noqa: PLC0415 - see main.py

    of_person, of_point = (never, again, neutral), (hours, do_not_use, no_voicemail)
    if (person is None and contact_point is None) or _wrong(person, of_person) or _wrong(contact_point, of_point):
        raise BadInput("Give --person with --never, --again or --neutral; --contact-point with the other rules.")
    rules = SafeUse(do_not_use, no_voicemail, wishes.read_hours(hours) if hours else None)
    with open_installation() as installation:
        if person is not None:
            _say(wishes.keep_safe(installation, person, never or (), again or (), neutral, who()))
        if contact_point is not None:
            _say(wishes.keep_point_safe(installation, contact_point, rules, who()))


def change(
    person: PersonNumber = None,
    contact_point: Point = None,
    language: Annotated[str | None, typer.Option(help="Person: the language they read best.")] = None,
    format_: Annotated[str | None, typer.Option("--format", help="Person: how they read best.")] = None,
    to: Annotated[str | None, typer.Option(help="Contact point: the address that takes its place.")] = None,
) -> None:
    """Change somebody's language or format, or the address of a contact point. The old address is kept, unused."""
    from ehcp_workflow.services.people import changing, checking, wishes  # noqa: PLC0415 - see main.py

    if (
        (person is None and contact_point is None)
        or _wrong(person, (language, format_))
        or _wrong(contact_point, (to,))
    ):
        raise BadInput("Give --person with --language or --format; --contact-point with --to.")
    with open_installation() as installation:
        if person is not None:
            wishes.keep_manner(installation, person, language, format_, who())
            typer.echo(f"Person {person}: kept.")
            if note := checking.not_written(installation, language):
                typer.echo(note)
        if contact_point is not None and to is not None:
            new = changing.change_address(installation, contact_point, to, who())
            typer.echo(f"Contact point {new} takes the place of {contact_point}.")
            for other in changing.still_at(installation, contact_point):
                typer.echo(
                    f"Person {other.person_id} ({', '.join(other.references) or 'in no case now'}) still has the old "
                    f"address. Change it too: ehcp people change --contact-point {other.contact_point_id} --to ..."
                )


def _say(reach: Reach) -> None:
    people, cases = ("person" if reach.people == 1 else "people"), ("case" if reach.cases == 1 else "cases")
    typer.echo(f"Kept for {reach.people} {people} in {reach.cases} {cases}.")


def _wrong(number: int | None, rules: tuple[object, ...]) -> bool:
    """Whether a number comes without rules, or rules without a number."""
    return (number is None) != all(rule is None for rule in rules)
