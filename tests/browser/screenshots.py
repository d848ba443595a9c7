"""Pictures of every page, on a phone and on a desk: `make screenshots`.

As `python -m tests.browser.screenshots FOLDER NAME ...` only of the pages of these names.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page

from tests.browser.pages import PAGES, Shown, address_of
from tests.browser.site import DESKTOP, PHONE, Site, a_browser, chromium, open_context, serve_demo, sign_in

SIZES = {"desk": DESKTOP, "phone": PHONE}


def take(folder: Path, wanted: list[str]) -> int:
    """Take the pictures of some pages, or of all; how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    shown = [page for page in PAGES if not wanted or page.name in wanted]
    with TemporaryDirectory() as home, serve_demo(Path(home)) as site, a_browser() as browser:
        return sum(_take_sizes(folder, site, browser, who, shown) for who in {page.who for page in shown})


def _take_sizes(folder: Path, site: Site, browser: Browser, who: str | None, shown: list[Shown]) -> int:
    """The pictures of what one person sees, who signs in once: a code of a second factor is taken once only."""
    theirs, kept = [one for one in shown if one.who == who], None
    for name, size in SIZES.items():
        with open_context(browser, size, storage_state=kept) as window:
            page = window.new_page()
            if who and not kept:
                sign_in(page, site, who)
                kept = window.storage_state()
            for one in theirs:
                _take_one(page, site, one, folder / f"{one.name}-{name}.png")
    return len(theirs) * len(SIZES)


def _take_one(page: Page, site: Site, shown: Shown, file: Path) -> None:
    page.goto(address_of(shown, site))
    page.screenshot(path=file, full_page=True)


if __name__ == "__main__":
    if chromium() is None:
        sys.exit("There is no Chromium here. On Debian: apt-get install chromium")
    into = Path(sys.argv[1])
    print(f"{take(into, sys.argv[2:])} pictures in {into}")  # noqa: T201 - said at the terminal
