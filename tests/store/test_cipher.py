"""Names and addresses are sealed with a key that is never made anew over sealed records."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.services.installation import Installation, open_installation
from ehcp_workflow.settings import Settings
from ehcp_workflow.store.cipher import Cipher, load_cipher

from installations import ADVISER, PARENT, make_case


def test_the_key_is_made_once_for_this_user_alone(tmp_path: Path):
    first = load_cipher(tmp_path, None, may_create=True)
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert load_cipher(tmp_path, None, may_create=False).open(first.seal("Kim")) == "Kim"


def test_a_missing_key_is_never_replaced_once_records_are_sealed(tmp_path: Path):
    with pytest.raises(BadConfiguration, match="Restore it from your backup"):
        load_cipher(tmp_path, None, may_create=False)
    assert not (tmp_path / "key").exists()


def test_a_key_that_others_can_read_is_refused(tmp_path: Path):
    load_cipher(tmp_path, None, may_create=True)
    (tmp_path / "key").chmod(0o640)
    with pytest.raises(BadConfiguration, match="chmod 600"):
        load_cipher(tmp_path, None, may_create=False)


def test_a_record_sealed_with_another_key_names_both_keys_and_not_its_text():
    one, other = Cipher(Fernet.generate_key().decode()), Cipher(Fernet.generate_key().decode())
    with pytest.raises(BadConfiguration, match=f"{one.key_id}.*{other.key_id}") as refused:
        other.open(one.seal("Kim"))
    assert "Kim" not in str(refused.value)


def test_something_that_is_no_key_is_refused_without_repeating_it():
    with pytest.raises(BadConfiguration, match="not a key") as refused:
        Cipher("hunter2")
    assert "hunter2" not in str(refused.value)


def test_a_lookup_tells_the_same_address_however_it_is_written_and_nothing_else():
    cipher = Cipher(Fernet.generate_key().decode())
    assert cipher.lookup("  A.Parent@Example.org ") == cipher.lookup("a.parent@example.org")
    assert cipher.lookup("a.parent@example.org") != cipher.lookup("b.parent@example.org")
    assert cipher.lookup("x") != Cipher(Fernet.generate_key().decode()).lookup("x")


def test_nothing_personal_stands_in_the_database_in_clear(installation: Installation):
    make_case(installation, ("request_received", "2026-11-02"), their_reference="Family of Kim 12")
    with installation.database.read() as unit:
        tables = ("cases", "people", "contact_points", "events", "notices", "outbox")
        rows = " ".join(str(unit.execute(text(f"SELECT * FROM {name}")).all()) for name in tables)
    for secret in ("Kim", "Pat", PARENT, ADVISER, "Family"):
        assert secret not in rows


def test_an_installation_whose_key_was_lost_does_not_open(tmp_path: Path):
    settings = Settings(home=tmp_path)
    with open_installation(settings) as installation:
        make_case(installation)
    (tmp_path / "key").unlink()
    with pytest.raises(BadConfiguration, match="missing"), open_installation(settings):
        pass
