"""What Prefect hears of an error, without a server."""

import traceback

import pytest
from prefect.exceptions import PrefectException

from ehcp_workflow.errors import NotFound
from flows.discretion import Broken, discreet


@discreet
def _end(error: Exception | None, answer: int = 7) -> int:
    """Ends as it is told."""
    if error:
        raise error
    return answer


def test_an_error_nobody_thought_of_is_told_by_kind_and_place_without_its_text():
    address = "@".join(["kim", "example.org"])  # put together here, so that no line of source in a trace holds it
    with pytest.raises(Broken, match=r"^ValueError at test_discretion\.py:\d+\.") as ended:
        _end(ValueError(address))
    assert address not in "".join(traceback.format_exception(ended.value))


@pytest.mark.parametrize("error", [NotFound("There is no case EHC-2026-0001."), PrefectException("the API is away")])
def test_errors_that_say_what_to_do_pass_as_they_are(error: Exception):
    with pytest.raises(type(error)) as ended:
        _end(error)
    assert ended.value is error


def test_otherwise_nothing_is_changed():
    assert _end(None, answer=8) == 8
    assert _end.__name__ == "_end"
    assert _end.__doc__ == "Ends as it is told."
