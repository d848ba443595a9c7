"""Putting the fictional caseload into an installation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from ehcp_workflow.cases.policy import load_policy
from ehcp_workflow.law.when import When
from ehcp_workflow.services.casework import file_quietly
from ehcp_workflow.services.councils import Council, load_councils
from ehcp_workflow.services.demo.after_plan import after_the_plan
from ehcp_workflow.services.demo.before_plan import before_the_plan
from ehcp_workflow.services.demo.beside import add_beside
from ehcp_workflow.services.demo.family_page import add_family_link
from ehcp_workflow.services.demo.lives import Happening, Life, draw_life
from ehcp_workflow.services.demo.people import ADVISERS, BY, SUPERVISORS, YOUNG_PEOPLE, add_people
from ehcp_workflow.services.demo.section_f import add_section_f
from ehcp_workflow.services.demo.shares import Shares, load_shares
from ehcp_workflow.services.demo.showcases import showcases
from ehcp_workflow.services.event_checks import NewEvent, check_event
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import casebook
from ehcp_workflow.store.casebook import NewCase
from ehcp_workflow.store.engine import Unit

__all__ = ["ADVISERS", "FIRST_NAMES", "POLICY", "SUPERVISORS", "load_demo"]

SEVENTEEN_YEARS = 17 * 365 + 100
FIRST_NAMES = ("Alex", "Sam", "Robin", "Charlie", "Jamie", "Morgan", "Taylor", "Jordan", "Ellis", "Rowan")
POLICY = """\
# Written by the demo: its messages go only to the mailbox on this machine, so they may arrive at any hour and day.
sending_hours: {from: "00:00", to: "23:59"}
digest: {at: "00:00", working_days_only: false}
"""


def load_demo(installation: Installation) -> int:
    """Load the fictional caseload, with dates relative to today; how many cases were added.

    Loading it again adds nothing. The first check looks at every case of it.
    """
    shares = load_shares(installation.config)
    rng = Random(shares.seed)  # noqa: S311 - a made-up caseload, the same each time
    # With a mail server of their own people keep their own hours.
    if installation.settings.smtp_host is None and not installation.settings.policy_override.exists():
        installation.settings.policy_override.write_text(POLICY)
        # From here on, so that the first check does not find house policy changed and hold what it plans.
        installation.policy = load_policy(installation.config / "policy.yaml", installation.settings.policy_override)
    drawn = [*showcases(), *(draw_life(rng, shares) for _ in range(shares.cases - len(showcases())))]
    told = (*after_the_plan(), *before_the_plan())
    lives = [*drawn[: -len(told)], *told]  # the last of the demo, so that the numbers of the others stay
    councils = load_councils()
    with installation.database.write() as unit:
        loaded = sum(
            _load(installation, unit, number, life, rng.choice(councils), shares, rng)
            for number, life in enumerate(lives, start=1)
        )
    if loaded:
        add_family_link(installation)
    return loaded


def _load(
    installation: Installation,
    unit: Unit,
    number: int,
    life: Life,
    council: Council,
    shares: Shares,
    rng: Random,
) -> bool:
    name, born, agreed = _child(rng, number), rng.randint(3 * 365, 15 * 365), rng.random()
    born = SEVENTEEN_YEARS if number in YOUNG_PEOPLE else born
    happened = list(_happened(life, installation.today(), shares, rng))
    if casebook.look_up_case(unit, installation.cipher, f"DEMO-{number:03d}"):
        return False
    new = NewCase(
        opened_at=installation.now(),
        council_code=council.code,
        child_name=name,
        birth_date=installation.today() - timedelta(days=born),
        requested_by=life.requested_by,
        their_reference=f"DEMO-{number:03d}",
        source="fictional",
    )
    record = casebook.add_case(unit, installation.cipher, new)
    add_people(installation, unit, record.id, number, agreed=agreed < shares.family_agreed_to_messages)
    events = [check_event(installation, event) for event in happened]
    for event in events:
        casebook.add_event(unit, installation.cipher, record.id, event, by=BY)
    add_beside(installation, unit, record.id, life.beside, BY)
    if life.section_f:
        add_section_f(installation, unit, record.id, life.section_f, events, BY)
    file_quietly(installation, unit, record, hold=None)
    return True


def _child(rng: Random, number: int) -> str:
    return f"{rng.choice(FIRST_NAMES)} Example {number}"


def _happened(life: Life, today: date, shares: Shares, rng: Random) -> Iterator[NewEvent]:
    """What has happened by today; long ago, sometimes only the month is known."""
    began = today - timedelta(days=life.began_days_ago)
    for happening in life.happenings:
        on, vague = began + timedelta(days=happening.day), rng.random() < shares.month_only_dates
        if on > today:
            continue
        known_to_month = vague and not life.section_f and happening.day > 0 and (today - on).days > 60
        yield _new_event(happening, began, When.month(on.year, on.month) if known_to_month else When.day(on))


def _new_event(happening: Happening, began: date, on: When) -> NewEvent:
    dates = {which: When.day(began + timedelta(days=day)) for which, day in happening.dates.items()}
    return NewEvent(happening.kind, on, dates, happening.about, happening.options)
