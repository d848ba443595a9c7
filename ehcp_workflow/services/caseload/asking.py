"""What somebody asks of the caseload, as it stands in an address and in a saved view."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields, replace
from urllib.parse import urlencode

from ehcp_workflow.cases.glance import DUE_WITHIN_DAYS, Flag
from ehcp_workflow.cases.stages import StageState
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.accounts.visitor import Visitor
from ehcp_workflow.services.caseload.lines import FAILED
from ehcp_workflow.services.councils import load_councils
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.support.needs import need_codes
from ehcp_workflow.store import accounts
from ehcp_workflow.store.wanted import NONE, Wanted

ME = "me"
FLAG_WORDS = {
    Flag.LATE: "Late",
    Flag.DUE: f"Due within {DUE_WITHIN_DAYS} days",
    Flag.SILENT: "Silent",
    Flag.LAPSED: "Provision lapsed",
    Flag.HELD: "Waiting for release",
    Flag.FAILED: "Cannot be worked out",
}
"""What the flags are called; the same on pages and in files."""
FLAGS_MEAN = {
    Flag.LATE: "the last day of a legal limit has passed, and nothing recorded meets it",
    Flag.DUE: f"an open date is today or in the next {DUE_WITHIN_DAYS} days",
    Flag.SILENT: "nothing was recorded, or something waited for is missing, for longer than house policy allows",
    Flag.LAPSED: "a line of Section F is not delivered as the plan specifies",
    Flag.HELD: "messages wait until a person releases them",
    Flag.FAILED: "the dates could not be worked out from what is recorded",
}


@dataclass(frozen=True)
class Asked:
    """What is asked; what is left empty may be anything.

    Attributes:
        council: a council's DfE number, or `none`.
        stage: the id of a stage; state: how that stage stands.
        adviser: `me`, the number of an account, or `none`; team: the number of a team, or `none`.
        need: the SEN2 code of the primary need, or `none`.
        flag: why an adviser would look at it first.
    """

    council: str = ""
    stage: str = ""
    state: str = ""
    adviser: str = ""
    team: str = ""
    need: str = ""
    flag: str = ""

    def wanted(self, visitor: Visitor) -> Wanted:
        """Which cases are wanted when a visitor asks this."""
        adviser = str(visitor.account_id) if self.adviser == ME else self.adviser
        flag = Flag(self.flag) if self.flag else None
        return Wanted(self.council, self.stage, self.state, adviser, self.team, self.need, flag)

    def query(self, **changed: str) -> str:
        """The query of an address that asks this, with some of it changed or added."""
        return urlencode({name: value for name, value in (asdict(self) | changed).items() if value})

    def changed(self, **to: str) -> Asked:
        """The same with some of it changed."""
        return replace(self, **to)


@dataclass(frozen=True)
class Choices:
    """What a visitor can choose from: pairs of what stands in an address and what they read, in their order."""

    councils: tuple[tuple[str, str], ...]
    stages: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str], ...]
    advisers: tuple[tuple[str, str], ...]
    teams: tuple[tuple[str, str], ...]
    needs: tuple[tuple[str, str], ...]
    flags: tuple[tuple[str, str], ...]


def read_asked(installation: Installation, said: Mapping[str, str]) -> Asked:
    """Read what is asked from the query of an address or the fields of a form; what else stands there is left alone.

    Raises:
        BadInput: something cannot be chosen.
    """
    asked = Asked(**{field.name: said.get(field.name, "").strip() for field in fields(Asked)})
    _check("flag", asked.flag, tuple(Flag))
    _check("state", asked.state, (FAILED, *StageState))
    _check("stage", asked.stage, tuple(installation.rulebook.stages))
    _check("need", asked.need, (NONE, *need_codes(installation).by_code))
    _check("council", asked.council, (NONE, *(council.code for council in load_councils())))
    for name, number in (("adviser", asked.adviser), ("team", asked.team)):
        if number and number not in {NONE, ME} and not (number.isascii() and number.isdigit() and len(number) < 10):
            raise _not_there(name, number)
    if asked.team == ME:
        raise _not_there("team", ME)
    return asked


def choices(installation: Installation, visitor: Visitor, councils: Collection[str]) -> Choices:
    """What a visitor can choose from.

    Args:
        installation: the installation.
        visitor: who chooses.
        councils: the DfE numbers of the councils there are cases of, and `none` where a case has none.
    """
    with installation.database.read() as unit:
        people = [account for account in accounts.all_accounts(unit) if account.ended_at is None]
        teams = accounts.all_teams(unit)
    nobody = ((NONE, "Nobody"),)
    others = ((str(one.id), one.shown_as) for one in people if one.id != visitor.account_id)
    own = {id_: name for id_, name in teams.items() if visitor.sees.any_team or id_ in visitor.teams}
    needs = tuple((kind.code, f"{kind.code}: {kind.title}") for kind in need_codes(installation).types)
    return Choices(
        councils=(*_councils(councils), *(((NONE, "Not recorded"),) if NONE in councils else ())),
        stages=tuple((stage.id, stage.title) for stage in installation.rulebook.stages.values()),
        states=tuple((state.value, state.value.capitalize()) for state in StageState),
        advisers=((ME, "Mine"), *others, *nobody),
        teams=(*((str(id_), name) for id_, name in own.items()), (NONE, "No team")) if own else (),
        needs=(*needs, (NONE, "Not recorded")),
        flags=tuple((flag.value, words) for flag, words in FLAG_WORDS.items()),
    )


def names_of_desks(installation: Installation) -> tuple[Mapping[int, str], Mapping[int, str]]:
    """What advisers and teams are called, by their numbers."""
    with installation.database.read() as unit:
        return {account.id: account.shown_as for account in accounts.all_accounts(unit)}, accounts.all_teams(unit)


def _councils(codes: Collection[str]) -> list[tuple[str, str]]:
    return sorted(((it.code, it.name) for it in load_councils() if it.code in codes), key=lambda pair: pair[1])


def _check(name: str, value: str, allowed: Collection[str]) -> None:
    if value and value not in allowed:
        raise _not_there(name, value)


def _not_there(name: str, value: str) -> BadInput:
    return BadInput(f"'{value}' cannot be chosen as {name}. Choose from the list on the caseload page.")
