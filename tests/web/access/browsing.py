"""A browser that keeps its cookies from one page to the next, as people use one."""

import asyncio
import re

import httpx
from fastapi import FastAPI


class Person:
    """Somebody at a browser: follows no redirect by itself, keeps cookies, and sends forms as pages show them."""

    def __init__(self, app: FastAPI, base_url: str = "http://127.0.0.1:8350", client: str = "127.0.0.1") -> None:
        self.app, self.base_url, self.client = app, base_url, client
        self.cookies = httpx.Cookies()
        self.headers: dict[str, str] = {}
        """What goes with every request."""

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, **sent: str) -> httpx.Response:
        return asyncio.run(self._ask(method, path, headers or {}, sent))

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.ask("GET", path, headers)

    def send(self, page: str, to: str | None = None, **typed: str) -> httpx.Response:
        """Load a page, and send its form with what was typed; hidden fields go along."""
        text = self.get(page).text
        forms = re.findall(r'<form[^>]*action="([^"]+)"[^>]*method="post".*?</form>', text, re.DOTALL)
        to = to or next(form for form in forms if form not in {"/sign-out", "/find"})  # those of every page
        body = next(part for part in text.split("<form")[1:] if f'action="{to}"' in part).split("</form>")[0]
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', body))
        return self.ask("POST", to, **{**hidden, **typed})

    def sign_in(self, name: str, password: str, next_: str = "") -> httpx.Response:
        return self.send("/sign-in" + (f"?next={next_}" if next_ else ""), "/sign-in", name=name, password=password)

    async def _ask(self, method: str, path: str, headers: dict[str, str], sent: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, client=(self.client, 50000))
        async with (
            self.app.router.lifespan_context(self.app),
            httpx.AsyncClient(transport=transport, base_url=self.base_url, cookies=self.cookies) as client,
        ):
            answer = await client.request(
                method, path, headers=self.headers | headers, data=sent if method == "POST" else None
            )
            self.cookies = client.cookies
        return answer
