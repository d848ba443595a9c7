"""How pages for families are answered: in their language, kept out of search, and with nothing of the desk around."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from ehcp_workflow.errors import EhcpError, NotFound
from ehcp_workflow.messages.words.page_words import page_words
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.web.pages import render_alone

COOKIE = "ehcp_family"
PATH = "/family"
NEUTRAL_SITE = "https://www.bbc.co.uk/weather"
HEADERS = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


def show(
    installation: Installation, template: str, language: str, *, token: str, status: int = 200, **said: object
) -> HTMLResponse:
    """A page for a family.

    Args:
        installation: whose page it is.
        template: its template in the folder of families.
        language: in which they read.
        token: of their link, for the addresses in the page.
        status: the HTTP status.
        said: what the template shows.
    """
    words, texts = page_words(installation.config, language), installation.templates.texts(language)
    around = {"w": words, "lang": words.code, "dir": texts.direction, "sender": installation.settings.mail_from_name}
    page = render_alone(f"family/{template}", **({"errors": (), "done": "", "token": token} | around | said))
    return HTMLResponse(page, status, HEADERS)


def refuse(installation: Installation, error: EhcpError) -> HTMLResponse:
    """A link that does not work, whatever the reason, or something that cannot be done now; in English, for anybody."""
    wrong = isinstance(error, NotFound)
    name, status = ("link", 404) if wrong else ("later", 503)
    return show(installation, "refusal.html", "en", token="", status=status, name=name)


def go_to(token: str, part: str = "", done: str = "") -> RedirectResponse:
    """The way to a page of a family after something was done."""
    address = f"{PATH}/{token}" + (f"/{part}" if part else "") + (f"?done={done}" if done else "")
    return RedirectResponse(address, 303, HEADERS)


def keep_visit(request: Request, answer: Response, secret: str) -> None:
    """Let a browser keep the secret of a visit until it is closed; nothing of another site ever sends it."""
    answer.set_cookie(COOKIE, secret, path=PATH, secure=request.url.scheme == "https", httponly=True, samesite="strict")


def drop_visit(request: Request, answer: Response) -> None:
    """Let a browser forget its visit."""
    answer.delete_cookie(COOKIE, path=PATH, secure=request.url.scheme == "https", httponly=True, samesite="strict")
