"""Names and addresses are sealed with a key that is never made anew over sealed records."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.services.installation import Installation, open_installation
from ehcp_workflow.settings import Settings
from ehcp_workflow.store.cipher import Cipher, add_key, load_cipher

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


def test_the_newest_key_seals_every_key_opens_and_the_oldest_makes_the_lookups():
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    before, after = Cipher(old), Cipher(f"{new},{old}")
    assert after.open(before.seal("Kim")) == "Kim"
    assert after.seal("Kim").startswith(f"{Cipher(new).key_id}:")
    assert Cipher(new).open(after.reseal(before.seal("Kim"))) == "Kim"
    assert after.lookup("x") == before.lookup("x")
    assert after.key_ids == (Cipher(new).key_id, before.key_id)
    assert old not in repr(after)


def test_an_unknown_key_beside_known_ones_is_named():
    here, other = (
        Cipher(f"{Fernet.generate_key().decode()}\n{Fernet.generate_key().decode()}\n"),
        Cipher(Fernet.generate_key().decode()),
    )
    with pytest.raises(BadConfiguration, match=f"{other.key_id}.*{', '.join(here.key_ids)}"):
        here.open(other.seal("Kim"))


@pytest.mark.parametrize("keys", ["", " , ", "hunter2", f"{'A' * 43}=,hunter2"])
def test_one_that_is_no_key_among_several_refuses_them_all(keys: str):
    with pytest.raises(BadConfiguration, match="not a key"):
        Cipher(keys)


def test_a_new_key_comes_before_the_old_ones_in_the_file_for_this_user_alone(tmp_path: Path):
    old = load_cipher(tmp_path, None, may_create=True)
    (tmp_path / "key.new").write_text("left by a rotation that was cut short")
    new = add_key(tmp_path)
    assert new.key_ids[1:] == old.key_ids
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert load_cipher(tmp_path, None, may_create=False).key_ids == new.key_ids
    assert not (tmp_path / "key.new").exists()


def test_no_key_is_added_to_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(BadConfiguration, match="missing"):
        add_key(tmp_path)
