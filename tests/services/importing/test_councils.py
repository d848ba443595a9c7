"""Councils: what each may be called, and that a name which could mean two means none."""

import csv

import pytest

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.services.councils import find_council, load_councils

from .conftest import CONFIG

FILE = CONFIG / "reference" / "councils.csv"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Camden", "Camden"),
        ("CAMDEN", "Camden"),
        ("London Borough of Camden", "Camden"),
        ("Camden Council", "Camden"),
        ("Camden LA", "Camden"),
        ("LB Camden", "Camden"),
        ("Camden London Borough Council", "Camden"),
        ("202", "Camden"),
        (" 202 ", "Camden"),
        ("City of London", "City of London"),
        ("City of London Corporation", "City of London"),
        ("Royal Borough of Kensington & Chelsea", "Kensington and Chelsea"),
        ("RBKC", "Kensington and Chelsea"),
        ("Royal Borough of Windsor and Maidenhead", "Windsor and Maidenhead"),
        ("Bristol", "Bristol, City of"),
        ("Bristol City Council", "Bristol, City of"),
        ("City of Bristol", "Bristol, City of"),
        ("Hull", "Kingston upon Hull, City of"),
        ("Hull City Council", "Kingston upon Hull, City of"),
        ("Herefordshire Council", "Herefordshire, County of"),
        ("Durham County Council", "County Durham"),
        ("Devon CC", "Devon"),
        ("Devon County Council", "Devon"),
        ("Derby City Council", "Derby"),
        ("Derbyshire County Council", "Derbyshire"),
        ("Leicester", "Leicester"),
        ("Brighton & Hove City Council", "Brighton and Hove"),
        ("Bournemouth, Christchurch & Poole Council", "Bournemouth, Christchurch and Poole"),
        ("St Helens MBC", "St. Helens"),
        ("Metropolitan Borough of Solihull", "Solihull"),
        ("Stoke on Trent City Council", "Stoke-on-Trent"),
        ("The Council of the Isles of Scilly", "Isles of Scilly"),
        ("East Riding", "East Riding of Yorkshire"),
        ("Isle of Wight Council", "Isle of Wight"),
    ],
)
def test_a_council_is_found_by_any_of_its_names(text, name):
    assert find_council(text, FILE).name == name


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "Council",
        "London",
        "Kingston",
        "Newcastle",
        "Northamptonshire",
        "Cumbria",
        "999",
        "20",
        "Camdn",
        "Camden and Islington",
        "Derby County Council",
        "Leicester County Council",
        "Nottingham County Council",
        "London Borough of Essex",
        "Essex City Council",
        "Royal Borough of Devon",
    ],
)
def test_a_name_that_means_no_council_or_could_mean_two_is_not_guessed(text):
    assert find_council(text, FILE) is None


def test_every_council_is_found_by_its_own_name_its_number_and_its_other_names():
    councils = load_councils(FILE)
    assert len(councils) == 153
    for council in councils:
        for text in (council.name, council.code, f"{council.name} Council", *council.also_known_as):
            assert find_council(text, FILE) == council


def test_figures_are_numbers_and_a_figure_not_published_is_none():
    city, camden = load_councils(FILE)[:2]
    assert (camden.code, camden.ons_code, camden.region) == ("202", "E09000007", "London")
    assert camden.figures["on_time_20wk_exc_pc_2024"] == 96.6
    assert city.figures["on_time_20wk_exc_pc_2024"] is None


def test_the_installation_s_own_councils_are_read_by_default():
    assert find_council("Camden").code == "202"
    assert load_councils() == load_councils(FILE)


def test_councils_are_read_once():
    assert load_councils(FILE) is load_councils(FILE)


HEAD = "dfe_la_code,ons_gss_code,la_name,region_name,also_known_as,requests_2024\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (HEAD + "1,E06000001,A,R,,5\n2,E06000002,B,R,A,5\n", "'A' would mean A and B"),
        (HEAD + "1,E06000001,A,R,,5\n1,E06000002,B,R,,5\n", "'1' would mean A and B"),
        (HEAD + "1,E06000001,A,R,,many\n", "cannot be read"),
        ("dfe_la_code,la_name\n1,A\n", "cannot be read"),
    ],
)
def test_a_table_with_a_fault_stops_the_start(tmp_path, content, says):
    path = tmp_path / "councils.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadConfiguration, match=says):
        load_councils(path)


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(BadConfiguration, match=r"councils\.csv cannot be read"):
        load_councils(tmp_path / "councils.csv")


def test_the_table_holds_no_row_twice():
    with FILE.open(encoding="utf-8", newline="") as file:
        codes = [row["dfe_la_code"] for row in csv.DictReader(file)]
    assert len(set(codes)) == len(codes)
