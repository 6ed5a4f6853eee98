import json
import os
import stat
import traceback
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context

import pytest

from gugus.kernel.keyring import Keyring, KeyringBroken, changed
from gugus.kernel.private_files import KeyringUnsafe
from gugus.kernel.sealing import CannotUnseal, kek_id_of, new_key, token

NOON = datetime(2026, 6, 15, 5, 0, tzinfo=UTC)
SOON = NOON + timedelta(seconds=30)
KEY = new_key()


def test_a_keyring_is_written_for_its_owner_alone_and_loads_again(tmp_path):
    path = tmp_path / "keyring.json"

    created = Keyring.create(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["keyring.json"]
    assert Keyring.load(path) == Keyring.load(str(path)) == created


def test_a_keyring_is_never_overwritten(tmp_path):
    path = tmp_path / "keyring.json"
    first = Keyring.create(path)

    with pytest.raises(FileExistsError):
        Keyring.create(path)

    assert Keyring.load(path) == first and os.listdir(tmp_path) == ["keyring.json"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_a_keyring_that_others_can_reach_is_refused(tmp_path, mode):
    path = tmp_path / "keyring.json"
    ring = Keyring.create(path)
    path.chmod(mode)

    with pytest.raises(KeyringUnsafe) as refused:
        Keyring.load(path)

    assert "chmod 600" in str(refused.value) and f"{mode:04o}" in str(refused.value)
    path.chmod(0o400)
    assert Keyring.load(path) == ring


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"{",
        lambda content: json.dumps(content, indent=2).encode()[:300],  # cut off
        lambda content: b"[]",
        lambda content: b"\xff",
        lambda content: json.dumps(content | {"format": "other"}).encode(),
        lambda content: json.dumps(content | {"current": "kek-gone"}).encode(),
        lambda content: json.dumps(
            content | {"tokens": [content["tokens"][0] | {"key": "c2hvcnQ="}]}
        ).encode(),
        lambda content: json.dumps(content | {"tokens": []}).encode(),
        lambda content: json.dumps(content | {"digests": None}).encode(),
        lambda content: json.dumps(content | {"keks": [{"id": 7, "key": "!"}]}).encode(),
    ],
)
def test_a_damaged_keyring_is_refused_without_quoting_it(tmp_path, spoil):
    path = tmp_path / "keyring.json"
    Keyring.create(path)
    content = json.loads(path.read_text())
    path.write_bytes(spoil(content))

    with pytest.raises(KeyringBroken) as refused:
        Keyring.load(path)

    told = "".join(traceback.format_exception(refused.value))
    assert content["tokens"][0]["key"] not in told and refused.value.__cause__ is None


def test_a_missing_keyring_is_an_ordinary_file_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        Keyring.load(tmp_path / "nothing.json")


def test_a_keyring_shows_no_key_when_printed():
    ring = Keyring.ephemeral()

    assert repr(ring) == f"Keyring(current_id='{ring.current_id}')"


def test_after_rotation_old_data_keys_still_open_and_can_be_wrapped_anew(tmp_path):
    path = tmp_path / "keyring.json"
    old = Keyring.create(path)
    data_key = new_key()
    wrapped = old.wrap(data_key)

    old.rotated().save(path)
    ring = Keyring.load(path)
    again = ring.rewrap(wrapped)

    assert ring.current_id != old.current_id and ring.token_keys == old.token_keys
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert ring.unwrap(wrapped, old.current_id) == ring.unwrap(again) == data_key
    assert kek_id_of(again) == ring.current_id
    with pytest.raises(CannotUnseal):
        old.unwrap(again)


def test_a_forgotten_kek_takes_its_data_keys_with_it():
    old = Keyring.ephemeral()
    wrapped = old.wrap(new_key())

    ring = old.rotated().without(old.current_id)

    with pytest.raises(CannotUnseal):
        ring.unwrap(wrapped)
    with pytest.raises(ValueError):
        ring.without(ring.current_id)


def test_a_waiting_kek_opens_at_once_and_wraps_only_when_its_moment_has_come(tmp_path):
    path = tmp_path / "keyring.json"
    old = Keyring.create(path)

    changed(path, lambda ring: ring.rotated(SOON), NOON)

    before, after = Keyring.load(path, NOON), Keyring.load(path, SOON)
    assert before.current_id == old.current_id != after.current_id
    assert before.unwrap(after.wrap(KEY)) == KEY


def test_a_process_with_the_ring_of_before_the_rotation_reads_what_others_write_until_the_moment(tmp_path):
    path = tmp_path / "keyring.json"
    old = Keyring.create(path)

    changed(path, lambda ring: ring.rotated(SOON), NOON)

    written = Keyring.load(path, SOON - timedelta(seconds=1)).wrap(KEY)
    assert old.unwrap(written) == KEY


def test_new_keys_of_tokens_and_digests_wait_too_and_the_old_ones_stay(tmp_path):
    path = tmp_path / "keyring.json"
    Keyring.create(path)

    changed(path, lambda ring: ring.with_new_macs(SOON), NOON)

    before, after = Keyring.load(path, NOON), Keyring.load(path, SOON)
    assert (before.token_key.version, before.digest_key.version) == (1, 1)
    assert (after.token_key.version, after.digest_key.version) == (2, 2)
    assert [one.version for one in after.token_keys] == [1, 2]
    left = after.without_old_tokens(2)
    assert [one.version for one in left.token_keys] == [2] and len(left.digest_keys) == 2


def test_a_file_of_the_first_format_goes_on_and_is_written_in_the_second(tmp_path):
    path, kek, index_key = tmp_path / "keyring.json", new_key(), new_key()
    first = {
        "format": "gugus-keyring-1",
        "current": "kek-1",
        "keks": [{"id": "kek-1", "key": b64encode(kek).decode()}],
        "index_key": b64encode(index_key).decode(),
    }
    path.write_text(json.dumps(first))
    path.chmod(0o600)

    ring = Keyring.load(path, NOON)
    ring.save(path)

    assert ring.keks == {"kek-1": kek} and ring.token_key.variants == 1
    assert ring.token_key.key == ring.digest_key.key == index_key
    assert json.loads(path.read_text())["format"] == "gugus-keyring-2"
    assert token(Keyring.load(path).token_key.key, "phone", "1") == token(index_key, "phone", "1")


def _rotate(path):
    changed(path, lambda ring: ring.rotated(NOON), NOON)


def test_two_rotations_at_once_lose_no_key(tmp_path):
    path = tmp_path / "keyring.json"
    Keyring.create(path)

    with get_context("fork").Pool(4) as pool:
        pool.map(_rotate, [path] * 8)

    assert len(Keyring.load(path).keks) == 9


def test_what_a_killed_writer_left_goes_with_the_next_change(tmp_path):
    path = tmp_path / "keyring.json"
    Keyring.create(path)
    (tmp_path / ".keyring.json.0a1b2c3d").write_bytes(b"half a file")

    _rotate(path)

    assert sorted(os.listdir(tmp_path)) == [".keyring.json.lock", "keyring.json"]
