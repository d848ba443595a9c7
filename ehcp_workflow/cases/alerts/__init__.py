"""What somebody should know about a case on a day. The same day always gives the same alerts."""

from ehcp_workflow.cases.alerts.alert import Alert, AlertKind

__all__ = ["Alert", "AlertKind"]
