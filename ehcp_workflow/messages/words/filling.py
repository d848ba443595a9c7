"""Filling the templates of one language: every message is written once, and its HTML is made from the same words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.messages.words.items import Words
from ehcp_workflow.messages.words.language import LanguageTexts
from ehcp_workflow.messages.words.text_message import fit

_PAGE = "page.html.j2"


@dataclass(frozen=True)
class LanguageTemplates:
    """The templates of one language.

    Attributes:
        folder: holds a folder for each language, and the page around every e-mail.
        texts: how the language writes dates and the law.
    """

    folder: Path
    texts: LanguageTexts

    def has(self, name: str) -> bool:
        """Whether the language has a message such as `email/family`."""
        return (self.folder / self.texts.code / f"{name}.txt.j2").exists()

    def email(self, name: str, given: Mapping[str, Any], note: str) -> Words:
        """An e-mail: subject, text, and the same text as HTML; the note stands first.

        Raises:
            BadConfiguration: a template is missing or broken.
        """
        subject = self._fill(self._plain, f"{name}.subject.j2", given)
        text = _in_paragraphs(note + "\n\n" + self._fill(self._plain, f"{name}.txt.j2", given))
        # The template has escaped what it was given; the note has yet to be.
        marked = _in_paragraphs(Markup.escape(note) + "\n\n" + Markup(self._fill(self._html, f"{name}.txt.j2", given)))  # noqa: S704
        paragraphs = [Markup(part) for part in marked.split("\n\n")]  # noqa: S704 - as above
        page = {
            "language": self.texts.code,
            "direction": self.texts.direction,
            "paragraphs": paragraphs,
            "large": given["around"].large,
        }
        html = _filled(lambda: self._html.get_template(_PAGE).render(page), _PAGE)
        return Words(" ".join(subject.split()), text + "\n", html.strip() + "\n")

    def text_message(self, name: str, given: Mapping[str, Any], note: str) -> str:
        """A text message for phones.

        Raises:
            BadConfiguration: a template is missing or broken, or the text does not fit.
        """
        text = f"{note} {self._fill(self._plain, f'{name}.txt.j2', given)}"
        try:
            return fit(text)
        except BadConfiguration as error:
            raise BadConfiguration(f"config/messages/{self.texts.code}/{name}.txt.j2: {error}") from None

    def chat(self, name: str, given: Mapping[str, Any], note: str) -> str:
        """A message for a chat, as plain text.

        Raises:
            BadConfiguration: a template is missing or broken.
        """
        return _in_paragraphs(note + "\n\n" + self._fill(self._plain, f"{name}.txt.j2", given))

    @cached_property
    def _plain(self) -> Environment:
        return self._environment(autoescape=False, heading=str, link=_link_in_text)

    @cached_property
    def _html(self) -> Environment:
        return self._environment(autoescape=True, heading=_heading_in_html, link=_link_in_html)

    def _environment(
        self, *, autoescape: bool, heading: Callable[[str], str], link: Callable[[str, str], str]
    ) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(self.folder),
            autoescape=autoescape,  # noqa: S701 - plain text has nothing to escape
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals.update(heading=heading, link=link, plural=self.texts.plural)
        return environment

    def _fill(self, environment: Environment, name: str, given: Mapping[str, Any]) -> str:
        name = f"{self.texts.code}/{name}"
        return _filled(lambda: environment.get_template(name).render(given), name)


def _filled(fill: Callable[[], str], name: str) -> str:
    try:
        return fill()
    except TemplateError as error:
        place = (
            f"{getattr(error, 'name', None) or name}{f':{line}' if (line := getattr(error, 'lineno', None)) else ''}"
        )
        problem = f"{type(error).__name__}: {error.message}"
        raise BadConfiguration(f"config/messages/{place}: {problem}. Correct the template.") from None
    except (TypeError, ValueError, LookupError) as error:
        # Its text may hold what the template was given, so only its kind is told.
        raise BadConfiguration(f"config/messages/{name}: {type(error).__name__}. Correct the template.") from None


def _in_paragraphs(text: str) -> str:
    lines = "\n".join(line.strip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines)


def _heading_in_html(text: str) -> str:
    return Markup("<strong>{}</strong>").format(text)


def _link_in_text(address: str, words: str) -> str:
    return f"{words}: {address}" if _may_be_followed(address) else words


def _link_in_html(address: str, words: str) -> str:
    return Markup('<a href="{}">{}</a>').format(address, words) if _may_be_followed(address) else words


def _may_be_followed(address: str) -> bool:
    return address.startswith(("https://", "http://"))
