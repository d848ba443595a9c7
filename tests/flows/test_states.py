"""Names and colours, without a server."""

from dataclasses import replace

import pytest
from prefect.client.schemas.objects import StateType
from prefect.states import Completed, Crashed, Failed

from flows.runs import tags_of
from flows.states import application_state, is_software_failure, overall, stage_state
from tests.flows.conftest import a_view


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((), "waiting"),
        (("waiting",), "waiting"),
        (("done",), "waiting"),
        (("done", "due soon"), "due soon"),
        (("done", "done late", "stalled"), "stalled"),
        (("stalled", "waiting"), "stalled"),
        (("done", "done", "refused"), "refused"),
        (("done", "done", "refused", "waiting"), "waiting"),
        (("done", "withdrawn"), "withdrawn"),
        (("done", "done", "done", "done"), "done"),
        (("done", "done", "done late", "done late"), "done late"),
    ],
)
def test_the_state_of_an_application_follows_from_its_stages(states, expected):
    assert overall(a_view("EHC-2026-0001", *states).stages)[0] == expected


@pytest.mark.parametrize(
    ("state", "colour"),
    [
        ("waiting", StateType.PAUSED),
        ("due soon", StateType.PAUSED),
        ("stalled", StateType.FAILED),
        ("done", StateType.COMPLETED),
        ("done late", StateType.COMPLETED),
        ("refused", StateType.CANCELLED),
        ("withdrawn", StateType.CANCELLED),
    ],
)
def test_each_state_has_its_name_and_its_colour(state, colour):
    shown = application_state(state, "words")

    assert (shown.type, shown.name, shown.message) == (colour, state.capitalize(), "words")


def test_of_the_stages_only_a_stalled_one_is_red():
    states = ("waiting", "due soon", "stalled", "done", "done late", "refused", "withdrawn")

    assert [state for state in states if stage_state(state, "").is_failed()] == ["stalled"]


def test_a_stalled_application_is_no_failure_of_the_software():
    assert not is_software_failure(application_state("stalled", "The council is late"))
    assert not is_software_failure(Completed())
    assert is_software_failure(Failed())
    assert is_software_failure(Crashed())


def test_tags_say_council_stage_and_state_and_nothing_else():
    view = a_view("EHC-2026-0001", "done", "done", "stalled")

    assert tags_of(view) == {"council:202", "stage:3-local-authority-decision", "state:stalled"}


def test_a_case_without_a_council_has_no_council_tag():
    view = replace(a_view("EHC-2026-0001"), council_code=None)

    assert tags_of(view) == {"state:waiting"}
