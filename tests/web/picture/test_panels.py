"""The picture on the page of a case: drawn twice from the marks that its table has."""

import re
from html import unescape

from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.reading import read_sheet
from tests.web.conftest import make_case, on
from tests.web.seeing.reading import tagless

ASKED = NewEvent("request_received", on("2026-10-01"))
CLAIMED = NewEvent("exception_recorded", on("2026-11-02"), {"from": on("2026-10-05"), "to": on("2026-10-30")},
                   options={"exemption": "EXC-C"})  # fmt: skip
PROMISED = NewEvent("promise_made", on("2026-11-16"), {"to": on("2026-11-27")}, options={"of": "reply"})


def drawings(page: str) -> list[str]:
    """The words in each drawing of a page, with its title and description."""
    found = re.findall(r'<svg class="app-picture [^>]*>.*?</svg>', page, flags=re.DOTALL)
    return [
        unescape(" ".join(re.sub(r"<[^>]+>", " ", one).split())).replace("\N{NO-BREAK SPACE}", " ") for one in found
    ]


def test_both_drawings_and_the_table_say_the_same_of_a_late_answer_a_claim_and_a_promise(installation, browser):
    """Asked on Thursday 1 October 2026; six weeks ended on Thursday 12 November; today is Monday 23 November."""
    page = browser.text(f"/cases/{make_case(installation, ASKED, CLAIMED, PROMISED)}")
    wide, narrow = drawings(page)
    for drawing in (wide, narrow):
        assert "From the request to the plan" in drawing
        assert "Today is Monday 23 November 2026." in drawing
        assert "2 records of what happened, 3 last days, 1 promise, 1 claim of an exemption. 1 late" in drawing
        assert "Tell the family whether it" in drawing
        assert "12 Nov, late" in drawing
        assert "Exemption claimed (EXC-C)" in drawing
        assert "Promised: a reply" in drawing
        assert drawing.count("Today") == 2
    text = tagless(page)
    table = text[text.index("The same as a table") : text.index("Stages")]
    assert "Thursday 12 November 2026 11 days ago The council must tell the family whether it will assess" in table
    assert "Last day, REQ-02 Late by 11 days" in table
    assert "Monday 5 October 2026 The council claims an exemption" in table
    assert "Friday 27 November 2026 in 4 days Promised by the council: a reply Promise Not yet due" in table


def test_a_drawing_is_one_picture_with_a_title_and_every_id_of_a_page_is_there_once(installation, browser):
    page = browser.text(f"/cases/{make_case(installation, ASKED, NewEvent('final_plan_sent', on('2026-11-20')))}")
    assert page.count('<svg class="app-picture app-picture--wide"') == 2
    for svg in re.findall(r"<svg class=\"app-picture [^>]*>", page):
        assert 'role="img"' in svg
        title, desc = re.findall(r'aria-labelledby="(\S+) (\S+)"', svg)[0]
        assert page.count(f'id="{title}"') == page.count(f'id="{desc}"') == 1
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert " style=" not in page


def test_the_key_has_the_signs_of_the_picture_and_no_others(installation, browser):
    text = tagless(browser.text(f"/cases/{make_case(installation, ASKED)}"))
    assert "Late, with a hatched bar for as long as it lasted" in text
    assert "Promised day" not in text
    assert "Some day within the bar" not in text
    text = tagless(
        browser.text(f"/cases/{make_case(installation, NewEvent('request_received', on('2026-10')), PROMISED)}")
    )
    assert "Some day within the bar" in text
    assert "Promised day" in text


def test_what_has_no_day_or_lies_elsewhere_is_in_the_table(installation, browser):
    unknown = NewEvent("note", on("unknown"))
    before = NewEvent("concern_raised", on("2024-01-10"))
    text = tagless(browser.text(f"/cases/{make_case(installation, ASKED, unknown, before)}"))
    assert "On days that are not known" in text
    assert "On days that the picture does not show" in text
    assert "Wednesday 10 January 2024" in text


def test_the_picture_of_another_day_is_of_that_day(installation, browser):
    reference = make_case(installation, ASKED)
    wide, _ = drawings(browser.text(f"/cases/{reference}?as_at=2026-11-01"))
    assert "Today is Sunday 1 November 2026." in wide
    assert "0 late" in wide
    assert read_sheet(installation, reference).position.as_at.isoformat() == "2026-11-23"
