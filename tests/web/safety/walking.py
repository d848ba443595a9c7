"""Walking through the pages as a browser would: every link, every form, whatever they are called."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import httpx

from tests.web.conftest import Browser

EVIL = "\"'><script>alert(7)</script><img src=x onerror=alert(7)>{{7*7}}"
TYPED = {"text", "search", "email", "tel", "url", "number", ""}
# What would sign out or shut out whoever walks.
LEFT_ALONE = re.compile(
    r"/(sign-out|sign-in|second-factor|static|account/(password|browsers|second-factor)"
    r"|people-here/(eve|.*/(end|reset|sign-out))|cases/[^/]+/access/)"
)
DATE_PARTS = {"day": "2", "month": "11", "year": "2026"}


@dataclass
class Form:
    """A form of a page: where it goes, and its fields with what stands in them."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    takes_file: bool = False


class Page(HTMLParser):
    """What a browser makes of a page: its links, forms, main words, and whatever would run in it."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.runs: list[str] = []
        self.words = ""
        self._main = False
        self._select = self._area = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self._look_for_scripts(tag, said)
        self._main |= tag == "main"
        if tag == "a" and "href" in said:
            self.links.append(said["href"])
        elif tag == "form":
            self.forms.append(Form(said.get("action", ""), said.get("method", "get").lower()))
        elif self.forms and said.get("name"):
            self._field(tag, said)
        if tag == "option" and self._select and said.get("value"):
            chosen = self.forms[-1].fields
            if "selected" in said or not chosen.get(self._select):
                chosen[self._select] = said["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

        elif tag == "main":
            self._main = False

    def handle_data(self, data: str) -> None:
        if self._main:
            self.words += data

    def _look_for_scripts(self, tag: str, said: dict[str, str]) -> None:
        if tag == "script" and not said.get("src", "").startswith("/static/"):
            self.runs.append(f"<script> {said}")
        if tag == "img" and said.get("src") == "x":
            self.runs.append(f"<img> {said}")
        self.runs += [f"{tag} {name}" for name in said if name.startswith("on") or name == "style"]
        self.runs += [f"{tag} {value}" for value in said.values() if value.strip().lower().startswith("javascript:")]

    def _field(self, tag: str, said: dict[str, str]) -> None:
        form, name, kind = self.forms[-1], said["name"], said.get("type", "")
        if tag == "select":
            self._select = name
            form.fields.setdefault(name, "")
        elif tag == "textarea" or (tag == "input" and kind in TYPED):
            form.fields[name] = said.get("value", "")
            form.typed.add(name)
        elif tag == "input" and kind == "file":
            form.takes_file = True
        elif tag in {"input", "button"} and kind in {"radio", "checkbox", "submit"}:
            if "checked" in said or name not in form.fields:
                form.fields[name] = said.get("value", "on")
        elif tag == "input":
            form.fields[name] = said.get("value", "")


@dataclass
class Walk:
    """A walk through all pages that can be reached, one of each kind; what ran, and where the evil words were seen."""

    browser: Browser
    seen: dict[str, str] = field(default_factory=dict)
    ran: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)

    def from_(self, *starts: str) -> None:
        """Walk on from some addresses until nothing new is found."""
        left = list(starts)
        while left:
            path = left.pop(0)
            kind = kind_of(path)
            if kind in self.seen or LEFT_ALONE.match(path):
                continue
            self.seen[kind] = path
            page = self.look(kind, self.browser.get(path))
            if page is None:
                continue
            self.look(f"{kind} asked", self.browser.get(with_evil(path)))
            left += [to for link in page.links if (to := inside(path, link))]
            for form in page.forms:
                left += self.send(path, form)

    def send(self, path: str, form: Form) -> Iterator[str]:
        """Send a form with evil words in all that is typed; where it leads."""
        action = inside(path, form.action or path)
        kind = f"{form.method} {kind_of(action or '')}"
        if action is None or form.takes_file or kind in self.seen or LEFT_ALONE.match(action):
            return
        self.seen[kind] = action
        said = {**form.fields, **{name: typed(name) for name in form.typed}}
        if form.method == "get":
            answer = self.browser.get(f"{urlsplit(action).path}?{urlencode(said)}")
        else:
            answer = self.browser.post(action, **{name: value for name, value in said.items() if name != "csrf"})
        page = self.look(kind, answer)
        for next_form in page.forms if page else ():
            yield from self.send(action, next_form)
        if to := inside(path, answer.headers.get("location", "")):
            yield to

    def look(self, kind: str, answer: httpx.Response) -> Page | None:
        """Look at what was answered, as a browser does."""
        if answer.status_code >= 500 or (answer.status_code in {401, 403, 404} and kind in self.seen):
            self.failed.append(f"{kind}: {answer.status_code}")
        if not answer.headers.get("content-type", "").startswith("text/html"):
            return None
        page = Page(answer.text)
        self.ran += [f"{kind}: {what}" for what in page.runs]
        if "49" in re.findall(r"onerror=alert\(7\)>(\w+)", page.words):
            self.ran.append(f"{kind}: a template was filled in twice")
        if "<script>alert(7)" in page.words:
            self.shown.add(kind)
        return page


def typed(name: str) -> str:
    """What is typed into a field: a day into a date, evil words into everything else."""
    return next((value for part, value in DATE_PARTS.items() if name.endswith(f"-{part}")), EVIL)


def kind_of(path: str) -> str:
    """An address without what differs between two of a kind."""
    plain = re.sub(r"EHC-\d{4}-\d+", "REF", urlsplit(path).path)
    return re.sub(r"/(\d+|[0-9a-f]{32}|[\w-]{22}|[\w-]{32,})(?=/|$)", "/N", plain)


def inside(path: str, link: str) -> str | None:
    """Where a link leads, if that is one of our pages."""
    if not link or link.startswith("#"):
        return None
    to = urlsplit(urljoin(f"http://127.0.0.1:8350{path}", link))
    if to.hostname != "127.0.0.1":
        return None
    return to.path + (f"?{to.query}" if to.query else "")


def with_evil(path: str) -> str:
    """An address with evil words in everything that may be asked."""
    known = ("as_at", "after", "state", "council", "flag", "stage", "done", "next", "page", "reference", "kind", "on")
    asked = dict(parse_qsl(urlsplit(path).query)) | dict.fromkeys(known, EVIL)
    return f"{urlsplit(path).path}?{urlencode(asked)}"
