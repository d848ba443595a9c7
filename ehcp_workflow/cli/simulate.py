"""`ehcp simulate`: days lived anew on a copy, to see what everybody would be told. Nothing leaves this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ehcp_workflow.cli.printing import AsJson, console, read_day, show_json, table
from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.services.whole_files import write_whole

if TYPE_CHECKING:  # what they bring with them is slow to load, and no other command needs it
    from ehcp_workflow.services.simulating.figures import Figures
    from ehcp_workflow.services.simulating.simulation import Simulated


def simulate(
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day, as 2026-12-01.")],
    last: Annotated[str, typer.Option("--to", metavar="DATE", help="The last day, inclusive.")],
    report: Annotated[Path | None, typer.Option(metavar="FILE.md", help="Write a report with some cases.")] = None,
    keep: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Keep the copy and the mail here.")] = None,
    as_json: AsJson = False,
) -> None:
    """Live days anew on a copy of the caseload, as if nobody had been told of anything: who is told what, and when.

    The copy's mail goes to a mail server on this machine, started for the run. Each case knows on each day only what
    had happened by then. The exit code is 1 when somebody was told twice on a day, at night, or of what was over.
    """
    from ehcp_workflow.services.simulating.figures import figures  # noqa: PLC0415 - see main.py
    from ehcp_workflow.services.simulating.report import write_report  # noqa: PLC0415 - as above
    from ehcp_workflow.services.simulating.simulation import simulate as live_anew  # noqa: PLC0415 - as above

    days = read_day(first), read_day(last)
    if days[0] is None or days[1] is None:
        raise BadInput("Give both days: --from 2026-01-01 --to 2026-03-31.")
    with open_installation() as installation:
        done = live_anew(installation, days[0], days[1], keep)
    told = figures(done)
    if report:
        write_whole(report, write_report(done))
    if as_json:
        show_json(_as_json(done, told))
    else:
        _show(done, told)
    if not told.is_well:
        raise typer.Exit(1)


def _show(done: Simulated, told: Figures) -> None:
    console.print(f"{done.cases} cases, {day_in_words(done.first)} to {day_in_words(done.last)} ({done.seconds:.0f} s)")
    for title, headings, counts in (
        ("Messages", ("To", "By", "Urgency"), told.messages),
        ("Messages by month", ("Month", "To"), told.by_month),
        ("Notices", ("To", "Kind"), told.notices),
    ):
        shown = table(title, *headings, "How many")
        for key, number in counts.items():
            shown.add_row(*(part.replace("_", " ") for part in key), str(number))
        console.print(shown)
    average, most = told.a_message
    console.print(f"Notices in a message: {average} on average, {most} at most.")
    if told.busiest_day and told.busiest_person:
        console.print(f"Busiest day: {day_in_words(told.busiest_day[0])}, {told.busiest_day[1]} messages.")
        console.print(f"Most messages: {told.busiest_person[0]}, {told.busiest_person[1]}.")
    for what, counted in (("Tasks", told.tasks), ("Held and let go", done.released), ("Notices ended", told.ends)):
        console.print(f"{what}: {', '.join(f'{n} {name}' for name, n in counted.items()) or 'none'}.")
    for what, number in told.must_not_be.items():
        mark = "[bold red]wrong[/bold red]" if number else "[green]well[/green] "
        console.print(f"{mark}  {what}: {number}")
    for fault in done.faults[:20]:
        console.print(f"       {fault.what}: {fault.where}")


def _as_json(done: Simulated, told: Figures) -> dict[str, object]:
    return {
        "from": done.first,
        "to": done.last,
        "cases": done.cases,
        "messages": [{"to": a, "by": b, "urgency": c, "count": n} for (a, b, c), n in told.messages.items()],
        "by_month": [{"month": month, "to": who, "count": n} for (month, who), n in told.by_month.items()],
        "notices": [{"to": who, "kind": kind, "count": n} for (who, kind), n in told.notices.items()],
        "notices_in_a_message": {"average": told.a_message[0], "most": told.a_message[1]},
        "busiest_day": told.busiest_day,
        "busiest_person": told.busiest_person,
        "tasks": told.tasks,
        "held": done.released,
        "ends": told.ends,
        "states": done.states,
        "must_not_be": told.must_not_be,
        "faults": [fault.__dict__ for fault in done.faults],
    }
