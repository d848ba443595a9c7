"""Every page that a person can meet: the accessibility tests and `make screenshots` go through this list.

A new page belongs here. `{case}` is a case under way, `{planned}` one with a plan in force, `{mail}` a message.
"""

from dataclasses import dataclass

from ehcp_workflow.messages.kept_mail import read_mailbox
from tests.browser.site import Site


@dataclass(frozen=True)
class Shown:
    """A page of the list.

    Attributes:
        name: as its picture is called.
        address: its path, with `{case}` and the like.
        who: the account that looks at it; None for somebody who is not signed in.
        status: what it answers with.
    """

    name: str
    address: str
    who: str | None = "adviser"
    status: int = 200


PAGES = (
    Shown("sign-in", "/sign-in", None),
    Shown("not-found", "/nowhere", status=404),
    Shown("caseload", "/"),
    Shown("caseload-as-read-only", "/", "reader"),
    Shown("case", "/cases/{case}"),
    Shown("case-with-plan", "/cases/{planned}"),
    Shown("reviews", "/reviews"),
    Shown("review", "/reviews/{planned}"),
    Shown("mailbox", "/mailbox"),
)


def address_of(shown: Shown, site: Site) -> str:
    """The whole address of a page."""
    return site.address + shown.address.format_map(_places(site))


def _places(site: Site) -> dict[str, str]:
    mails = read_mailbox(site.installation.settings.mailbox, 1)
    return {"case": "EHC-2026-0001", "planned": "EHC-2026-0002", "mail": mails[0].key if mails else "none"}
