"""Living days through on a copy: what would be planned and sent, by the very code that plans and sends."""

from ehcp_workflow.services.simulating.simulation import Simulated, simulate

__all__ = ["Simulated", "simulate"]
