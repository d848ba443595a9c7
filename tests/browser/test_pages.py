"""Every page can be used by everybody: axe finds nothing, a phone shows all of it, and scripts are not needed."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.pages import PAGES, address_of
from tests.browser.site import DESKTOP, NARROW, PHONE

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
by_name = pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)


@by_name
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_that_shuts_somebody_out(site, window, shown, size):
    page = window(size, shown.who).new_page()
    trouble = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda said: trouble.append(said.text) if "ElementError" in said.text else None)
    answer = page.goto(address_of(shown, site))
    assert answer.status == shown.status
    found = Axe().run(page, options={"runOnly": TAGS, "resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert trouble == []


@by_name
def test_nothing_scrolls_sideways_on_the_narrowest_phone(site, window, shown):
    page = window(NARROW, shown.who).new_page()
    page.goto(address_of(shown, site))
    wide = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.querySelectorAll('main *, header *, footer *')]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
            .map(e => e.tagName + '.' + e.className).slice(0, 10)"""
    )
    assert wide == []


@pytest.mark.parametrize("address", ["/", "/reviews"])
def test_a_page_works_without_scripts(site, window, address):
    page = window(PHONE, java_script_enabled=False).new_page()
    page.goto(site.address + address)
    page.get_by_role("link", name="Reviews").click()
    assert page.url == f"{site.address}/reviews"
    assert page.get_by_role("heading", level=1).inner_text() == "Reviews"


def test_the_scripts_of_the_design_system_run(site, window):
    page = window(PHONE).new_page()
    page.goto(site.address)
    assert "govuk-frontend-supported" in page.locator("body").get_attribute("class")
    assert not page.get_by_role("link", name="Reviews").is_visible(), "the menu is folded on a phone"
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Reviews").click()
    assert page.url == f"{site.address}/reviews"


def test_there_is_something_for_axe_to_find(window):
    page = window(DESKTOP, None).new_page()
    page.set_content("<html><body><img src='x.png'><input></body></html>")
    assert Axe().run(page, options={"runOnly": TAGS}).violations_count > 0
