"""The templates of letters: ours, and an organisation's own above them, filled in a sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import Field, ValidationError

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.versions import Strict
from ehcp_workflow.law.yaml_source import read_yaml
from ehcp_workflow.services.papers.blocks import Block
from ehcp_workflow.services.papers.markup import escaped, read_blocks

LANGUAGE, LIST = "en", "letters.yaml"


class LetterKind(Strict):
    """A kind of letter.

    Attributes:
        title: what it is about, in lists; subject: what stands above it.
        reply_working_days: how many working days an answer is given; 0 where the letter itself says when.
        always: whether it fits at any time; the others fit where something is late in that way.
    """

    title: str
    subject: str
    reply_working_days: int = Field(ge=0, le=60)
    always: bool = False


class LetterTemplates:
    """The letters of `config/letters/`, with those in the folder `letters` of the data folder above them.

    Attributes:
        kinds: the kinds of letter by their code, in the order of their list.
    """

    def __init__(self, config: Path, home: Path) -> None:
        """Read the list of letters.

        Raises:
            BadConfiguration: the list is missing or not understood; names the file.
        """
        folders = (home / "letters" / LANGUAGE, config / "letters" / LANGUAGE)
        self.kinds: dict[str, LetterKind] = {}
        for folder in reversed(folders):
            if folder == folders[-1] or (folder / LIST).is_file():
                self.kinds |= _read_kinds(folder / LIST)
        self._jinja = ImmutableSandboxedEnvironment(
            loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
            undefined=StrictUndefined,
            autoescape=False,  # it becomes blocks and never HTML; signs in fields are made harmless below
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def fill(self, kind: str, fields: Mapping[str, Any]) -> tuple[Block, ...]:
        """The blocks of a letter.

        Raises:
            BadConfiguration: its template is missing, or a field or a word of it is wrong; names the file and line.
        """
        file = f"{kind}.j2"
        try:
            return read_blocks(self._jinja.get_template(file).render(_harmless(fields)))
        except TemplateNotFound as error:
            raise BadConfiguration(f"There is no template {error.name} for letters. Restore it.") from None
        except TemplateSyntaxError as error:
            place = f"{Path(error.filename or file).name}, line {error.lineno}"
            raise BadConfiguration(f"{place}: {error.message}. Correct the template.") from None
        except TemplateError as error:
            raise BadConfiguration(f"{file}: {error.message}. Correct the template.") from None
        except BadConfiguration as error:
            raise BadConfiguration(f"{file}: {error}") from None


def _harmless(said: Any) -> Any:  # noqa: ANN401 - whatever a template is given
    """The same with every text in it on one line, and no sign in it meaning anything."""
    if isinstance(said, Mapping):
        return {key: _harmless(value) for key, value in said.items()}
    if isinstance(said, list | tuple):
        return [_harmless(value) for value in said]
    return escaped(said) if isinstance(said, str) else said


def _read_kinds(path: Path) -> dict[str, LetterKind]:
    listed = read_yaml(path).get("letters") or {}
    kinds: dict[str, LetterKind] = {}
    for code, entry in dict(listed).items():
        try:
            kinds[code] = LetterKind.model_validate(dict(entry))
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"])
            raise BadConfiguration(f"{path.name}: letter {code}: {key}: {first['msg']}. Correct it.") from None
    return kinds
