"""A fictional caseload to look at, drawn from published proportions. Nobody in it is real."""

from ehcp_workflow.services.demo.loading import load_demo

__all__ = ["load_demo"]
