"""Commands about keys that are killed, run twice at once, or beside a process with the older key file."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from gugus.kernel.keyring import Keyring
from gugus.operate.provision import provision

SOURCE = Path(__file__).resolve().parents[2] / "src"
PERSONS = 600


@pytest.fixture(scope="module")
def place(cluster, tmp_path_factory):
    """A database of its own with grown persons, a key file, and the environment of an installation."""
    folder = tmp_path_factory.mktemp("vault")
    provision(cluster.url("postgres", "postgres"), "gugus_vault")
    Keyring.create(folder / "keyring.json")
    (folder / "secret").write_text("only-for-this-test" * 3)
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("GUGUS", "DJANGO", "PG"))
    }
    environment = kept | {
        "PYTHONPATH": str(SOURCE), "DJANGO_SETTINGS_MODULE": "gugus.config.settings", "GUGUS_MODE": "demo",
        "GUGUS_KEYRING": str(folder / "keyring.json"), "GUGUS_SECRET_KEY_FILE": str(folder / "secret"),
        "GUGUS_DATA_DIR": str(folder / "files"), "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    for role in ("owner", "worker"):
        environment[f"GUGUS_{role.upper()}_DATABASE_URL"] = cluster.url("gugus_vault", f"gugus_{role}")
    done(environment, "migrate", "--verbosity", "0", role="owner")
    done(environment, "load_clocks")
    done(
        environment, "grow", "--persons", str(PERSONS), "--cases", "20", "--agencies", "2", "--processes", "0"
    )
    return environment


def begun(place, *command: str, role: str = "worker") -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", "django", *command], env=place | {"GUGUS_ROLE": role},
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # fmt: skip


def done(place, *command: str, role: str = "worker", code: int = 0) -> str:
    running = begun(place, *command, role=role)
    said = running.communicate(timeout=300)[0]
    assert running.returncode == code, said
    return said


def killed_after(running: subprocess.Popen, lines: int) -> None:
    """Kill a command once it has told so many steps."""
    for _line in range(lines):
        assert running.stdout.readline()
    killed(running)


def killed(running: subprocess.Popen) -> None:
    running.send_signal(signal.SIGKILL)
    running.communicate()


def rows(place, sql: str) -> list[tuple]:
    with psycopg.connect(place["GUGUS_WORKER_DATABASE_URL"]) as connection:
        return connection.execute(sql).fetchall()


def ring_of(place) -> Keyring:
    return Keyring.load(place["GUGUS_KEYRING"], datetime.now(UTC))


def test_a_rewrap_that_is_killed_goes_on_where_it_was_and_two_at_once_share_the_work(place):
    done(place, "vault_rotate", "--after", "0", "--language", "en")
    killed_after(begun(place, "vault_rewrap", "--batch", "20"), 3)
    halves = dict(rows(place, "select kek, count(*) from base_datakey group by 1"))
    assert len(halves) == 2

    both = [begun(place, "vault_rewrap", "--batch", "20", "--quiet") for _ in range(2)]

    said = [one.communicate(timeout=300)[0] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert rows(place, "select distinct kek from base_datakey") == [(ring_of(place).current_id,)]
    assert "The vault is whole." in done(place, "vault_verify", "--language", "en")


def test_a_rotation_that_is_killed_at_any_moment_leaves_a_whole_key_file(place):
    before = ring_of(place)
    for _ in range(6):
        running = begun(place, "vault_rotate", "--after", "0")
        time.sleep(random.uniform(0.0, 2.5))
        killed(running)

        assert before.keks.items() <= ring_of(place).keks.items()

    done(place, "vault_rewrap", "--quiet")
    assert "The vault is whole." in done(place, "vault_verify", "--language", "en")


def test_a_process_with_the_older_key_file_reads_while_rows_are_wrapped_anew(place):
    older = ring_of(place)
    done(place, "vault_rotate", "--after", "8")
    waiting = ring_of(place)
    assert waiting.current_id == older.current_id and len(waiting.keks) == len(older.keks) + 1
    running = begun(place, "vault_rewrap", "--batch", "50", "--quiet")
    while running.poll() is None:
        for wrapped, kek in rows(place, "select wrapped, kek from base_datakey limit 20"):
            assert (
                len(waiting.unwrap(bytes(wrapped), kek)) == 32
            )  # it has the waiting key since before its moment
        time.sleep(0.2)

    assert running.returncode == 0, running.communicate()
    running.communicate()
    assert rows(place, "select distinct kek from base_datakey") == [(ring_of(place).current_id,)]


def test_a_reindex_that_is_killed_goes_on_and_nobody_is_lost(place):
    killed_after(begun(place, "vault_reindex", "--after", "0", "--settle", "0", "--batch", "20"), 4)
    versions = dict(
        rows(place, "select version, count(distinct person_id) from people_searchtoken group by 1")
    )
    assert len(versions) == 2 and sum(versions.values()) == PERSONS
    assert len(ring_of(place).token_keys) == 2
    assert "The vault is whole." in done(place, "vault_verify", "--language", "en")

    done(place, "vault_reindex", "--after", "0", "--settle", "0", "--quiet")

    assert [one.version for one in ring_of(place).token_keys] == [2]
    assert rows(place, "select version, count(distinct person_id) from people_searchtoken group by 1") == [
        (2, PERSONS)
    ]
    assert "The vault is whole." in done(place, "vault_verify", "--language", "en")
    assert "600" in done(place, "token_leakage")
