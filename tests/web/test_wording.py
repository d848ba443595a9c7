from datetime import date

import pytest

from ehcp_workflow.web.wording import how_far, with_case_links, with_code
from tests.web.conftest import on

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2026-11-23", "today"),
        ("2026-11-24", "in 1 day"),
        ("2026-11-22", "1 day ago"),
        ("2026-12", "in 8 to 38 days"),
        ("2026-11-23/2026-11-30", "in 0 to 7 days"),
        ("2026-11-20/2026-11-30", "may have passed"),
        ("2026-11-20/2026-11-23", "may have passed"),
        ("2026-10-01/2026-10-31", "23 to 53 days ago"),
        ("unknown", ""),
    ],
)
def test_a_date_is_as_far_away_as_it_is_known(when, words):
    assert how_far(on(when), TODAY) == words


def test_commands_are_marked_and_nothing_else_is_markup():
    assert (
        with_code("<b> `ehcp case list` & `x<y`") == "&lt;b&gt; <code>ehcp case list</code> &amp; <code>x&lt;y</code>"
    )


def test_a_link_ends_where_the_reference_ends():
    text = with_case_links('see http://127.0.0.1:8350/cases/EHC-2026-0001"><script>', "http://127.0.0.1:8350")
    assert '<a href="/cases/EHC-2026-0001">http://127.0.0.1:8350/cases/EHC-2026-0001</a>&#34;&gt;&lt;script&gt;' in text
