"""A file of what was delivered in one case that somebody uploads: tried out, and brought in when they have looked."""

from __future__ import annotations

import base64
from secrets import token_urlsafe

from ehcp_workflow.services.accounts.visitor import Visitor
from ehcp_workflow.services.importing.table import Table
from ehcp_workflow.services.importing.trying import CHECKED, IMPORTED, Tried, begin, gone, keep, kept
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.provision.importing.filing import import_table, read_log
from ehcp_workflow.store import uploads


def receive(installation: Installation, visitor: Visitor, reference: str, content: bytes) -> str:
    """Keep an uploaded file and try out what would become of each row; its name in addresses.

    Raises:
        NotFound: there is no such case.
        BadInput: it is not such a file.
    """
    table = read_log(installation, content)
    tried = import_table(installation, reference, table, visitor.name, dry_run=True)
    name, said = token_urlsafe(16), base64.b64encode(content).decode()
    with installation.database.write() as unit:
        uploads.add_upload(
            unit, installation.cipher, visitor.account_id, name, said, installation.now(), about=reference
        )
    keep(installation, name, tried.verdicts, CHECKED)
    return name


def tried(installation: Installation, visitor: Visitor, reference: str, name: str) -> Tried:
    """What became, or would become, of each row.

    Raises:
        NotFound: there is no such file of theirs about the case.
    """
    with installation.database.read() as unit:
        whose = (visitor.account_id, name, installation.now(), reference)
        found = uploads.find_upload(unit, installation.cipher, *whose)
    if found is None:
        raise gone()
    return kept(found)


def bring_in(installation: Installation, visitor: Visitor, reference: str, name: str) -> Tried:
    """Import a file whose rows were looked at. The file itself is forgotten; nobody is sent anything by it.

    Raises:
        NotFound: there is no such file of theirs about the case.
        Refused: it is being imported now.
    """
    with installation.database.write() as unit:
        whose = (visitor.account_id, name, installation.now(), reference)
        upload = begin(unit, uploads.find_upload(unit, installation.cipher, *whose, lock=True))
    if upload.state == IMPORTED:
        return kept(upload)
    done = import_table(installation, reference, _table(installation, upload.content), visitor.name)
    return keep(installation, name, done.verdicts, IMPORTED)


def _table(installation: Installation, content: str | None) -> Table:
    return read_log(installation, base64.b64decode(content or ""))
