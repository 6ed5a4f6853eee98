"""The same, with the tables, policies, functions and triggers that the product really has."""

from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest

from gugus.kernel.keyring import Keyring
from gugus.kernel.sealing import new_key
from gugus.operate import shredded
from gugus.operate.backup import back_up, rights_of
from gugus.operate.provision import provision
from gugus.operate.restore import restore
from gugus.operate.roles import OWNER
from gugus.operate.sentences import Stop
from gugus.operate.target import Target

NOON = datetime(2026, 6, 15, 5, 0, tzinfo=UTC)


def test_every_right_lock_policy_and_trigger_of_the_product_comes_back(cluster, django_db_setup, tmp_path):
    provision(cluster.url("postgres", "postgres"), "gugus_restored")
    targets = []
    for database in ("gugus_test", "gugus_restored"):
        url, folder = cluster.url(database, OWNER), tmp_path / database
        names = {"GUGUS_OWNER_DATABASE_URL": url, "GUGUS_DATA_DIR": str(folder)}
        targets.append(Target({**names, "GUGUS_KEYRING": str(tmp_path / "keyring.json")}))
    Keyring.create(tmp_path / "keyring.json")

    manifest = back_up(targets[0], tmp_path / "b", NOON)
    restore(targets[1], tmp_path / "b")

    with psycopg.connect(targets[1].url("owner")) as restored:
        assert rights_of(restored) == manifest["rights"]
        assert restored.execute("SELECT count(*) FROM django_migrations").fetchone()[0] > 20
    assert len([line for line in manifest["rights"] if line.startswith("policy ")]) > 20


def test_a_restore_destroys_again_what_was_destroyed_after_the_backup(cluster, django_db_setup, tmp_path):
    """The backup brings the wrapped key back; the list that was kept elsewhere takes it away, and leaves a trace."""
    provision(cluster.url("postgres", "postgres"), "gugus_restored_later")
    ring, key, kept = Keyring.create(tmp_path / "keyring.json"), uuid4(), uuid4()
    source, there = (_target(cluster, name, tmp_path) for name in ("gugus_test", "gugus_restored_later"))
    with psycopg.connect(source.url("owner")) as server:
        for one in (key, kept):
            server.execute(
                "insert into base_datakey (id, kek, wrapped, created_at) values (%s, %s, %s, now())",
                [one, ring.current_id, ring.wrap(new_key())],
            )
    try:
        back_up(source, tmp_path / "b", NOON)
    finally:
        with psycopg.connect(source.url("owner")) as server:
            server.execute("delete from base_datakey where id = any(%s)", [[key, kept]])
    (tmp_path / "elsewhere.txt").write_text(f"{key} 2026-06-16T05:00:00+00:00\n{uuid4()} cut o")

    made = restore(there, tmp_path / "b", shredded=tmp_path / "elsewhere.txt")

    assert made["destroyed_again"] == 1
    with psycopg.connect(there.url("owner")) as server:
        alive = dict(server.execute("select id, wrapped <> '' from base_datakey").fetchall())
        traced = server.execute("select what from base_keytrace where key_id = %s", [key]).fetchall()
    assert alive[key] is False and alive[kept] is True and traced == [("destroyed",)]
    assert str(key) in (there.files / "shredded.txt").read_text()


def test_a_list_that_is_named_and_not_there_stops_the_restore(cluster, tmp_path):
    with pytest.raises(Stop, match="list of destroyed keys"):
        restore(_target(cluster, "gugus_test", tmp_path), tmp_path / "b", shredded=tmp_path / "shredded.txt")


def test_a_list_that_lies_in_the_empty_folder_already_is_kept_and_read(tmp_path):
    first, second = uuid4(), uuid4()
    (tmp_path / "shredded.txt").write_text(f"{first} 2026-06-16T05:00:00+00:00\n")

    for _twice in range(2):
        shredded.add(
            tmp_path, f"{first} 2026-06-16T05:00:00+00:00\n{second} 2026-06-17T05:00:00+00:00\n".encode()
        )

    lines = (tmp_path / "shredded.txt").read_text().splitlines()
    assert [line.split()[0] for line in lines] == [str(first), str(second)]


def _target(cluster, database: str, folder) -> Target:
    names = {
        "GUGUS_OWNER_DATABASE_URL": cluster.url(database, OWNER),
        "GUGUS_DATA_DIR": str(folder / database),
    }
    return Target({**names, "GUGUS_KEYRING": str(folder / "keyring.json")})
