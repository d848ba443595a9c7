"""A case of one family, on both databases."""

import pytest

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.adding import Added, NewPerson, add_person

from installations import make_case

REFERENCE = "EHC-2026-0001"


@pytest.fixture
def pat(installation: Installation) -> Added:
    """A parent with e-mail (1) and mobile (2), who agreed to reminders at both."""
    make_case(installation, people=False)
    contacts = (("email", "pat@example.org"), ("sms", "07700 900123"))
    return add_person(installation, REFERENCE, NewPerson("parent", contacts, "Pat Parent", "phone"), "ann")
