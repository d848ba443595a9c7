"""Finding cases by a reference, among those somebody may see; on both databases."""

import pytest

from ehcp_workflow.services.finding import find_ours, find_references, looks_like_ours
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store.visibility import EVERYTHING, Sees

from installations import make_case, on_day

NOTHING = Sees(nothing=True)


@pytest.fixture
def cases(installation: Installation) -> Installation:
    """Two cases of 2026, one with a reference of the adviser's own, and one of 2027."""
    make_case(installation)
    make_case(installation, their_reference="SMITH/12")
    make_case(on_day(installation, "2027-01-04"))
    return on_day(installation, "2027-01-04")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("EHC-2026-0002", ("EHC-2026-0002",)),
        ("ehc-2026-2", ("EHC-2026-0002",)),
        ("EHC 2026 0002", ("EHC-2026-0002",)),
        ("2026-0001", ("EHC-2026-0001",)),
        ("0001", ("EHC-2026-0001", "EHC-2027-0001")),
        (" 1 ", ("EHC-2026-0001", "EHC-2027-0001")),
        ("SMITH/12", ("EHC-2026-0002",)),
        ("SMITH", ()),
        ("3", ()),
        ("EHC-2025-0001", ()),
        ("", ()),
        ("%", ()),
    ],
)
def test_a_reference_its_number_and_an_advisers_own_are_found(cases: Installation, typed: str, found: tuple[str, ...]):
    assert find_references(cases, EVERYTHING, typed) == found
    assert find_references(cases, NOTHING, typed) == ()


def test_by_references_of_ours_alone_an_advisers_own_is_not_found(cases: Installation):
    assert find_ours(cases, EVERYTHING, "SMITH/12") == ()
    assert find_ours(cases, EVERYTHING, "2") == ("EHC-2026-0002",)


@pytest.mark.parametrize(
    ("typed", "ours"),
    [("EHC-2026-0042", True), ("42", True), ("2026 42", True), ("ehc-42", True), ("SMITH-42", False), ("42b", False),
     ("42 Smith", False), ("12345678", False)],
)  # fmt: skip
def test_only_what_can_be_a_reference_of_ours_may_stand_in_an_address(typed: str, ours: bool):
    assert looks_like_ours(typed) is ours
