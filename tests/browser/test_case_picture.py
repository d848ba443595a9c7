"""The picture of a case as a browser draws it: words beside their signs, none on another, on every case of the demo."""

import pytest

from tests.browser.site import DESKTOP, PHONE

# A word is measured with the font of this machine, which is at least as wide as Arial.
OVERLAPS = """() => {
  const found = [];
  for (const picture of document.querySelectorAll('svg.app-picture')) {
    if (getComputedStyle(picture).display === 'none') continue;
    const whole = picture.getBoundingClientRect();
    const words = [...picture.querySelectorAll('text')].filter(e => e.textContent.trim() && !e.closest('defs'));
    const boxes = words.map(e => [e.textContent, e.getBoundingClientRect()]);
    for (const [text, box] of boxes)
      if (box.left < whole.left - 1 || box.right > whole.right + 1 || box.bottom > whole.bottom + 1)
        found.push('outside: ' + text);
    for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
      const [a, b] = [boxes[i][1], boxes[j][1]];
      if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3)
        if (boxes[i][0] !== '?' && boxes[j][0] !== '?') found.push(boxes[i][0] + ' / ' + boxes[j][0]);
    }
  }
  return found;
}"""


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_words_of_any_picture_lie_on_others_or_outside(site, window, size):
    page = window(size).new_page()
    wrong, seen = {}, 0
    for number in range(1, 61):
        answer = page.goto(f"{site.address}/cases/EHC-2026-{number:04d}")
        if answer.status == 404:  # a case of another team
            continue
        seen += page.locator("svg.app-picture >> visible=true").count()
        if found := page.evaluate(OVERLAPS):
            wrong[number] = found
    assert wrong == {}
    assert seen > 30


def test_a_reader_of_the_page_without_its_drawing_has_the_same_in_a_table(site, window):
    page = window(DESKTOP).new_page()
    page.goto(f"{site.address}/cases/EHC-2026-0015")
    drawn = page.locator("svg.app-picture--wide .app-picture__mark").count()
    assert drawn > 0
    page.locator("#picture").get_by_text("The same as a table").click()
    assert page.locator("#picture table tbody tr >> visible=true").count() == drawn


def test_the_search_box_leads_to_a_case_and_leaves_no_reference_of_an_advisers_own_in_the_address(site, window):
    page = window(DESKTOP).new_page()
    page.goto(site.address)
    page.get_by_label("Find a case by its reference").fill("DEMO-007")
    page.get_by_role("button", name="Find").click()
    assert page.url == f"{site.address}/cases/EHC-2026-0007"
    page.go_back()
    page.get_by_label("Find a case by its reference").fill("DEMO-NOBODY")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert "DEMO" not in page.url
