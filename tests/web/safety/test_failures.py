"""A page or an operation that fails tells nobody anything of anybody: not the reader, and not the log."""

import logging

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from ehcp_workflow.services.installation import Installation
from tests.web.api.conftest import PREFIX, Program, token_of
from tests.web.conftest import Browser, signed_in

SECRET = "Amina Example, 4 May 2018, a.parent@example.org"


def fail(_reference: str = "") -> None:
    raise RuntimeError(SECRET)


def made_to_fail(app: FastAPI, path: str) -> None:
    app.router.routes.insert(0, APIRoute(path, fail))


def test_a_page_that_fails_says_sorry_and_names_nobody(
    installation: Installation, browser: Browser, caplog: pytest.LogCaptureFixture
):
    made_to_fail(browser.app, "/reviews")
    with caplog.at_level(logging.DEBUG):
        answer = browser.get("/reviews")
    assert answer.status_code == 500
    assert "Sorry, there is a problem" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    for said in (answer.text, caplog.text):
        assert "Amina" not in said
        assert "Traceback" not in said
    assert "RuntimeError at fail:" in caplog.text


def test_an_operation_that_fails_is_a_problem_and_names_nobody(
    installation: Installation, caplog: pytest.LogCaptureFixture
):
    program = Program(installation, token_of(installation, "adviser"))
    (api,) = [route.app for route in program.browser.app.routes if getattr(route, "path", "") == PREFIX]
    made_to_fail(api, "/councils")
    with caplog.at_level(logging.DEBUG):
        answer = program.get("/councils")
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")
    assert answer.json()["title"] == "Something went wrong here"
    for said in (answer.text, caplog.text):
        assert "Amina" not in said
        assert "Traceback" not in said


def test_an_answer_that_is_not_as_described_names_nobody(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    program = Program(installation, token_of(installation, "adviser"))
    monkeypatch.setattr("ehcp_workflow.web.api.house.list_as_json", lambda _: {"as_at": SECRET})
    with caplog.at_level(logging.DEBUG):
        answer = program.get("/reviews")
    assert answer.status_code == 500
    assert "Amina" not in answer.text + caplog.text


@pytest.mark.parametrize("path", ["/cases/EHC-2026-0001", "/import", "/no/such/page"])
def test_nobody_keeps_a_copy_of_a_page(installation: Installation, path: str):
    assert signed_in(installation, "adviser").get(path).headers["Cache-Control"] == "no-store"
