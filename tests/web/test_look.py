"""The look: patterns of the GOV.UK Design System without the brand of the government, and nothing inline."""

import re
from importlib.metadata import version
from itertools import pairwise

import pytest

from ehcp_workflow.web.pages import FOLDER

SHIPPED = [path for path in FOLDER.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
TEMPLATES = sorted((FOLDER / "templates").rglob("*.html"))
DESIGN_SYSTEM = FOLDER / "static" / "govuk"
STYLE = (FOLDER / "static" / "desk.css").read_text(encoding="utf-8")

# How the drawings of the crown and of the old and the new crest begin in govuk-frontend.
CROWN_PATHS = ("M33.1,9.8c.2-.1", "M93.94 41.25c", "M421.5 142.8V", "108.76 55.62", "M6.7 12.2c", "M22.6 10.4c")
BRAND = re.compile(
    r"gds transport|woff|@font-face|govuk-crest|crest\.svg|govuk-header__logo|govuk-logo|govuk-footer__copyright-logo|"
    r"opengraph|gov\.uk logo|favicon\.ico|\b(govuk|gov-uk)-icon",
    re.IGNORECASE,
)
INLINE = re.compile(r"""<script(?![^>]*\ssrc=)|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:""", re.IGNORECASE)


def brightness(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i, _ in pairwise(range(1, 9, 2))]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


def colour(rule: str, what: str) -> str:
    """A colour that our own style sheet gives, written with six figures."""
    found = re.search(rf"^{re.escape(rule)} \{{[^}}]*(?<![\w-]){what}: #(\w+);", STYLE, re.MULTILINE)
    assert found, f"{rule} has no {what}"
    return "#" + (found[1] if len(found[1]) == 6 else "".join(figure * 2 for figure in found[1]))


def test_white_text_can_be_told_from_the_bar_at_the_top():
    assert contrast("#ffffff", colour(".app-header__bar", "background")) >= 4.5


@pytest.mark.parametrize("rule", [".app-beside", ".app-under", ".app-link-button", ".app-subnav__link"])
def test_our_own_text_can_be_told_from_its_ground(rule):
    for ground in ("#ffffff", colour(".app-filter", "background")):
        assert contrast(colour(rule, "color"), ground) >= 4.5


@pytest.mark.parametrize("rule", [".app-link-button:focus-visible", ".app-subnav__link:focus-visible"])
def test_what_has_the_focus_can_be_told_from_its_ground(rule):
    assert contrast(colour(rule, "color"), colour(rule, "background")) >= 4.5


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_nothing_of_the_governments_brand_is_shipped(path):
    assert path.suffix in {".py", ".html", ".css", ".svg", ".js", ".md", ""}, "no typeface, image or binary file"
    text = path.read_text(encoding="utf-8")
    if path.parent == DESIGN_SYSTEM and path.suffix in {".md", ""}:
        return
    assert not BRAND.search(text), BRAND.search(text)
    assert not any(drawn in text for drawn in CROWN_PATHS)


@pytest.mark.parametrize(
    "words", ["GDS Transport", "@font-face{src:url(a.woff2)}", '<svg class="govuk-crest">', "govuk-opengraph-image.png"]
)
def test_the_brand_would_be_found(words):
    assert BRAND.search(words)


def test_the_design_system_is_of_the_version_its_macros_are_made_for():
    for name in ("govuk-frontend.css", "govuk-frontend.js"):
        assert (DESIGN_SYSTEM / name).read_text(encoding="utf-8").startswith("/*! govuk-frontend 6.6.0, MIT")
    assert version("govuk-frontend-jinja").startswith("4."), "4.x holds the macros of 6.x"
    assert "Permission is hereby granted" in (DESIGN_SYSTEM / "LICENCE").read_text(encoding="utf-8")


def test_nothing_is_loaded_from_another_site():
    for path in SHIPPED:
        if path.suffix in {".html", ".css"}:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"""(src|href)=["'](https?:)?//|url\((?!data:|#)|@import""", text), path


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_no_template_holds_a_script_or_style_of_its_own(path):
    text = path.read_text(encoding="utf-8")
    assert not INLINE.search(text), INLINE.search(text)
    # The pages that fetch nothing carry the one style sheet whose hash their policy names.
    assert "<style" not in text.replace("<style>{{ style | safe }}</style>", "")


@pytest.mark.parametrize(
    "markup", ['<p style="color: red">', "<script>x</script>", '<a onclick="x">', '<a href="javascript:x">']
)
def test_something_inline_would_be_found(markup):
    assert INLINE.search(markup)


def test_every_page_says_that_it_is_not_a_government_service(browser):
    for path in ("/", "/nowhere", "/mailbox"):
        answer = browser.get(path).text
        assert "This is not a government service." in answer
        assert '<html lang="en" class="govuk-template">' in answer
        assert '<a href="#main" class="govuk-skip-link"' in answer
