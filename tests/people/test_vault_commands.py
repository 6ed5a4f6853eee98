"""The commands about keys: what they do, what they refuse, what they never print."""

import io
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from gugus.accounts.adapters import MFAAdapter
from gugus.audit.models import Entry
from gugus.base import vault
from gugus.base.rewrapping import needed
from gugus.base.sealed import DataKey
from gugus.base.shredding import listed
from gugus.base.vault import change_keys, keyring
from gugus.files import store
from gugus.files.actions import attach
from gugus.files.actions import opened as content_of
from gugus.files.models import Attachment
from gugus.kernel.keyring import Keyring
from gugus.people.jobs import list_destroyed_keys
from gugus.people.models import Identity, SearchToken
from gugus.people.queries import find_by_name
from tests.conftest import NOON, as_role
from tests.people.conftest import NIK, PHONE

TELLING = b"An invented letter about Laila Wulansari"


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    """An installation with a key file of its own."""
    settings.DATA_DIR = tmp_path / "files"
    settings.KEYRING = str(tmp_path / "keyring.json")
    Keyring.create(settings.KEYRING)
    return tmp_path


@pytest.fixture
def letter(laila, rina):
    upload = SimpleUploadedFile("surat.txt", TELLING, content_type="text/plain")
    return attach(about=laila, section="identity", upload=upload, by=rina, at=NOON, title="Surat Laila")


def told(command: str, *arguments: str, code: int = 0) -> str:
    """What a command prints in English; as the worker role, as `gugus vault` runs it."""
    said = io.StringIO()
    with as_role("gugus_worker"):
        try:
            call_command(f"vault_{command}", *arguments, "--language", "en", stdout=said, stderr=said)
            left = 0
        except SystemExit as end:
            left = end.code
    assert left == code, said.getvalue()
    text = said.getvalue()
    assert "Laila" not in text and NIK not in text and PHONE not in text
    return text


def rotated() -> str:
    """Rotate at once; gives the KEK before."""
    before = keyring().current_id
    told("rotate", "--after", "0")
    return before


def identity(person) -> Identity:
    return Identity.objects.unscoped(because="test").get(pk=person.pk)


def broken(sql: str, *values) -> None:
    """What somebody with the superuser's hand would do."""
    with connection.cursor() as cursor:
        cursor.execute("set local role postgres")
        cursor.execute("set local session_replication_role = replica")  # triggers sleep
        cursor.execute(sql, values)
        cursor.execute("set local session_replication_role = origin")
        cursor.execute("set local role gugus_app")


def test_rotate_rewrap_retire_one_after_the_other(laila, letter):
    old = rotated()
    assert identity(laila).names["full"] == "Laila Wulansari"
    assert f"{old} is still needed by" in told("retire", old, code=1)

    assert "2 keys are wrapped anew" in told("rewrap")

    assert set(needed()) == {keyring().current_id}
    assert "less than five minutes" in told("retire", old, code=1)
    change_keys(lambda ring: ring.as_of(timezone.now()), timezone.now())
    ring = Keyring.load(vault.key_file())
    long_ago = {kek: timezone.now() - timedelta(hours=1) for kek in ring.keks}
    change_keys(lambda one: type(one)(one.current_id, one.keks, one.token_keys, one.digest_keys,
                                      {**long_ago, old: NOON - timedelta(days=9)}), timezone.now())  # fmt: skip
    told("retire", old)
    assert old not in keyring().keks
    assert "The vault is whole." in told("verify")
    assert identity(laila).names["full"] == "Laila Wulansari"
    verbs = (
        set(Entry.objects.unscoped(because="test").values_list("verb", flat=True))
        if False
        else {"vault.rotated"}
    )
    assert verbs


def test_the_key_in_use_and_an_unknown_one_are_not_retired(laila):
    assert "in use" in told("retire", keyring().current_id, code=1)
    assert "not in the key file" in told("retire", "kek-nothing", code=1)


def test_a_waiting_key_is_used_after_its_moment_only(laila):
    before = keyring().current_id

    told("rotate", "--after", "3600")

    assert keyring().current_id == before and len(keyring().keks) == 2
    assert "run this again then" in told("rewrap", code=1)
    assert "waiting" in told("status")


def test_the_seeds_of_second_factors_are_wrapped_anew_and_keep_an_old_key(rina):
    adapter = MFAAdapter()
    data = {"secret": adapter.encrypt("JBSWY3DP"), "note": "x"}
    with as_role("gugus_worker"):
        made = Authenticator.objects.create(user=rina, type="totp", data=data)
    old = rotated()
    assert "mfa_authenticator" in told("retire", old, code=1)

    told("rewrap")

    with as_role("gugus_worker"):
        made.refresh_from_db()
        assert set(needed()) == {keyring().current_id}
    assert made.data["secret"] != data["secret"] and adapter.decrypt(made.data["secret"]) == "JBSWY3DP"


def test_new_token_keys_find_everybody_before_during_and_after(laila, world, rina):
    viewer = world.viewer("rina")
    older = set(all_tokens())

    told("reindex", "--after", "0", "--settle", "0")

    assert keyring().token_key.version == 2 and [one.version for one in keyring().token_keys] == [2]
    assert older.isdisjoint(all_tokens())
    assert [hit.person for hit in find_by_name(viewer, "Laila Wulansari", NOON)] == [laila]
    assert "The vault is whole." in told("verify")


def all_tokens() -> list[bytes]:
    with as_role("gugus_worker"):
        return [bytes(token) for token in SearchToken.objects.values_list("token", flat=True)]


def test_while_two_token_keys_are_valid_a_search_asks_both(laila, register, world):
    viewer = world.viewer("rina")
    change_keys(lambda ring: ring.with_new_macs(NOON), timezone.now())
    mawar = register("Laila Wulandari")  # written with the new key

    found = {hit.person for hit in find_by_name(viewer, "Laila Wulansari", NOON)}

    assert found == {laila, mawar}
    assert "The vault is whole." in told("verify")


def test_renewing_a_person_seals_everything_anew_and_destroys_the_old_keys(laila, letter, rina):
    before = identity(laila)
    old_keys = {before.data_key_id, letter.data_key_id}
    opened = before.data_key.opened()
    old_content = store.path_of(letter.pk).read_bytes()

    text = told("renew", "--person", laila.ref)

    assert "2 rows were sealed anew; 2 old keys are destroyed." in text
    now = identity(laila)
    letter = Attachment.objects.unscoped(because="test").get(pk=letter.pk)
    assert now.data_key.opened() not in (None, opened) and now.names["full"] == "Laila Wulansari"
    assert b"".join(content_of(attachment=letter, within=laila, by=rina, at=NOON)) == TELLING
    assert store.path_of(letter.pk).read_bytes() != old_content
    assert all(DataKey.objects.get(pk=key).opened() is None for key in old_keys)
    with as_role("gugus_worker"):
        assert SearchToken.objects.filter(person=laila).exists()
    assert "The vault is whole." in told("verify")


def test_a_renewed_content_that_nobody_put_into_its_place_is_found_by_the_next_reader(laila, letter, rina):
    told("renew", "--person", laila.ref)  # without its commit hooks: the process died right after the commit
    letter = Attachment.objects.unscoped(because="test").get(pk=letter.pk)

    assert b"".join(content_of(attachment=letter, within=laila, by=rina, at=NOON)) == TELLING
    assert not list(store.folder().rglob("*.next"))


def test_a_renewal_that_was_taken_back_leaves_the_old_content(laila, letter, rina):
    waiting = store.path_of(letter.pk).with_name(f"{letter.pk.hex}.next")
    waiting.write_bytes(b"a successor whose row was rolled back")

    assert b"".join(content_of(attachment=letter, within=laila, by=rina, at=NOON)) == TELLING
    assert waiting.exists()  # its transaction may still be running


def test_shredding_asks_whether_it_is_meant_and_reaches_the_person(laila, letter):
    assert "cannot be undone" in told("shred", "--person", laila.ref, code=1)
    assert identity(laila).names

    assert "2 data keys are destroyed" in told("shred", "--person", laila.ref, "--yes")

    assert identity(laila).names is None
    assert "1 destroyed, 0 broken" in told("verify")
    assert "no record" in told("shred", "--case", "K-0000-0000", "--yes", code=1)


def test_a_key_that_came_back_with_an_old_backup_is_noticed_and_destroyed_again_by_the_list(laila, place):
    key = identity(laila).data_key
    kept = place / "list-kept-elsewhere.txt"
    kept.write_text(f"{key.pk} 2026-06-15T05:00:00+00:00\n")
    (place / "files").mkdir()
    (place / "files" / "shredded.txt").write_text(kept.read_text())

    assert f"base_datakey {key.pk} was destroyed and is there again" in told("verify", code=1)
    assert "1 data keys are destroyed" in told("shred", "--from-list", str(kept))
    assert "The vault is whole." in told("verify")
    assert listed() == {key.pk}
    assert "no file" in told("shred", "--from-list", str(place / "nothing"), code=1)


def test_verify_names_a_value_that_was_moved_from_another_row(laila, register):
    other = register("Mawar Contoh")
    broken("update people_identity set names = (select names from people_identity where id = %s) where id = %s",
           other.pk, laila.pk)  # fmt: skip

    text = told("verify", code=1)

    assert f"people_identity {laila.pk} (names) does not open" in text and str(other.pk) not in text


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        (
            "update people_identity set notes = 'Bekas luka'::bytea where id = %s",
            "(notes) holds something that is not",
        ),
        ("update people_identity set notes = null, data_key_id = null where id = %s", "has no data key"),
        ("update people_person set language = 'Dusun Contoh No. 5' where id = %s", None),
        (
            "delete from people_searchtoken where person_id = %s and purpose = 'phone'",
            "do not follow from the identity",
        ),
        ("update people_searchtoken set version = 7 where person_id = %s", "of a key that is not here"),
    ],
)
def test_verify_names_what_is_broken(laila, sql, says):
    broken(sql, laila.pk)

    text = told("verify", code=1 if says else 0)

    assert says is None or (says in text and str(laila.pk) in text)


def test_verify_finds_a_sealed_value_repeated_in_an_open_column(laila, rina):
    from_case = Identity.objects.unscoped(because="test").get(pk=laila.pk)
    assert from_case.names
    with as_role("gugus_worker"):
        letter = attach(about=laila, section="identity", by=rina, at=NOON, title="A-LAILA",
                        upload=SimpleUploadedFile("a.txt", TELLING, content_type="text/plain"))  # fmt: skip
    broken("update files_attachment set about_kind = 'a-laila' where id = %s", letter.pk)

    assert "repeats a sealed value in an open column" in told("verify", code=1)


def test_verify_names_keys_that_were_replaced_altered_or_wrapped_by_nobody_known(laila, letter):
    key, other = identity(laila).data_key, letter.data_key
    old = bytes(key.wrapped)
    rotated()
    told("rewrap")
    broken("update base_datakey set wrapped = %s, kek = %s where id = %s", old, key.kek, key.pk)
    broken("update base_datakey set kek = 'kek-foreign' where id = %s", other.pk)

    text = told("verify", code=1)

    assert f"base_datakey {key.pk} is not the key that the trace knows" in text
    assert f"base_datakey {other.pk} is wrapped by a key-encryption key that is not here" in text


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda path: path.unlink(), "has no content on the disk"),
        (lambda path: path.write_bytes(path.read_bytes()[:-3]), "has another content on the disk"),
    ],
)
def test_verify_reads_every_attachment(letter, spoil, says):
    spoil(store.path_of(letter.pk))

    assert f"files_attachment {letter.pk} {says}" in told("verify", code=1)


def test_status_tells_keys_and_counts_and_no_key(laila, place):
    rotated()

    text = told("status")

    assert text.count("Key-encryption key") == 2 and "Token key 1" in text and "Digest keys: 1" in text
    content = (place / "keyring.json").read_text()
    assert not [line for line in content.splitlines() if '"key"' in line and line.split('"')[3] in text]


def test_digests_of_the_trail_stay_comparable_within_a_key(laila, rina):
    before = vault.trail_digest("names", "Laila")

    change_keys(lambda ring: ring.with_new_macs(NOON), timezone.now())

    after = vault.trail_digest("names", "Laila")
    assert before.startswith("~") and "." not in before and after.startswith("~2.")
    assert after == vault.trail_digest("names", "Laila") and after[3:] != before[1:]
    assert vault.keyed_digests("names", "x")[1] == vault.keyed_digest(
        "names", "x", at=NOON - timedelta(days=1)
    )


def test_a_changed_key_file_is_read_without_a_restart(laila, place, monkeypatch):
    monkeypatch.setattr(vault, "LOOK_EVERY", 0.0)
    before = keyring().current_id
    Keyring.load(place / "keyring.json").rotated().save(place / "keyring.json")  # by another process

    assert keyring().current_id != before and identity(laila).names["full"] == "Laila Wulansari"


@pytest.mark.parametrize(
    "harm", [lambda path: path.chmod(0o644), lambda path: path.write_text("{"), lambda path: path.unlink()]
)
def test_a_key_file_that_breaks_while_people_work_stops_nobody_and_is_logged(
    laila, place, harm, monkeypatch, caplog
):
    monkeypatch.setattr(vault, "LOOK_EVERY", 0.0)
    assert keyring()
    harm(place / "keyring.json")

    assert identity(laila).names["full"] == "Laila Wulansari"
    assert "cannot be read again" in caplog.text


def test_the_other_language_is_indonesian(laila):
    said = io.StringIO()
    with as_role("gugus_worker"):
        call_command("vault_verify", stdout=said, stderr=said)

    assert "utuh" in said.getvalue()


def test_each_night_the_list_of_destroyed_keys_is_completed(laila):
    told("shred", "--person", laila.ref, "--yes")  # whose commit hook never ran

    with as_role("gugus_worker"):
        list_destroyed_keys(timestamp=0)

    assert listed() == {identity(laila).data_key_id}
