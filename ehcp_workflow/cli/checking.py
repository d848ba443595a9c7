"""`ehcp check` and `ehcp doctor`: what is due, and whether the watcher is well."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from ehcp_workflow.cases.alerts import Alert
from ehcp_workflow.cli.printing import AsAt, AsJson, coloured, console, read_day, show_json, table
from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.services import checks
from ehcp_workflow.services.checks import CheckReport, Found
from ehcp_workflow.services.health import examine
from ehcp_workflow.services.installation import Installation, open_installation
from ehcp_workflow.services.provision_check import check_provision


def check(
    what: Annotated[str | None, typer.Argument(metavar="[provision]", help="Provision alone; else all.")] = None,
    as_at: AsAt = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would find; store and plan nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Run the daily checks now. For another day than today they are always a dry run."""
    if what is not None:
        _check_provision(what, dry_run=dry_run or as_at is not None, as_json=as_json)
        return
    with open_installation() as installation:
        day = read_day(as_at) or installation.today()
        if dry_run or day != installation.today():
            _look_ahead(installation, as_at, as_json=as_json)
            return
        reports = [checks.check_deadlines(installation), checks.check_silence(installation)]
    if as_json:
        show_json([{**report.__dict__, "failures": list(report.failures)} for report in reports])
    else:
        for report in reports:
            _show_report(report)
    if any(report.failures for report in reports):
        raise typer.Exit(1)


def _check_provision(what: str, *, dry_run: bool, as_json: bool) -> None:
    if what != "provision":
        raise BadInput(f"'{what}' is not a check. Write provision, or nothing for the checks of deadlines and silence.")
    if dry_run:
        raise BadInput("The check of provision has no dry run. Use: ehcp check --dry-run, which finds its alerts too.")
    with open_installation() as installation:
        report = check_provision(installation)
    if as_json:
        show_json({**report.__dict__, "deadlines": report.deadlines.__dict__, "failures": list(report.failures)})
    else:
        _show_report(report.deadlines)
        states = ", ".join(f"{n} {state.replace('_', ' ')}" for state, n in sorted(report.lines.items())) or "none"
        console.print(f"[bold]Provision[/bold]: {report.cases} cases with lines of Section F; lines: {states}.")
        for reference, why in report.failures:
            console.print(f"[bold red]failed[/bold red] {reference}: {escape(why)}")
    if report.failures:
        raise typer.Exit(1)


def _look_ahead(installation: Installation, as_at: str | None, *, as_json: bool) -> None:
    day = read_day(as_at) or installation.today()
    found, failures = checks.look_ahead(installation, day)
    if as_json:
        show_json({"as_at": day, "dry_run": True, "alerts": [_as_json(f) for f in found], "failures": list(failures)})
    else:
        _show_found(installation, found, day_in_words(day))
        for reference, what in failures:
            console.print(f"[bold red]failed[/bold red] {reference}: {escape(what)}")
    if failures:
        raise typer.Exit(1)


def _show_found(installation: Installation, found: list[Found], day: str) -> None:
    shown = table(f"What people should know on {day} (dry run)", "Case", "Who", "What", "Which date", "Due")
    for item in found:
        alert = item.alert
        rule = installation.rulebook.rules[alert.rule] if alert.rule else None
        what = f"{rule.ref} {rule.title_in_lists}" if rule else _about(alert)
        due = alert.due.in_words() if alert.due else ""
        shown.add_row(item.reference, alert.audience.value, coloured(alert.kind.value), what, due)
    console.print(shown)
    console.print(f"{len(found)} alerts in {len({item.reference for item in found})} cases. Nothing was stored.")


def _about(alert: Alert) -> str:
    return f"nothing recorded in: {alert.stage}" if alert.stage else f"{alert.subject.partition(':')[0]} {alert.about}"


def _show_report(report: CheckReport) -> None:
    alerts = ", ".join(f"{n} {kind.replace('_', ' ')}" for kind, n in sorted(report.alerts.items())) or "none"
    console.print(
        f"[bold]{report.watch.capitalize()}[/bold], {day_in_words(report.as_at)}: {report.looked_at} cases looked at, "
        f"{report.changed} changed, new notices: {alerts} ({report.seconds:.1f} s)."
    )
    for reference, what in report.failures:
        console.print(f"[bold red]failed[/bold red] {reference}: {escape(what)}")


def _as_json(found: Found) -> dict[str, object]:
    alert = found.alert
    return {
        "reference": found.reference,
        "kind": alert.kind.value,
        "audience": alert.audience.value,
        "rule": alert.rule,
        "stage": alert.stage,
        "due": str(alert.due) if alert.due else None,
        "rung": alert.rung,
    }


def doctor(as_json: AsJson = False) -> None:
    """Say in one screen whether everything is well; the exit code is 1 when it is not."""
    with open_installation() as installation:
        findings = examine(installation)
    if as_json:
        show_json([finding.__dict__ for finding in findings])
    else:
        for finding in findings:
            mark = "[green]well[/green]   " if finding.well else "[bold red]trouble[/bold red]"
            console.print(f"{mark}  {finding.what}: {escape(finding.words)}", soft_wrap=True)
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)
