"""The caseload page: what to look at first, and every case on one line, soonest date first; the same as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from ehcp_workflow.services.caseload.asking import (
    FLAG_WORDS,
    FLAGS_MEAN,
    Asked,
    Choices,
    choices,
    names_of_desks,
    read_asked,
)
from ehcp_workflow.services.caseload.files import caseload_as_csv, caseload_as_xlsx
from ehcp_workflow.services.caseload.listing import list_cases
from ehcp_workflow.services.caseload.views import saved_views
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.web.access.visit import Seeing, Visit
from ehcp_workflow.web.asking import read_after, read_as_at, write_after
from ehcp_workflow.web.caseload_lines import bars, row
from ehcp_workflow.web.forms import FieldError
from ehcp_workflow.web.pages import show

router = APIRouter()
LINES_PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/")
def show_caseload(visit: Seeing, request: Request) -> HTMLResponse:
    """The caseload, with the filters that stand in the address."""
    return caseload_page(visit, request.query_params)


@router.get("/caseload.csv")
def send_csv(visit: Seeing, request: Request) -> Response:
    """The cases that are asked for, as a CSV file."""
    asked, day = _asked(visit.installation, request.query_params)
    content = caseload_as_csv(visit.installation, visit.visitor, asked, day)
    return _file(content, "text/csv; charset=utf-8", f"caseload-{day or visit.installation.today()}.csv")


@router.get("/caseload.xlsx")
def send_xlsx(visit: Seeing, request: Request) -> Response:
    """The cases that are asked for, as a workbook."""
    asked, day = _asked(visit.installation, request.query_params)
    content = caseload_as_xlsx(visit.installation, visit.visitor, asked, day)
    return _file(content, XLSX, f"caseload-{day or visit.installation.today()}.xlsx")


def caseload_page(
    visit: Visit, said: Mapping[str, str], *, name: str = "", errors: tuple[FieldError, ...] = ()
) -> HTMLResponse:
    """The caseload page.

    Args:
        visit: who asks for it.
        said: the query of the address, or the fields of a form that hold the same.
        name: the name that was typed for a view.
        errors: what is wrong with it.
    """
    installation = visit.installation
    asked, day = _asked(installation, said)
    after = read_after(said.get("after"))
    wanted = asked.wanted(visit.visitor)
    listing = list_cases(installation, visit.visitor.sees, wanted, after=after, size=LINES_PER_PAGE, as_at=day)
    names, _ = names_of_desks(installation)
    offered = choices(installation, visit.visitor, listing.councils)
    return show(
        visit,
        "caseload.html",
        status=422 if errors else 200,
        errors=errors,
        as_at=day,
        today=installation.today(),
        asked=asked,
        listing=listing,
        choices=offered,
        in_words=_in_words(asked, offered),
        flag_words=dict(offered.flags).get(asked.flag, ""),
        rows=[row(installation, line, listing.day, names) for line in listing.lines],
        bars=bars(listing),
        meanings=[(FLAG_WORDS[flag], meaning) for flag, meaning in FLAGS_MEAN.items()],
        views=saved_views(installation, visit.visitor.account_id),
        name=name,
        link=_Links(asked, day),
        continued=after is not None,
        following=write_after(listing.following) if listing.following else None,
    )


@dataclass(frozen=True)
class _Links:
    """Addresses of this page and of its files, with what is asked and some of it changed."""

    asked: Asked
    day: date | None

    def __call__(self, path: str = "/", **changed: str) -> str:
        query = self.asked.query(**{"as_at": self.day.isoformat() if self.day else "", **changed})
        return f"{path}?{query}" if query else path

    def to_case(self, reference: str) -> str:
        """The address of a case, on the day that is asked for."""
        return f"/cases/{reference}" + (f"?{urlencode({'as_at': self.day})}" if self.day else "")


def _asked(installation: Installation, said: Mapping[str, str]) -> tuple[Asked, date | None]:
    return read_asked(installation, said), read_as_at(said.get("as_at"), installation.today())


def _in_words(asked: Asked, offered: Choices) -> str:
    """What is asked as a reader of the printed page needs it, such as `Council: Leeds. Adviser: Mine.`."""
    chosen = {
        "Council": (asked.council, offered.councils),
        "Stage": (asked.stage, offered.stages),
        "How it stands": (asked.state, offered.states),
        "Adviser": (asked.adviser, offered.advisers),
        "Team": (asked.team, offered.teams),
        "Primary need": (asked.need, offered.needs),
        "Look at first": (asked.flag, offered.flags),
    }
    return " ".join(f"{name}: {dict(pairs).get(value, value)}." for name, (value, pairs) in chosen.items() if value)


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
