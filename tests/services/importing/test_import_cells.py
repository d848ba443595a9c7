"""Cells that are not dates: words, closed lists, yes and no, addresses."""
# ruff: noqa: DTZ001 - a spreadsheet knows no time zone

from datetime import date, datetime

import pytest

from ehcp_workflow.services.importing.cells import (
    UnreadableCell,
    read_choice,
    read_email,
    read_text,
    read_yes_no,
)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, None),
        ("  ", None),
        ("  EHC   12 ", "EHC 12"),
        ("first line\n  second   line ", "first line\nsecond line"),
        (202, "202"),
        (202.0, "202"),
        (1.5, "1.5"),
        (datetime(2026, 4, 3), "2026-04-03"),
        (date(2026, 4, 3), "2026-04-03"),
    ],
)
def test_words_are_tidied_and_whole_numbers_lose_their_decimals(cell, expected):
    assert read_text(cell) == expected


def test_a_formula_in_a_cell_of_words_is_refused_without_repeating_it():
    with pytest.raises(UnreadableCell, match="This cell holds a formula") as refused:
        read_text('="Sam "&"Example"')
    assert "Sam" not in str(refused.value)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("parent", "parent"),
        ("Parent", "parent"),
        ("Parent/carer", "parent"),
        ("Mum", "parent"),
        ("young person", "young_person"),
        ("young_person", "young_person"),
        ("YP", "young_person"),
        ("School", "school"),
        ("SENCo", "school"),
        ("Head-teacher", "school"),
        ("other", "other"),
        ("Social worker", "other"),
        ("", None),
    ],
)
def test_who_asked_is_one_of_four(known, cell, expected):
    assert read_choice(cell, known.lists["requester"]) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("keep", "keep"),
        ("Maintained", "keep"),
        ("AMEND", "amend"),
        ("amended", "amend"),
        ("Cease", "cease"),
        (None, None),
    ],
)
def test_a_review_ends_in_one_of_three_ways(known, cell, expected):
    assert read_choice(cell, known.lists["review_outcome"]) == expected


def test_a_word_outside_the_list_is_refused_and_the_list_is_shown():
    with pytest.raises(UnreadableCell, match="Write one of: young person, other; or leave it blank"):
        read_choice("neighbour", {"young_person": (), "other": ()})


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("yes", True), ("Y", True), (True, True), (1, True), ("no", False), ("N", False), (False, False), ("", None)],
)
def test_yes_and_no_are_read_and_blank_is_neither(known, cell, expected):
    assert read_yes_no(cell, known.lists["yes_no"]) is expected


@pytest.mark.parametrize("cell", ["maybe", "yes?no", "not asked", "2"])
def test_anything_but_yes_or_no_is_refused(known, cell):
    with pytest.raises(UnreadableCell, match="not one of the values"):
        read_yes_no(cell, known.lists["yes_no"])


@pytest.mark.parametrize("cell", ["a@example.org", " a@example.org ", "mailto:a@example.org"])
def test_one_address_is_read(cell):
    assert read_email(cell) == "a@example.org"


@pytest.mark.parametrize(
    "cell", ["a@example", "somewhere.org", "a@b@c.org", "a@x.org; b@x.org", "a@x.org b@x.org", "a@x."]
)
def test_what_is_not_one_address_is_refused_without_repeating_it(cell):
    with pytest.raises(UnreadableCell) as refused:
        read_email(cell)
    assert cell not in str(refused.value)


def test_the_caller_decides_which_addresses_may_be_used():
    with pytest.raises(UnreadableCell):
        read_email("a@example.org", accepts=lambda address: address.endswith(".gov.uk"))


def test_a_blank_address_is_no_address():
    assert read_email(" ") is None


def test_a_long_value_is_shortened_before_it_is_shown():
    assert UnreadableCell("x" * 100, "is long", "Shorten it.").shown == "x" * 39 + "…"
