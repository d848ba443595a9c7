"""Every page that a person can meet: the accessibility tests and `make screenshots` go through this list.

A new page belongs here. `{case}` is a case under way, `{planned}` one with a plan in force, `{late}`
one with a late date, `{provided}` one with a log of Section F, `{mail}` a message, `{family}`
the page of a family, `{stop}` and `{check_in}` what the links of messages hold.
"""

from dataclasses import dataclass
from datetime import date

from ehcp_workflow.messages.kept_mail import read_mailbox
from ehcp_workflow.services import check_ins
from ehcp_workflow.services.stopping import stop_token
from ehcp_workflow.store import casebook
from ehcp_workflow.store.people import parts_of_each
from tests.browser.site import FAMILY, Site, family_address


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
    Shown("caseload-filtered", "/?flag=late&adviser=me"),
    Shown("caseload-empty", "/?flag=failed"),
    Shown("saved-views", "/caseload/views"),
    Shown("case", "/cases/{case}"),
    Shown("case-with-plan", "/cases/{planned}"),
    Shown("case-as-read-only", "/cases/{case}", "reader"),
    Shown("case-on-another-day", "/cases/{late}?as_at=2026-11-01"),
    Shown("case-late", "/cases/{late}"),
    Shown("case-dates", "/cases/{planned}/dates"),
    Shown("case-provision", "/cases/{provided}/provision"),
    Shown("case-messages", "/cases/{case}/messages"),
    Shown("case-messages-ahead", "/cases/{case}/messages/ahead"),
    Shown("case-history", "/cases/{planned}/history"),
    Shown("case-believed", "/cases/{planned}/history?believed=2026-11-24"),
    Shown("find", "/find"),
    Shown("find-nothing", "/find?reference=9999", status=404),
    Shown("reviews", "/reviews"),
    Shown("review", "/reviews/{planned}"),
    Shown("mailbox", "/mailbox"),
    Shown("account", "/account"),
    Shown("second-factor-set-up", "/account/second-factor"),
    Shown("people-here", "/people-here", "supervisor"),
    Shown("person-here", "/people-here/adviser", "supervisor"),
    Shown("case-access", "/cases/{late}/access", "supervisor"),
    Shown("invitation-wrong", "/invitation/none", None, 404),
    Shown("case-open", "/cases/new"),
    Shown("case-people", "/cases/{case}/people"),
    Shown("case-person-new", "/cases/{case}/people/new"),
    Shown("case-needs", "/cases/{case}/needs"),
    Shown("case-need-new", "/cases/{case}/needs/new"),
    Shown("case-tasks", "/cases/{case}/tasks"),
    Shown("case-silence", "/cases/{case}/silences/new"),
    Shown("case-what-happened", "/cases/{late}/events/new"),
    Shown("case-record", "/cases/{late}/events/new?kind=final_plan_sent"),
    Shown("case-exemption", "/cases/{late}/exceptions/new"),
    Shown("case-promise", "/cases/{late}/promises/new"),
    Shown("case-provision-log", "/cases/{provided}/provision/log"),
    Shown("case-provision-line", "/cases/{provided}/provision/lines/new"),
    Shown("case-letters", "/cases/{late}/letters"),
    Shown("case-chronology", "/cases/{late}/chronology"),
    Shown("reviews-of-another-day", "/reviews?as_at=2027-03-01"),
    Shown("councils", "/councils"),
    Shown("council", "/councils/886"),
    Shown("rules", "/rules"),
    Shown("rule", "/rules/ASM-10"),
    Shown("settings", "/settings"),
    Shown("health", "/settings/health"),
    Shown("outbox", "/outbox"),
    Shown("outbox-as-operator", "/outbox", "operator"),
    Shown("outbox-tasks", "/outbox/tasks"),
    Shown("import", "/import"),
    Shown("mail", "/mailbox/{mail}"),
    Shown("stop", "/stop/{stop}", None),
    Shown("stop-wrong", "/stop/none", None, 404),
    Shown("check-in", "/check-in/{check_in}", None),
    Shown("check-in-wrong", "/check-in/none", None, 404),
    Shown("family-links", "/cases/{provided}/family"),
    Shown("own-calendar", "/account/calendar"),
    Shown("family-door", "{family}", None),
    Shown("family-link-wrong", "/family/1-none", None, 404),
    Shown("family", "{family}", FAMILY),
    Shown("family-messages", "{family}/messages", FAMILY),
    Shown("family-calendar", "{family}/calendar", FAMILY),
)


def address_of(shown: Shown, site: Site) -> str:
    """The whole address of a page."""
    return site.address + (shown.address.format_map(_places(site)) if "{" in shown.address else shown.address)


def _places(site: Site) -> dict[str, str]:
    mails = read_mailbox(site.installation.settings.mailbox, 1)
    return {
        "case": "EHC-2026-0001",
        "planned": "EHC-2026-0015",
        "late": "EHC-2026-0007",
        "provided": "EHC-2026-0057",
        "family": family_address(site).removeprefix(site.address),
        "mail": mails[0].key if mails else "none",
        "stop": stop_token(site.installation, 1),
        "check_in": _check_in(site, "EHC-2026-0057"),
    }


def _check_in(site: Site, reference: str) -> str:
    """What the link of a check-in holds: a parent is asked about the first line of a plan."""
    with site.installation.database.read() as unit:
        case_id = casebook.find_case(unit, site.installation.cipher, reference).id
        parent = next(person for person, part in parts_of_each(unit, [case_id])[case_id] if part == "parent")
    return check_ins.ask(site.installation, reference, parent, ("F1",), (date(2026, 11, 16), date(2026, 11, 20)))
