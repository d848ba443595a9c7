"""The pages as people meet them: a real server on this machine with the demo's caseload, and a real browser."""

from __future__ import annotations

import mailbox
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from threading import Thread

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pyotp import TOTP

from ehcp_workflow.services.accounts.demo_password import DEMO_PASSWORD
from ehcp_workflow.services.checks import check_deadlines, check_silence
from ehcp_workflow.services.demo import load_demo
from ehcp_workflow.services.demo.accounts import DEMO_TOTP, add_demo_accounts
from ehcp_workflow.services.demo.family_page import WORD
from ehcp_workflow.services.family.links import addresses_of_all
from ehcp_workflow.services.installation import Installation, open_installation
from ehcp_workflow.settings import Settings
from ehcp_workflow.web.app import create_app

WEDNESDAY = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
DESKTOP, PHONE, NARROW = (1280, 900), (360, 740), (320, 640)

FAMILY = "family"
"""Who looks at a family's page, in the place of an account."""


@dataclass(frozen=True)
class Site:
    """A running server.

    Attributes:
        address: where it answers, such as `http://127.0.0.1:50123`.
        installation: what it serves.
    """

    address: str
    installation: Installation


def chromium() -> str | None:
    """The Chromium of the system, where there is one."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def serve_demo(home: Path) -> Iterator[Site]:
    """The demo's caseload on a fixed Wednesday, checked, and its pages served on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with open_installation(Settings(home=home, demo=True, web_url=address)) as installation:
        installation.fixed_now = WEDNESDAY
        load_demo(installation)
        add_demo_accounts(installation)
        check_deadlines(installation)
        check_silence(installation)
        _put_mail(installation.settings.mailbox)
        with _serving(installation, port):
            yield Site(address, installation)


def _put_mail(folder: Path) -> None:
    """One message in the demo's mailbox."""
    message = EmailMessage()
    message["To"], message["Subject"] = "parent@example.org", "A date to check"
    message["Date"] = "Wed, 25 Nov 2026 08:30:00 +0000"
    message.set_content("A date comes soon. Look at your page.")
    message.add_alternative("<p>A date comes soon. Look at your page.</p>", subtype="html")
    mailbox.Maildir(folder, create=True).add(message)


@contextmanager
def _serving(installation: Installation, port: int) -> Iterator[None]:
    config = uvicorn.Config(create_app(installation), host="127.0.0.1", port=port, log_level="warning", ws="none")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, name="pages")
    thread.start()
    try:
        while not server.started and thread.is_alive():
            thread.join(0.02)
        yield
    finally:
        server.should_exit = True
        thread.join(20)


@contextmanager
def a_browser() -> Iterator[Browser]:
    """A Chromium of the system; its own sandbox cannot be had as root."""
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=args)
        yield browser
        browser.close()


def open_context(browser: Browser, size: tuple[int, int] = DESKTOP, **more: object) -> BrowserContext:
    """A window of its own, as a person in London has it."""
    width, height = size
    window = browser.new_context(
        viewport={"width": width, "height": height}, locale="en-GB", timezone_id="Europe/London", **more
    )
    window.set_default_timeout(15_000)
    return window


def family_address(site: Site) -> str:
    """The page of the demo's family."""
    [(_, _, address)] = addresses_of_all(site.installation)
    return address


def sign_in(page: Page, site: Site, name: str = "adviser") -> None:
    """Sign in by the form, with the demo's password; `family` gives the word of the demo's family on their page."""
    if name == FAMILY:
        page.goto(family_address(site))
        page.get_by_label("What is the word you agreed?").fill(WORD)
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Your page").wait_for()
        return
    page.goto(f"{site.address}/sign-in")
    page.get_by_label("Name you sign in with").fill(name)
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()
    if page.url.endswith("/second-factor"):
        page.get_by_label("Code from your authenticator").fill(TOTP(DEMO_TOTP).at(site.installation.now()))
        page.get_by_role("main").get_by_role("button").first.click()
    page.get_by_role("button", name="Sign out").wait_for()
