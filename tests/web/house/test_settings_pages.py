from dataclasses import replace
from html import unescape

import pytest
from pydantic import SecretStr

from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.store import accounts, checklog
from ehcp_workflow.store.tables import CaseDeskRow, CaseWallRow
from ehcp_workflow.web.app import create_app
from tests.web.conftest import Browser, make_case, on, signed_in


def with_settings(installation, browser: Browser, **values: object) -> Browser:
    """The same browser at the same installation, set up otherwise."""
    changed = replace(installation, settings=installation.settings.model_copy(update=values))

    return Browser(create_app(changed), cookies={**browser.cookies, "csrf": browser.csrf})


def test_house_policy_stands_in_sentences_and_says_where_to_change_it(browser):
    text = unescape(browser.text("/settings"))
    assert "The family is told" in text
    assert "When messages leave" in text
    assert "Nothing of it is the organisation's own" in text
    assert "<code>policy.yaml</code>" in text


def test_values_of_the_organisation_stand_beside_those_shipped(installation, browser):
    own = installation.settings.policy_override
    own.write_text("due_soon_days: 21\n", encoding="utf-8")
    assert "due_soon_days: 21 instead of 14" in browser.text("/settings")


def test_a_mistake_made_in_the_file_since_the_start_is_said(installation, browser):
    installation.settings.policy_override.write_text("due_soon_days: soon\n", encoding="utf-8")
    text = browser.text("/settings")
    assert "have a mistake in them now" in text
    assert "due_soon_days" in text


def test_channels_say_who_carries_them_and_never_a_secret(installation, browser):
    told = with_settings(
        installation,
        browser,
        smtp_host="mail.example.org",
        smtp_user="postmaster",
        smtp_password=SecretStr("s3cret-word"),
        sms_by="seven",
        sms_key=SecretStr("seven-s3cret"),
        sms_sender="+447700900123",
    ).text("/settings")
    assert "Yes, by smtp" in told
    assert "Yes, by seven" in told
    for secret in ("s3cret-word", "seven-s3cret", "postmaster"):
        assert secret not in told


def test_a_channel_that_cannot_work_names_the_variable(installation, browser):
    told = with_settings(installation, browser, sms_by="twilio").text("/settings")
    assert "EHCP_SMS_KEY" in told
    assert "Cannot be told" in told


def test_the_health_page_says_what_the_terminal_says(installation, browser):
    text = browser.text("/settings/health")
    assert "Check of deadlines" in text
    assert "Has never run. Run: ehcp check" in text
    assert 'href="http://127.0.0.1:4200"' in text


def test_a_case_that_cannot_be_worked_out_is_named_only_to_who_may_know_of_it(installation, browser):
    reference = make_case(installation, NewEvent("request_received", on("2026-10-19")))
    with installation.database.write() as unit:
        checklog.note_failure(unit, 1, "wrong in some way", installation.now())
        unit.add(CaseDeskRow(case_id=1, team_id=accounts.team_named(unit, "north")))
    told = browser.text("/settings/health")
    assert reference not in told
    assert "1 that you may not see cannot be worked out" in told
    assert f"{reference}: wrong in some way" in signed_in(installation, "operator", "op").text("/settings/health")
    assert f"{reference}: wrong in some way" in signed_in(installation, "adviser", "bo", "north").text(
        "/settings/health"
    )


def test_a_wall_holds_for_an_operator_too(installation):
    reference = make_case(installation)
    operator = signed_in(installation, "operator", "op")
    with installation.database.write() as unit:
        checklog.note_failure(unit, 1, "wrong in some way", installation.now())
        account = accounts.find_account(unit, "op")
        unit.add(CaseWallRow(case_id=1, account_id=account.id, by="sue", at=installation.now()))
    assert reference not in operator.text("/settings/health")


@pytest.mark.parametrize(
    ("role", "health"), [("adviser", 200), ("supervisor", 200), ("operator", 200), ("read_only", 403)]
)
def test_everybody_here_sees_the_settings_and_those_who_operate_the_health(installation, role, health):
    browser = signed_in(installation, role)
    assert browser.get("/settings").status_code == 200
    assert browser.get("/settings/health").status_code == health
    assert ("/settings/health" in browser.get("/settings").text) is (health == 200)


def test_nobody_else_sees_either(stranger):
    assert stranger.get("/settings").status_code == 303
    assert stranger.get("/settings/health").status_code == 303
