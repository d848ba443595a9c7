"""Somebody who uploads files."""

import html
import re
import uuid

import httpx
from services.importing.conftest import as_csv

from tests.web.conftest import Browser

HEADINGS = ("Reference", "Council", "Child's name", "Request received")
KIM = ("RD 1", "Camden", "Kim Fictional", "2026-10-05")


def upload(
    browser: Browser, content: bytes, filename: str = "Kim Fictional.csv", path: str = "/import"
) -> httpx.Response:
    """Send a file as a browser does."""
    mark = uuid.uuid4().hex
    fields = f'--{mark}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{browser.csrf}\r\n'
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n\r\n'
    body = fields.encode() + head.encode() + content + f"\r\n--{mark}--\r\n".encode()
    return browser.get(path, "POST", body, **{"Content-Type": f"multipart/form-data; boundary={mark}"})


def uploaded(browser: Browser, *rows: tuple, headings: tuple = HEADINGS) -> str:
    """Upload rows; the address of their import."""
    answer = upload(browser, as_csv([headings, *rows]))
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].removesuffix("/columns")


def tagless(text: str) -> str:
    """A page's words without its markup."""
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", text).split()))
