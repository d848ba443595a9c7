"""Going about a page by keyboard only, as somebody does who cannot use a mouse."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

FURTHEST = 400


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until a control has the focus, and see that the focus can be seen.

    Raises:
        AssertionError: the keyboard does not lead there.
    """
    wanted.wait_for()
    for _ in range(FURTHEST):
        if wanted.evaluate("it => it === document.activeElement"):
            assert wanted.evaluate("it => it.matches(':focus-visible')"), "the focus is seen"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not lead to {wanted}")


def follow(page: Page, name: str, *, exact: bool = False) -> None:
    """Go along a link, the first of its name."""
    tab_to(page, page.get_by_role("link", name=name, exact=exact).first)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press(page: Page, name: str) -> None:
    """Press the first button of a name, which leads to another page."""
    tab_to(page, page.get_by_role("button", name=name).first)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, field: Locator, words: str) -> None:
    """Write into a field, over what stands in it."""
    tab_to(page, field)
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def write_date(page: Page, legend: str, *parts: str) -> None:
    """Write day, month and year into a date input."""
    group = page.get_by_role("group", name=legend)
    for name, part in zip(("Day", "Month", "Year"), parts, strict=True):
        write(page, group.get_by_label(name, exact=True).first, part)
