"""Measure the trail: write, seal and verify a million entries in a throw-away cluster.

    .venv/bin/python -m bench.trail --rows 1000000

prints a table in Markdown. Rows go in through the product's own trigger; nothing is kept. Compare ratios between
runs, not seconds: machines differ and are shared.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from gugus.operate.cluster import throwaway
from gugus.operate.provision import provision

FILL = """
insert into audit_entry (at, verb, actor_id, actor, agency_id, about_kind, about_id, about_ref, parent_kind, parent_id,
    reason, changes)
select timestamptz '2026-01-01 00:00+07' + n * interval '20 seconds',
    (array['case.seen', 'case.written', 'person.unmasked', 'report.read', 'task.done', 'trail.seen'])[1 + n %% 6],
    md5('user' || n %% 200)::uuid, 'uji' || n %% 200, md5('agency' || n %% 20)::uuid, 'case',
    md5('case' || n %% 20000)::uuid,
    'K-' || n %% 20000, 'case', md5('case' || n %% 20000)::uuid, '', '{}'
from generate_series(%s, %s) n
"""
STEPS = 20


def main() -> int:
    """Fill, seal, verify, print."""
    asked = argparse.ArgumentParser(prog="bench.trail", description=__doc__.splitlines()[0])
    asked.add_argument("--rows", type=int, default=1_000_000)
    rows = asked.parse_args().rows
    with throwaway() as cluster, tempfile.TemporaryDirectory() as folder:
        provision(cluster.url("postgres", "postgres"), "gugus")
        _manage(cluster, Path(folder), "owner", "migrate", "--verbosity", "0")
        print(f"{rows:,} entries; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before\n")
        print("| step | seconds | entries a second | peak MB |\n|---|---:|---:|---:|")
        with psycopg.connect(cluster.url("gugus", "postgres"), autocommit=True) as server:
            with _row("write through the trigger", rows):
                _fill(server, rows)
            server.execute("vacuum analyze audit_entry")
        _manage(cluster, Path(folder), "worker", "audit_key")
        for name, command in (("seal", ["shell", "-c", SEAL]), ("verify, whole", ["audit_verify"]),
                              ("verify --since last", ["audit_verify", "--since", "last"])):  # fmt: skip
            _timed(cluster, Path(folder), name, rows, command)
        with psycopg.connect(cluster.url("gugus", "postgres"), autocommit=True) as server:
            _reading(server, cluster)
            _tamper(server, rows)
        print()
        _manage(cluster, Path(folder), "worker", "audit_verify", may_fail=True)
    return 0


SEAL = "from gugus.audit.sealing import seal_all; from django.utils.timezone import now; seal_all(at=now())"


def _fill(server: psycopg.Connection, rows: int) -> None:
    for step in range(STEPS):
        server.execute(FILL, [1 + step * rows // STEPS, (step + 1) * rows // STEPS])


# What the pages ask, as the application role with its locks on.
READING = {
    "viewer, first page": "select * from audit_entry where agency_id = %(agency)s order by seq desc limit 51",
    "viewer, one person": "select * from audit_entry where agency_id = %(agency)s and actor_id = %(user)s "
    "order by seq desc limit 51",
    "viewer, a rare verb": "select * from audit_entry where agency_id = %(agency)s and verb = 'nothing.like_it' "
    "order by seq desc limit 51",
    "viewer, a week": "select * from audit_entry where agency_id = %(agency)s and at >= '2026-05-04' "
    "and at < '2026-05-11' order by seq desc limit 51",
    "who looked at a file": "select actor_id, verb, count(*), min(at), max(at) from audit_entry where "
    "(about_kind = 'case' and about_id = %(file)s or parent_kind = 'case' and parent_id = %(file)s) group by 1, 2",
    "nine weeks of an agency": "select actor_id, date_trunc('week', at), count(*), count(distinct about_id) "
    "from audit_entry where agency_id = %(agency)s and at >= '2026-05-04' and at < '2026-07-06' group by 1, 2",
}


def _reading(server: psycopg.Connection, cluster) -> None:
    """Milliseconds of the second run, and how the server went about it."""
    file, agency, user = server.execute(
        "select about_id, agency_id, actor_id from audit_entry order by seq desc limit 1"
    ).fetchone()
    print("\n| reading | ms | first step |\n|---|---:|---|")
    with psycopg.connect(cluster.url("gugus", "gugus_app"), autocommit=False) as app:
        app.execute("select set_config('gugus.agency', %s, true)", [str(agency)])
        for name, question in READING.items():
            for _ in range(2):
                plan = app.execute(
                    "explain (analyze, timing off, format json) " + question,
                    {"agency": agency, "user": user, "file": file},
                ).fetchone()[0][0]
            print(f"| {name} | {plan['Execution Time']:.0f} | {_leaf(plan['Plan'])} |", flush=True)


def _leaf(plan: dict) -> str:
    while plan.get("Plans"):
        plan = plan["Plans"][0]
    return " ".join(filter(None, (plan["Node Type"], plan.get("Index Name"))))


def _tamper(server: psycopg.Connection, rows: int) -> None:
    """One row near the end, as somebody with the superuser's password."""
    server.execute("set session_replication_role = replica")
    server.execute("update audit_entry set actor = 'nobody' where seq = %s", [rows - 7])


@contextmanager
def _row(name: str, rows: int, peak: str = "") -> Iterator[None]:
    began = time.monotonic()
    yield
    took = time.monotonic() - began
    print(f"| {name} | {took:.1f} | {rows / took:,.0f} | {peak} |", flush=True)


def _timed(cluster, folder: Path, name: str, rows: int, command: list[str]) -> None:
    """Run it alone and ask the kernel how much memory it held at most."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "django", *command],
        env=_environment(cluster, folder, "worker"),
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    took = time.monotonic() - began
    if process.returncode:
        raise SystemExit(f"{name} ended with {process.returncode}")
    print(f"| {name} | {took:.1f} | {rows / took:,.0f} | {_megabytes(used):.0f} |", flush=True)


def _megabytes(used: resource.struct_rusage) -> float:
    return used.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)


def _manage(cluster, folder: Path, role: str, *command: str, may_fail: bool = False) -> None:
    subprocess.run(
        [sys.executable, "-m", "django", *command],
        env=_environment(cluster, folder, role),
        check=not may_fail,
    )


def _environment(cluster, folder: Path, role: str) -> dict[str, str]:
    variable, user = {
        "owner": ("GUGUS_OWNER_DATABASE_URL", "gugus_owner"), "worker": ("GUGUS_WORKER_DATABASE_URL", "gugus_worker"),
    }[role]  # fmt: skip
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "gugus.config.settings", "PYTHONPATH": "src", "GUGUS_MODE": "test",
        "GUGUS_ROLE": role, variable: cluster.url("gugus", user), "GUGUS_DATA_DIR": str(folder / "data"),
        "GUGUS_SIGNING_KEY": str(folder / "signing.json"),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
