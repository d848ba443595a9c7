"""Bringing a caseload in: a verdict for each row, nothing twice, nothing changed without a word, nobody written to."""

from pathlib import Path

import pytest
from sqlalchemy import text

from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework, checks
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.importing.importer import import_rows, open_caseload
from ehcp_workflow.services.importing.template import write_template
from ehcp_workflow.services.importing.verdicts import Verdict, verdict_as_json
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.reading import CaseSheet, read_sheet
from ehcp_workflow.store.tables import Table

from .conftest import as_csv, as_xlsx

HEADINGS = ("Reference", "Council", "Child's name", "Request received", "Decision to assess")
ROW = ("RD 1", "Camden", "Kim Fictional", "2026-10-05", None)


def bring_in(installation: Installation, tmp_path: Path, *rows: tuple, headings=HEADINGS, **how) -> list[Verdict]:
    path = tmp_path / "caseload.csv"
    path.write_bytes(as_csv([headings, *rows]))
    return list(import_rows(installation, open_caseload(path), **how))


def outcomes(verdicts: list[Verdict]) -> list[str]:
    return [verdict.outcome.value for verdict in verdicts]


def everything(installation: Installation) -> dict[str, list]:
    """The contents of every table."""
    with installation.database.read() as unit:
        return {
            name: sorted(map(repr, unit.execute(table.select()).all())) for name, table in Table.metadata.tables.items()
        }


def count(installation: Installation, table: str) -> int:
    with installation.database.read() as unit:
        return unit.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


def sheet(installation: Installation, reference: str = "EHC-2026-0001") -> CaseSheet:
    return read_sheet(installation, reference)


def kinds(installation: Installation, reference: str = "EHC-2026-0001") -> list[str]:
    return [event.kind for event in sheet(installation, reference).position.events]


def test_each_row_gets_a_verdict_and_a_bad_one_does_not_stop_the_others(installation: Installation, tmp_path: Path):
    verdicts = bring_in(
        installation,
        tmp_path,
        ROW,
        ("RD 2", "Camden", None, "03/13/2026", None),
        ("RD 3", "Camden", None, "unknown", None),
        ("RD 4", "Camden", None, "2026-10-06", None),
    )
    assert outcomes(verdicts) == ["imported", "refused", "needs attention", "imported"]
    assert [verdict.row for verdict in verdicts] == [2, 3, 4, 5]
    assert [verdict.reference for verdict in verdicts] == ["EHC-2026-0001", None, "EHC-2026-0002", "EHC-2026-0003"]
    assert "'Request received'" in verdicts[1].remarks[0]
    assert "not known when this happened: The council received a request" in verdicts[2].remarks[0]
    assert (verdicts[0].remarks, verdicts[3].remarks) == ((), ())


def test_an_imported_case_has_all_that_its_row_said(installation: Installation, tmp_path: Path):
    headings = ("Ref", "LA", "Name", "DOB", "Requested by", "EHCNA requested", "Source", "Notes", "Draft plan")
    row = ("RD 1", "202", "Kim Fictional", "21/05/2017", "mum", "05/10/2026", "letter", "rang twice", "November 2026")
    assert outcomes(bring_in(installation, tmp_path, row, headings=headings)) == ["imported"]
    record, history = sheet(installation).record, sheet(installation).history
    assert (record.their_reference, record.child_name, str(record.birth_date)) == (
        "RD 1",
        "Kim Fictional",
        "2017-05-21",
    )
    assert (record.council_code, record.requested_by, record.source) == ("202", "parent", "letter")
    said = {e.event.kind: (str(e.event.on), e.source, e.recorded_by, e.note) for e in history}
    assert said == {
        "request_received": ("2026-10-05", "letter", "import", "rang twice"),
        "draft_plan_sent": ("2026-11", "letter", "import", None),
    }


def test_importing_the_same_file_again_changes_nothing_at_all(installation: Installation, tmp_path: Path):
    headings = (*HEADINGS, "Request sent", "Parent's email", "Parent agreed to reminders", "Adviser's email")
    rows = (
        (*ROW, "2026-10-01", "p@example.org", "yes", "a@example.org"),
        (None, "Devon", "Kim Fictional", "2026-03", "unknown", None, "q@example.org", "no", "a@example.org"),
    )
    bring_in(installation, tmp_path, *rows, headings=headings)
    before = everything(installation)
    assert outcomes(bring_in(installation, tmp_path, *rows, headings=headings)) == ["unchanged", "unchanged"]
    assert everything(installation) == before


def test_a_changed_date_needs_attention_changes_nothing_and_names_the_command(
    installation: Installation, tmp_path: Path
):
    bring_in(installation, tmp_path, ROW)
    before = everything(installation)
    (verdict,) = bring_in(installation, tmp_path, (*ROW[:3], "2026-10-06", None))
    event = sheet(installation).history[0].event.id
    assert verdict.outcome.value == "needs attention"
    assert verdict.remarks == (
        "'Request received': the file says Tuesday 6 October 2026, the record says Monday 5 October 2026. Nothing was "
        f"changed. If the file is right: ehcp case correct EHC-2026-0001 {event[:8]} --on 2026-10-06",
    )
    assert everything(installation) == before


def test_what_a_later_file_adds_to_an_event_is_shown_with_a_command_that_settles_it(
    installation: Installation, tmp_path: Path
):
    headings = ("Reference", "Request received", "Request sent", "Review decision", "Review outcome")
    bring_in(installation, tmp_path, ("RD 1", "2026-10-05", None, "2026-11-02", None), headings=headings)
    fuller = ("RD 1", "2026-10-05", "2026-10-01", "2026-11-02", "amend")
    (verdict,) = bring_in(installation, tmp_path, fuller, headings=headings)
    assert verdict.outcome.value == "needs attention"
    assert verdict.remarks[0].endswith("--on 2026-10-05 --date sent_on=2026-10-01")
    assert verdict.remarks[1].endswith("--on 2026-11-02 --option outcome=amend")
    for event in sheet(installation).position.events:
        also = casework.Further(
            {"sent_on": When.parse("2026-10-01")} if event.kind == "request_received" else {},
            {} if event.kind == "request_received" else {"outcome": "amend"},
        )
        casework.correct_event(installation, "EHC-2026-0001", event.id, event.on, "test", also=also)
    assert outcomes(bring_in(installation, tmp_path, fuller, headings=headings)) == ["unchanged"]


def test_what_a_file_leaves_blank_contradicts_nothing(installation: Installation, tmp_path: Path):
    bring_in(installation, tmp_path, ROW)
    said = NewEvent("decision_to_assess_notified", When.parse("2026-11-12"), {"sent_on": When.parse("2026-11-10")})
    casework.record_event(installation, "RD 1", said, by="test")
    assert outcomes(bring_in(installation, tmp_path, ROW)) == ["unchanged"]
    assert outcomes(bring_in(installation, tmp_path, (*ROW[:4], "2026-11-12"))) == ["unchanged"]


def test_a_column_filled_later_adds_its_event(installation: Installation, tmp_path: Path):
    bring_in(installation, tmp_path, ROW)
    assert outcomes(bring_in(installation, tmp_path, (*ROW[:4], "2026-11-12"))) == ["imported"]
    assert kinds(installation) == ["request_received", "decision_to_assess_notified"]


def test_an_event_taken_back_by_hand_comes_back_only_as_a_new_event(installation: Installation, tmp_path: Path):
    bring_in(installation, tmp_path, ROW)
    casework.correct_event(installation, "RD 1", sheet(installation).history[0].event.id, None, "test")
    assert outcomes(bring_in(installation, tmp_path, ROW)) == ["imported"]
    assert kinds(installation) == ["request_received"]


def test_a_row_may_be_known_by_the_reference_we_gave(installation: Installation, tmp_path: Path):
    bring_in(installation, tmp_path, ROW)
    (verdict,) = bring_in(installation, tmp_path, ("ehc-2026-0001", *ROW[1:4], "2026-11-12"))
    assert (verdict.outcome.value, verdict.reference) == ("imported", "EHC-2026-0001")
    (stray,) = bring_in(installation, tmp_path, ("EHC-2026-0777", *ROW[1:]))
    assert (stray.outcome.value, stray.reference) == ("refused", None)
    assert "looks like one of ours, and there is no such case" in stray.remarks[0]
    assert count(installation, "cases") == 1


def test_a_row_without_a_reference_is_known_by_child_birth_date_and_council(installation: Installation, tmp_path: Path):
    headings = ("LA", "Name", "DOB", "EHCNA requested")
    rows = (
        ("Camden", "Kim Fictional", "21/05/2017", "05/10/2026"),
        ("London Borough of Camden", "kim  fictional", "21/05/2017", "05/10/2026"),
        ("Camden", "Kim Fictional", "22/05/2017", "05/10/2026"),
        ("Devon", "Kim Fictional", "21/05/2017", "05/10/2026"),
    )
    verdicts = bring_in(installation, tmp_path, *rows, headings=headings)
    assert outcomes(verdicts) == ["imported", "unchanged", "imported", "imported"]
    assert outcomes(bring_in(installation, tmp_path, *rows, headings=headings)) == ["unchanged"] * 4


def test_a_row_that_could_not_be_known_again_is_refused(installation: Installation, tmp_path: Path):
    (verdict,) = bring_in(installation, tmp_path, (None, "Camden", None, "2026-10-05", None))
    assert verdict.outcome.value == "refused"
    assert "neither a reference nor a child's name" in verdict.remarks[0]
    assert count(installation, "cases") == 0


def test_a_row_of_an_unknown_council_is_refused_and_comes_in_once_it_is_corrected(
    installation: Installation, tmp_path: Path
):
    (verdict,) = bring_in(installation, tmp_path, ("RD 1", "Kim Fictional", None, "2026-10-05", None))
    assert (verdict.outcome.value, count(installation, "cases")) == ("refused", 0)
    assert "is not a council we know. Write its name as the DfE does" in verdict.remarks[0]
    assert "Kim" not in str(verdict_as_json(verdict))
    assert outcomes(bring_in(installation, tmp_path, ("RD 1", "Devon", None, "2026-10-05", None))) == ["imported"]


def test_rows_that_repeat_or_contradict_each_other_within_one_file_are_seen(installation: Installation, tmp_path: Path):
    verdicts = bring_in(installation, tmp_path, ROW, ROW, (*ROW[:3], "2026-10-06", None), (*ROW[:4], "2026-11-12"))
    assert outcomes(verdicts) == ["imported", "unchanged", "needs attention", "imported"]
    assert {verdict.reference for verdict in verdicts} == {"EHC-2026-0001"}


CONTACTS = ("Reference", "Request received", "Parent's email", "Parent agreed to reminders", "Adviser's email")


def consents(installation: Installation) -> dict[str, bool]:
    return {person.role: person.consent for person in sheet(installation).people}


def test_an_agreement_taken_back_stops_the_parents_messages(installation: Installation, tmp_path: Path):
    row = ("RD 1", "2026-10-05", "pat@example.org")
    bring_in(installation, tmp_path, (*row, "yes", "a@example.org"), headings=CONTACTS)
    assert consents(installation) == {"parent": True, "adviser": True}
    assert outcomes(bring_in(installation, tmp_path, (*row, "no", "a@example.org"), headings=CONTACTS)) == ["imported"]
    assert consents(installation) == {"parent": False, "adviser": True}
    assert outcomes(bring_in(installation, tmp_path, (*row, "no", "a@example.org"), headings=CONTACTS)) == ["unchanged"]


def test_a_parent_of_whom_the_row_does_not_say_that_they_agreed_is_not_written_to(
    installation: Installation, tmp_path: Path
):
    bring_in(installation, tmp_path, ("RD 1", "2026-10-05", "pat@example.org", None, None), headings=CONTACTS)
    assert consents(installation) == {"parent": False}


@pytest.mark.parametrize("address", ["pat@example", "pât@example.org", "p..t@example.org", "p@ex_ample.org", "a@b.c1-"])
def test_an_address_that_could_not_be_used_refuses_its_row_alone(
    installation: Installation, tmp_path: Path, address: str
):
    rows = (("RD 1", "2026-10-05", address, "yes", None), ("RD 2", "2026-10-05", None, None, None))
    verdicts = bring_in(installation, tmp_path, *rows, headings=CONTACTS)
    assert outcomes(verdicts) == ["refused", "imported"]
    assert "'Parent's email' is not one e-mail address" in verdicts[0].remarks[0]
    assert address not in verdicts[0].remarks[0]


def test_a_dry_run_gives_the_same_verdicts_and_stores_nothing(installation: Installation, tmp_path: Path):
    bring_in(installation, tmp_path, ROW)
    before = everything(installation)
    rows = (
        ROW,
        (*ROW[:3], "2026-10-06", None),
        ("RD 2", "Devon", None, "2026-10-05", None),
        ("RD 2", "Devon", None, "2026-10-05", None),
        ("RD 3", "Nowhere", None, "2026-10-05", None),
        ("RD 4", None, None, "unknown", None),
    )
    dry = bring_in(installation, tmp_path, *rows, dry_run=True)
    assert everything(installation) == before
    assert outcomes(dry) == [
        "unchanged", "needs attention", "imported", "unchanged", "refused", "needs attention"
    ]  # fmt: skip
    assert bring_in(installation, tmp_path, *rows) == dry


def test_an_import_that_is_killed_keeps_the_rows_it_reported_and_the_next_completes_it(
    installation: Installation, tmp_path: Path
):
    rows = [(f"RD {n}", "Camden", None, "2026-10-05", None) for n in range(6)]
    path = tmp_path / "caseload.csv"
    path.write_bytes(as_csv([HEADINGS, *rows]))
    running = import_rows(installation, open_caseload(path))
    reported = [next(running).reference for _ in range(3)]
    assert count(installation, "cases") == 3  # stored before it was reported
    running.close()
    assert reported == ["EHC-2026-0001", "EHC-2026-0002", "EHC-2026-0003"]
    assert outcomes(bring_in(installation, tmp_path, *rows)) == ["unchanged"] * 3 + ["imported"] * 3


def test_nobody_is_written_to_by_an_import_and_the_next_check_plans_what_is_due(
    installation: Installation, tmp_path: Path
):
    row = ("RD 1", "2026-05-05", "pat@example.org", "yes", "a@example.org")
    bring_in(installation, tmp_path, row, headings=CONTACTS)
    assert (count(installation, "notices"), count(installation, "outbox")) == (0, 0)
    report = checks.check_deadlines(installation)
    assert (report.looked_at, report.alerts["overdue"]) == (1, report.planned)
    assert count(installation, "outbox") == 2


def test_a_spreadsheet_comes_in_like_a_csv_file(installation: Installation, tmp_path: Path):
    path = tmp_path / "caseload.xlsx"
    path.write_bytes(as_xlsx([["Our caseload"], [], list(HEADINGS), list(ROW)]))
    verdicts = list(import_rows(installation, open_caseload(path)))
    assert [(verdict.row, verdict.outcome.value) for verdict in verdicts] == [(4, "imported")]
    assert outcomes(bring_in(installation, tmp_path, ROW)) == ["unchanged"]


def test_the_empty_template_brings_in_nothing(installation: Installation, tmp_path: Path):
    write_template(tmp_path / "template.xlsx")
    file = open_caseload(tmp_path / "template.xlsx")
    assert list(import_rows(installation, file)) == []
    assert file.unknown_headings == ()
    assert count(installation, "cases") == 0


def test_a_column_we_do_not_know_is_named(installation: Installation, tmp_path: Path):
    path = tmp_path / "caseload.csv"
    path.write_bytes(as_csv([["Reference", "Request received", "Star sign"], ["RD 1", "2026-10-05", "Leo"]]))
    file = open_caseload(path)
    assert (file.unknown_headings, file.row_count) == (("Star sign",), 1)
    assert outcomes(list(import_rows(installation, file))) == ["imported"]


def test_a_verdict_for_programs_names_the_case_by_reference_only(installation: Installation, tmp_path: Path):
    (verdict,) = bring_in(installation, tmp_path, ROW)
    assert verdict_as_json(verdict) == {
        "row": 2,
        "outcome": "imported",
        "reference": "EHC-2026-0001",
        "opened": True,
        "remarks": [],
    }
