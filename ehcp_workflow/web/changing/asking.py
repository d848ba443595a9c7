"""Showing a form, and doing what it asks for: what was typed stays, with each error beside its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.web.access.visit import Visit
from ehcp_workflow.web.changing.field import Form, chosen_in, read
from ehcp_workflow.web.forms import FieldError, Fields, Sent
from ehcp_workflow.web.pages import show


def show_form(
    visit: Visit, form: Form, typed: Fields, errors: tuple[FieldError, ...] = (), status: int | None = None
) -> HTMLResponse:
    """A form with what was typed into it, or with what it begins with.

    Args:
        visit: whose form it is.
        form: the form.
        typed: the fields by name.
        errors: what is wrong; with any the answer is 422.
        status: another HTTP status.
    """
    return show(
        visit,
        "changing/form.html",
        status=status or (422 if errors else 200),
        it=form,
        form=typed,
        errors=errors,
        chosen_in=chosen_in,
    )


def answer(visit: Visit, form: Form, do: Callable[[dict[str, Any]], str]) -> Response:
    """Read a form that was sent and do what it asks for.

    Args:
        visit: who sent it.
        form: the form as it was shown.
        do: does it with the fields by name; the address to go to then, which must not hold anything personal.
    """
    sent = Sent(visit.form)
    said = read(sent, form.fields)
    if not sent.errors:
        try:
            return RedirectResponse(do(said), 303)
        except (BadInput, Refused, NotFound) as error:
            sent.refuse(form.blamed, str(error))
    return show_form(visit, form, visit.form, sent.errors)


def ask(visit: Visit, form: Form, typed: Fields, do: Callable[[dict[str, Any]], str]) -> Response:
    """Show a form when it is asked for, and do what it asks for when it is sent: see `show_form` and `answer`."""
    return show_form(visit, form, typed) if visit.route.startswith("GET") else answer(visit, form, do)


def case_address(reference: str, part: str = "", done: str = "") -> str:
    """The address of a case, or of one of its parts; `done` is the code of what was done there."""
    return f"/cases/{quote(reference)}{part}" + (f"?done={done}" if done else "")
