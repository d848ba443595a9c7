"""What Prefect may keep of an error: our own words, or the kind of error and its place, and never its text."""

from collections.abc import Callable
from functools import wraps
from pathlib import PurePath
from traceback import extract_tb
from typing import ParamSpec, TypeVar

from prefect.exceptions import PrefectException

from ehcp_workflow.errors import EhcpError

Given = ParamSpec("Given")
Told = TypeVar("Told")


class Broken(Exception):
    """Something broke that nobody thought of: where, and of what kind."""


def discreet(do: Callable[Given, Told]) -> Callable[Given, Told]:
    """Let a flow end in an error without the error's text, which may quote a record.

    Prefect writes the text of an error, and the errors behind it, into its log and its database. Ours say what to do
    and repeat nothing, so they pass, and so do Prefect's own.
    """

    @wraps(do)
    def done(*args: Given.args, **kwargs: Given.kwargs) -> Told:
        try:
            return do(*args, **kwargs)
        except (EhcpError, PrefectException):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told in our words
            what = f"{type(error).__name__} at {_place(error)}"
        raise Broken(f"{what}. Nothing is lost; the next run goes on. See: ehcp doctor")

    return done


def _place(error: Exception) -> str:
    last = extract_tb(error.__traceback__)[-1]
    return f"{PurePath(last.filename).name}:{last.lineno}"
