"""Only the days on which something is due are lived through, and nothing is missed by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.previewing import Foreseen, preview
from ehcp_workflow.services.simulating import living

from installations import installed, make_case

STORIES = {
    "request": (("request_received", "2026-10-19"),),
    "refusal": (("request_received", "2026-10-19"), ("refusal_to_assess_notified", "2026-11-20")),
    "plan and review": (("final_plan_sent", "2025-12-01"), ("review_meeting_held", "2026-11-16")),
}


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path / "home", None, "2026-11-23") as it:
        yield it


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_the_quiet_days_left_out_would_have_brought_nothing(
    here: Installation, story: tuple[tuple[str, str], ...], monkeypatch: pytest.MonkeyPatch
):
    make_case(here, *story)
    quick = preview(here, "EHC-2026-0001", 35)
    lived = []

    def every_day(_copy: Installation, first: object, last: object) -> object:
        for day in living.days_between(first, last):
            lived.append(day)
            yield day

    monkeypatch.setattr("ehcp_workflow.services.previewing.busy_days", every_day)
    slow = preview(here, "EHC-2026-0001", 35)
    assert len(lived) == 35
    assert _without_numbers(quick.foreseen) == _without_numbers(slow.foreseen)
    assert sorted(quick.words.values()) == sorted(slow.words.values())


def _without_numbers(foreseen: tuple[Foreseen, ...]) -> list[Foreseen]:
    return [replace(one, message=None) for one in foreseen]
