"""`ehcp people`: who is in a case, how they may be reached, and what they agreed to.

Only `list` shows names and addresses, because it is a case's own command; the others speak of numbers.
"""

from __future__ import annotations

from typing import Annotated

import typer

from ehcp_workflow.cli import people_rules
from ehcp_workflow.cli.people_tables import person_as_json, show_history, show_people
from ehcp_workflow.cli.printing import AsJson, show_json
from ehcp_workflow.cli.typist import who
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.services.people.reasons import Why
from ehcp_workflow.store.consents import REMINDERS
from ehcp_workflow.store.people_parts import Wishes

app = typer.Typer(no_args_is_help=True, help="The people of a case: how they may be reached, and what they agreed to.")
Reference = Annotated[str, typer.Argument(help="The case: our reference or your own.")]
Person = Annotated[int, typer.Argument(help="The number of the person, as `ehcp people list` shows it.")]
Point = Annotated[int, typer.Argument(help="The number of the contact point, as `ehcp people list` shows it.")]
Role = Annotated[str, typer.Argument(help="parent, second_parent, young_person, adviser, supervisor or school.")]
Purposes = Annotated[
    list[str] | None, typer.Option("--purpose", help="reminders, updates or check_ins; may be given several times.")
]
app.command("safe")(people_rules.safe)
app.command("change")(people_rules.change)


@app.command()
def add(
    reference: Reference,
    role: Role,
    contact: Annotated[list[str], typer.Option(help="A way to reach them, such as sms=07700900123; the best first.")],
    name: Annotated[str | None, typer.Option(help="Their name; kept sealed.")] = None,
    agreed: Annotated[str | None, typer.Option(help="How they agreed, e.g. 'phone, 3 May'; kept in clear.")] = None,
    purpose: Purposes = None,
    language: Annotated[str | None, typer.Option(help="The language they read best, such as en or pl.")] = None,
    format_: Annotated[str | None, typer.Option("--format", help="standard, large_print, easy_read, ...")] = None,
    never: Annotated[list[str] | None, typer.Option(help="A channel never to use for them.")] = None,
    neutral: Annotated[bool, typer.Option("--neutral", help="Say only that there is something to read.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put somebody into a case, or give them more ways to be reached. Without --agreed a family is not written to."""
    from ehcp_workflow.services.people.adding import NewPerson, add_person  # noqa: PLC0415 - see main.py
    from ehcp_workflow.services.people.checking import not_written  # noqa: PLC0415 - see main.py

    wishes = Wishes(language, format_, neutral or None, tuple(never) if never else None)
    contacts = tuple(_contact(text) for text in contact)
    new = NewPerson(role, contacts, name, agreed, tuple(purpose or (REMINDERS,)), wishes)
    with open_installation() as installation:
        added = add_person(installation, reference, new, who())
        note = not_written(installation, language)
    if as_json:
        show_json({"person": added.person_id, "contact_points": added.contact_point_ids})
        return
    points = ", ".join(str(point) for point in added.contact_point_ids)
    typer.echo(f"Person {added.person_id}, contact points {points}.")
    if note:
        typer.echo(note)


@app.command("list")
def list_(reference: Reference, as_json: AsJson = False) -> None:
    """List the people of a case, with their names and addresses: do not leave it on a screen."""
    from ehcp_workflow.services.people import listing  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        found = listing.list_people(installation, reference)
    if as_json:
        show_json([person_as_json(line) for line in found])
    else:
        show_people(found)


@app.command()
def consent(
    point: Point,
    give: Annotated[str | None, typer.Option(help="They agree: how they said so; kept in clear, no names.")] = None,
    withdraw: Annotated[str | None, typer.Option(help="They do not, or no longer: how they said so.")] = None,
    purpose: Purposes = None,
) -> None:
    """Record that somebody agrees to be written to, or no longer does; for all purposes unless some are named."""
    from ehcp_workflow.services.people import agreeing  # noqa: PLC0415 - see main.py

    if (give is None) == (withdraw is None):
        raise BadInput("Give either --give or --withdraw, each with how they said it, such as 'phone, 3 May'.")
    with open_installation() as installation:
        if give is not None:
            agreeing.give_consent(installation, point, purpose or (), give, who())
        else:
            agreeing.withdraw_consent(installation, point, purpose or (), withdraw or "", who())
    typer.echo(f"Contact point {point}: consent {'given' if give is not None else 'withdrawn'}.")


@app.command()
def stop(
    contact_point: Annotated[int | None, typer.Option(help="The number of a contact point.")] = None,
    person: Annotated[int | None, typer.Option(help="The number of a person: all their contact points.")] = None,
    address: Annotated[str | None, typer.Option(help="An address whoever has it, such as email=ADDRESS.")] = None,
    why: Annotated[Why, typer.Option(help="Why.")] = Why.ASKED,
    take_up_again: Annotated[bool, typer.Option("--take-up-again", help="Use a contact point again.")] = False,
) -> None:
    """Write no more to a contact point, to a person, or to an address wherever it is; or take one up again."""
    from ehcp_workflow.services.people import stopping  # noqa: PLC0415 - see main.py

    if [contact_point, person, address].count(None) != 2 or (take_up_again and contact_point is None):
        raise BadInput("Give one of --contact-point, --person and --address; --take-up-again with the first only.")
    with open_installation() as installation:
        if address is not None:
            people = stopping.stop_address(installation, *_contact(address), why, who())
            typer.echo(f"Stopped everywhere; {len(people)} {'person has' if len(people) == 1 else 'people have'} it.")
        elif person is not None:
            typer.echo(f"Person {person}: {stopping.stop_person(installation, person, why, who())} stopped.")
        elif contact_point is not None and take_up_again:
            stopping.take_up_again(installation, contact_point, who())
            typer.echo(f"Contact point {contact_point} is taken up again.")
        elif contact_point is not None:
            stopping.stop_point(installation, contact_point, why, who())
            typer.echo(f"Contact point {contact_point} is stopped.")


@app.command()
def verify(
    point: Point, code: Annotated[str | None, typer.Option(help="The code they were sent, once they say it.")] = None
) -> None:
    """Send a code to a contact point; and with --code, keep that it is theirs because they knew it."""
    from ehcp_workflow.services.people import verifying  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        if code is None:
            verifying.begin_verification(installation, point, who())
            typer.echo(f"A code goes to contact point {point} with the next delivery. It is valid for a day.")
        else:
            verifying.confirm(installation, point, code, who())
            typer.echo(f"Contact point {point} is verified.")


@app.command()
def role(
    reference: Reference,
    person: Person,
    role: Role,
    end: Annotated[bool, typer.Option("--end", help="They no longer play it.")] = False,
) -> None:
    """Give somebody who is known a part in a case, or end it: then they are told no more of the case."""
    from ehcp_workflow.services.people import changing  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        if end:
            changing.end_role(installation, reference, person, role, who())
        else:
            changing.begin_role(installation, reference, person, role, who())
    typer.echo(f"Person {person}: {role} {'no longer' if end else 'from now on'}.")


@app.command()
def history(person: Person, as_json: AsJson = False) -> None:
    """Show everything that was changed about somebody, oldest first, without names and addresses."""
    from ehcp_workflow.services.people import listing  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        changes = listing.history_of(installation, person)
    if as_json:
        show_json([change.__dict__ for change in changes])
    else:
        show_history(person, changes)


def _contact(text: str) -> tuple[str, str]:
    channel, equals, value = text.partition("=")
    if not equals:
        raise BadInput("A contact point is written as its channel and its address, such as email=ADDRESS.")
    return channel.strip(), value.strip()
