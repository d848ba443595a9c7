"""The demo has a plan for each state that help can be in."""

from fractions import Fraction

from ehcp_workflow.services.demo.loading import load_demo
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.provision.ledger import read_ledger


def test_the_demo_shows_help_in_every_state(installation: Installation):
    load_demo(installation)
    found = {f"DEMO-{n:03d}": read_ledger(installation, f"DEMO-{n:03d}").lines[0] for n in range(50, 58)}
    assert [(name, line.state.value) for name, line in found.items()] == [
        ("DEMO-050", "in_place"),
        ("DEMO-051", "short"),
        ("DEMO-052", "lapsed"),
        ("DEMO-053", "never_started"),
        ("DEMO-054", "cannot_be_measured"),
        ("DEMO-055", "not_reported"),
        ("DEMO-056", "in_place"),
        ("DEMO-057", "short"),
    ]
    # Today is Monday 23 November 2026. Autumn owes an hour for each of the six weeks from Monday 7 September to Friday
    # 16 October and the three from 2 to 20 November; 3/5 for Wednesday 2 to Friday 4 September, after a training day;
    # 4/5 for Monday 19 to Thursday 22 October, before one. The weeks of 21 and 28 September and 5 and 12 October were
    # missed, and made up for in the four after them.
    autumn = found["DEMO-056"].by_term[-1].sums
    assert (autumn.owed, autumn.delivered, autumn.catch_up) == (Fraction(52, 5), Fraction(32, 5), 4)
    assert autumn.shortfall == 0
