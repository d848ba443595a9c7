"""A browser and the pages it looks at. Where there is no Chromium these tests skip."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.site import Site, a_browser, chromium, open_context, serve_demo, sign_in


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests of this folder where they cannot run."""
    if chromium() is None:
        skip = pytest.mark.skip(reason="no Chromium here: on Debian, apt-get install chromium")
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(skip)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serve_demo(tmp_path_factory.mktemp("site")) as served:
        yield served


# One for each file: while it is open its event loop runs in this thread, where tests of other files want their own.
@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def kept_sign_in(site: Site, chrome: Browser) -> dict[str, object]:
    """Who has signed in already: what a window has to begin with, by the name of the account."""
    return {}


@pytest.fixture
def window(site: Site, chrome: Browser, kept_sign_in: dict[str, object]) -> Iterator[object]:
    """A function that opens a window of a size in which somebody is signed in; None for nobody."""
    opened: list[BrowserContext] = []

    def open_window(size: tuple[int, int], who: str | None = "adviser", **more: object) -> BrowserContext:
        if who and who not in kept_sign_in:
            first = open_context(chrome)
            sign_in(first.new_page(), site, who)
            kept_sign_in[who] = first.storage_state()
            first.close()
        state = {"storage_state": kept_sign_in[who]} if who else {}
        opened.append(open_context(chrome, size, **state, **more))
        return opened[-1]

    yield open_window
    for context in opened:
        context.close()
