"""Sending what waits: claim, look again whether it is still true, write down the attempt, send once, record the end.

No transaction is open while anything is sent. A worker that dies at any point leaves a record from which the next one
goes on: before the attempt is written the message is simply claimed again; after it, nobody knows whether it arrived,
and it is asked after where the provider can be asked, or tried again with the same reference and the same words.
"""

from ehcp_workflow.services.delivery.dispatcher import LEASE, deliver
from ehcp_workflow.services.delivery.recording import WAITS
from ehcp_workflow.services.delivery.report import DeliveryReport

__all__ = ["LEASE", "WAITS", "DeliveryReport", "deliver"]
