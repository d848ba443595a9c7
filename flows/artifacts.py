"""What a flow leaves to read in the Prefect UI: tables of references, states, dates and counts, and nobody's name."""

from collections import Counter
from collections.abc import Iterable, Sequence

from prefect.artifacts import create_link_artifact, create_markdown_artifact

from ehcp_workflow.services.applications import ApplicationView
from ehcp_workflow.services.checks import CheckReport
from ehcp_workflow.services.delivery import DeliveryReport
from ehcp_workflow.services.planning.round import PlanReport
from ehcp_workflow.services.provision_check import ProvisionReport
from ehcp_workflow.services.reconciling import ReconcileReport

# A report names this many failing cases; beyond it the count says enough.
NAMED_AT_MOST = 50


def publish_application(view: ApplicationView) -> None:
    """Leave the table of stages and dates of one application, and the way to its page."""
    key = view.reference.lower()
    create_markdown_artifact(key=key, markdown=application_markdown(view), description=f"Where {view.reference} stands")
    create_link_artifact(
        key=f"{key}-page", link=view.page_url, link_text=f"Open {view.reference}", description="The case page"
    )


def application_markdown(view: ApplicationView) -> str:
    """The stages and the dates of one application as two tables."""
    stages = [(str(stage.number), stage.title, stage.state, stage.words) for stage in view.stages]
    dates = [(date.ref, date.title, date.due, date.state, date.words) for date in view.dates]
    parts = [f"# {view.reference}", _table(("", "Stage", "State", "What is known"), stages)]
    if dates:
        parts += ["## Dates", _table(("Rule", "Date", "Due", "State", "What is known"), dates)]
    return "\n\n".join([*parts, f"[Open the case page]({view.page_url})"])


def publish_check(report: CheckReport, not_shown: Sequence[str]) -> None:
    """Leave the counts of one check and the references it could not finish."""
    create_markdown_artifact(
        key=f"check-{report.watch.lower().replace(' ', '-').replace('_', '-')}",
        markdown=check_markdown(report, not_shown),
        description=f"What the check of {report.as_at} found",
    )


def check_markdown(report: CheckReport, not_shown: Sequence[str]) -> str:
    """The counts of one check, its alerts by kind, and the references that need an operator."""
    counts = [
        ("Cases looked at", str(report.looked_at)),
        ("Cases that changed", str(report.changed)),
        *((f"Alerts: {kind.replace('_', ' ')}", str(count)) for kind, count in sorted(report.alerts.items())),
        ("Messages planned", str(report.planned)),
        ("Cases that failed", str(len(report.failures))),
        ("Cases not shown here", str(len(not_shown))),
        ("Seconds", f"{report.seconds:.1f}"),
    ]
    parts = [f"# {report.watch.capitalize()}, as at {report.as_at}", _table(("", "Count"), counts)]
    if report.failures:
        parts += ["## Cases that failed", _table(("Reference", "What"), report.failures[:NAMED_AT_MOST])]
    if not_shown:
        named = [(reference,) for reference in not_shown[:NAMED_AT_MOST]]
        parts += ["## Cases not shown here", _table(("Reference",), named)]
    return "\n\n".join(parts)


def publish_provision(report: ProvisionReport, not_shown: Sequence[str]) -> None:
    """Leave how many lines of Section F stand in which state, and the references that need an operator."""
    create_markdown_artifact(
        key="check-provision",
        markdown=provision_markdown(report, not_shown),
        description=f"What the check of {report.as_at} found",
    )


def provision_markdown(report: ProvisionReport, not_shown: Sequence[str]) -> str:
    """The lines by state, what was planned, and the references that need an operator."""
    counts = [
        ("Cases with lines of Section F", report.cases),
        *((f"Lines: {state.replace('_', ' ')}", n) for state, n in sorted(report.lines.items())),
        ("Messages planned", report.deadlines.planned),
        ("Cases that failed", len(report.failures)),
        ("Cases not shown here", len(not_shown)),
    ]
    parts = [_counts(f"Provision, as at {report.as_at}", counts)]
    if report.failures:
        parts += ["## Cases that failed", _table(("Reference", "What"), report.failures[:NAMED_AT_MOST])]
    return "\n\n".join(parts)


def publish_delivery(report: DeliveryReport) -> None:
    """Leave the counts of one round of sending."""
    create_markdown_artifact(
        key="deliver", markdown=delivery_markdown(report), description="What the last round of sending did"
    )


def delivery_markdown(report: DeliveryReport) -> str:
    """How many messages ended how, and how many are still to go."""
    counts = [
        ("Sent", report.sent),
        ("Deferred, to be tried again", report.deferred),
        ("Not known whether sent, to be asked after or tried again", report.unknown),
        ("Failed or given up: told another way, or a task for a person", report.failed),
        ("Collapsed: told in another message, or overtaken", report.collapsed),
        ("Cancelled, no longer needed", report.cancelled),
        ("Waiting", report.waiting),
        ("Resting: for a later hour, or nothing serves their channel", report.resting),
        ("Held until a person releases them", report.held),
    ]
    return _counts("Messages", counts)


def publish_plan(report: PlanReport) -> None:
    """Leave the counts of one round of planning."""
    create_markdown_artifact(
        key="plan", markdown=plan_markdown(report), description="What the last round of planning planned"
    )


def plan_markdown(report: PlanReport) -> str:
    """How many notices are new, by kind, and the cases that failed."""
    kinds = sorted((Counter(report.deadlines.alerts) + Counter(report.silence.alerts)).items())
    counts = [
        *((f"Planned: {kind.replace('_', ' ')}", n) for kind, n in kinds),
        ("Planned: escalated", report.escalations),
        ("Planned: updates", report.updates),
        ("Planned for operators", report.system),
        ("Planned in all", report.planned),
        ("Cases that failed", len(report.failures)),
    ]
    parts = [_counts("Notices", counts)]
    if report.failures:
        parts += ["## Cases that failed", _table(("Reference", "What"), report.failures[:NAMED_AT_MOST])]
    return "\n\n".join(parts)


def publish_reconcile(report: ReconcileReport) -> None:
    """Leave the counts of what was found out about messages."""
    create_markdown_artifact(
        key="reconcile", markdown=reconcile_markdown(report), description="What became of messages, as last found out"
    )


def reconcile_markdown(report: ReconcileReport) -> str:
    """How many messages were found to have ended how."""
    counts = [
        ("Claims of dead workers released", report.released),
        ("Asked of providers", report.asked),
        ("Of unknown end, and there after all", report.accepted),
        ("Delivered", report.delivered),
        ("Failed: told another way, or a task for a person", report.failed),
        ("Complaints", report.complaints),
        ("Messages read that came back", report.bounces),
        ("Of which nothing followed", report.ignored),
    ]
    return _counts("What became of messages", counts)


def _counts(title: str, counts: Iterable[tuple[str, int]]) -> str:
    return "\n\n".join([f"# {title}", _table(("", "Count"), [(name, str(n)) for name, n in counts])])


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(text) for text in line) + " |" for line in lines)


def _cell(text: str) -> str:
    """One cell: a bar or a new line inside it would end the cell or the row."""
    return " ".join(text.replace("|", "\\|").split())
