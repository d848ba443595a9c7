import logging
import sqlite3

import pytest

from ehcp_workflow import __version__
from ehcp_workflow.web import caseload
from ehcp_workflow.web.app import create_app
from tests.web.conftest import Browser, make_case


def test_only_names_of_this_machine_are_answered(browser):
    for host in ("127.0.0.1:8350", "localhost:8350", "LOCALHOST", "[::1]:8350"):
        assert browser.get("/", Host=host).status_code == 200
    for host in ("evil.example", "127.0.0.1.evil.example", "localhost@evil.example", ""):
        answer = browser.get("/", Host=host)
        assert answer.status_code == 400
        assert "Caseload" not in answer.text


def test_only_addresses_of_this_machine_are_answered(installation):
    make_case(installation)
    app = create_app(installation)
    for client in ("127.0.0.1", "127.0.0.2", "::1"):
        assert Browser(app, client).get("/").headers["location"].startswith("/sign-in")
    for client in ("192.168.1.20", "10.0.0.1", "2001:db8::1", "somebody"):
        answer = Browser(app, client).get("/cases/EHC-2026-0001")
        assert answer.status_code == 403
        assert "nowhere else" in answer.text
        assert "Amina" not in answer.text


@pytest.mark.parametrize("path", ["/", "/cases/none", "/mailbox", "/healthz", "/static/style.css", "/nowhere"])
def test_every_answer_carries_the_security_headers(browser, path):
    headers = browser.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


def test_an_unknown_address_is_a_page_that_leads_back(browser):
    for path in ("/nowhere", "/docs", "/openapi.json", "/static/none.css"):
        answer = browser.get(path)
        assert answer.status_code == 404
        assert "There is nothing at this address" in answer.text


def test_nothing_can_be_sent_to_the_pages(browser):
    answer = browser.get("/", method="POST")
    assert answer.status_code == 405
    assert "Nothing can be sent to this address." in answer.text


def test_health_is_told_without_names(installation, browser):
    make_case(installation)
    assert browser.get("/healthz").json() == {"status": "ok", "version": __version__}


def test_a_database_that_cannot_be_read_is_said_in_a_sentence(installation, home, browser):
    installation.database.close()
    with sqlite3.connect(home / "ehcp.db") as connection:
        connection.execute("DROP TABLE check_runs")
        connection.execute("DROP TABLE case_failures")
        connection.execute("ALTER TABLE cases RENAME TO elsewhere")
    connection.close()
    health = browser.get("/healthz")
    assert health.status_code == 503
    assert health.json()["status"] == "unavailable"
    page = browser.get("/")
    assert page.status_code == 503
    assert "ehcp db upgrade" in page.text
    assert "cannot be read" in page.text


def test_a_crash_is_a_page_and_its_text_stays_out_of_the_log(browser, monkeypatch, caplog):
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("Amina Example")

    monkeypatch.setattr(caseload, "list_cases", crash)
    with caplog.at_level(logging.DEBUG):
        answer = browser.get("/")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "RuntimeError at crash" in caplog.text
    assert "Amina" not in caplog.text + answer.text


def test_without_an_installation_the_pages_open_that_of_the_environment(home):
    answer = Browser(create_app()).get("/")
    assert answer.status_code == 303
    assert (home / "ehcp.db").exists()
