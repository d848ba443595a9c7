"""Somebody who is signed in: who they are, what they may do, and which cases they may see."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ehcp_workflow.store.visibility import Sees


class Role(StrEnum):
    """What somebody does here."""

    ADVISER = "adviser"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"
    READ_ONLY = "read_only"

    @property
    def in_words(self) -> str:
        """As people say it: `read-only`."""
        return self.value.replace("_", "-")


class May(StrEnum):
    """What can be allowed. Who may see a case is asked beside this, case by case."""

    SEE_CASES = "see cases"
    CHANGE_CASES = "change cases"
    SEE_HOUSE = "see the rules and settings"
    OPERATE = "look after imports and messages"
    SUPERVISE = "decide who sees which case"


ALLOWED: dict[Role, frozenset[May]] = {
    Role.ADVISER: frozenset({May.SEE_CASES, May.CHANGE_CASES, May.SEE_HOUSE, May.OPERATE}),
    Role.SUPERVISOR: frozenset(May),
    Role.OPERATOR: frozenset({May.SEE_HOUSE, May.OPERATE}),
    Role.READ_ONLY: frozenset({May.SEE_CASES, May.SEE_HOUSE}),
}


@dataclass(frozen=True)
class Visitor:
    """Somebody who is signed in.

    Attributes:
        account_id: their account; name: what they sign in with, and what records they make are kept under.
        shown_as: their name in the pages.
        role: what they do here.
        teams: the ids of their teams.
    """

    account_id: int
    name: str
    shown_as: str
    role: Role
    teams: tuple[int, ...] = ()

    @property
    def only_team(self) -> int | None:
        """The team whose the cases are that they open: theirs, where they have one and no other."""
        return self.teams[0] if len(self.teams) == 1 else None

    def may(self, what: May) -> bool:
        """Whether their role allows it."""
        return what in ALLOWED[self.role]

    @property
    def sees(self) -> Sees:
        """Which cases they may see. An operator sees none: they look after the system by references alone."""
        return Sees(
            account_id=self.account_id,
            any_team=self.role is Role.SUPERVISOR,
            teams=self.teams,
            nothing=not self.may(May.SEE_CASES),
        )

    @property
    def knows(self) -> Sees:
        """Which cases they may know of by their reference: those they see, and an operator all but those behind a wall.

        An operator releases what is held, tries again what failed and mends what cannot be worked out, in whichever
        case it is; that needs the reference, and no more.
        """
        return Sees(account_id=self.account_id) if self.role is Role.OPERATOR else self.sees
