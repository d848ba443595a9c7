import re
from itertools import pairwise

import pytest

from ehcp_workflow.web.pages import FOLDER

STYLE = (FOLDER / "static" / "style.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", STYLE))
TAGS = sorted(name for name in COLOURS if name.startswith("tag-"))
SHIPPED = [path for path in FOLDER.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def brightness(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i, _ in pairwise(range(1, 9, 2))]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *((f"on-{tag}", tag) for tag in TAGS),
        *((name, ground) for name in ("text", "quiet", "link", "visited", "hover") for ground in ("ground", "pale")),
        ("on-teal", "teal"),
        ("text", "focus"),
    ],
)
def test_text_can_be_told_from_its_ground(text, ground):
    assert contrast(COLOURS[text], COLOURS[ground]) >= 4.5


def test_nothing_of_the_crown_or_of_another_site_is_shipped():
    assert {"style.css", "layout.html"} <= {path.name for path in SHIPPED}
    for path in SHIPPED:
        assert path.suffix in {".py", ".html", ".css", ".svg"}
        text = path.read_text(encoding="utf-8").lower()
        assert not re.search(r"gds transport|woff|crown|<script|javascript:", text), path
        assert not re.search(r"""(src|href)=["']https?:|url\(|@import""", text), path


def test_every_page_says_that_it_is_not_a_government_service(browser):
    for path in ("/", "/nowhere", "/mailbox"):
        answer = browser.get(path).text
        assert "This is not a government service." in answer
        assert '<html lang="en">' in answer
        assert '<a class="skip" href="#main">' in answer
