"""Looking at a case or changing it: only those who may see it do, and each time is written down."""

from __future__ import annotations

from ehcp_workflow.errors import NotFound
from ehcp_workflow.services.accounts.visitor import Visitor
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import accesses, casebook
from ehcp_workflow.store.accesses import Access
from ehcp_workflow.store.casebook import CaseRecord
from ehcp_workflow.store.visibility import may_see


def look_at_case(
    installation: Installation, visitor: Visitor, reference: str, what: str, *, changed: bool
) -> CaseRecord:
    """A case that somebody may see, after it was written down that they looked at it or changed it.

    Args:
        installation: the installation.
        visitor: who looks.
        reference: the case, by our reference or the adviser's own.
        what: what they do, in the words of an address without its values, such as `GET /cases/{reference}`.
        changed: whether it is a change.

    Raises:
        NotFound: there is no such case, or they may not see it: nobody can tell which of the two.
    """
    hidden = NotFound(f"There is no case '{reference}' that you may see.")
    with installation.database.write() as unit:
        try:
            record = casebook.find_case(unit, installation.cipher, reference)
        except NotFound:
            raise hidden from None
        if not may_see(unit, visitor.sees, record.id):
            raise hidden
        access = Access(visitor.name, what, changed, installation.now())
        accesses.add_access(unit, record.id, visitor.account_id, access)
    return record
