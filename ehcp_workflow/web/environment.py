"""How templates are found and filled in: ours strictly, and the macros of the GOV.UK Design System as they need it."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined, Template

from ehcp_workflow import __version__
from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.web import wording
from ehcp_workflow.web.done import words_of
from ehcp_workflow.web.forms import date_parts, error_at
from ehcp_workflow.web.navigation import places

MACROS = "govuk_frontend_jinja"


class Pages(Environment):
    """Our templates, in which a name that is not known is an error, and the macros, which ask for what may be missing.

    The macros live in an environment of their own, so that ours can stay strict.
    """

    def __init__(self) -> None:
        super().__init__(
            loader=PackageLoader("ehcp_workflow.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._macros = Environment(loader=PrefixLoader({MACROS: PackageLoader(MACROS)}), autoescape=True)

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - named by Jinja
    ) -> Template:
        """A template of ours, or one of the macros."""
        if isinstance(name, str) and name.startswith(f"{MACROS}/"):
            return self._macros.get_template(name)
        return super().get_template(name, parent, globals)


def make_environment() -> Pages:
    """The templates with what each of them may use."""
    made = Pages()
    made.globals |= {"version": __version__, "places": places, "words_of_done": words_of}
    made.globals |= {"error_at": error_at, "date_parts": date_parts}
    made.filters |= {"in_full": day_in_words, "moment": wording.moment_in_words, "with_code": wording.with_code}
    return made
