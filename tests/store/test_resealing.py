"""Everything sealed is sealed anew under a new key, however often the work is cut short; on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from ehcp_workflow.cases.section_f.entry import Entry, EntryKind
from ehcp_workflow.cases.section_f.line import Line
from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import accounts, answers, casebook, codes, people, provision, tokens, uploads
from ehcp_workflow.store.cipher import Cipher, add_key
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.provision import LineWords
from ehcp_workflow.store.resealing import left_to_reseal, notes_under_older_keys, reseal_all

from installations import PARENT, make_case

SEALED = (
    "cases.their_reference_sealed",
    "cases.child_name_sealed",
    "cases.birth_date_sealed",
    "people.name_sealed",
    "contact_points.value_sealed",
    "outbox.content_sealed",
    "silences.reason_sealed",
    "provision_lines.words_sealed",
    "deliveries.note_sealed",
    "accounts.totp_sealed",
    "uploads.content_sealed",
    "uploads.verdicts_sealed",
    "api_answers.answer_sealed",
)
NOTHING_YET = {"support_targets.words_sealed", "evidence.words_sealed"}  # no command fills them

INSERT_SILENCE = text(
    'INSERT INTO silences (scope, value, since, until, reason_sealed, "by") '
    "VALUES ('case', '1', :at, :at, :reason, 'test')"
).bindparams(at=datetime(2026, 11, 23, tzinfo=UTC))


def fill(installation: Installation, cases: int = 3) -> None:
    """Cases with everything that is sealed: a note, a message and a silence among them."""
    for number in range(cases):
        record = make_case(installation, their_reference=f"RD {number}", birth_date=date(2018, 5, 4))
    note = casebook.Event(id="e1", kind="note", on=casebook.When.parse("2026-11-02"), recorded_at=installation.now())
    with installation.database.write() as unit:
        casebook.add_event(unit, installation.cipher, record.id, note, by="test", note="rang")
        codes.enqueue_ready(
            unit,
            key="verify:1:x",
            person_id=1,
            channel="email",
            contact_point_id=1,
            content_sealed=installation.cipher.seal("a code"),
            reference="x",
            now=installation.now(),
            next_at=installation.now(),
        )
        unit.execute(INSERT_SILENCE, {"reason": installation.cipher.seal("a funeral")})
        plan = replace(note, id="e2", kind="final_plan_sent")
        casebook.add_event(unit, installation.cipher, record.id, plan, by="test")
        line = Line("l1", "F1", "e2", "speech_and_language", recorded_at=installation.now())
        provision.add_line(unit, installation.cipher, record.id, line, LineWords("regular help"), "test")
        day = date(2026, 11, 20)
        entry = Entry("d1", "F1", EntryKind.MISSED, day, day, recorded_at=installation.now())
        provision.add_entry(unit, installation.cipher, record.id, entry, "she was ill", "test")
        fill_the_desk(installation, unit)


def fill_the_desk(installation: Installation, unit: Unit) -> None:
    """An account with an authenticator, a file it uploaded, and an answer to a program of its own."""
    cipher, now = installation.cipher, installation.now()
    account = accounts.add_account(unit, "ada", "Ada", "adviser", now)
    accounts.change_account(unit, account, totp_sealed=cipher.seal("a secret"))
    uploads.add_upload(unit, cipher, account, "u1", "a file", now)
    uploads.keep_verdicts(unit, cipher, "u1", "[]", "checked")
    token = tokens.add_token(
        unit, account, "a program", "ehcp_x", may_change=True, now=now, ends=now + timedelta(days=1)
    )
    number, _ = answers.begin(unit, cipher, token, "a key", "a question", now)
    answers.finish(unit, cipher, number or 0, 201, "an answer")


def key_ids(installation: Installation) -> set[str]:
    """The ids of the keys that what can be sealed anew is sealed with."""
    found: set[str] = set()
    with installation.database.read() as unit:
        for table, column in (name.split(".") for name in SEALED):
            question = text(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")
            found |= {sealed.partition(":")[0] for sealed in unit.scalars(question)}
    return found


def test_everything_is_sealed_anew_and_says_what_it_said(installation: Installation):
    fill(installation)
    cipher = add_key(installation.settings.home)
    counts = reseal_all(installation.database, cipher, batch=2)
    assert set(counts) == set(SEALED) | NOTHING_YET
    assert counts["cases.child_name_sealed"] == counts["cases.their_reference_sealed"] == 3
    assert (counts["contact_points.value_sealed"], counts["silences.reason_sealed"]) == (4, 1)
    assert counts["outbox.content_sealed"] == 1
    assert (counts["provision_lines.words_sealed"], counts["deliveries.note_sealed"]) == (1, 1)
    assert (
        counts["uploads.content_sealed"] == counts["api_answers.answer_sealed"] == counts["accounts.totp_sealed"] == 1
    )
    assert key_ids(installation) == {cipher.key_id}
    with installation.database.read() as unit:
        record = casebook.find_case(unit, cipher, "RD 0")
        assert (record.child_name, str(record.birth_date)) == ("Kim Fictional", "2018-05-04")
        lines = people.people_of_case(unit, cipher, record.id)
        assert [line.value for line in lines if line.role == "parent"] == [PARENT]
        record = casebook.find_case(unit, cipher, "RD 2")
        assert provision.words_of_lines(unit, cipher, record.id) == {"l1": LineWords("regular help")}
        assert provision.notes_of_entries(unit, cipher, record.id) == {"d1": "she was ill"}


def test_notes_of_events_stay_under_the_old_key_and_can_still_be_read(installation: Installation):
    fill(installation)
    cipher = add_key(installation.settings.home)
    reseal_all(installation.database, cipher)
    with installation.database.read() as unit:
        assert (left_to_reseal(unit, cipher), notes_under_older_keys(unit, cipher)) == (0, 1)
        record = casebook.find_case(unit, cipher, "RD 2")
        assert [entry.note for entry in casebook.read_history(unit, cipher, record) if entry.note] == ["rang"]


def test_what_was_cut_short_goes_on_where_it_stopped(installation: Installation, monkeypatch: pytest.MonkeyPatch):
    fill(installation)
    cipher = add_key(installation.settings.home)
    reseal, done = Cipher.reseal, []

    def cut_short(self: Cipher, sealed: str) -> str:
        done.append(sealed)
        if len(done) > 4:
            raise KeyboardInterrupt
        return reseal(self, sealed)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Cipher, "reseal", cut_short)
        reseal_all(installation.database, cipher, batch=2)
    with installation.database.read() as unit:
        left = left_to_reseal(unit, cipher)
    assert 0 < sum(reseal_all(installation.database, cipher).values()) == left
    assert sum(reseal_all(installation.database, cipher).values()) == 0
    assert key_ids(installation) == {cipher.key_id}


def test_a_value_under_a_key_that_is_gone_is_left_alone_and_named(installation: Installation):
    fill(installation)
    stranger = Cipher(Fernet.generate_key().decode())
    with pytest.raises(BadConfiguration, match=installation.cipher.key_id):
        reseal_all(installation.database, stranger)
    assert key_ids(installation) == {installation.cipher.key_id}
