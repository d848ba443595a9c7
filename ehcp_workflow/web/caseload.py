"""The caseload page: every case on one line, soonest date first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ehcp_workflow.cases.clocks import ClockState
from ehcp_workflow.cases.looks import NEVER
from ehcp_workflow.cases.stages import StageState
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.board import BoardLine, board
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.web.asking import read_after, read_as_at, write_after
from ehcp_workflow.web.pages import Opened, render
from ehcp_workflow.web.wording import STAGE_COLOURS, Tag, clock_tag, how_far, stage_tag

router = APIRouter()
LINES_PER_PAGE = 200
LATE, NO_COUNCIL = "late", "not recorded"


@dataclass(frozen=True)
class Row:
    """A line of the caseload in words."""

    line: BoardLine
    stage: Tag | None
    date: Tag | None
    how_far: str
    who: str


@dataclass(frozen=True)
class Count:
    """How many cases are in a state, and the address that shows them."""

    value: str
    words: str
    number: int


@router.get("/")
def show_caseload(
    installation: Opened,
    state: str = "",
    council: str = "",
    as_at: str | None = None,
    after: str | None = None,
) -> HTMLResponse:
    """The caseload, filtered by the state of the stage and by council."""
    if state and state not in {LATE, *STAGE_COLOURS}:
        raise BadInput(f"'{state}' is not a state. Choose one from the list on the caseload page.")
    day = read_as_at(as_at, installation.today())
    lines = board(installation, day)
    of_council = [line for line in lines if not council or (line.council or NO_COUNCIL) == council]
    wanted = [line for line in of_council if _is_in(line, state)]
    page, following = cut(wanted, read_after(after), LINES_PER_PAGE)
    return render(
        installation,
        "caseload.html",
        as_at=day,
        today=installation.today(),
        rows=[_row(installation, line, day or installation.today()) for line in page],
        counts=_counts(of_council),
        found=len(wanted),
        total=len(lines),
        states=[LATE, *STAGE_COLOURS],
        councils=sorted({line.council or NO_COUNCIL for line in lines}),
        state=state,
        council=council,
        link=partial(_address, {"state": state, "council": council, "as_at": day.isoformat() if day else ""}),
        after=after or "",
        following=write_after(following) if following else None,
    )


def cut(
    lines: list[BoardLine], after: tuple[date, str] | None, size: int
) -> tuple[list[BoardLine], tuple[date, str] | None]:
    """One page of lines, beginning after a key, and the key to go on from when there are more.

    A key holds its place when cases are added or move; a count of lines to skip would lose or repeat some.
    """
    left = [line for line in lines if after is None or _key(line) > after]
    return left[:size], _key(left[size - 1]) if len(left) > size else None


def _key(line: BoardLine) -> tuple[date, str]:
    return (line.due.earliest if line.due and line.due.earliest else NEVER), line.reference


def _is_in(line: BoardLine, state: str) -> bool:
    return not state or (line.late > 0 if state == LATE else line.stage_state == state)


def _counts(lines: list[BoardLine]) -> list[Count]:
    states = Counter(line.stage_state for line in lines)
    late = Count(LATE, "with a late date", sum(1 for line in lines if line.late))
    return [late, *(Count(state, state.value, states[state]) for state in STAGE_COLOURS)]


def _row(installation: Installation, line: BoardLine, day: date) -> Row:
    rulebook = installation.rulebook
    rule = rulebook.rule(line.next_ref) if line.next_ref else None
    shown = line.state if line.state is not ClockState.RUNNING else None
    return Row(
        line=line,
        stage=stage_tag(StageState(line.stage_state)) if line.stage_state else None,
        date=clock_tag(rule, shown) if rule and shown else None,
        how_far=how_far(line.due, day) if line.due else "",
        who=rulebook.parties[rule.owed_by].title if rule else "",
    )


def _address(asked: dict[str, str], **changed: str) -> str:
    """The address of this page with some of its questions changed."""
    query = urlencode({name: value for name, value in (asked | changed).items() if value})
    return f"/?{query}" if query else "/"
