"""Workflow and deadline engine for Education, Health and Care Plan applications in England."""

__version__ = "0.1.0"
