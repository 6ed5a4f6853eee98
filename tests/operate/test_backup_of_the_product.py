"""The same, with the tables, policies, functions and triggers that the product really has."""

from datetime import UTC, datetime

import psycopg

from gugus.kernel.sealing import Keyring
from gugus.operate.backup import back_up, rights_of
from gugus.operate.provision import provision
from gugus.operate.restore import restore
from gugus.operate.roles import OWNER
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
