"""`ehcp terms list | show | template | import | check`: typed as an adviser types them."""

from pathlib import Path

from .conftest import Terminal


def test_the_template_is_written_tried_and_brought_in(ehcp: Terminal, tmp_path: Path):
    ehcp("case open --council 334")
    file = tmp_path / "terms.csv"
    ehcp(f"terms template {file}")
    tried = ehcp(f"terms import {file} --for Solihull --dry-run")
    assert "terms.csv:4 INSET day training day" in tried
    assert "193 days become school days: Wed 2 Sep 2026" in tried
    assert "Nothing was stored. The next check would work out again: 1 case" in tried
    assert "Known from Sunday 1 September 2024 to Monday 31 August 2026" in ehcp("terms show 334")
    assert "Stored." in ehcp(f"terms import {file} --for Solihull")
    assert "to Tuesday 31 August 2027" in ehcp("terms show 334")


def test_what_is_wrong_is_refused_with_its_line(ehcp: Terminal, tmp_path: Path):
    file = tmp_path / "terms.csv"
    file.write_text("What,First day,Last day\nAutumn term,Tuesday 2 September 2024,20/12/2024\n", encoding="utf-8")
    ehcp(f"terms import {file} --for school:oak", code=2)
    assert "terms.csv:2" in ehcp.errors
    assert "Monday" in ehcp.errors


def test_known_dates_are_listed_and_shown_with_what_is_missing(ehcp: Terminal):
    listed = {one["owner"]: one for one in ehcp.json("terms list")}
    assert listed["school:demo"]["inset"] == 20
    assert "334" in ehcp("terms list")
    said = ehcp("terms show 334")
    assert "Training days are not in here" in said
    assert "Closed for 28 days or more in a row: Tue 22 Jul 2025 to Sun 31 Aug 2025" in said
    assert "Training days: Mon 4 Sep 2023" in ehcp("terms show school:demo")
    assert ehcp.json("terms show 334")["known_to"] == "2026-08-31"


def test_dates_that_lines_count_by_are_asked_for_before_they_end(ehcp: Terminal):
    """Solihull's dates end on Monday 31 August 2026, before this November."""
    assert "reach three months ahead" in ehcp("terms check")
    reference = ehcp("case open --council 334").strip()
    ehcp(f"case event {reference} final_plan_sent 2026-03-10")
    ehcp(f"provision add {reference} --code F1 --strand speech_and_language --amount 1 --unit sessions --per week")
    assert "term dates of 334 are known to 2026-08-31 only, and 1 case counts by them" in ehcp("terms check")
