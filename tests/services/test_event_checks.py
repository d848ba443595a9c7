"""What may be recorded: known events, dates that can be meant, and no names where things are kept in clear."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ehcp_workflow.errors import BadInput, EhcpError, Refused
from ehcp_workflow.law.when import When
from ehcp_workflow.services.casework import open_case
from ehcp_workflow.services.event_checks import NewEvent, check_event
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store.casebook import NewCase

from installations import installed


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Installation]:
    """An installation on Monday 23 November 2026."""
    with installed(tmp_path / "home", f"sqlite:///{tmp_path / 'test.db'}", "2026-11-23") as it:
        yield it


def refusal(home: Installation, kind: str, on: str, **more: object) -> EhcpError:
    with pytest.raises(EhcpError) as refused:
        check_event(home, NewEvent(kind, When.parse(on), **more))  # type: ignore[arg-type]
    return refused.value


@pytest.mark.parametrize("about", ["Quuxford Primary School", "Robin", "school-1", "1", "x" * 41])
def test_a_name_is_refused_where_codes_belong_and_is_not_repeated(home: Installation, about: str):
    error = refusal(home, "placement_consulted", "2026-11-02", about=about)
    assert isinstance(error, BadInput)
    assert "a code such as health or school_1, never a name" in str(error)
    assert f"'{about}'" not in str(error)


def test_a_code_is_taken(home: Installation):
    assert (
        check_event(home, NewEvent("placement_consulted", When.parse("2026-11-02"), about="school_1")).about
        == "school_1"
    )


@pytest.mark.parametrize("on", ["0001-01-01", "1989-12-31", "1989-12-31/2026-11-02"])
def test_a_date_too_long_ago_is_a_slip(home: Installation, on: str):
    assert "too long ago to be meant" in str(refusal(home, "request_received", on))


def test_what_happens_cannot_lie_ahead_and_what_is_planned_may(home: Installation):
    assert isinstance(refusal(home, "request_received", "2026-11-24"), Refused)
    assert str(check_event(home, NewEvent("move_date", When.parse("2027-01-18"))).on) == "2027-01-18"
    assert "too far ahead" in str(refusal(home, "move_date", "9999-01-01"))


def test_a_closure_may_end_ahead_of_the_day_it_is_recorded(home: Installation):
    dates: dict = {"from": When.parse("2026-11-02"), "to": When.parse("2027-01-08")}
    event = check_event(home, NewEvent("exception_recorded", When.parse("2026-11-20"), dates))
    assert str(event.dates["to"]) == "2027-01-08"


def test_an_unknown_date_is_taken_as_it_is(home: Installation):
    assert not check_event(home, NewEvent("request_received", When.parse("unknown"))).on.is_known


@pytest.mark.parametrize("born", [date(2030, 1, 1), date(1950, 1, 1)])
def test_a_date_of_birth_that_cannot_be_meant_is_refused(home: Installation, born: date):
    with pytest.raises(BadInput, match="cannot be meant"):
        open_case(home, NewCase(home.now(), birth_date=born))


def test_a_name_that_cannot_be_one_is_refused_and_not_repeated(home: Installation):
    with pytest.raises(BadInput, match="over 200 letters") as refused:
        open_case(home, NewCase(home.now(), child_name="Robin " * 50))
    assert "Robin" not in str(refused.value)


@pytest.mark.parametrize(
    ("kind", "on", "more", "says"),
    [
        ("promise_made", "2026-11-02", {}, "useless without what was promised and the promised day. Add --option of="),
        (
            "promise_made",
            "2026-11-02",
            {"options": {"of": "reply"}},
            "promise_made is useless without the promised day. Add --date to=2026-11-20.",
        ),
        (
            "promise_made",
            "2026-11-02",
            {"options": {"of": "reply"}, "dates": {"to": When.parse("unknown")}},
            "without the promised day. Add --date to=",
        ),
        ("promise_kept", "2026-11-02", {}, "promise_kept is useless without what was promised. Add --option of="),
        (
            "provision_lapsed",
            "2026-11-02",
            {},
            "which one it concerns. Add --about with a code such as speech_therapy.",
        ),
        (
            "provision_put_right",
            "unknown",
            {"about": "teaching"},
            "useless without when it was. Add the day, the month or a range of days.",
        ),
    ],
)
def test_a_record_from_which_nothing_could_follow_is_refused_with_what_to_add(
    home: Installation, kind: str, on: str, more: dict[str, object], says: str
):
    error = refusal(home, kind, on, **more)
    assert isinstance(error, BadInput)
    assert says in str(error)


def test_a_promise_may_name_a_day_ahead_and_not_one_that_cannot_be_meant(home: Installation):
    said: dict = {"options": {"of": "reply"}}
    event = check_event(
        home, NewEvent("promise_made", When.parse("2026-11-02"), {"to": When.parse("2027-01-08")}, **said)
    )
    assert (event.options, str(event.dates["to"])) == ({"of": "reply"}, "2027-01-08")
    far = refusal(home, "promise_made", "2026-11-02", dates={"to": When.parse("2126-01-08")}, **said)
    assert "too far ahead" in str(far)


def test_a_lapse_may_be_known_to_the_month(home: Installation):
    event = check_event(home, NewEvent("provision_lapsed", When.parse("2026-10"), about="teaching"))
    assert (str(event.on), event.about) == ("2026-10", "teaching")
