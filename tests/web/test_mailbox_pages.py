import mailbox
import re
from email.message import EmailMessage
from html import unescape
from pathlib import Path

from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.settings import Settings
from tests.web.conftest import signed_in


def put_mail(folder: Path, text: str, html: str | None = None, subject: str = "A date to check") -> str:
    message = EmailMessage()
    message["To"] = "parent@example.org"
    message["Subject"] = subject
    message["Date"] = "Mon, 23 Nov 2026 08:30:00 +0000"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return mailbox.Maildir(folder, create=True).add(message)


def test_an_empty_mailbox_says_when_it_fills(browser):
    assert "The mailbox is empty. Messages are sent between 08:00 and 20:00" in browser.text("/mailbox")


def test_a_message_is_listed_and_can_be_read(installation, browser):
    key = put_mail(installation.settings.mailbox, "Hello\n", "<p style='color: red'>Hello</p>")
    listed = browser.text("/mailbox")
    assert f'<a class="govuk-link" href="/mailbox/{key}">A date to check</a>' in listed
    assert "parent@example.org" in listed
    assert "Monday 23 November 2026 at 08:30" in listed
    assert '<pre class="app-mail">Hello' in browser.text(f"/mailbox/{key}")


def test_the_html_of_a_message_stays_inside_a_frame_that_may_do_nothing(installation, browser):
    bad = """<img src="http://tracker.example/x.png"><script>alert(1)</script>"></iframe><b>out</b>"""
    key = put_mail(installation.settings.mailbox, "plain", bad)
    answer = browser.get(f"/mailbox/{key}")
    frame = re.search(r"<iframe[^>]*>", answer.text)
    assert frame is not None
    assert " sandbox " in frame[0]
    srcdoc = unescape(re.search(r'srcdoc="([^"]*)"', frame[0])[1])
    assert srcdoc.startswith('<meta http-equiv="Content-Security-Policy" content="default-src \'none\';')
    assert srcdoc.rstrip().endswith("<b>out</b>")
    assert "<script>" not in answer.text
    assert "<b>out" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]


def test_only_addresses_of_our_own_cases_become_links(installation, browser):
    text = "http://127.0.0.1:8350/cases/EHC-2026-0001\nhttp://evil.example/cases/EHC-2026-0001\n"
    page = browser.text(f"/mailbox/{put_mail(installation.settings.mailbox, text)}")
    assert '<a href="/cases/EHC-2026-0001">http://127.0.0.1:8350/cases/EHC-2026-0001</a>' in page
    assert page.count('href="/cases/') == 1
    assert 'href="http://evil' not in page


def test_a_subject_is_never_markup(installation, browser):
    key = put_mail(installation.settings.mailbox, "x", subject="<script>alert(1)</script>")
    for path in ("/mailbox", f"/mailbox/{key}"):
        assert "<script>" not in browser.text(path)


def test_an_unknown_message_and_a_way_out_of_the_folder_are_not_found(installation, browser):
    put_mail(installation.settings.mailbox, "x")
    for key in ("nothing", "..%2F..%2Fehcp.db", ".hidden"):
        assert browser.get(f"/mailbox/{key}").status_code == 404


def test_there_is_no_mailbox_outside_the_demo(home):
    with open_installation(Settings(demo=False)) as opened:
        key = put_mail(opened.settings.mailbox, "x")
        browser = signed_in(opened, "adviser")
        for path in ("/mailbox", f"/mailbox/{key}"):
            answer = browser.get(path)
            assert answer.status_code == 404
            assert "There is no mailbox here" in answer.text
