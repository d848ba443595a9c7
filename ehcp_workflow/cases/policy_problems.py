"""What is wrong with house policy, in plain words: which file, which key, what it says and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ehcp_workflow.errors import BadConfiguration

Place = tuple[int | str, ...]
"""Where a value stands: the keys that lead to it, and places in lists counted from 0."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        file, key: where; a place in a list is counted from 0, as programs do, and a ladder also as people do.
        value: what is written there, where that is one word or number.
        says: what is wrong with it and what to do.
    """

    file: str
    key: str
    value: str
    says: str

    @property
    def in_words(self) -> str:
        """The whole as one line."""
        return ": ".join(part for part in (self.file, self.key, self.value, self.says) if part)


@dataclass(frozen=True)
class Files:
    """The files that make up house policy: the shipped one, and the organisation's own laid over it.

    Attributes:
        shipped, own: their names, as they are shown to people.
        override: what the organisation's own file says.
    """

    shipped: str
    own: str = ""
    override: Mapping[str, Any] = field(default_factory=dict)

    def problem(self, place: Place, says: str, value: object = None) -> Problem:
        """A problem with the value at a place, named after the file that says it."""
        key = ".".join(str(part) for part in place)
        if place[:1] == ("ladders",) and len(place) > 1:
            key += f" (ladder {int(place[1]) + 1})"
        shown = repr(value) if isinstance(value, str | int | float) else ""
        return Problem(self._said_in(place), key, shown, says)

    def _said_in(self, place: Place) -> str:
        said: object = self.override
        for part in place:
            if not isinstance(said, Mapping):
                break  # lists are replaced as a whole
            if part not in said:
                return self.shipped
            said = said[str(part)]
        return self.own or self.shipped


def refused(problems: tuple[Problem, ...]) -> BadConfiguration:
    """The error that names the first of several problems and says where to see the others."""
    others = len(problems) - 1
    more = f" There {'is 1 more problem' if others == 1 else f'are {others} more problems'}." if others else ""
    return BadConfiguration(f"{problems[0].in_words}{more} `ehcp policy check` explains house policy.")


def in_plain_words(error: ValidationError, model: type[BaseModel], files: Files) -> tuple[Problem, ...]:
    """Everything that a validation found."""
    return tuple(files.problem(one["loc"], _what_to_do(one, model), one["input"]) for one in error.errors())


def meant(name: str, known: Iterable[str]) -> str:
    """A question after the nearest known name, where one is near."""
    near = get_close_matches(name, list(known), n=1)
    return f" Did you mean {near[0]}?" if near else ""


def _what_to_do(error: ErrorDetails, model: type[BaseModel]) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            known = _keys_at(model, error["loc"][:-1])
            hint = meant(str(error["loc"][-1]), known)
            return f"this key is not known.{hint} Known here: {', '.join(sorted(known))}. Correct or remove it."
        case "enum":
            return f"it must be one of {str(context['expected']).replace(chr(39), '')}. Correct it."
        case "greater_than_equal":
            return f"it must be at least {context['ge']}. Correct it."
        case "value_error":
            return f"{context['error']}."
        case known_type:
            return _PLAIN.get(known_type, f"{error['msg']}. Correct it.")


def _keys_at(model: type[BaseModel], place: Place) -> set[str]:
    """The keys that may stand at a place."""
    for part in place:
        if isinstance(part, str):
            parts = {field.alias or name: field.annotation for name, field in model.model_fields.items()}
            # What is no key of a model is the name of an entry, such as a rule's, and leads no further.
            model = next(iter(_models_in(parts[part]))) if part in parts else model
    return {field.alias or name for name, field in model.model_fields.items()}


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for inner in get_args(annotation) for found in _models_in(inner)]


_PLAIN = {
    "missing": "this key is missing. Add it.",
    "int_type": "it must be a whole number, for example 14. Correct it.",
    "int_parsing": "it must be a whole number, for example 14. Correct it.",
    "int_from_float": "it must be a whole number, for example 14. Correct it.",
    "float_type": "it must be a number, for example 3. Correct it.",
    "float_parsing": "it must be a number, for example 3. Correct it.",
    "greater_than": "it must be more than 0. Correct it.",
    "less_than_equal": "it is too large to be meant. Correct it.",
    "bool_type": "it must be true or false. Correct it.",
    "bool_parsing": "it must be true or false. Correct it.",
    "tuple_type": "it must be a list in square brackets, for example [adviser]. Correct it.",
    "dict_type": "it must hold keys, each with its value. Correct it.",
    "model_type": "it must hold keys, each with its value. Correct it.",
    "too_short": "it must hold at least one. Add one.",
    "time_type": 'it must be a time of day, for example "08:30". Correct it.',
    "time_parsing": 'it must be a time of day, for example "08:30". Correct it.',
    "string_type": "it must be a word. Put quotes around it.",
}
