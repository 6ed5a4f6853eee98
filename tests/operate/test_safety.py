"""What `gugus check` calls unsafe, on plain facts; and that it finds the facts of a real database."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from gugus.operate import facts as finding_out
from gugus.operate import status
from gugus.operate.cluster import throwaway
from gugus.operate.facts import Connection, Facts, SecretFile, State
from gugus.operate.provision import provision
from gugus.operate.roles import APP, OWNER, WORKER
from gugus.operate.safety import judge

KEYS = Path("/etc/gugus/keys")
SAFE = Facts(
    mode="production",
    debug=False,
    hosts="gugus.example.go.id",
    secret_key=SecretFile(KEYS / "secret_key", exists=True, mode=0o600),
    keyring=SecretFile(KEYS / "keyring.json", exists=True, mode=0o600),
    files=Path("/var/lib/gugus/files"),
    free=50 * 2**30,
    connections=(
        Connection("app", local=True, user=APP),
        Connection("worker", local=False, user=WORKER, encrypted=True),
        Connection("owner", local=True, user=OWNER, owns_tables=True),
    ),
    state=State(
        version="15.18",
        places=91_249,
        unsealed=3,
        oldest_unsealed=timedelta(seconds=40),
        heartbeat=timedelta(seconds=5),
    ),
)


def _with(**changes) -> Facts:
    return replace(SAFE, **changes)


def _connected(**changes) -> Facts:
    return _with(connections=(replace(SAFE.connections[0], **changes),))


def _state(**changes) -> Facts:
    return _with(state=replace(SAFE.state, **changes))


def test_a_sound_installation_has_nothing_to_mend():
    assert judge(SAFE) == []


def test_joining_the_preload_list_of_browsers_is_left_to_the_domain_owner():
    assert judge(_with(deploy=("(security.W021) You have not set the SECURE_HSTS_PRELOAD setting.",))) == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (_with(debug=True), "debug"),
        (_with(mode="demo"), "mode"),
        (_with(mode="local"), "mode"),
        (_with(hosts=""), "hosts_local"),
        (_with(hosts="127.0.0.1,localhost"), "hosts_local"),
        (_with(hosts="gugus.example.go.id,*"), "hosts_any"),
        (_with(deploy=("(security.W012) SESSION_COOKIE_SECURE is not set to True.",)), "deploy"),
        (_with(keyring=SecretFile(KEYS / "keyring.json", exists=False)), "keyring_missing"),
        (_with(keyring=SecretFile(KEYS / "keyring.json", exists=True, mode=0o640)), "keyring_open"),
        (_with(secret_key=SecretFile(KEYS / "secret_key", exists=True, mode=0o604)), "secret_key_open"),
        (_with(data_directory=Path("/etc/gugus")), "keyring_in_database"),
        (_with(files=Path("/etc/gugus")), "keyring_in_files"),
        (_connected(error="password authentication failed"), "unreachable"),
        (_connected(local=False), "no_tls"),
        (_connected(superuser=True), "too_mighty"),
        (_connected(bypasses=True), "too_mighty"),
        (_connected(owns_tables=True), "too_mighty"),
        (_state(unlocked=("cases_case",)), "unlocked"),
        (_with(pending=("cases.0007_more",)), "pending"),
        (_state(places=0), "places"),
        (_state(oldest_unsealed=timedelta(minutes=11)), "unsealed"),
        (_state(heartbeat=None), "worker"),
        (_state(heartbeat=timedelta(minutes=3)), "worker"),
        (_with(free=2**30), "room"),
    ],
)
def test_each_danger_is_found_and_explained_in_both_languages(facts, code):
    (found,) = judge(facts)

    assert found.code == code
    for language in ("id", "en"):
        text = found.text(language)
        assert text.count(". ") >= 1 and "{" not in text  # what and how to mend it, nothing left unfilled


@pytest.fixture(scope="module")
def cluster():
    with throwaway() as cluster:
        provision(cluster.url("postgres", "postgres"), "gugus")
        with psycopg.connect(cluster.url("gugus", OWNER)) as owner:
            owner.execute("CREATE TABLE locked (id int); ALTER TABLE locked ENABLE ROW LEVEL SECURITY")
            owner.execute(f"CREATE POLICY p ON locked TO {APP} USING (true)")  # but not forced
            owner.execute("CREATE TABLE told (id int); ALTER TABLE told ENABLE ROW LEVEL SECURITY")
            owner.execute("ALTER TABLE told FORCE ROW LEVEL SECURITY; CREATE POLICY p ON told USING (true)")
            owner.execute("CREATE TABLE places_area (id int); INSERT INTO places_area VALUES (1), (2)")
        yield cluster


def test_the_powers_of_each_role_are_found_out(cluster):
    known = {
        role: finding_out.connection(role, cluster.url("gugus", role)) for role in (APP, OWNER, "postgres")
    }

    assert known[APP] == Connection(APP, local=True, user=APP)
    assert known[OWNER].owns_tables and not known[OWNER].superuser
    assert known["postgres"].superuser and known["postgres"].bypasses


def test_a_database_that_does_not_answer_is_a_fact_too():
    found = finding_out.connection("app", "postgresql://gugus_app@/gugus?host=/nowhere")

    assert "No such file or directory" in found.error
    assert finding_out.state("postgresql://gugus_app@/gugus?host=/nowhere") == State()


def test_tables_whose_lock_is_off_or_open_to_the_public_are_found(cluster):
    found = finding_out.state(cluster.url("gugus", WORKER))

    assert found.unlocked == ("locked", "told")
    assert found.places == 2
    assert found.heartbeat is None and found.unsealed is None


def test_a_secret_file_is_looked_at_without_opening_it(tmp_path):
    (tmp_path / "key").touch(mode=0o640)

    assert SecretFile.at(tmp_path / "key").mode == 0o640
    assert not SecretFile.at(tmp_path / "none").exists


def test_the_room_is_known_before_the_folder_is_made(tmp_path):
    assert finding_out.free_space(tmp_path / "not" / "yet") > 0


def test_the_status_shows_what_is_unknown_as_such():
    shown = {label.en: value for label, value in status.lines(_state(heartbeat=None))}

    assert shown["Worker last seen"] == "–"
    assert shown["The oldest"] == "0:00:40"
    assert shown["Room left"] == "50 GB"
