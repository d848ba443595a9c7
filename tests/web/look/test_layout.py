"""What stands around every page: the way around, who is signed in, what was done, and what is wrong."""

from ehcp_workflow.web.environment import make_environment
from ehcp_workflow.web.forms import FieldError
from tests.web.conftest import signed_in

PARTS = """{% extends "layout.html" %}{% from "_parts.html" import when_input %}
{% block title %}A form{% endblock %}
{% block main %}{{ when_input("on", "When", form=form, errors=errors) }}{% endblock %}"""


def page(**said):
    around = {"heartbeat": None, "demo": False, "visit": None, "errors": (), "done": "", "form": {}}
    return " ".join(make_environment().from_string(PARTS).render(around | said).split())


def test_nobody_is_led_where_their_role_does_not_let_them(installation):
    adviser = signed_in(installation, "adviser").text("/reviews")
    for words in ("Caseload", "Reviews", "Councils", "Outbox", "Import", "Rules", "Settings"):
        assert f"> {words} <" in adviser or f">{words}<" in adviser
    reader = signed_in(installation, "read_only").text("/reviews")
    assert 'href="/outbox"' not in reader
    assert 'href="/import"' not in reader
    assert 'href="/settings"' in reader
    operator = signed_in(installation, "operator").text("/outbox")
    assert 'href="/reviews"' not in operator
    assert 'href="/import"' in operator


def test_the_page_one_is_on_is_marked(installation):
    text = signed_in(installation, "adviser").text("/reviews")
    assert 'href="/reviews" aria-current="page"' in text


def test_who_is_signed_in_is_said_and_they_can_sign_out(installation):
    text = signed_in(installation, "adviser", "sam.reed").text("/reviews")
    assert 'Signed in as <a class="govuk-link" href="/account">Sam Reed</a>, adviser' in text
    assert '<form class="app-who" action="/sign-out" method="post"> <input type="hidden" name="csrf" value="' in text


def test_only_known_words_are_said_to_be_done(installation):
    browser = signed_in(installation, "adviser")
    assert "Saved." in browser.text("/reviews?done=saved")
    assert "Nonsense" not in browser.text("/reviews?done=Nonsense")
    assert "govuk-notification-banner" not in browser.text("/reviews?done=Nonsense")


def test_errors_are_told_first_and_in_the_title_and_lead_to_their_fields():
    text = page(errors=(FieldError("on-month", "Add the month."),), form={"on-day": "3"})
    assert "<title>Error: A form – EHCP workflow</title>" in text
    assert "There is a problem" in text
    assert '<a href="#on-month">Add the month.</a>' in text
    assert 'id="on-month" name="on-month" type="text"' in text
    assert 'value="3"' in text, "what was typed is kept"
    assert "<title>A form – EHCP workflow</title>" in page()


def test_a_message_and_what_was_typed_are_never_markup():
    text = page(errors=(FieldError("on-day", "<b>x</b>"),), form={"on-day": '"><script>x</script>'})
    assert "<b>x</b>" not in text
    assert "<script>x" not in text


def test_the_range_is_open_when_something_stands_in_it():
    assert "<details" in page()
    assert " open>" not in page()
    assert " open>" in page(form={"on-last-year": "2026"})


def test_styles_are_kept_by_a_browser_and_pages_are_not(installation):
    browser = signed_in(installation, "adviser")
    first = browser.get("/static/desk.css")
    assert first.headers["cache-control"] == "no-cache"
    assert browser.get("/static/desk.css", **{"If-None-Match": first.headers["etag"]}).status_code == 304
    assert browser.get("/reviews").headers["cache-control"] == "no-store"
