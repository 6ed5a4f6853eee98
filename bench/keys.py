"""What sealing costs, run as `python -m bench.keys`: ratios to one bare AES-GCM call; rewrapped keys a second."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import psycopg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gugus.kernel.ids import new_id
from gugus.kernel.keyring import Keyring
from gugus.kernel.keyservices import Remembered
from gugus.kernel.sealing import new_key, seal, token, unseal
from gugus.operate.cluster import throwaway
from gugus.operate.provision import provision

KEYS = 20_000
TEXT = b"Pendamping bertemu penyintas, menjelaskan hak dan langkah berikutnya." * 3


def cost(work: Callable[[], object], rounds: int = 2000) -> float:
    """Microseconds of one call: the median of five rows."""
    found = []
    for _row in range(5):
        began = time.perf_counter()
        for _call in range(rounds):
            work()
        found.append((time.perf_counter() - began) / rounds * 1e6)
    return median(found)


def crypto() -> None:
    """Print the costs of the single steps."""
    ring, key, cache = Keyring.ephemeral(), new_key(), Remembered()
    wrapped, sealed = ring.wrap(key), seal(key, TEXT, "people_identity:notes:1")
    cache.put(wrapped, key)
    nonce, bare = os.urandom(12), AESGCM(key)
    base = cost(lambda: bare.encrypt(nonce, TEXT, b""))
    steps = {
        "bare AES-GCM, 200 bytes": base,
        "seal a field": cost(lambda: seal(key, TEXT, "people_identity:notes:1")),
        "open a field": cost(lambda: unseal(key, sealed, "people_identity:notes:1")),
        "unwrap a data key (key file)": cost(lambda: ring.unwrap(wrapped)),
        "unwrap a data key (remembered)": cost(lambda: cache.get(wrapped)),
        "a search token": cost(lambda: token(key, "name", "n:aminah#3")),
    }
    for name, micros in steps.items():
        print(f"{name:34} {micros:7.1f} µs  {micros / base:5.1f} ×")


def rewrapping() -> None:
    """Print how many data keys a second `gugus vault rewrap` wraps anew, trace included."""
    with throwaway() as cluster, tempfile.TemporaryDirectory() as folder:
        provision(cluster.url("postgres", "postgres"), "keys")
        ring = Keyring.create(Path(folder) / "keyring.json")
        (Path(folder) / "secret").write_text("only to measure " * 4)
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "gugus.config.settings", "GUGUS_MODE": "demo", "GUGUS_ROLE": "worker",
            "GUGUS_KEYRING": f"{folder}/keyring.json", "GUGUS_SECRET_KEY_FILE": f"{folder}/secret",
            "GUGUS_DATA_DIR": folder, "GUGUS_OWNER_DATABASE_URL": cluster.url("keys", "gugus_owner"),
            "GUGUS_WORKER_DATABASE_URL": cluster.url("keys", "gugus_worker"),
        }  # fmt: skip

        def manage(*command: str, role: str = "worker") -> float:
            began = time.perf_counter()
            python = [sys.executable, "-W", "ignore", "-m", "django"]
            subprocess.run(
                [*python, *command], env=environment | {"GUGUS_ROLE": role}, check=True, stdout=sys.stderr
            )
            return time.perf_counter() - began

        manage("migrate", "--verbosity", "0", role="owner")
        with psycopg.connect(environment["GUGUS_WORKER_DATABASE_URL"]) as connection:
            insert = "insert into base_datakey (id, kek, wrapped, created_at) values (%s, %s, %s, now())"
            rows = [(new_id(), ring.current_id, ring.wrap(new_key())) for _key in range(KEYS)]
            connection.cursor().executemany(insert, rows)
        manage("vault_rotate", "--after", "0")
        took = manage("vault_rewrap", "--quiet")
        took -= manage("vault_rewrap", "--quiet")  # nothing is left to do: the start of the process alone
        print(f"rewrap: {KEYS / took:,.0f} keys a second")


if __name__ == "__main__":
    crypto()
    rewrapping()
