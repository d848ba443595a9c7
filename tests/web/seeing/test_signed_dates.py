"""A case's page says of each date whether a lawyer checked its rule."""

from datetime import date

from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.rulebook_review.signatures import sign
from tests.web.conftest import make_case, on
from tests.web.seeing.reading import tagless


def test_each_date_says_whether_a_lawyer_checked_its_rule(installation, browser):
    reference = make_case(installation, NewEvent("request_received", on("2026-10-19")))
    before = tagless(browser.text(f"/cases/{reference}"))
    assert "the provision itself was read; not yet checked by a lawyer." in before
    assert "signed by" not in before
    sign(installation.settings.home, installation.rulebook, "ASM-10", "A. <i>Lawyer", date(2026, 11, 24))
    page = browser.text(f"/cases/{reference}")
    assert "<i>Lawyer" not in page
    assert tagless(page).count("signed by A. <i>Lawyer on Tuesday 24 November 2026.") == 1
    assert "not yet checked by a lawyer." in tagless(page)
