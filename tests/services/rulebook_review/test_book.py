"""The rule book: every rule, every link, a worked example, a place to sign, and nothing from the network."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.loading import load_rulebook
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.versions import Confidence
from ehcp_workflow.services.rulebook_review.book import render_book, write_book
from ehcp_workflow.services.rulebook_review.examples import example_of
from ehcp_workflow.services.rulebook_review.sentences import sentence, shown_version
from ehcp_workflow.services.rulebook_review.signatures import read_signoffs, sign

from law_copies import change, copy_of_law
from stories import CONFIG

DAY = date(2026, 11, 24)


class Page(HTMLParser):
    """What a reader of the page meets: its tags, ids, links and words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.language = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if "href" in given else []
        self.language = given.get("lang") or self.language
        assert "src" not in given, "a page that needs nothing else has no sources"


def words(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.fixture(scope="module")
def book(rulebook: Rulebook, tmp_path_factory: pytest.TempPathFactory) -> str:
    return render_book(rulebook, CONFIG, read_signoffs(tmp_path_factory.mktemp("home"), rulebook), DAY)


def section(book: str, rule: str) -> str:
    start = book.index(f'<section class="rule" id="{rule}"')
    return book[start : book.index("</section>", start)]


def test_the_book_holds_every_rule_and_every_link(book: str, rulebook: Rulebook):
    page = Page(book)
    for rule in rulebook.rules.values():
        assert f"#{rule.id}" in page.links
        assert rule.id in page.ids
        said = words(section(book, rule.id))
        assert " ".join(sentence(rule, shown_version(rule, DAY), rulebook).split()) in said
        assert " ".join(rule.note.split()) in said
        assert f"Signature for {rule.ref}" in said
        for version in rule.versions:
            assert version.citation.url in page.links
            assert str(version.citation) in said
            assert version.confidence.in_words.lower() in said.lower()
        for code in rule.if_missed:
            assert rulebook.remedies[code].plain in said
    for instrument in rulebook.instruments.values():
        assert instrument.url in page.links


def test_every_link_inside_the_book_leads_somewhere(book: str):
    page = Page(book)
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_the_book_needs_nothing_else_and_says_its_language(book: str):
    page = Page(book)
    assert page.language == "en-GB"
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert "@import" not in book
    assert "url(" not in book
    assert page.tags.count("h1") == 1
    assert "break-before: page" in book


def test_a_worked_example_is_the_engines_own(book: str, rulebook: Rulebook):
    said = words(section(book, "final_plan"))
    assert "Monday 23 November 2026: The council received a request for an assessment" in said
    assert "from Monday 23 November 2026 to Monday 12 April 2027" in said
    assert "Last day: Monday 12 April 2027" in said


def test_every_rule_but_a_condition_has_an_example_and_every_dated_one_a_date(rulebook: Rulebook):
    for rule in rulebook.rules.values():
        example = example_of(rule, rulebook)
        assert (example is None) is rule.kind.never_runs, rule.ref
        if example and not rule.kind.sets_no_date:
            assert example.due.is_known, rule.ref


def test_what_is_not_verified_and_not_signed_stands_out(book: str, rulebook: Rulebook):
    for rule in rulebook.rules.values():
        said = section(book, rule.id)
        unverified = shown_version(rule, DAY).confidence is Confidence.MEMORY
        assert ('<span class="mark loud">Not verified</span>' in said) is unverified, rule.ref
        assert '<span class="mark">Not yet checked by a lawyer</span>' in said


def test_a_signature_shows_and_so_does_its_breaking(tmp_path: Path):
    config = copy_of_law(tmp_path)
    signed = load_rulebook(config)
    sign(tmp_path, signed, "ASM-10", "A. <b>Lawyer</b>", DAY, "with a remark")
    said = section(render_book(signed, config, read_signoffs(tmp_path, signed), DAY), "final_plan")
    assert "<b>Lawyer" not in said
    assert "Signed by A. <b>Lawyer</b> on Tuesday 24 November 2026. Remark: with a remark" in unescape(said)
    change(config, "final_plan", "weeks: 20", "weeks: 21")
    changed = load_rulebook(config)
    said = section(render_book(changed, config, read_signoffs(tmp_path, changed), DAY), "final_plan")
    assert "2026, changed since" in unescape(said)


def test_the_book_is_written_whole_and_a_wrong_place_is_named(tmp_path: Path, rulebook: Rulebook):
    signoffs = read_signoffs(tmp_path, rulebook)
    out = tmp_path / "book.html"
    assert write_book(out, rulebook, CONFIG, signoffs, DAY) == len(rulebook.rules)
    assert out.read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert [path.name for path in tmp_path.iterdir()] == ["book.html"]
    with pytest.raises(BadInput, match="cannot be written"):
        write_book(tmp_path / "nowhere" / "book.html", rulebook, CONFIG, signoffs, DAY)
