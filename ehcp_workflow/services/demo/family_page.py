"""The page of one fictional family, so that the demo shows what a family sees."""

from __future__ import annotations

from ehcp_workflow.services.family.links import make_link
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import casebook
from ehcp_workflow.store.people import parts_of_each

WORD = "blue kettle"
CASE = "DEMO-052"
"""A plan of which some help lapsed; the numbers are those of the adviser's own references in the demo."""
BY = "demo"


def add_family_link(installation: Installation) -> None:
    """Make the link of the parent of one case; `ehcp family list` prints it."""
    with installation.database.read() as unit:
        record = casebook.look_up_case(unit, installation.cipher, CASE)
        parts = parts_of_each(unit, [record.id])[record.id] if record else ()
    parent = next((person for person, role in parts if role == "parent"), None)
    if record and parent is not None:
        make_link(installation, record.reference, parent, BY, word=WORD)
