import json
import stat
import sys
import traceback
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from tests.kernel.locker import Locker

from gugus.kernel.keyring import Keyring, KeyringBroken
from gugus.kernel.keyservices import (
    Command,
    KeyServiceFailed,
    Remembered,
    ServedRing,
    kek_ids_in,
    served_changed,
)
from gugus.kernel.private_files import KeyringUnsafe
from gugus.kernel.sealing import CannotUnseal, kek_id_of, new_key

NOON = datetime(2026, 6, 15, 5, 0, tzinfo=UTC)
KEY = new_key()
PROGRAM = """
import base64, json, sys
asked = json.load(sys.stdin)
kek = {kek!r}
turned = lambda text: base64.b64encode(bytes(b ^ 0x5A for b in base64.b64decode(text))).decode()
if asked["do"] == "current":
    print(json.dumps({{"id": kek}}))
elif asked["do"] == "wrap":
    print(json.dumps({{"id": kek, "wrapped": turned(asked["key"])}}))
else:
    print(json.dumps({{"key": turned(asked["wrapped"])}}))
"""


def program(text: str, **more) -> Command:
    return Command([sys.executable, "-I", "-c", text], **more)


def test_a_program_of_the_operator_wraps_and_unwraps(tmp_path):
    ring = ServedRing.create(tmp_path / "keys.json", program(PROGRAM.format(kek="hsm-1")))

    wrapped = ring.wrap(KEY)

    assert kek_id_of(wrapped) == "hsm-1" and KEY not in wrapped
    again = ServedRing.load(tmp_path / "keys.json", program(PROGRAM.format(kek="hsm-1")))
    assert again.unwrap(wrapped) == KEY and again == ring


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("import time; time.sleep(60)", "did not answer within 0.5 s"),
        ("import sys; sys.stderr.write(sys.stdin.read()); sys.exit(3)", "ended with 3"),
        ("import sys; print(sys.stdin.read()[:-5])", "no JSON object"),
        ("print('[]')", "no JSON object"),
        ("print('{}')", 'lacks "id"'),
        ('print(\'{"id": "k", "wrapped": "***"}\')', "not base64"),
    ],
)
def test_a_program_that_hangs_or_fails_is_refused_without_quoting_keys(text, says, capfd):
    with pytest.raises(KeyServiceFailed, match=says) as refused:
        program(text, timeout=0.5).wrap(KEY)

    told = "".join(traceback.format_exception(refused.value)) + "".join(capfd.readouterr())
    assert b64encode(KEY).decode() not in told


def test_a_program_that_is_not_there_is_named_by_its_error_only():
    with pytest.raises(KeyServiceFailed, match="could not be started"):
        Command(["/nonexistent/keys"]).current_id()
    with pytest.raises(KeyServiceFailed, match="GUGUS_KEY_COMMAND"):
        Command([])


def test_no_secret_stands_on_the_command_line_or_in_the_environment(monkeypatch):
    monkeypatch.setenv("GUGUS_DATABASE_URL", "postgresql://gugus_app:secret@db/gugus")
    text = (
        "import json, os, sys; print(json.dumps({'id': str(len(sys.argv)) + str(sorted(os.environ))[:38]}))"
    )

    said = program(text).current_id()

    assert said.startswith("1") and "GUGUS" not in said and "PATH" in said


def test_an_answer_of_another_length_is_no_key(tmp_path):
    ring = ServedRing.create(tmp_path / "keys.json", Locker())
    short = Locker()
    short.unwrap = lambda kek_id, wrapped: b"short"

    with pytest.raises(KeyServiceFailed, match="wrong length"):
        ServedRing(short, ring.token_keys, ring.digest_keys).unwrap(ring.wrap(KEY))


def test_the_file_beside_a_service_holds_no_open_key_and_is_private(tmp_path):
    path = tmp_path / "keys.json"
    ring = ServedRing.create(path, Locker())

    text = path.read_text()

    for one in (*ring.token_keys, *ring.digest_keys):
        assert b64encode(one.key).decode() not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    with pytest.raises(KeyringUnsafe):
        ServedRing.load(path, Locker())


def test_the_ids_of_keys_are_read_from_either_kind_of_file(tmp_path):
    ring = Keyring.create(tmp_path / "ring.json")
    ServedRing.create(tmp_path / "served.json", Locker("hsm-7"))

    assert kek_ids_in(tmp_path / "ring.json") == set(ring.keks)
    assert kek_ids_in(tmp_path / "served.json") == {"hsm-7"}
    with pytest.raises(KeyringBroken):
        ServedRing.load(tmp_path / "ring.json", Locker())


def test_a_service_may_move_on_to_another_key_and_still_open_the_old_ones(tmp_path):
    locker = Locker("hsm-1")
    ring = ServedRing.create(tmp_path / "keys.json", locker)
    wrapped = ring.wrap(KEY)

    locker.move_on("hsm-2")

    assert kek_id_of(ring.rewrap(wrapped)) == "hsm-2" and ring.unwrap(wrapped) == KEY
    changed = served_changed(tmp_path / "keys.json", locker, lambda one: one.with_new_macs(NOON), NOON)
    assert changed.token_key.version == 2 and kek_ids_in(tmp_path / "keys.json") == {"hsm-2"}


def test_a_data_key_wrapped_by_a_file_is_none_of_the_service(tmp_path):
    ring = ServedRing.create(tmp_path / "keys.json", Locker())

    with pytest.raises(CannotUnseal):
        ring.unwrap(Keyring.ephemeral().wrap(KEY))


def test_the_service_is_asked_once_while_a_key_is_remembered(tmp_path):
    locker = Locker()
    ring = ServedRing.create(tmp_path / "keys.json", locker)
    wrapped = ServedRing.load(tmp_path / "keys.json", locker).wrap(KEY)
    locker.asked.clear()

    assert [ring.unwrap(wrapped) for _ in range(5)] == [KEY] * 5
    assert locker.asked == ["unwrap"]


def test_keys_are_remembered_for_a_time_and_only_so_many():
    now = [0.0]
    kept = Remembered(most=3, seconds=300, clock=lambda: now[0])

    for number in range(5):
        kept.put(bytes([number]), KEY)

    assert len(kept) == 3 and kept.get(b"\x00") is None and kept.get(b"\x04") == KEY
    now[0] = 300.0
    assert kept.get(b"\x04") is None
    kept.put(b"new", KEY)
    assert len(kept) == 1


def test_keys_wait_for_their_moment_beside_a_service_too(tmp_path):
    path = tmp_path / "keys.json"
    locker = Locker()
    ServedRing.create(path, locker)

    served_changed(path, locker, lambda one: one.with_new_macs(NOON + timedelta(minutes=1)), NOON)

    assert ServedRing.load(path, locker, NOON).token_key.version == 1
    assert ServedRing.load(path, locker, NOON + timedelta(minutes=1)).token_key.version == 2
    assert json.loads(path.read_text())["format"] == "gugus-served-keys-1"
