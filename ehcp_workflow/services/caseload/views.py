"""Views of the caseload under a name: what somebody asks again and again. Each belongs to one account alone."""

from __future__ import annotations

from ehcp_workflow.errors import BadInput, NotFound
from ehcp_workflow.services.caseload.asking import Asked
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import views
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.views import SavedView

LONGEST_NAME = 60
VIEWS_AT_MOST = 40


def saved_views(installation: Installation, account_id: int) -> tuple[SavedView, ...]:
    """The views of an account, by name."""
    with installation.database.read() as unit:
        return views.views_of(unit, account_id)


def save_view(installation: Installation, account_id: int, name: str, asked: Asked) -> None:
    """Keep what is asked under a name; pages and days are not kept.

    Raises:
        BadInput: the name is empty, too long or taken, or there are too many views already.
    """
    with installation.database.write() as unit:
        if len(views.views_of(unit, account_id)) >= VIEWS_AT_MOST:
            raise BadInput(f"You have {VIEWS_AT_MOST} saved views. Remove one that you no longer use.")
        kept = _check_name(unit, account_id, name)
        views.add_view(unit, account_id, kept, asked.query(), installation.now())


def rename_view(installation: Installation, account_id: int, view_id: int, name: str) -> None:
    """Give a view another name.

    Raises:
        NotFound: the account has no such view.
        BadInput: the name is empty, too long or taken.
    """
    with installation.database.write() as unit:
        kept = _check_name(unit, account_id, name, view_id)
        if not views.rename_view(unit, account_id, view_id, kept):
            raise _none()


def remove_view(installation: Installation, account_id: int, view_id: int) -> None:
    """Remove a view.

    Raises:
        NotFound: the account has no such view.
    """
    with installation.database.write() as unit:
        if not views.remove_view(unit, account_id, view_id):
            raise _none()


def _none() -> NotFound:
    return NotFound("You have no such saved view. It may have been removed already.")


def _check_name(unit: Unit, account_id: int, name: str, but: int | None = None) -> str:
    kept = " ".join(name.split())
    if not kept:
        raise BadInput("Enter a name for the view.")
    if len(kept) > LONGEST_NAME:
        raise BadInput(f"Enter a name of {LONGEST_NAME} characters or fewer. It has {len(kept)} now.")
    taken = {view.name.casefold() for view in views.views_of(unit, account_id) if view.id != but}
    if kept.casefold() in taken:
        raise BadInput(f"You have a view called '{kept}' already. Enter another name, or remove that view first.")
    return kept
